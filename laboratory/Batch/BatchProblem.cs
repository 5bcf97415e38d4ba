// Equal rows, and what a library computes of each.

using System.Globalization;
using System.Runtime.InteropServices;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Batch;

/// <summary>An operation that gives a row for a row.</summary>
internal enum BatchOperation
{
    /// <summary>A linear layer, row·Wᵀ: a matrix product.</summary>
    Linear,

    /// <summary>1/(1 + e⁻ˣ) of each number of the row.</summary>
    Sigmoid,
}

/// <summary>A batch of equal rows.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Rows">The number of rows, m.</param>
/// <param name="Length">The number of numbers of a row, k.</param>
/// <param name="Filled">The number of those that are not zero: a sum has the same exact value for every length from here on.</param>
/// <param name="Columns">The number of results of a linear layer, n; each has other weights.</param>
/// <param name="Seed">The seed of the numbers.</param>
internal sealed record BatchProblem(BatchOperation Operation, int Rows, int Length, int Filled, int Columns, uint Seed)
{
    /// <summary>The number of results of a row.</summary>
    public int Width => Operation == BatchOperation.Linear ? Columns : Length;

    /// <summary>The number of results of a row that are compared: those of a sigmoid of a zero of the padding are not.</summary>
    public int Compared => Operation == BatchOperation.Linear ? Columns : Filled;

    /// <summary>The operation's name in requests.</summary>
    public static string NameOf(BatchOperation operation) => operation.ToString().ToLower(CultureInfo.InvariantCulture);

    /// <summary>Returns the rows, one after the other: hashed numbers of mixed magnitudes, whose sums have large rounding errors.</summary>
    public float[] Inputs()
    {
        var inputs = new float[Rows * Length];
        var row = OrderSamples.Hashed(Seed, Filled);
        for (var i = 0; i < Rows; i++) row.CopyTo(inputs, i * Length);
        return inputs;
    }

    /// <summary>Returns W, a row of the length of the inputs for each result.</summary>
    public float[] Weights()
    {
        var weights = new float[Columns * Length];
        var filled = OrderSamples.Hashed(unchecked(Seed + 1), Columns * Filled);
        for (var i = 0; i < Columns; i++) Array.Copy(filled, i * Filled, weights, i * Length, Filled);
        return weights;
    }

    /// <summary>Divides results, row by row, into runs of rows with the same bits.</summary>
    public IReadOnlyList<RowRun> RunsOf(float[] results)
    {
        var runs = new List<RowRun>();
        var width = results.Length / Rows;
        for (var i = 0; i < Rows; i++)
        {
            var row = results.AsSpan(i * width, Compared);
            if (runs.Count > 0 && RowRun.HaveSameBits(runs[^1].Row, row)) runs[^1] = runs[^1] with { Rows = runs[^1].Rows + 1 };
            else runs.Add(new RowRun(1, row.ToArray()));
        }

        return runs;
    }
}

/// <summary>Neighbouring rows with the same bits.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Row">The compared results of one of them.</param>
internal sealed record RowRun(int Rows, float[] Row)
{
    public static bool HaveSameBits(ReadOnlySpan<float> one, ReadOnlySpan<float> other) =>
        MemoryMarshal.AsBytes(one).SequenceEqual(MemoryMarshal.AsBytes(other));
}
