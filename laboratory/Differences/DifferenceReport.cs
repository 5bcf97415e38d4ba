// Why two functions differ, for reports.

using System.Text.Json.Serialization;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Differences;

/// <summary>A cause of a difference.</summary>
internal enum DifferenceCause
{
    /// <summary>A function gives several results for the same numbers.</summary>
    Nondeterminism,

    /// <summary>A row of a function depends on how many rows there are.</summary>
    Batch,

    /// <summary>A function reads, keeps or returns fewer or more bits, or flushes subnormal numbers to zero.</summary>
    Format,

    /// <summary>The functions compute something else, without the help of an order.</summary>
    Function,

    /// <summary>One fuses a product with an addition, the other rounds it first.</summary>
    Fusion,

    /// <summary>The same numbers are added in another order.</summary>
    Order,
}

/// <summary>An array of a witness.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Values">Its numbers of binary32; the last index runs fastest.</param>
internal sealed record WitnessArray(IReadOnlyList<int> Shape, IReadOnlyList<float> Values);

/// <summary>Inputs for which two functions differ.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Index">The index of the first result that differs.</param>
/// <param name="First">The first function's result there.</param>
/// <param name="Second">That of the second one, or another one of the same function.</param>
internal sealed record DifferenceWitness(IReadOnlyList<WitnessArray> Inputs, int Index, double First, double Second);

/// <summary>A cause that was found.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Evidence">What shows it, in one sentence.</param>
/// <param name="Witness">The smallest inputs found that show it.</param>
internal sealed record CauseFinding(DifferenceCause Cause, string Evidence, DifferenceWitness Witness);

/// <summary>Why two functions differ.</summary>
/// <param name="First">The first function.</param>
/// <param name="Second">The second function.</param>
/// <param name="Inputs">The shapes of their inputs.</param>
/// <param name="Seed">The seed of the random numbers.</param>
internal sealed record DifferenceReport(string First, string Second, IReadOnlyList<string> Inputs, ulong Seed)
{
    /// <summary>The causes, each of which alone makes a difference.</summary>
    public IReadOnlyList<CauseFinding> Causes { get; init; } = [];

    /// <summary>The number of random inputs on which both were compared.</summary>
    public int Compared { get; init; }

    /// <summary>The number of those for which they differ.</summary>
    public int Different { get; init; }

    /// <summary>The number of calls of both functions.</summary>
    public int Calls { get; init; }

    /// <summary>What else was seen, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The orders of both functions, where they are sums or dot products with a fixed order.</summary>
    public IReadOnlyList<OrderFinding> Orders { get; init; } = [];

    /// <summary>0 if they do not differ, 1 if they do.</summary>
    [JsonIgnore]
    public ExitStatus ExitStatus => Causes.Count == 0 && Different == 0 ? ExitStatus.AsExpected : ExitStatus.VerdictDiffers;
}
