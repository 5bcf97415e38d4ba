// The same rows in several orders and in several databases: SUM gives several results, exact_sum one.

using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SqliteSums;

const int Rows = 20_000;
const int Shards = 3;

// Large amounts of any magnitude that are cancelled later, and among them small ones that stay.
var random = new Random(2026);
List<double> amounts = [];
for (var i = 0; i < Rows / 3; i++)
{
    var large = Math.ScaleB(random.NextDouble(), random.Next(100));
    amounts.AddRange([large, random.NextDouble() - 0.25, -large]);
}

random.Shuffle(CollectionsMarshal.AsSpan(amounts));

using var all = Open();
Fill(all, amounts);
Console.WriteLine($"SQLite {all.ServerVersion}, {amounts.Count:N0} rows");
Console.WriteLine();
Console.WriteLine($"{"row order",-12}{"SUM(x)",-26}{"exact_sum(x)",-26}");
foreach (var (name, order) in new[] { ("id", "id"), ("id, back", "id DESC"), ("value", "x"), ("magnitude", "abs(x)") })
{
    var rows = $"FROM (SELECT x FROM amounts ORDER BY {order})";
    Console.WriteLine($"{name,-12}{Query(all, $"SELECT SUM(x) {rows}"),-26}{Query(all, $"SELECT exact_sum(x) {rows}"),-26}");
}

// Each shard in a database of its own. Only its state travels.
using var central = Open();
Execute(central, "CREATE TABLE states(shard INTEGER PRIMARY KEY, sum REAL, state BLOB)");
for (var shard = 0; shard < Shards; shard++)
{
    using var database = Open();
    Fill(database, amounts.Where((_, i) => i % Shards == shard));
    var (sum, state) = (Query(database, "SELECT SUM(x) FROM amounts"), Query(database, "SELECT exact_state(x) FROM amounts"));
    Execute(central, "INSERT INTO states VALUES ($shard, $sum, $state)", ("$shard", shard), ("$sum", sum), ("$state", state));
}

Console.WriteLine();
Console.WriteLine($"{Shards} databases, {Query(central, "SELECT SUM(length(state)) FROM states")} bytes of state");
Console.WriteLine($"SUM of their SUMs                       {Query(central, "SELECT SUM(sum) FROM states")}");
Console.WriteLine($"exact_value(exact_merge(state))         {Query(central, "SELECT exact_value(exact_merge(state)) FROM states")}");
var merged = (byte[])Query(central, "SELECT exact_merge(state) FROM states");
var whole = (byte[])Query(all, "SELECT exact_state(x) FROM amounts");
Console.WriteLine($"the state of all rows in one database   {(merged.AsSpan().SequenceEqual(whole) ? "the same bytes" : "OTHER BYTES")}");

// A state that was cut off on the way is an error of the query, with its reason.
try
{
    Query(central, "SELECT exact_merge(substr(state, 1, 40)) FROM states");
}
catch (SqliteException exception)
{
    Console.WriteLine();
    Console.WriteLine(exception.Message);
}

static SqliteConnection Open()
{
    var connection = new SqliteConnection("Data Source=:memory:");
    connection.Open();
    connection.AddExactFunctions();
    return connection;
}

static void Fill(SqliteConnection connection, IEnumerable<double> values)
{
    using var transaction = connection.BeginTransaction();
    Execute(connection, "CREATE TABLE amounts(id INTEGER PRIMARY KEY, x REAL)");
    foreach (var value in values) Execute(connection, "INSERT INTO amounts(x) VALUES ($x)", ("$x", value));
    transaction.Commit();
}

static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
{
    using var command = Command(connection, sql, parameters);
    command.ExecuteNonQuery();
}

static object Query(SqliteConnection connection, string sql)
{
    using var command = Command(connection, sql, []);
    return command.ExecuteScalar()!;
}

static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> parameters)
{
    var command = connection.CreateCommand();
    command.CommandText = sql;
    foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
    return command;
}
