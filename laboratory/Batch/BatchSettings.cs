// What is studied, and for which sizes.

namespace QuizKit.Laboratory.Batch;

/// <summary>A size on which the bits of a row may depend.</summary>
internal enum BatchQuantity
{
    /// <summary>The number of rows, m.</summary>
    Batch,

    /// <summary>The length of a row, k, to which it is filled up with zeros.</summary>
    Length,

    /// <summary>The number of threads, or of groups on a device.</summary>
    Threads,
}

/// <summary>The operation, its sizes, and the ranges of those that are studied.</summary>
/// <param name="Operation">The operation: linear or sigmoid.</param>
/// <param name="Quantities">The sizes that are studied.</param>
/// <param name="Rows">The number of rows where it is not what is studied, m.</param>
/// <param name="Length">The number of numbers of a row, k; the smallest length where that is studied.</param>
/// <param name="Columns">The number of results of a row of a linear layer, n.</param>
/// <param name="Threads">The number of threads where it is not what is studied.</param>
/// <param name="LargestRows">The largest number of rows.</param>
/// <param name="LargestLength">The largest length.</param>
/// <param name="MostThreads">The largest number of threads.</param>
/// <param name="Seed">The seed of all random numbers.</param>
internal sealed record BatchSettings(
    BatchOperation Operation,
    IReadOnlyList<BatchQuantity> Quantities,
    int Rows,
    int Length,
    int Columns,
    int Threads,
    int LargestRows,
    int LargestLength,
    int MostThreads,
    ulong Seed)
{
    /// <summary>The smallest and the largest size of a quantity.</summary>
    public (int From, int To) RangeOf(BatchQuantity quantity) => quantity switch
    {
        BatchQuantity.Batch => (1, LargestRows),
        BatchQuantity.Length => (Length, LargestLength),
        _ => (1, MostThreads),
    };

    /// <summary>The batch for a size of a quantity.</summary>
    public BatchProblem ProblemOf(BatchQuantity quantity, int size) => new(
        Operation,
        quantity == BatchQuantity.Batch ? size : Rows,
        quantity == BatchQuantity.Length ? size : Length,
        Length,
        Columns,
        unchecked((uint)Seed));
}
