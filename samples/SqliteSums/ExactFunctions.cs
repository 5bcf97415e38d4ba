// SQL functions for exact sums: partial aggregates are BLOBs, which any other database can merge.

using Microsoft.Data.Sqlite;
using QuizKit.Numerics;

namespace SqliteSums;

/// <summary>
/// exact_sum(x) is a SUM(x) that is rounded once. exact_state(x) is the same sum before the rounding, as a BLOB; exact_merge(state) adds up
/// such BLOBs to one, and exact_value(state) rounds one. As with SUM, NULL is passed over, and a sum of nothing is NULL.
/// </summary>
internal static class ExactFunctions
{
    public static void AddExactFunctions(this SqliteConnection connection)
    {
        // The seed is null because one object would be the seed of every group.
        connection.CreateAggregate<double?, ExactAccumulator?, double?>("exact_sum", null, Add, sum => sum?.ToDouble(), isDeterministic: true);
        connection.CreateAggregate<double?, ExactAccumulator?, byte[]?>("exact_state", null, Add, sum => sum?.ToByteArray(), isDeterministic: true);
        connection.CreateAggregate<byte[]?, ExactAccumulator?, byte[]?>(
            "exact_merge", null, Merge, sum => sum?.ToByteArray(), isDeterministic: true);
        connection.CreateFunction<byte[]?, double?>(
            "exact_value", state => state is null ? null : ExactAccumulator.Read(state).ToDouble(), isDeterministic: true);
    }

    private static ExactAccumulator? Add(ExactAccumulator? sum, double? x)
    {
        if (x is null) return sum;
        sum ??= new ExactAccumulator();
        sum.Add(x.Value);
        return sum;
    }

    private static ExactAccumulator? Merge(ExactAccumulator? sum, byte[]? state)
    {
        if (state is null) return sum;
        sum ??= new ExactAccumulator();
        sum.Merge(ExactAccumulator.Read(state));
        return sum;
    }
}
