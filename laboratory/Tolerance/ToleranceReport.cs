// The tolerances of a comparison of two results, for reports.

using System.Text.Json.Serialization;

namespace QuizKit.Laboratory.Tolerance;

/// <summary>The largest tolerance that still catches a lower precision.</summary>
/// <param name="Name">The lower precision.</param>
/// <param name="Absolute">Every absolute tolerance below this one catches it; not positive where none does.</param>
/// <param name="Relative">Every relative tolerance below this one catches it; not positive where none does.</param>
/// <param name="Caught">Whether the absolute tolerance of the window catches it.</param>
internal sealed record StandInEnd(string Name, double Absolute, double Relative, bool Caught);

/// <summary>The tolerances between the two ends.</summary>
/// <param name="FailureProbability">
/// The probability that an end does not hold, if roundings are as random; null where the ends hold for any roundings.
/// </param>
/// <param name="Lower">The smallest absolute tolerance that no correct implementation violates.</param>
/// <param name="Absolute">The same, rounded up to two digits: the tolerance to write.</param>
/// <param name="Relative">
/// The smallest relative tolerance that no correct implementation violates, rounded up to two digits; null where there is none, as a result
/// may be 0.
/// </param>
/// <param name="Ulps">The lower end in ulps of the exact result; null for several results or 0.</param>
/// <param name="Decimals">
/// The most decimals to which both results round equally, as the parameter precision of xunit's Assert.Equal takes them; null where no
/// number of decimals is safe.
/// </param>
/// <param name="StandIns">The upper ends.</param>
internal sealed record ToleranceWindow(
    double? FailureProbability,
    double Lower,
    double Absolute,
    double? Relative,
    double? Ulps,
    int? Decimals,
    IReadOnlyList<StandInEnd> StandIns)
{
    /// <summary>Whether a tolerance exists: one that no correct implementation violates and that catches every lower precision.</summary>
    public bool Exists => StandIns.All(standIn => standIn.Caught);
}

/// <summary>A line to paste into a test.</summary>
/// <param name="Framework">The library that it is for.</param>
/// <param name="Line">The line.</param>
internal sealed record ToleranceLine(string Framework, string Line);

/// <summary>The tolerances of a comparison of two results.</summary>
/// <param name="Operation">The operation: sum, dot or matrix-product.</param>
/// <param name="M">The number of rows of the left matrix; 1 for a sum or a dot product.</param>
/// <param name="N">The number of columns of the right matrix; 1 for a sum or a dot product.</param>
/// <param name="K">The number of addends of each result.</param>
/// <param name="Precision">The format of the inputs and the result.</param>
/// <param name="Sums">The format of products and sums.</param>
/// <param name="Data">Where the numbers are from.</param>
/// <param name="Tested">The result under test.</param>
/// <param name="Expected">The result that it is compared with.</param>
internal sealed record ToleranceReport(
    ToleranceOperation Operation, int M, int N, int K, string Precision, string Sums, string Data, string Tested, string Expected)
{
    /// <summary>The exact result, rounded to binary64; null for several.</summary>
    public double? Exact { get; init; }

    /// <summary>The largest Σ|x| of a result, for products Σ|a·b|.</summary>
    public double LargestMagnitude { get; init; }

    /// <summary>The largest condition number of a result, Σ|x|/|Σx|; infinite where an exact result is 0.</summary>
    public double LargestCondition { get; init; }

    /// <summary>What the report knows about the two results, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The window for any roundings.</summary>
    public required ToleranceWindow WorstCase { get; init; }

    /// <summary>The window that holds with a probability.</summary>
    public required ToleranceWindow Probable { get; init; }

    /// <summary>The lines to paste.</summary>
    public IReadOnlyList<ToleranceLine> Lines { get; init; } = [];

    /// <summary>What to do where no tolerance exists, one sentence each.</summary>
    public IReadOnlyList<string> Remedies { get; init; } = [];

    /// <summary>
    /// The window to take: that of the worst case if a tolerance exists, otherwise the probable one if it has one, otherwise that of the
    /// worst case.
    /// </summary>
    [JsonIgnore]
    public ToleranceWindow Chosen => !WorstCase.Exists && Probable.Exists ? Probable : WorstCase;

    /// <summary>0 if a tolerance exists, 1 if none does.</summary>
    [JsonIgnore]
    public ExitStatus ExitStatus => Chosen.Exists ? ExitStatus.AsExpected : ExitStatus.VerdictDiffers;
}
