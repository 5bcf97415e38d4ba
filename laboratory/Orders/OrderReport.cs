// The accumulation orders of all targets, for reports.

using System.Text.Json.Serialization;

namespace QuizKit.Laboratory.Orders;

/// <summary>How often an imitation of a library's order gave the library's bits.</summary>
/// <param name="Target">The library's sum: <c>numpy.sum</c>.</param>
/// <param name="Place">The library with its version.</param>
/// <param name="Variant">The variant of the order that agreed most often: <c>8 lanes</c>.</param>
/// <param name="Arrays">The number of random arrays.</param>
/// <param name="Longest">The largest array length.</param>
/// <param name="Equal">The number of sums with the same bits.</param>
internal sealed record ImitationFinding(string Target, string Place, string Variant, int Arrays, int Longest, int Equal);

/// <summary>The results for all targets.</summary>
/// <param name="Length">The number of addends.</param>
/// <param name="Seed">The seed of the random numbers.</param>
/// <param name="Findings">The result for each target.</param>
internal sealed record OrderReport(int Length, ulong Seed, [property: JsonPropertyName("targets")] IReadOnlyList<OrderFinding> Findings)
{
    /// <summary>The number of random arrays on which each tree was replayed.</summary>
    public int Replays { get; init; }

    /// <summary>The targets that failed.</summary>
    public IReadOnlyList<OrderFailure> Failures { get; init; } = [];

    /// <summary>Why NumPy or PyTorch is missing among the targets, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The comparisons of imitations with their libraries.</summary>
    public IReadOnlyList<ImitationFinding> Imitations { get; init; } = [];

    /// <summary>The products of which every element was studied; null where sums and dot products were studied instead.</summary>
    public IReadOnlyList<ProductFinding>? Products { get; init; }

    /// <summary>0 if every tree that can be replayed was proven so, 1 if one was not, 3 if a target failed.</summary>
    [JsonIgnore]
    public ExitStatus ExitStatus =>
        Failures.Count > 0 ? ExitStatus.CheckBroke
        : Findings.Any(finding => finding.IsBroken)
            || (Products ?? []).Any(product => product.Orders.Any(order => order.Order.IsBroken))
            ? ExitStatus.VerdictDiffers
        : ExitStatus.AsExpected;
}
