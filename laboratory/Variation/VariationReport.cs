// The results of the variation study on a device, as data: a worker writes it as JSON, its parent reads it.

using System.Text.Json.Serialization;

namespace QuizKit.Laboratory.Variation;

/// <summary>The results on a device.</summary>
/// <param name="DeviceId">The name to choose the device by, <c>cpu</c>.</param>
/// <param name="DeviceName">Its own name.</param>
/// <param name="Seed">The seed of the numbers that were added up.</param>
/// <param name="Runs">The requested number of runs of each sum.</param>
/// <param name="Sums">Each algorithm on each sample, over many runs.</param>
/// <param name="Arrays">Scatter-add into cells, over many runs.</param>
/// <param name="Growth">How the variation grows with the number of addends.</param>
/// <param name="Schedules">The order in which the groups finished, idle and under load.</param>
/// <param name="Identities">The bits of each algorithm for each launch shape and order of the input.</param>
/// <param name="Timings">The time of each algorithm.</param>
/// <param name="Skipped">Skipped measurements, each with its reason.</param>
internal sealed record VariationReport(
    string DeviceId,
    string DeviceName,
    ulong Seed,
    int Runs,
    IReadOnlyList<SumVariation> Sums,
    IReadOnlyList<ArrayVariation> Arrays,
    IReadOnlyList<GrowthCurve> Growth,
    IReadOnlyList<ScheduleEvidence> Schedules,
    IReadOnlyList<SumIdentity> Identities,
    IReadOnlyList<SumTiming> Timings,
    IReadOnlyList<string> Skipped)
{
    /// <summary>Broken guarantees and bounds, one line each.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Faults => VariationFaults.Of(this);

    /// <summary>Whether a deterministic algorithm varied, or an error exceeds its bound.</summary>
    [JsonIgnore]
    public bool IsBroken => Faults.Count > 0;
}

/// <summary>A result and its frequency.</summary>
/// <param name="Bits">Its bits as hexadecimal digits.</param>
/// <param name="Value">Its value.</param>
/// <param name="Count">The number of runs with this result.</param>
internal sealed record ResultCount(string Bits, double Value, int Count)
{
    /// <summary>On CUDA in software: the seed of a schedule that gives this result again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? Seed { get; init; }
}

/// <summary>The results of an algorithm on the same numbers, over many runs.</summary>
/// <param name="Algorithm">The algorithm, see <see cref="SumAlgorithms"/>.</param>
/// <param name="Format">The name of the format as NumPy writes it.</param>
/// <param name="Dataset">What the numbers are samples of.</param>
/// <param name="Length">The number of addends.</param>
/// <param name="Shape">The launch shape, groups×work items, or <c>its own</c>.</param>
/// <param name="Runs">The number of runs.</param>
/// <param name="Results">The distinct results, the most frequent first.</param>
/// <param name="Exact">The exact sum, rounded to float64.</param>
/// <param name="Deterministic">The fixed tree's sum, the reference of Vs.</param>
/// <param name="Ulp">The distance between neighbouring numbers of the format at the exact sum.</param>
/// <param name="MeanVs">The mean of Vs = 1 − |sum/fixed tree|: the difference of the two orders.</param>
/// <param name="DeviationVs">The standard deviation of Vs: the effect of the schedule.</param>
/// <param name="LargestVs">The largest |Vs|.</param>
/// <param name="SpreadUlps">The distance between the smallest and the largest result, in numbers of the format.</param>
/// <param name="Spread">The same as a difference.</param>
/// <param name="LargestError">The largest distance of a result from the exact sum.</param>
/// <param name="Bound">The bound on that distance for every schedule.</param>
/// <param name="Height">The largest height h of a summation tree, with the bound γ(h)·Σ|x|; null for the bound of half an ulp.</param>
/// <param name="Normality">The test of normality of the results.</param>
internal sealed record SumVariation(
    string Algorithm,
    string Format,
    string Dataset,
    int Length,
    string Shape,
    int Runs,
    IReadOnlyList<ResultCount> Results,
    double Exact,
    double Deterministic,
    double Ulp,
    double MeanVs,
    double DeviationVs,
    double LargestVs,
    long SpreadUlps,
    double Spread,
    double LargestError,
    double Bound,
    long? Height,
    Normality Normality);

/// <summary>Many numbers added into cells chosen at random (index_add, scatter-add), by atomics and in a fixed order.</summary>
/// <param name="Dataset">What the numbers are samples of.</param>
/// <param name="Numbers">The number of addends.</param>
/// <param name="Cells">The number of cells.</param>
/// <param name="Runs">The number of runs.</param>
/// <param name="DistinctArrays">The number of distinct arrays by atomics.</param>
/// <param name="MeanVermv">The mean over the runs of Vermv against the fixed order.</param>
/// <param name="LargestVermv">The largest Vermv.</param>
/// <param name="MeanVc">The mean over the runs of Vc against the fixed order.</param>
/// <param name="LargestVc">The largest Vc.</param>
/// <param name="VaryingCells">The number of cells whose bits varied between runs.</param>
/// <param name="LargestErrorOverBound">
/// The largest error of a cell over its bound γ(m−1)·Σ|x|, where m is the cell's number of addends.
/// </param>
/// <param name="DistinctFixedArrays">The number of distinct arrays in the fixed order.</param>
/// <param name="LargestFixedErrorOverBound">The largest error of a cell in the fixed order over the same bound.</param>
internal sealed record ArrayVariation(
    string Dataset,
    int Numbers,
    int Cells,
    int Runs,
    int DistinctArrays,
    double MeanVermv,
    double LargestVermv,
    double MeanVc,
    double LargestVc,
    int VaryingCells,
    double LargestErrorOverBound,
    int DistinctFixedArrays,
    double LargestFixedErrorOverBound);

/// <summary>The variation of an algorithm over the number of addends.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Dataset">What the numbers are samples of.</param>
/// <param name="Points">The lengths.</param>
/// <param name="VsExponent">α of a fit of max|Vs| = β·nᵅ, or null where fewer than three lengths varied.</param>
/// <param name="SpreadExponent">The same for the relative spread.</param>
internal sealed record GrowthCurve(
    string Algorithm, string Dataset, IReadOnlyList<GrowthPoint> Points, double? VsExponent, double? SpreadExponent);

/// <summary>The variation for one number of addends, in binary32.</summary>
/// <param name="Length">n.</param>
/// <param name="Distinct">The number of distinct results.</param>
/// <param name="LargestVs">The largest |Vs|.</param>
/// <param name="RelativeSpread">The difference of the largest and the smallest result over the exact sum.</param>
/// <param name="AnyOrderBound">γ(n−1)·Σ|x|/|Σx|: the relative error bound of any order.</param>
/// <param name="TreeBound">γ(h)·Σ|x|/|Σx| with the height h of the fixed tree.</param>
/// <param name="LikelySize">√n·u·Σ|x|/|Σx|, the expected size for n roundings of random signs (Higham and Mary 2019, with λ = 1).</param>
internal sealed record GrowthPoint(
    int Length, int Distinct, double LargestVs, double RelativeSpread, double AnyOrderBound, double TreeBound, double LikelySize);

/// <summary>The order in which the groups of a sum (SPTR) finished, determined by tickets.</summary>
/// <param name="IsUnderLoad">Whether there was background load.</param>
/// <param name="Load">The background load, or <c>no other work of ours</c>: other processes may have run.</param>
/// <param name="Groups">The number of groups.</param>
/// <param name="Shape">The launch shape.</param>
/// <param name="Length">The number of addends.</param>
/// <param name="DistinctOrders">The number of distinct orders.</param>
/// <param name="DistinctSums">The number of distinct sums: 1, because this algorithm does not depend on the schedule.</param>
/// <param name="TauToPrevious">Kendall's τ between each run and the preceding one.</param>
/// <param name="TauToIndex">Kendall's τ between each run and the order of the groups' indices.</param>
/// <param name="TauDeviation">The standard deviation of τ between unrelated orders of this many groups; the mean is 0.</param>
/// <param name="LastRun">The ticket of every <paramref name="Step"/>-th group in the last run.</param>
/// <param name="Step">The step between reported groups; 1 for few groups.</param>
internal sealed record ScheduleEvidence(
    bool IsUnderLoad,
    string Load,
    int Groups,
    string Shape,
    int Length,
    int DistinctOrders,
    int DistinctSums,
    IReadOnlyList<double> TauToPrevious,
    IReadOnlyList<double> TauToIndex,
    double TauDeviation,
    IReadOnlyList<int> LastRun,
    int Step)
{
    /// <summary>The number of runs.</summary>
    [JsonIgnore]
    public int Runs => TauToIndex.Count;
}

/// <summary>The bits of an algorithm for a launch shape and an order of the input.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Format">The name of the format as NumPy writes it.</param>
/// <param name="Dataset">What the numbers are samples of.</param>
/// <param name="Digest">A digest of the numbers in their original order.</param>
/// <param name="Order">The order of the input: <c>as given</c>, <c>reversed</c> or <c>shuffled</c>.</param>
/// <param name="Length">The number of addends.</param>
/// <param name="Shape">The launch shape, or <c>its own</c>.</param>
/// <param name="Runs">The number of runs.</param>
/// <param name="Bits">The bits of each distinct result as hexadecimal digits, in order of occurrence.</param>
internal sealed record SumIdentity(
    string Algorithm, string Format, string Dataset, string Digest, string Order, int Length, string Shape, int Runs,
    IReadOnlyList<string> Bits);

/// <summary>The time of an algorithm.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Format">The name of the format as NumPy writes it.</param>
/// <param name="Length">The number of addends.</param>
/// <param name="Shape">The launch shape, or <c>its own</c>.</param>
/// <param name="Repetitions">The number of interleaved timings.</param>
/// <param name="Milliseconds">The median time of one sum, from the launch to the result on the host.</param>
/// <param name="OverFixedTree">The ratio to the fixed tree's time.</param>
internal sealed record SumTiming(
    string Algorithm, string Format, int Length, string Shape, int Repetitions, double Milliseconds, double OverFixedTree);
