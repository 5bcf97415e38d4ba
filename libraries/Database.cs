// SUM over a column of a database in memory.

using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace QuizKit.Libraries;

/// <summary>A database with a table of one column. Both sum in binary64; the result is rounded to binary32.</summary>
internal abstract class Database : Library
{
    private readonly DbConnection _connection;
    private readonly string _type;

    protected Database(string name, DbConnection connection, string type)
    {
        (_connection, _type) = (connection, type);
        _connection.Open();
        Operations = new Dictionary<string, Func<float[], float[], float>> { [name + ".sum"] = (a, _) => Sum(a) };
    }

    public override string Version => _connection.ServerVersion.TrimStart('v');

    public override bool HasLayers => false;

    public override IReadOnlyDictionary<string, Func<float[], float[], float>> Operations { get; }

    public override float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs) =>
        throw new NotSupportedException("A database multiplies no matrices.");

    /// <summary>Adds rows in this order.</summary>
    protected abstract void Insert(float[] values);

    private float Sum(float[] values)
    {
        // A new table: in one whose rows were deleted, DuckDB adds the same rows in changing orders.
        Execute("DROP TABLE IF EXISTS numbers");
        Execute($"CREATE TABLE numbers (x {_type})");
        Insert(values);
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT sum(x) FROM numbers";
        return (float)Convert.ToDouble(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Execute(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}

/// <summary>DuckDB.</summary>
internal sealed class DuckDb() : Database("duckdb", Connection, "FLOAT")
{
    private static readonly DuckDBConnection Connection = new("DataSource=:memory:");

    protected override void Insert(float[] values)
    {
        using var appender = Connection.CreateAppender("numbers");
        foreach (var value in values) appender.CreateRow().AppendValue(value).EndRow();
    }
}

/// <summary>SQLite.</summary>
internal sealed class Sqlite() : Database("sqlite", Connection, "REAL")
{
    private static readonly SqliteConnection Connection = new("Data Source=:memory:");

    protected override void Insert(float[] values)
    {
        using var transaction = Connection.BeginTransaction();
        using var command = Connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO numbers VALUES ($x)";
        var parameter = command.Parameters.Add("$x", SqliteType.Real);
        foreach (var value in values)
        {
            parameter.Value = (double)value;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
