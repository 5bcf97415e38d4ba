// The orders of sums as JSON.

using System.Collections.Generic;
using System.Linq;
using QuizKit.GpuChecks.Orders;

namespace QuizKit.GpuChecks.Reports;

internal sealed record OrderReportJson(
    ToolJson Tool, int Length, ulong Seed, int Replays, int ExitCode, IReadOnlyList<OrderFindingJson> Targets, ImitationJson? Imitation)
{
    public static OrderReportJson Of(OrderReport report, ToolJson tool) => new(
        tool,
        report.Length,
        report.Seed,
        OrderStudy.Replays,
        report.ExitCode,
        [.. report.Findings.Select(OrderFindingJson.Of)],
        report.Imitation is { } imitation ? new ImitationJson(imitation.Numpy, imitation.Arrays, imitation.Longest, imitation.Equal) : null);
}

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
    public static OrderFindingJson Of(OrderFinding finding) => new(
        finding.Target.Id,
        finding.Target.Place,
        finding.Target.Operation.ToString().ToLowerInvariant(),
        finding.Tree?.ToString(),
        finding.Tree?.Height,
        finding.Bound,
        finding.LargestError,
        finding.Arithmetic.ToString().ToLowerInvariant(),
        finding.DistinctResults,
        finding.SameAs,
        finding.WhyNot);
}

internal sealed record ImitationJson(string Numpy, int Arrays, int Longest, int Equal);
