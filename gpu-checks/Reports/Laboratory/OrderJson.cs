// The orders of sums as JSON.

using System.Collections.Generic;
using System.Linq;
using QuizKit.Laboratory.Orders;

namespace QuizKit.GpuChecks.Reports.Laboratory;

/// <summary>The report of <c>gpu-checks order</c>.</summary>
/// <param name="SchemaVersion">1; counts up when a field changes its meaning or goes.</param>
/// <param name="Tool">The tool that wrote the report.</param>
/// <param name="Machine">The machine.</param>
/// <param name="ExitCode">0 where every tree was proven by replay, 1 where one was not, 3 where a target gave no answer.</param>
/// <param name="Orders">The orders.</param>
internal sealed record OrderReportJson(int SchemaVersion, ToolJson Tool, MachineJson Machine, int ExitCode, OrdersJson Orders);

/// <summary>The orders of sums.</summary>
/// <param name="Length">How many numbers each target added up.</param>
/// <param name="Seed">The seed of the random numbers.</param>
/// <param name="Replays">How many random arrays each tree was replayed on.</param>
/// <param name="Targets">What was found of each target.</param>
/// <param name="Failures">The targets that gave no answer.</param>
/// <param name="Notes">Why there is no NumPy or no PyTorch among the targets.</param>
/// <param name="Imitations">How often this project's imitations of a library's order gave its bits.</param>
internal sealed record OrdersJson(
    int Length,
    ulong Seed,
    int Replays,
    IReadOnlyList<OrderFindingJson> Targets,
    IReadOnlyList<OrderFailureJson> Failures,
    IReadOnlyList<string> Notes,
    IReadOnlyList<ImitationJson> Imitations)
{
    /// <summary>Turns a report into its JSON.</summary>
    /// <param name="report">The report.</param>
    public static OrdersJson Of(OrderReport report) => new(
        report.Length,
        report.Seed,
        OrderStudy.Replays,
        [.. report.Findings.Select(OrderFindingJson.Of)],
        [.. report.Failures.Select(failure => new OrderFailureJson(failure.Target, failure.Message))],
        report.Notes,
        [.. report.Imitations.Select(imitation => new ImitationJson(imitation.Target, imitation.Place, imitation.Arrays, imitation.Longest, imitation.Equal))]);
}

/// <summary>What was found of one target.</summary>
/// <param name="Target">Its name, such as numpy.sum.</param>
/// <param name="Place">Where it runs: the library with its version, or the device.</param>
/// <param name="Operation">sum or dot.</param>
/// <param name="Tree">The order in parentheses, such as ((0+1)+2); null where there is none.</param>
/// <param name="Height">The largest number of additions that one addend goes through; null where there is no order.</param>
/// <param name="Bound">The bound that follows for |result − exact| / Σ|x|; null where there is no order.</param>
/// <param name="LargestError">The largest measured |result − exact| / Σ|x|.</param>
/// <param name="Arithmetic">How the replays rounded that gave its bits: binary32, fused, binary64, or unknown where none did.</param>
/// <param name="DistinctResults">How many bit patterns ten runs on the same numbers gave.</param>
/// <param name="SameAs">The first target with the same tree; null where this is it.</param>
/// <param name="WhyNot">Why there is no order; null where there is one.</param>
internal sealed record OrderFindingJson(
    string Target,
    string Place,
    string Operation,
    string? Tree,
    int? Height,
    double? Bound,
    double LargestError,
    string Arithmetic,
    int DistinctResults,
    string? SameAs,
    string? WhyNot)
{
    /// <summary>Turns a finding into its JSON.</summary>
    /// <param name="finding">The finding.</param>
    public static OrderFindingJson Of(OrderFinding finding) => new(
        finding.Target,
        finding.Place,
        finding.Operation.ToString().ToLowerInvariant(),
        finding.Tree?.ToString(),
        finding.Tree?.Height,
        finding.Bound,
        finding.LargestError,
        finding.Arithmetic.ToString().ToLowerInvariant(),
        finding.DistinctResults,
        finding.SameAs,
        finding.WhyNot);
}

/// <summary>A target that gave no answer.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Message">Why, in one line.</param>
internal sealed record OrderFailureJson(string Target, string Message);

/// <summary>How often an imitation gave the bits of the library.</summary>
/// <param name="Target">The library's sum.</param>
/// <param name="Place">The library with its version.</param>
/// <param name="Arrays">How many random arrays were added up.</param>
/// <param name="Longest">The largest length of one.</param>
/// <param name="Equal">How many sums had the same bits.</param>
internal sealed record ImitationJson(string Target, string Place, int Arrays, int Longest, int Equal);
