// The results of the cure study on one device: the cost, the error and the stability of each level of determinism.

using System.Numerics;
using System.Text.Json.Serialization;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Cure;

/// <summary>A format of numbers.</summary>
internal enum NumberFormat
{
    /// <summary>IEEE 754 binary32: 24 bits of precision.</summary>
    Binary32,

    /// <summary>IEEE 754 binary64: 53 bits of precision.</summary>
    Binary64,
}

/// <summary>The cost of one candidate of a comparison.</summary>
/// <param name="Name">The level of determinism, or <c>Copy</c> for a copy of the numbers within the memory of the device.</param>
/// <param name="Milliseconds">The median time of a call in milliseconds, including launches and the transfer of the result.</param>
/// <param name="GigabytesPerSecond">The bytes of the input, for a copy those it reads and writes, over that time, in 10⁹ bytes a second.</param>
/// <param name="Ratio">The median, over the rounds, of its time divided by the fixed tree's in the same round.</param>
/// <param name="RatioLowerQuartile">The lower quartile of these ratios.</param>
/// <param name="RatioUpperQuartile">The upper quartile of these ratios.</param>
internal sealed record CureFigure(
    string Name, double Milliseconds, double GigabytesPerSecond, double Ratio, double RatioLowerQuartile, double RatioUpperQuartile)
{
    /// <summary>The name of the candidate that copies.</summary>
    internal const string Copy = "Copy";
}

/// <summary>Candidates compared by interleaved timing on the same numbers.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Format">The format of the numbers.</param>
/// <param name="Length">The number of terms.</param>
/// <param name="Spread">The spread of the magnitudes in binades: 0 for numbers of N(0, 1), otherwise these times powers of two.</param>
/// <param name="Rounds">The number of rounds; each times every candidate once.</param>
/// <param name="Figures">The cost of each candidate.</param>
internal sealed record CureCase(
    OrderOperation Operation, NumberFormat Format, long Length, int Spread, int Rounds, IReadOnlyList<CureFigure> Figures)
{
    /// <summary>Returns the medians and quartiles of measured times, with ratios to the time of the fixed tree.</summary>
    internal static CureCase Of<T>(Numbers<T> numbers, int spread, IReadOnlyList<Candidate> candidates, Times times)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bytes = Numbers<T>.BytesOf(numbers.Operation, numbers.Length);
        var tree = candidates.Index().Single(candidate => candidate.Item.Name == nameof(Determinism.FixedTree)).Index;
        return new CureCase(numbers.Operation, Numbers<T>.Format, numbers.Length, spread, times.Rounds,
        [
            .. candidates.Select((candidate, i) => new CureFigure(
                candidate.Name, times.Median(i), (candidate.Name == CureFigure.Copy ? 2 : 1) * bytes / times.Median(i) / 1e6,
                times.Ratio(i, tree, 0.5), times.Ratio(i, tree, 0.25), times.Ratio(i, tree, 0.75))),
        ]);
    }
}

/// <summary>The error of a level.</summary>
/// <param name="Level">The level.</param>
/// <param name="Bits">The bits of its result, in hexadecimal.</param>
/// <param name="ErrorUlp">|result − exact|, in ulp of the exact result.</param>
/// <param name="BoundUlp">The bound of the level, in the same unit.</param>
internal sealed record LevelError(Determinism Level, string Bits, double ErrorUlp, double BoundUlp);

/// <summary>The errors of all levels on one array.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Format">The format of the numbers.</param>
/// <param name="Length">The number of terms.</param>
/// <param name="Condition">The condition number: Σ|x| over |Σx|, or Σ|ab| over |Σab|; 1 is the smallest possible.</param>
/// <param name="Levels">The error of each level.</param>
internal sealed record ErrorCase(
    OrderOperation Operation, NumberFormat Format, int Length, double Condition, IReadOnlyList<LevelError> Levels);

/// <summary>The numbers of bit patterns of a level for the same numbers.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Format">The format of the numbers.</param>
/// <param name="Length">The number of terms.</param>
/// <param name="Level">The level.</param>
/// <param name="Runs">The number of runs in one launch shape.</param>
/// <param name="PatternsOverRuns">The number of bit patterns over the runs.</param>
/// <param name="Shapes">The number of launch shapes.</param>
/// <param name="PatternsOverShapes">The number of bit patterns over the launch shapes.</param>
/// <param name="Permutations">The number of orders of the input.</param>
/// <param name="PatternsOverPermutations">The number of bit patterns over the orders of the input.</param>
internal sealed record StabilityCase(
    OrderOperation Operation,
    NumberFormat Format,
    int Length,
    Determinism Level,
    int Runs,
    int PatternsOverRuns,
    int Shapes,
    int PatternsOverShapes,
    int Permutations,
    int PatternsOverPermutations);

/// <summary>The results on one device.</summary>
/// <param name="DeviceId">The id by which the device is selected.</param>
/// <param name="DeviceName">The device's own name.</param>
/// <param name="Platform">Its platform and driver.</param>
/// <param name="Device">The cost of the levels on the device, by operation, format and length.</param>
/// <param name="Spread">The same for one length, with increasing spread of the magnitudes.</param>
/// <param name="Errors">The errors of the levels, by operation, format and condition number.</param>
/// <param name="Stability">The stability of the bits of each level.</param>
/// <param name="LeftOut">Skipped measurements, each with its reason.</param>
/// <param name="Faults">Broken guarantees of levels.</param>
internal sealed record CureReport(
    string DeviceId,
    string DeviceName,
    string Platform,
    IReadOnlyList<CureCase> Device,
    IReadOnlyList<CureCase> Spread,
    IReadOnlyList<ErrorCase> Errors,
    IReadOnlyList<StabilityCase> Stability,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> Faults)
{
    /// <summary>All faults in one text, or null if there are none.</summary>
    [JsonIgnore]
    public string? Fault => Faults.Count == 0 ? null : string.Join(" ", Faults);
}
