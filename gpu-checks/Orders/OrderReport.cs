// What `order` found, for its reports.

using System.Collections.Generic;
using System.Linq;

namespace QuizKit.GpuChecks.Orders;

/// <summary>How often this project's imitation of NumPy's order gave the bits of the real one.</summary>
/// <param name="Numpy">The version of NumPy.</param>
/// <param name="Arrays">How many random arrays were added up.</param>
/// <param name="Longest">The largest length of one.</param>
/// <param name="Equal">How many sums had the same bits.</param>
internal sealed record ImitationFinding(string Numpy, int Arrays, int Longest, int Equal);

/// <summary>What was found of all targets.</summary>
/// <param name="Length">How many numbers each added up.</param>
/// <param name="Seed">The seed of the random numbers.</param>
/// <param name="Findings">What was found of each.</param>
internal sealed record OrderReport(int Length, ulong Seed, IReadOnlyList<OrderFinding> Findings)
{
    /// <summary>How many targets gave no answer.</summary>
    public int Failed { get; init; }

    /// <summary>The imitation of NumPy, or null where it was not asked for.</summary>
    public ImitationFinding? Imitation { get; init; }

    /// <summary>0 where every tree was proven by replay, 1 where one was not, 3 where a target broke.</summary>
    public int ExitCode =>
        Failed > 0 ? Running.ExitCode.CheckBroke
        : Findings.Any(finding => finding.IsBroken) || Imitation is { } imitation && imitation.Equal < imitation.Arrays ? Running.ExitCode.VerdictDiffers
        : Running.ExitCode.AsExpected;
}
