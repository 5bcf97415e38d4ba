// The report section on accumulation orders: trees, heights, error bounds and measured errors.

using System.Globalization;
using QuizKit.Laboratory.Settings;
using static System.FormattableString;

namespace QuizKit.Laboratory.Orders;

internal static class OrderSection
{
    /// <summary>Returns the section of a report.</summary>
    public static DocumentSection Of(OrderReport report)
    {
        var pieces = new List<DocumentBlock>
        {
            new DocumentText(
                "Each addition of binary32 numbers rounds, so the bits of a sum depend on its order, and the order of a sum is a tree. "
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"These are the trees of {report.Length:N0} addends, inferred from results alone: all addends are 1 except one "
                        + $"2^127 and one −2^127, ")
                + "and everything that is added before these two meet is absorbed (FPRev: Xie et al., USENIX ATC 2025, arXiv:2411.00442)."),
            new DocumentText(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"How each operation rounds was found by inputs that tell the roundings apart. Then each tree was replayed on "
                        + $"{report.Replays:N0} random arrays, half of them with short significands, where ties are common, and gave the "
                        + $"implementation's bits, unless its row says otherwise. A model with other bits on 1 of "
                        + $"{OrderStudy.SeenDifference(report.Replays):N0} such arrays would pass with a chance of at most 1e-4. ")
                + "The height h of a tree is the largest number of additions that one addend goes through, and it bounds the error: "
                + "|sum − exact| ≤ γ(h)·Σ|x| with γ(h) = h·u/(1−h·u), u = 2^−24 (Higham 2002, section 4.2). A dot product has one "
                + "additional rounding. Error and bound are relative to Σ|x|."),
            Table(report),
        };
        foreach (var note in report.Notes) pieces.Add(new DocumentText($"Note: {note}"));
        foreach (var failure in report.Failures) pieces.Add(new DocumentText($"`{failure.Target}` failed: {failure.Message}"));
        foreach (var imitation in report.Imitations)
        {
            pieces.Add(new DocumentText(
                Invariant($"This project's imitation of `{imitation.Target}` ({imitation.Variant}) gave the bits of {imitation.Place} on ")
                + Invariant($"{imitation.Equal:N0} ")
                + Invariant($"of {imitation.Arrays:N0} random arrays of 1 to {imitation.Longest:N0} numbers.")));
        }

        var orders = report.Findings.Where(finding => finding is { Tree: not null, SameAs: null }).ToList();
        if (orders.Count > 0)
        {
            pieces.Add(new DocumentPlot(HeightsAndErrors(report)));
            pieces.Add(new DocumentHeading("The trees"));
            pieces.Add(
                new DocumentText(
                    "Addends stand along the bottom, each addition at the height of the tree below it. Implementations with the same "
                        + "tree share a picture."));
        }

        foreach (var order in orders)
        {
            var same = report.Findings.Where(finding => finding.SameAs == order.Target).Select(finding => finding.Target);
            pieces.Add(new DocumentTree(string.Join(", ", new[] { order.Target }.Concat(same)), order.Tree!));
        }

        return new DocumentSection(LabParts.IdOf(LabPart.Order), "The order of a sum, drawn", pieces);
    }

    /// <summary>Describes a finding's order.</summary>
    public static string Describe(OrderFinding finding)
    {
        if (finding.WhyNot is { } why) return why;
        var order = finding.SameAs is { } same ? $"as {same}" : OrderWords.Of(finding.Tree!);
        return order + finding.Arithmetic switch
        {
            OrderArithmetic.Binary32 => "",
            OrderArithmetic.Fused => "; multiply-adds fused",
            OrderArithmetic.Binary64 => "; in binary64" + (finding.Operation == OrderOperation.Sum ? "" : ", " + Products(finding)),
            OrderArithmetic.Mixed when finding.WideSums == 0 => "; " + Products(finding),
            OrderArithmetic.Mixed => $"; {NumberText.Of(finding.WideSums, "sum")} in binary64, {Products(finding)}",
            _ when finding.Tree!.LargestFanIn > 2 =>
                $"; not replayed: {NumberText.Of(finding.Tree.LargestFanIn)} numbers meet in one operation",
            _ when finding.Replayed == 0 => "; NOT PROVEN: the rounding of an operation is not known",
            _ => $"; NOT PROVEN: {NumberText.Of(finding.Equal)} of {NumberText.Of(finding.Replayed)} replays gave the bits",
        };
    }

    private static string Products(OrderFinding finding) => finding.FusedProducts == 0
        ? "products rounded to binary32"
        : $"{NumberText.Of(finding.FusedProducts)} of {NumberText.Of(finding.Tree!.LeafCount, "product")} not rounded";

    private static DocumentTable Table(OrderReport report) => new(
        Invariant($"Sums and dot products of {report.Length:N0} numbers; results: the number of bit patterns in ten runs"),
        [
            new DocumentColumn("target"),
            new DocumentColumn("where"),
            new DocumentColumn("height", IsNumber: true),
            new DocumentColumn("γ(height)", IsNumber: true),
            new DocumentColumn("largest error", IsNumber: true),
            new DocumentColumn("results", IsNumber: true),
            new DocumentColumn("order"),
        ],
        [
            .. report.Findings.Select(finding => (IReadOnlyList<string>)
            [
                finding.Target,
                finding.Place,
                finding.Tree is { } tree ? NumberText.Of(tree.Height) : "",
                finding.Bound is { } bound ? Invariant($"{bound:0.0e+0}") : "",
                Invariant($"{finding.LargestError:0.0e+0}"),
                NumberText.Of(finding.DistinctResults),
                Describe(finding),
            ]),
        ]);

    private static Plot HeightsAndErrors(OrderReport report)
    {
        var sums = report.Findings.Where(
            finding => finding is { Tree: not null, Bound: not null, Arithmetic: not OrderArithmetic.Binary64 })
            .OrderBy(finding => finding.Tree!.Height).ToList();
        return new Plot(
            Invariant($"Higher trees allow larger errors: {report.Length:N0} addends"), "height of the tree", "share of Σ|x|", LogX: true,
            LogY: true,
            [
                new PlotSeries("largest measured error", SeriesKind.Points, [
                    .. sums.Select(finding => new PlotPoint(finding.Tree!.Height, finding.LargestError))]),
                new PlotSeries("bound γ(height)", SeriesKind.Reference, [
                    .. sums.Select(finding => new PlotPoint(finding.Tree!.Height, finding.Bound!.Value))]),
            ]);
    }
}
