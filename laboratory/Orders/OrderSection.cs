// The report section on accumulation orders: trees, heights, error bounds and measured errors.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Settings;
using static System.FormattableString;

namespace QuizKit.Laboratory.Orders;

internal static class OrderSection
{
    private static readonly Dictionary<string, string> Roundoffs = new()
    {
        ["binary32"] = "2⁻²⁴",
        ["binary64"] = "2⁻⁵³",
        ["binary16"] = "2⁻¹¹",
        ["bfloat16"] = "2⁻⁸",
    };

    /// <summary>Returns the section of a report.</summary>
    public static DocumentSection Of(OrderReport report)
    {
        if (report.Products is { Count: > 0 } products) return ProductSection.Of(report, products);
        var orders = report.Findings.Where(finding => finding is { Tree: not null, SameAs: null }).ToList();
        var pieces = new List<DocumentBlock>
        {
            new DocumentText(Finding(report, orders), Tone.Strong),
            new DocumentText(
                $"Each addition of {FormatsOf(report)} numbers rounds, so the bits of a sum depend on its order, and the order of a sum is a tree. "
                + "The height h of a tree is the largest number of additions that one addend goes through, and it bounds the error: "
                + $"|sum − exact| ≤ γ(h)·Σ|x| with γ(h) = h·u/(1−h·u), {RoundoffsOf(report)} (Higham 2002, section 4.2)."),
        };
        foreach (var note in report.Notes) pieces.Add(new DocumentText($"Note: {note}"));
        foreach (var failure in report.Failures) pieces.Add(new DocumentText($"`{failure.Target}` failed: {failure.Message}"));
        if (orders.Count > 0) pieces.Add(HeightsAndErrors(report));
        pieces.Add(new DocumentDetails("Every implementation", [Table(report)]));
        if (orders.Count > 0)
        {
            var tallest = orders.Max(order => order.Tree!.Height);
            pieces.Add(new DocumentDetails("The trees",
            [
                new DocumentText(
                    "Addends stand along the bottom, each addition at the height of the tree below it; all trees have one scale. "
                    + "Addends of one lane have one colour: a vectorized sum adds those that are a stride apart. Implementations with the "
                    + "same tree share a picture."),
                .. orders.Select(order => new DocumentTree(
                    string.Join(", ", report.Findings.Where(finding => finding == order || finding.SameAs == order.Target)
                        .Select(finding => finding.Target)),
                    order.Tree!) { Tallest = tallest }),
            ]));
        }

        pieces.Add(new DocumentDetails("How a tree is found and proven", Method(report)));
        return new DocumentSection(LabParts.IdOf(LabPart.Order), "The order of a sum, drawn", pieces);
    }

    private static BinaryRounding[] FormatsIn(OrderReport report)
    {
        BinaryRounding[] formats =
            [.. OrderFormats.All.Where(format => report.Findings.Any(finding => finding.Format == format.Name))];
        return formats.Length == 0 ? [BinaryRounding.Binary32] : formats;
    }

    private static string FormatsOf(OrderReport report) => string.Join(" or ", FormatsIn(report).Select(format => format.Name));

    private static string RoundoffsOf(OrderReport report) =>
        "u = " + (FormatsIn(report) is [var only]
            ? Roundoffs[only.Name]
            : string.Join(", ", FormatsIn(report).Select(format => $"{Roundoffs[format.Name]} for {format.Name}")));

    private static string Finding(OrderReport report, List<OrderFinding> orders)
    {
        if (orders.Count == 0)
        {
            return report.Findings.Any(finding => finding.Algorithm is not null)
                ? "No implementation adds in a tree; each that was recognised gave its bits on every random array."
                : "No implementation was found to add in a fixed order.";
        }

        var trees = report.Findings.Where(finding => finding.Tree is not null).ToList();
        var proven = trees.Count(finding => finding.IsReplayable && !finding.IsBroken);
        var heights = orders.Select(order => order.Tree!.Height).ToList();
        var verb = trees.Count == 1 ? "adds" : "add";
        return Invariant($"{NumberText.Of(trees.Count, "implementation")} {verb} {report.Length:N0} numbers in ")
            + $"{NumberText.Of(orders.Count, "order")}: the number of additions that one addend goes through is "
            + (heights.Min() == heights.Max() ? "" : $"{NumberText.Of(heights.Min())} to ") + $"{NumberText.Of(heights.Max())}. "
            + (proven == trees.Count ? "Each tree gave" : $"{NumberText.Of(proven)} trees gave")
            + $" the implementation's bits on {NumberText.Of(report.Replays, "random array")}.";
    }

    /// <summary>
    /// Two trees of the same operation that differ, on one scale: those of NumPy and PyTorch, or those of the first implementation and of
    /// the one with the lowest tree.
    /// </summary>
    public static IReadOnlyList<DocumentTree> Contrast(OrderReport report)
    {
        var trees = report.Findings.Where(finding => finding.Tree is not null).ToList();
        var pairs =
            from first in trees
            where first.Target.StartsWith("numpy.", StringComparison.Ordinal)
            let name = string.Concat("torch.", first.Target.AsSpan("numpy.".Length))
            from second in trees
            where second.Target == name && !first.Tree!.IsSameOrderAs(second.Tree!)
            select (First: first, Second: second);
        var lowest = trees.Where(finding => finding.Operation == trees[0].Operation).MinBy(finding => finding.Tree!.Height);
        var (one, other) = pairs.Append((trees.FirstOrDefault()!, lowest!)).First();
        if (one is null || one.Tree!.IsSameOrderAs(other.Tree!)) return [];
        var tallest = Math.Max(one.Tree.Height, other.Tree!.Height);
        return
        [
            new DocumentTree(one.Target, one.Tree) { Tallest = tallest },
            new DocumentTree(other.Target, other.Tree) { Tallest = tallest },
        ];
    }

    private static IReadOnlyList<DocumentBlock> Method(OrderReport report) =>
    [
        new DocumentText(
            Invariant($"The trees are those of {report.Length:N0} addends, inferred from results alone: all addends are 1 except one 2¹²⁷ ")
            + "and one −2¹²⁷, and everything that is added before these two meet is absorbed (FPRev: Xie et al., USENIX ATC 2025, "
            + "arXiv:2411.00442)."
            + (FormatsOf(report) == "binary32" ? ""
                : " In binary64 they are ±2¹⁰²³, and in binary16 ±2¹⁵ among addends of 2⁻²⁴. A result of p bits counts up to 2ᵖ addends: "
                    + "of more, so many at a time are not 0.")),
        new DocumentText(
            "How each operation rounds was found by inputs that tell the roundings apart. Then each tree was replayed on "
            + Invariant($"{report.Replays:N0} random arrays, half of them with short significands, where ties are common, and gave the ")
            + "implementation's bits, unless its row says otherwise. A model with other bits on 1 of "
            + Invariant($"{OrderStudy.SeenDifference(report.Replays):N0} such arrays would pass with a chance of at most 10⁻⁴. ")
            + "A dot product has one additional rounding. Error and bound are relative to Σ|x|."),
        .. report.Imitations.Select(imitation => new DocumentText(
            Invariant($"This project's imitation of `{imitation.Target}` ({imitation.Variant}) gave the bits of {imitation.Place} on ")
            + Invariant($"{imitation.Equal:N0} of {imitation.Arrays:N0} random arrays of 1 to {imitation.Longest:N0} numbers."))),
    ];

    /// <summary>Describes a finding's order.</summary>
    public static string Describe(OrderFinding finding)
    {
        if (finding.WhyNot is { } why) return why;
        if (finding.Algorithm is { } algorithm) return algorithm;
        var order = finding.SameAs is { } same ? $"as {same}" : OrderWords.Of(finding.Tree!);
        return order + finding.Arithmetic switch
        {
            OrderArithmetic.Fused => "; multiply-adds fused",
            OrderArithmetic.Mixed when finding.WideSums == 0 => "; " + Products(finding),
            OrderArithmetic.Mixed =>
                $"; {SumsOf(finding)}" + (finding.Operation != OrderOperation.Dot ? "" : ", " + Products(finding)),
            OrderArithmetic.Unknown when !finding.IsReplayable =>
                $"; not replayed: {NumberText.Of(finding.Tree!.LargestFanIn)} numbers meet in one operation, as in the matrix units that "
                    + "`gpu-checks tensor-cores` examines",
            OrderArithmetic.Unknown when finding.Replayed == 0 => "; NOT PROVEN: the rounding of an operation is not known",
            OrderArithmetic.Unknown =>
                $"; NOT PROVEN: {NumberText.Of(finding.Equal)} of {NumberText.Of(finding.Replayed)} replays gave the bits",
            _ when finding.WideSums == 0 => "",
            _ => $"; in {WideSumsOf(finding).Single().Format}" + (finding.Operation != OrderOperation.Dot ? "" : ", " + Products(finding)),
        } + (finding.Details is { } details ? $"; {details}" : "");
    }

    /// <summary>The sums that are kept in a wider format, in words.</summary>
    private static string SumsOf(OrderFinding finding) => string.Join(
        " and ",
        WideSumsOf(finding).Select(sums => $"{NumberText.Of(sums.Count, "sum")} in {sums.Format}"));

    /// <summary>The wider formats of sums. Reports that do not name them are of binary32, where the only one is binary64.</summary>
    private static IEnumerable<(string Format, int Count)> WideSumsOf(OrderFinding finding) =>
        finding.Sums?.Where(sums => sums.Key != finding.Format).Select(sums => (sums.Key, sums.Value))
            ?? [(BinaryRounding.Binary64.Name, finding.WideSums)];

    private static string Products(OrderFinding finding) => finding.FusedProducts == 0
        ? $"products rounded to {finding.Format}"
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
                finding.Operation is OrderOperation.Softmax or OrderOperation.LayerNorm ? "" : Invariant($"{finding.LargestError:0.0e+0}"),
                NumberText.Of(finding.DistinctResults),
                Describe(finding),
            ]),
        ]);

    private static DocumentPlot HeightsAndErrors(OrderReport report)
    {
        var sums = report.Findings.Where(
            finding => finding is { Tree: not null, Bound: not null, Arithmetic: not OrderArithmetic.Binary64, Format: "binary32" })
            .OrderBy(finding => finding.Tree!.Height).ToList();
        var plot = new Plot(
            Invariant($"Higher trees allow larger errors: {report.Length:N0} addends"), "height of the tree", "share of Σ|x|", LogX: true,
            LogY: true,
            [
                new PlotSeries("largest measured error", SeriesKind.Points, [
                    .. sums.Select(finding => new PlotPoint(finding.Tree!.Height, finding.LargestError))]),
                new PlotSeries("bound γ(height)", SeriesKind.Reference, [
                    .. sums.Select(finding => new PlotPoint(finding.Tree!.Height, finding.Bound!.Value))]),
            ]);
        var closest = sums.Where(finding => finding.Bound > 0).Select(finding => finding.LargestError / finding.Bound!.Value);
        return new DocumentPlot(
            plot,
            "Each point is an implementation: the higher its tree, the larger its errors may be. The measured ones stay below the dashed line, "
            + $"at most {NumberText.OfShare(closest.DefaultIfEmpty().Max())} of it.");
    }
}
