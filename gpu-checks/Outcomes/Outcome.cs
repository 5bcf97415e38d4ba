// The result of a check on one device: the verdict and its evidence. Checks return outcomes and print nothing.

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using QuizKit.Laboratory.Variation;

namespace QuizKit.GpuChecks.Outcomes;

/// <summary>The verdict on one claim on one device.</summary>
internal enum Verdict
{
    /// <summary>The sentence holds as printed.</summary>
    Confirmed,

    /// <summary>The sentence holds in the regime it speaks of, and the outcome says where it stops holding.</summary>
    Qualified,

    /// <summary>The sentence is false as printed.</summary>
    Refuted,

    /// <summary>The sentence says that something may happen, and it did not in the runs made.</summary>
    NotObserved,

    /// <summary>The check cannot run here; <see cref="Outcome.Finding"/> says why.</summary>
    Skipped,

    /// <summary>Nobody has written the check yet. Never a pass.</summary>
    Unwritten,

    /// <summary>The check itself broke; <see cref="Outcome.Finding"/> has the device's message.</summary>
    Error,
}

internal static class Verdicts
{
    /// <summary>The verdict on a sentence that holds or not, and that may stop holding outside of a regime.</summary>
    public static Verdict Of(bool holds, bool isQualified = false)
    {
        if (!holds) return Verdict.Refuted;
        return isQualified ? Verdict.Qualified : Verdict.Confirmed;
    }
}

/// <summary>One measured quantity beside what it is compared with.</summary>
/// <remarks>
/// <c>Measurement.Of("largest error", error).Within(bound, of: 0, "Taylor's theorem")</c>, with <see cref="Exactly"/> for a bound of 0 and
/// <see cref="AtMost"/> for a bound without a reference; <c>Measurement.Of("networks", count, "networks")</c> for supporting evidence.
/// </remarks>
/// <param name="Measured">The measured value, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit; <c>1</c> for a pure number.</param>
/// <param name="Reference">The value that theory or an independent computation gives, in <paramref name="Unit"/>.</param>
/// <param name="Bound">The largest accepted absolute difference from the reference, or the largest accepted value without one.</param>
/// <param name="Source">Where the reference and the bound come from.</param>
internal sealed record Measurement(
    string Name, double Measured, string Unit = "1", double? Reference = null, double? Bound = null, string? Source = null)
{
    /// <summary>
    /// Whether another device may measure another number: because of a schedule, of the device's own arithmetic, or of a
    /// problem size chosen for the device. All other measurements have the same bits on every device.
    /// </summary>
    [JsonIgnore]
    public bool DependsOnDevice { get; init; }

    /// <summary>Whether every device has to measure the same bits.</summary>
    [JsonPropertyName("exact")]
    [JsonRequired]
    public bool IsExact
    {
        get => !DependsOnDevice;
        init => DependsOnDevice = !value;
    }

    public static Measurement Of(string name, double measured, string unit = "1") => new(name, measured, unit);

    public Measurement Within(double bound, double of, string source) => this with { Reference = of, Bound = bound, Source = source };

    public Measurement Exactly(double reference, string source) => Within(0, reference, source);

    public Measurement AtMost(double bound, string source) => this with { Bound = bound, Source = source };
}

/// <summary>A problem that was made smaller because it did not fit into the device's memory.</summary>
/// <param name="What">What there is less of, in the plural.</param>
/// <param name="Asked">The number that the scale asks for.</param>
internal sealed record SizeReduction(string What, long Asked, long Used);

/// <summary>The part of a sweep that one shard of a run measured.</summary>
/// <param name="Ranges">The numbers of its ranges, from 0, in ascending order.</param>
/// <param name="Values">What was measured there: an object whose fields depend on the claim.</param>
internal sealed record SweepPart(IReadOnlyList<int> Ranges, JsonElement Values);

/// <summary>What a check found on one device.</summary>
internal sealed record Outcome
{
    public required Verdict Verdict { get; init; }

    /// <summary>One sentence for people: what was seen, with its numbers.</summary>
    public required string Finding { get; init; }

    /// <summary>How it was found, in a sentence or two: the experiment, the sample, the arithmetic.</summary>
    public string Method { get; init; } = "";

    /// <summary>What was measured; the first one decides the verdict.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>The measurement that decides the verdict; null where nothing was measured.</summary>
    [JsonIgnore]
    public Measurement? Deciding => Measurements.Count > 0 ? Measurements[0] : null;

    /// <summary>What was measured, in pictures where a picture says more than a number.</summary>
    public IReadOnlyList<Plot> Plots { get; init; } = [];

    /// <summary>How often the experiment ran, or how many samples it took.</summary>
    public long? Runs { get; init; }

    /// <summary>The seed of the random numbers used, where any were.</summary>
    public ulong? Seed { get; init; }

    /// <summary>
    /// The distinct results of what varies, the most frequent first, each with the seed of a schedule that gives it again: on CUDA in
    /// software, where a seed gives the same schedule; otherwise null.
    /// </summary>
    public IReadOnlyList<ResultCount>? Replays { get; init; }

    /// <summary>The part of a sweep that this is; null: the whole check.</summary>
    public SweepPart? Part { get; init; }

    /// <summary>How directly it was observed. The default is right for a check that its device executed.</summary>
    public Evidence Evidence { get; init; } = Evidence.ExecutedOnDevice;

    /// <summary>The kernels that the check launched, in the order of their first launch; filled in by the runner.</summary>
    public IReadOnlyList<KernelUse> Kernels { get; init; } = [];

    /// <summary>What was made smaller to fit into the device's memory; filled in by the runner.</summary>
    public IReadOnlyList<SizeReduction> Reductions { get; init; } = [];

    /// <summary>The outcome of a claim that cannot be checked here.</summary>
    /// <param name="reason">Why not, and what would change that.</param>
    public static Outcome Skipped(string reason) =>
        new() { Verdict = Verdict.Skipped, Finding = reason, Evidence = Evidence.None };

    /// <summary>The outcome of a part of a sweep, which decides nothing.</summary>
    /// <param name="rangeCount">The number of ranges of the whole sweep.</param>
    public static Outcome OfPart(SweepPart part, int rangeCount) => new()
    {
        Verdict = Verdict.Skipped,
        Finding = string.Create(
            CultureInfo.InvariantCulture,
            $"{part.Ranges.Count} of {rangeCount} ranges are measured here; `gpu-checks merge` joins them with those of the other shards."),
        Part = part,
    };

    /// <summary>The outcome of a claim whose check nobody has written.</summary>
    public static Outcome Unwritten() =>
        new() { Verdict = Verdict.Unwritten, Finding = "No check has been written for this claim yet.", Evidence = Evidence.None };
}
