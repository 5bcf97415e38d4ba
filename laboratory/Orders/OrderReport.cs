// What was found of the orders of sums, for reports.

using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using QuizKit.Devices.Workers;

namespace QuizKit.Laboratory.Orders;

/// <summary>How often an imitation of a library's order gave the bits of the real one.</summary>
/// <param name="Target">The library's sum: <c>numpy.sum</c>.</param>
/// <param name="Place">The library with its version.</param>
/// <param name="Arrays">How many random arrays were added up.</param>
/// <param name="Longest">The largest length of one.</param>
/// <param name="Equal">How many sums had the same bits.</param>
internal sealed record ImitationFinding(string Target, string Place, int Arrays, int Longest, int Equal);

/// <summary>What was found of all targets.</summary>
/// <param name="Length">How many numbers each added up.</param>
/// <param name="Seed">The seed of the random numbers.</param>
/// <param name="Findings">What was found of each.</param>
internal sealed record OrderReport(int Length, ulong Seed, [property: JsonPropertyName("targets")] IReadOnlyList<OrderFinding> Findings)
{
    /// <summary>How many random arrays each tree was replayed on.</summary>
    public int Replays { get; init; } = OrderStudy.Replays;

    /// <summary>The targets that gave no answer.</summary>
    public IReadOnlyList<OrderFailure> Failures { get; init; } = [];

    /// <summary>Why there is no NumPy or no PyTorch among the targets, in one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The imitations of the libraries that were asked for.</summary>
    public IReadOnlyList<ImitationFinding> Imitations { get; init; } = [];

    /// <summary>0 where every tree was proven by replay, 1 where one was not, 3 where a target broke.</summary>
    [JsonIgnore]
    public ExitStatus ExitStatus =>
        Failures.Count > 0 ? ExitStatus.CheckBroke
        : Findings.Any(finding => finding.IsBroken) || Imitations.Any(imitation => imitation.Equal < imitation.Arrays) ? ExitStatus.VerdictDiffers
        : ExitStatus.AsExpected;
}
