// On which sizes the bits of a row depend, for reports.

using System.Text.Json.Serialization;

namespace QuizKit.Laboratory.Batch;

/// <summary>Sizes at which the rows have the same bits.</summary>
/// <param name="Sizes">The sizes, such as <c>m ≥ 4, m mod 4 = 1</c>.</param>
/// <param name="Rows">The rows with their results, each of which has a letter.</param>
internal sealed record BatchLine(string Sizes, string Rows);

/// <summary>How the bits of a row depend on one size.</summary>
/// <param name="Quantity">The size: batch, length or threads.</param>
/// <param name="From">The smallest size.</param>
/// <param name="To">The largest size.</param>
/// <param name="Lines">The rule. Together the lines have all sizes.</param>
internal sealed record QuantityFinding(BatchQuantity Quantity, int From, int To, IReadOnlyList<BatchLine> Lines)
{
    /// <summary>The number of different results of a row.</summary>
    public int Results { get; init; }

    /// <summary>Whether the rule is about the first and the last row and all that occur, since that of every row was not found.</summary>
    public bool IsOutline { get; init; }

    /// <summary>The number of batches that were computed.</summary>
    public int Calls { get; init; }

    /// <summary>The number that brute force computes: one for each size.</summary>
    public int BruteForce => To - From + 1;

    /// <summary>The number of random sizes whose results were predicted before they were computed.</summary>
    public int Checked { get; init; }

    /// <summary>The number of those predictions that were right.</summary>
    public int Right { get; init; }

    /// <summary>The largest share of sizes with other results than the rule says, with 95 % confidence.</summary>
    public double LargestShareOff { get; init; }

    /// <summary>Whether no rule was found: a prediction was wrong, or the calls were spent.</summary>
    public bool IsUncertain { get; init; }

    /// <summary>Whether the bits depend on the size.</summary>
    public bool Depends => Results > 1;
}

/// <summary>How the bits of a row of one implementation depend on sizes.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Place">Where it runs: the library with its version, or the device.</param>
internal sealed record BatchFinding(string Target, string Place)
{
    /// <summary>What was found for each size.</summary>
    public IReadOnlyList<QuantityFinding> Quantities { get; init; } = [];

    /// <summary>The number of results of a row that are compared.</summary>
    public int Compared { get; init; }

    /// <summary>The smallest number of those in which two different rows differ; null where all are equal.</summary>
    public int? FewestDiffering { get; init; }

    /// <summary>Whether the same batch, computed twice, gave two results.</summary>
    public bool Varies { get; init; }

    /// <summary>What could not be set or studied, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the bits depend on a size or vary.</summary>
    [JsonIgnore]
    public bool Depends => Varies || Quantities.Any(quantity => quantity.Depends);
}

/// <summary>An implementation that failed.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Message">Why, in one line.</param>
internal sealed record BatchFailure(string Target, string Message);

/// <summary>What a matrix product whose bits do not depend on the batch costs.</summary>
/// <param name="Device">The id of the device.</param>
/// <param name="Name">The name of the device.</param>
/// <param name="Size">The rows and columns of the matrices.</param>
/// <param name="Plain">The milliseconds of a plain tiled kernel.</param>
/// <param name="Invariant">The milliseconds of the product with a fixed order.</param>
/// <param name="Exact">The milliseconds of the product with exactly rounded elements.</param>
/// <param name="InvariantRatio">The median of the ratios of invariant to plain, each of one round.</param>
/// <param name="ExactRatio">The median of the ratios of exact to plain.</param>
internal sealed record BatchPrice(
    string Device, string Name, int Size, double Plain, double Invariant, double Exact, double InvariantRatio, double ExactRatio);

/// <summary>The results for all implementations.</summary>
/// <param name="Settings">What was studied.</param>
/// <param name="Findings">The result for each implementation.</param>
internal sealed record BatchReport(BatchSettings Settings, IReadOnlyList<BatchFinding> Findings)
{
    /// <summary>The implementations that failed.</summary>
    public IReadOnlyList<BatchFailure> Failures { get; init; } = [];

    /// <summary>What the cure costs on each device.</summary>
    public IReadOnlyList<BatchPrice> Prices { get; init; } = [];

    /// <summary>Why libraries are missing, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>False where the user stopped it.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>0 where no bits depend on a size, 1 where some do, 3 where an implementation failed, 130 where the user stopped it.</summary>
    [JsonIgnore]
    public ExitStatus ExitStatus =>
        !IsComplete ? ExitStatus.Stopped
        : Failures.Count > 0 ? ExitStatus.CheckBroke
        : Findings.Any(finding => finding.Depends) ? ExitStatus.VerdictDiffers
        : ExitStatus.AsExpected;
}
