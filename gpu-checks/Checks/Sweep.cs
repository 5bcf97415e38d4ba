// A check that evaluates a function over many floats. Its ranges can be measured in different runs and joined exactly.

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Checks;

internal interface ISweep
{
    /// <summary>Measures the ranges of the context: the outcome, or a part of it where these are not all.</summary>
    Outcome Run(Claim claim, CheckContext context);

    /// <summary>Returns the outcome of the whole sweep.</summary>
    /// <param name="parts">The values of its parts, which have every range once, in any order.</param>
    /// <exception cref="JsonException">The values are not those of this sweep.</exception>
    Outcome Join(Claim claim, Scale scale, ulong seed, IEnumerable<JsonElement> parts);
}

internal static class Sweep
{
    /// <summary>The number of ranges of every sweep.</summary>
    public const int RangeCount = 64;

    public static IReadOnlyList<int> AllRanges { get; } = [.. Enumerable.Range(0, RangeCount)];

    /// <summary>Returns the items of some ranges of a list, which is cut into contiguous pieces of the same length, give or take one.</summary>
    public static IEnumerable<T> ItemsOf<T>(IReadOnlyList<T> all, IReadOnlyList<int> ranges) =>
        ranges.SelectMany(range => all.Take((range * all.Count / RangeCount)..((range + 1) * all.Count / RangeCount)));
}

/// <param name="Json">How values are written into the report of a shard.</param>
/// <param name="Measure">Measures ranges on the device of the context. All other work on it is the same for all ranges.</param>
/// <param name="Merge">Joins the values of two parts exactly: sums of integers, smallest and largest numbers.</param>
/// <param name="Describe">Returns the outcome of the values of all ranges, without a device.</param>
internal sealed record Sweep<T>(
    JsonTypeInfo<T> Json,
    Func<CheckContext, IReadOnlyList<int>, T> Measure,
    Func<T, T, T> Merge,
    Func<Claim, Scale, ulong, T, Outcome> Describe) : ISweep
{
    public Outcome Run(Claim claim, CheckContext context) => context.Ranges is { } ranges
        ? Outcome.OfPart(new SweepPart(ranges, JsonSerializer.SerializeToElement(Measure(context, ranges), Json)), Sweep.RangeCount)
        : Describe(claim, context.Scale, context.Seed, Measure(context, Sweep.AllRanges));

    public Outcome Join(Claim claim, Scale scale, ulong seed, IEnumerable<JsonElement> parts) => Describe(
        claim, scale, seed, parts.Select(part => part.Deserialize(Json) ?? throw new JsonException("It is null.")).Aggregate(Merge));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Question04Kernels.SigmoidSweep))]
[JsonSerializable(typeof(Question05Kernels.NegativeSweeps))]
[JsonSerializable(typeof(Question18Kernels.NegativeSide))]
internal sealed partial class SweepJsonContext : JsonSerializerContext;
