// SUM over a column of a database in memory.

using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace QuizKit.Libraries;

/// <summary>A database with a table of one column. Both sum in binary64; that of binary32 numbers is rounded to binary32.</summary>
internal abstract class Database : Library
{
    private readonly DbConnection _connection;

    // The types are those of a column of binary32 numbers, and of one of binary64 numbers.
    protected Database(string name, DbConnection connection, string type, string wideType)
    {
        _connection = connection;
        _connection.Open();
        Operations = new Dictionary<string, Func<double[], double[], double>>
        {
            [name + ".sum"] = (a, _) => (float)Sum(a, type, isWide: false),
            [name + ".sum.binary64"] = (a, _) => Sum(a, wideType, isWide: true),
        };
    }

    public override string Version => _connection.ServerVersion.TrimStart('v');

    public override bool HasLayers => false;

    public override IReadOnlyDictionary<string, Func<double[], double[], double>> Operations { get; }

    public override float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs) =>
        throw new NotSupportedException("A database multiplies no matrices.");

    /// <summary>Adds rows in this order.</summary>
    protected abstract void Insert(double[] values, bool isWide);

    private double Sum(double[] values, string type, bool isWide)
    {
        // A new table: in one whose rows were deleted, DuckDB adds the same rows in changing orders.
        Execute("DROP TABLE IF EXISTS numbers");
        Execute($"CREATE TABLE numbers (x {type})");
        Insert(values, isWide);
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT sum(x) FROM numbers";
        return Convert.ToDouble(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Execute(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}

/// <summary>DuckDB.</summary>
internal sealed class DuckDb() : Database("duckdb", Connection, "FLOAT", "DOUBLE")
{
    private static readonly DuckDBConnection Connection = new("DataSource=:memory:");

    protected override void Insert(double[] values, bool isWide)
    {
        using var appender = Connection.CreateAppender("numbers");
        foreach (var value in values)
        {
            var row = appender.CreateRow();
            (isWide ? row.AppendValue(value) : row.AppendValue((float)value)).EndRow();
        }
    }
}

/// <summary>SQLite.</summary>
internal sealed class Sqlite() : Database("sqlite", Connection, "REAL", "REAL")
{
    private static readonly SqliteConnection Connection = new("Data Source=:memory:");

    protected override void Insert(double[] values, bool isWide)
    {
        using var transaction = Connection.BeginTransaction();
        using var command = Connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO numbers VALUES ($x)";
        var parameter = command.Parameters.Add("$x", SqliteType.Real);
        foreach (var value in values)
        {
            parameter.Value = value;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
