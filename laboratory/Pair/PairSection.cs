// The report section on the pair study: texts, tables, trees and plots.

using static System.FormattableString;

namespace QuizKit.Laboratory.Pair;

internal static class PairSection
{
    /// <summary>The absolute tolerance of the chapter.</summary>
    private const double Chapter = 1e-6;

    /// <summary>Returns the section of a report.</summary>
    public static DocumentSection Of(PairReport report)
    {
        var pieces = new List<DocumentBlock>
        {
            new DocumentText(report.Comparisons.Count == 0 ? "Nothing was compared." : Verdict(report.Comparisons[0]), Tone.Strong),
            new DocumentText(
                Invariant($"One network, [{PairWeights.Inputs}, width × depth, 1] with ReLU, He weights and a final sigmoid, and one set ")
                + Invariant($"of binary32 weights (seed {report.Seed}), computed from integers on every side so that all have the same ")
                + "bits. It runs in each library, and in this project's kernels in the accumulation order found for that library. The "
                + "logits are the values before the sigmoid; the outputs after it are what the chapter compares."),
        };
        pieces.AddRange(report.Notes.Select(note => new DocumentText(note)));
        pieces.AddRange(report.FindFaults().Select(fault => new DocumentText(Invariant($"Something is broken: {fault}."))));
        if (report.Comparisons.Count > 0) AddPlots(pieces, report, report.Comparisons[0]);
        foreach (var comparison in report.Comparisons)
        {
            var suffix = comparison.IsReal ? "" : ", of which not both are libraries";
            AddDetails($"{comparison.First} and {comparison.Second}{suffix}", details => AddComparison(details, report, comparison));
        }

        AddDetails("Accumulation orders", details => AddOrders(details, report));
        if (report.Imitations.Count > 0) AddDetails("The same bits on a device", details => AddImitations(details, report));
        AddDetails("Which is more accurate?", details => AddErrors(details, report));
        pieces.Add(new DocumentDetails("The sides", [Sides(report)]));
        return new DocumentSection("pair", "NumPy and PyTorch, the same network and the same weights", pieces);

        void AddDetails(string title, Action<List<DocumentBlock>> add)
        {
            var details = new List<DocumentBlock>();
            add(details);
            pieces.Add(new DocumentDetails(title, details));
        }
    }

    /// <summary>The trees of a product that the two sides of a comparison add in another order, on one scale; empty: none is drawn.</summary>
    public static IReadOnlyList<DocumentTree> Contrast(PairReport report)
    {
        var contrasts =
            from comparison in report.Comparisons
            from reason in comparison.Reasons
            where !reason.IsSame
            let trees = new[] { comparison.First, comparison.Second }.SelectMany(side => TreeOf(side, reason)).ToList()
            where trees.Count == 2 && !trees[0].Tree.IsSameOrderAs(trees[1].Tree)
            let tallest = trees.Max(tree => tree.Tree.Height)
            select trees.Select(tree => tree with { Tallest = tallest });
        return [.. contrasts.FirstOrDefault() ?? []];

        IEnumerable<DocumentTree> TreeOf(string side, PairReason reason) =>
            from order in report.Orders
            where (order.Side, order.Width, order.Inputs, order.Outputs) == (side, reason.Width, reason.Inputs, reason.Outputs)
            where order.Found[0].Tree is not null
            select new DocumentTree(
                Invariant($"{side}: {order.Inputs} products and the bias ({order.Inputs})"), SummationTree.Parse(order.Found[0].Tree!));
    }

    /// <summary>Describes in a few sentences whether two sides agree, and why.</summary>
    internal static string Verdict(PairComparison comparison)
    {
        var logits = comparison.Cells.Sum(cell => cell.Examples);
        var unequal = comparison.Cells.Sum(cell => cell.Logits.Unequal);
        var unequalOutputs = comparison.Cells.Sum(cell => cell.Outputs.Unequal);
        var sigmoids = comparison.Cells.Sum(cell => cell.UnequalOutputsOfEqualLogits);
        var isSame = comparison.Reasons.All(reason => reason.IsSame);
        var networks = NumberText.Of(comparison.Cells.Count, "network");
        var finding = unequal == 0
            ? Invariant($"In {networks}, all {logits:N0} logits of `{comparison.First}` and `{comparison.Second}` agree bit for bit. ")
            : Invariant($"In {networks}, {unequal:N0} of {logits:N0} logits of `{comparison.First}` and `{comparison.Second}` differ. ");
        var products = comparison.Reasons.Where(reason => !reason.IsSame)
            .Select(reason => KindOf(reason.Inputs, reason.Outputs)).Distinct().ToList();
        var why = (isSame, unequal) switch
        {
            (true, 0) =>
                "The trees explain it: each element of each product is computed by the same additions in the same order, fused in the "
                    + "same places. ",
            (true, _) => "The orders are the same, so they do not explain it: something else differs. ",
            (false, 0) => $"The orders nevertheless differ, in {List(products)}, without an effect on any logit. ",
            _ => $"The trees explain it: the accumulation order differs in {List(products)}. ",
        };
        var behind = unequalOutputs == 0 ? "No output differs."
            : sigmoids == unequalOutputs
                ? Invariant(
                    $"{unequalOutputs:N0} outputs differ, all of them after equal logits: the two sides compute the sigmoid differently.")
            : Invariant($"{unequalOutputs:N0} outputs differ, {sigmoids:N0} of them after equal logits, where the sigmoids differ.");
        return finding + why + behind;
    }

    /// <summary>For each rule, the number of networks with a value that it rejects, and the first of them.</summary>
    internal static IReadOnlyList<(string Rule, int Rejecting, PairCell? First)> RuleSummary(
        PairComparison comparison, Func<PairRuling, double> rejected) =>
    [
        .. PairRule.All.Select(rule =>
        {
            var rejecting = comparison.Cells.Where(cell => rejected(cell.Rules.Single(ruling => ruling.Rule == rule.Name)) > 0).ToList();
            return (rule.Name, rejecting.Count, rejecting.OrderBy(cell => cell.Width).ThenBy(cell => cell.Depth).FirstOrDefault());
        }),
    ];

    private static DocumentTable Sides(PairReport report)
    {
        var libraries = (report.Python?.Libraries ?? []).Concat(report.OtherLibraries).ToDictionary(library => library.Id);
        return DocumentTable.Of(
            "The sides",
            report.Sides.Select(side => (side, Library: libraries.GetValueOrDefault(side.Id))),
            new("side", row => row.side.Id),
            new("description", row => row.side.Name),
            new("reported BLAS", row => row.Library is { } library ? library.Blas ?? "not reported" : "this project's kernels"),
            new("mapped libraries", row => row.Library is { } library ? Mapped(library.Libraries) : ""));

        static string Mapped(IReadOnlyList<string> files) => files.Count > 0 ? string.Join(", ", files) : "no others than above";
    }

    private static void AddOrders(List<DocumentBlock> pieces, PairReport report)
    {
        pieces.Add(new DocumentText(
            "Each linear layer is a product with a bias, probed in exactly the shape that the network uses. A probe is all ones except "
            + "2¹²⁷ and −2¹²⁷ in two places: everything that is added before these two meet is absorbed (FPRev: Xie et al., USENIX "
            + "ATC 2025). The bias is an additional addend, with the largest index. Elements of one product may have different orders: "
            + "libraries divide a product into blocks and treat its edges separately."));
        pieces.Add(DocumentTable.Of(
            "Orders, each checked on random products",
            from order in report.Orders from found in order.Found select (Of: order, Found: found),
            new("side", row => row.Of.Side),
            new("width", row => row.Of.Width),
            new("product", row => Invariant($"{row.Of.Inputs} → {row.Of.Outputs}")),
            new("elements", row => row.Of.Found.Count == 1 ? "all" : NumberText.Of(row.Found.Elements), IsNumber: true),
            new("order", row => row.Found.Words),
            new("height", row => row.Found.Height is { } height ? NumberText.Of(height) : "", IsNumber: true),
            new("arithmetic", row => row.Found.Height is null ? "" : PairOrderText.ArithmeticWords(row.Found.Arithmetic)),
            new(
                "replays with its bits",
                row => row.Found.Replayed == 0 ? "" : Invariant($"{row.Found.Equal:N0} of {row.Found.Replayed:N0}"),
                IsNumber: true)));

        // One small product illustrates each side; identical trees are drawn once.
        var smallest = report.Orders.Where(order => order.Outputs > 1 && order.Inputs == PairWeights.Inputs)
            .GroupBy(order => order.Side).Select(orders => orders.MinBy(order => order.Width)!);
        var drawn = new Dictionary<string, string>();
        foreach (var order in smallest)
        {
            foreach (var found in order.Found.Where(found => found.Tree is not null))
            {
                var key = found.Tree + found.Arithmetic;
                var arithmetic = PairOrderText.ArithmeticWords(found.Arithmetic);
                var title = Invariant($"{order.Side}, {order.Inputs} products and the bias ({order.Inputs}), {arithmetic}") +
                    (order.Found.Count > 1 ? Invariant($", {found.Elements:N0} of {order.Examples * order.Outputs:N0} elements") : "");
                if (drawn.TryGetValue(key, out var first))
                {
                    pieces.Add(new DocumentText(Invariant($"{title}: the tree of `{first}`, drawn above.")));
                    continue;
                }

                drawn.Add(key, order.Side);
                pieces.Add(new DocumentTree(title, SummationTree.Parse(found.Tree!)));
            }
        }
    }

    private static void AddImitations(List<DocumentBlock> pieces, PairReport report)
    {
        pieces.Add(new DocumentText(
            "The proof that an order explains a library: a kernel performs the same additions in that order, one work item for each "
            + "element, layer by layer, and every value of the network is compared with the library's bit for bit. A wrong order in the "
            + "first layer would show in all later layers."));
        var rows =
            from found in report.Imitations
            group found by (found.Device, found.Side, found.WhyNot, First: FirstDifferent(found)) into found
            let compared = found.Sum(one => one.Compared)
            let equal = found.Sum(one => one.Equal)
            select (found.Key, Widths: string.Join(" ", found.Select(one => NumberText.Of(one.Width))), Compared: compared, Equal: equal);
        pieces.Add(DocumentTable.Of(
            "Pre-activations and logits that a device computed with the side's bits",
            rows,
            new("device", row => row.Key.Device),
            new("side", row => row.Key.Side),
            new("widths", row => row.Widths),
            new("values", row => row.Key.WhyNot is null ? NumberText.Of(row.Compared) : "", IsNumber: true),
            new("equal", row => row.Key.WhyNot is null ? NumberText.Of(row.Equal) : "", IsNumber: true),
            new("of them", row => row.Key.WhyNot is { } whyNot ? "not tried: " + whyNot
                : row.Equal == row.Compared ? "all"
                : NumberText.OfShare(row.Equal / (double)row.Compared)),
            new("first layer that differs", row => row.Key.First is { } layer ? NumberText.Of(layer) : "", IsNumber: true)));
    }

    private static int? FirstDifferent(PairImitation found)
    {
        var at = found.Layers.TakeWhile(share => share == 1).Count();
        return at < found.Layers.Count ? at + 1 : null;
    }

    private static void AddComparison(List<DocumentBlock> pieces, PairReport report, PairComparison comparison)
    {
        if (comparison != report.Comparisons[0]) pieces.Add(new DocumentText(Verdict(comparison)));
        if (comparison.Reasons.Any(reason => !reason.IsSame))
        {
            pieces.Add(DocumentTable.Of(
                Invariant($"Differences between the orders of {comparison.First} and {comparison.Second}"),
                comparison.Reasons,
                new("width", reason => reason.Width),
                new("product", reason => Invariant($"{reason.Inputs} → {reason.Outputs}")),
                new("difference", reason => reason.IsSame ? "none" : reason.Difference)));
        }
        else
        {
            pieces.Add(new DocumentText(
                "The bound and the model below use only the heights of the trees, not that the trees are the same: they describe two "
                + "different orders of these heights."));
        }

        pieces.Add(DocumentTable.Of(
            "Differences of the logits: Vc is the share that differs; the bound holds for any rounding, the model assumes independent "
                + "roundings",
            comparison.Cells,
            new("width", cell => cell.Width),
            new("depth", cell => cell.Depth),
            new("logits", cell => cell.Examples),
            new("Vc", cell => NumberText.OfShare(cell.Logits.Share), IsNumber: true),
            new("largest", cell => Small(cell.Logits.Largest), IsNumber: true),
            new("median of the unequal", cell => Small(cell.Logits.Median), IsNumber: true),
            new("ulp", cell => cell.Logits.LargestUlps),
            new("root mean square", cell => Small(cell.Logits.RootMeanSquare), IsNumber: true),
            new("model of it", cell => Small(cell.LogitModel), IsNumber: true),
            new("bound", cell => Small(cell.LogitBound), IsNumber: true)));
        pieces.Add(DocumentTable.Of(
            "Differences of the outputs",
            comparison.Cells,
            new("width", cell => cell.Width),
            new("depth", cell => cell.Depth),
            new("outputs", cell => cell.Examples),
            new("Vc", cell => NumberText.OfShare(cell.Outputs.Share), IsNumber: true),
            new("of equal logits", cell => cell.UnequalOutputsOfEqualLogits),
            new("largest", cell => Small(cell.Outputs.Largest), IsNumber: true),
            new("median of the unequal", cell => Small(cell.Outputs.Median), IsNumber: true),
            new("ulp", cell => cell.Outputs.LargestUlps)));
        AddRules(pieces, report, comparison);
        if (comparison != report.Comparisons[0]) AddPlots(pieces, report, comparison);
        if (report.Depths.Count > 1) AddBounds(pieces, comparison);
    }

    private static void AddRules(List<DocumentBlock> pieces, PairReport report, PairComparison comparison)
    {
        pieces.Add(new DocumentText(
            (comparison.Cells.All(cell => cell.LogitBoundUsed <= 1)
                ? "No difference of the logits exceeds its bound: rounding explains all of them, and a rule that rejects one raises a "
                    + "false alarm. "
                : "") +
            "A rule accepts |actual − expected| ≤ absolute + relative·|expected|: " +
            string.Join("; ", PairRule.All.Select(rule => $"{rule.Name} has {Small(rule.Absolute)} and {Small(rule.Relative)}")) + "."));
        var byLogits = RuleSummary(comparison, ruling => ruling.RejectedLogits);
        var byOutputs = RuleSummary(comparison, ruling => ruling.RejectedOutputs);
        pieces.Add(DocumentTable.Of(
            Invariant($"Where each rule fails: the number of networks, of {comparison.Cells.Count}, with a rejected value, ")
                + "and the first of them, width × depth",
            byLogits.Zip(byOutputs),
            new("rule", row => row.First.Rule),
            new("by the logits", row => row.First.Rejecting),
            new("first", row => Network(row.First.First)),
            new("by the outputs", row => row.Second.Rejecting),
            new("first", row => Network(row.Second.First))));
        AddMatrix("logits", ruling => ruling.RejectedLogits);
        AddMatrix("outputs", ruling => ruling.RejectedOutputs);

        static string Network(PairCell? cell) => cell is null ? "none" : Invariant($"{cell.Width:N0} × {cell.Depth}");

        void AddMatrix(string what, Func<PairRuling, double> rejected)
        {
            if (comparison.Cells.All(cell => cell.Rules.All(ruling => rejected(ruling) == 0)))
                pieces.Add(new DocumentText($"Every rule accepts all {what}."));
            else
                pieces.Add(Matrix(what, rejected));
        }

        DocumentTable Matrix(string what, Func<PairRuling, double> rejected) => DocumentTable.Of(
            Invariant($"The share of {what} that each rule rejects, by width and depth; ✓ if it accepts all"),
            from rule in PairRule.All
            from cells in comparison.Cells.GroupBy(cell => cell.Width)
            select (rule.Name, Width: cells.Key, Shares: cells.ToDictionary(
                cell => cell.Depth, cell => rejected(cell.Rules.Single(ruling => ruling.Rule == rule.Name)))),
            [
                new("rule", row => row.Name),
                new("width", row => row.Width),
                .. report.Depths.Select(depth => new ItemColumn<(string Name, int Width, Dictionary<int, double> Shares)>(
                    Invariant($"depth {depth}"),
                    row => row.Shares.TryGetValue(depth, out var share) ? Cross(share) : "",
                    IsNumber: true)),
            ]);

        static string Cross(double share) => share == 0 ? "✓" : NumberText.OfShare(share);
    }

    private static void AddPlots(List<DocumentBlock> pieces, PairReport report, PairComparison comparison)
    {
        var shallow = comparison.Cells.Where(cell => cell.Depth == report.Depths[0]).ToList();
        var widest = comparison.Cells.Where(cell => cell.Width == comparison.Cells.Max(other => other.Width)).ToList();
        if (shallow.Count > 1)
        {
            pieces.Add(new DocumentPlot(PlotOf(
                $"Differences over the width, one hidden layer: {comparison.First} and {comparison.Second}", "width", shallow, cell =>
                    cell.Width,
                [PlotData.Reference("bound", shallow.Select(cell => (double)cell.Width), shallow.Select(cell => cell.LogitBound))]),
                CaptionOf(shallow, "width", cell => cell.Width)));
        }

        if (widest.Count > 1)
        {
            pieces.Add(new DocumentPlot(PlotOf(
                Invariant($"Differences over the depth, width {widest[0].Width:N0}: {comparison.First} and {comparison.Second}"),
                "hidden layers",
                widest,
                cell => cell.Depth,
                []), CaptionOf(widest, "depth", cell => cell.Depth)));
        }
    }

    /// <summary>Says what to see in a plot of differences.</summary>
    private static string CaptionOf(List<PairCell> cells, string along, Func<PairCell, int> x)
    {
        PairCell first = cells[0], last = cells[^1];
        var accepted = cells.Count(cell => cell.Logits.Largest <= Chapter);
        var (logits, outputs) = (Range(cell => cell.Logits), Range(cell => cell.Outputs));
        return Invariant($"From {along} {x(first):N0} to {x(last):N0} the largest difference of logits goes from {logits}, and that of ")
            + $"the outputs from {outputs}. The line of 10⁻⁶ is the tolerance of the chapter: in {NumberText.Of(accepted)} of "
            + $"{NumberText.Of(cells.Count, "network")} all logits are within it. A difference of 0 has no place on this axis.";

        string Range(Func<PairCell, PairDifferences> of) =>
            $"{NumberText.InWords(of(first).Largest)} to {NumberText.InWords(of(last).Largest)}";
    }

    private static void AddBounds(List<DocumentBlock> pieces, PairComparison comparison)
    {
        var widest = comparison.Cells.Where(cell => cell.Width == comparison.Cells.Max(other => other.Width)).ToList();
        pieces.Add(new DocumentText(
            "The bound is not in the plot over the depth: every layer multiplies it by the magnitudes of its weights, so it grows from "
            + $"{NumberText.InWords(widest[0].LogitBound)} to {NumberText.InWords(widest[^1].LogitBound)}. "
            + "It assumes the worst case for every rounding in every neuron. The model assumes independent roundings"
                + ModelOf(comparison) + "."));
    }

    /// <summary>Compares the model with the measured differences.</summary>
    private static string ModelOf(PairComparison comparison)
    {
        double[] ratios =
            [.. comparison.Cells.Where(cell => cell.Logits.RootMeanSquare > 0).Select(
                cell => cell.LogitModel / cell.Logits.RootMeanSquare)];
        return ratios.Length == 0 ? ""
            : Invariant($": it is {ratios.Min():0.#} to {ratios.Max():0.#} times the measured root mean square, ")
                + "because a rounding error is half an ulp at most and less on average";
    }

    private static Plot PlotOf(string title, string label, List<PairCell> cells, Func<PairCell, double> x, IReadOnlyList<PlotSeries> bounds)
    {
        var series = new List<PlotSeries>();

        // Zero cannot be shown on a logarithmic axis.
        var logits = cells.Where(cell => cell.Logits.Largest > 0).ToList();
        var outputs = cells.Where(cell => cell.Outputs.Largest > 0).ToList();
        if (logits.Count > 0)
        {
            series.Add(PlotData.Line("logits, largest", logits.Select(x), logits.Select(cell => cell.Logits.Largest)));
            series.Add(PlotData.Line("logits, root mean square", logits.Select(x), logits.Select(cell => cell.Logits.RootMeanSquare)));
        }

        if (outputs.Count > 0)
            series.Add(PlotData.Line("outputs, largest", outputs.Select(x), outputs.Select(cell => cell.Outputs.Largest)));
        series.Add(PlotData.Reference("model of the root mean square", cells.Select(x), cells.Select(cell => cell.LogitModel)));
        series.AddRange(bounds);
        series.Add(PlotData.Level("absolute 10⁻⁶", Chapter, cells.Min(x), cells.Max(x)));
        return new Plot(title, label, "difference", LogX: true, LogY: true, series);
    }

    private static void AddErrors(List<DocumentBlock> pieces, PairReport report)
    {
        pieces.Add(new DocumentText(
            "Each side compared with the same network in binary64. Neither side of a pair is the reference: both round, and their "
            + "difference does not show which is more accurate. A lower summation tree has a smaller bound. The last column is the "
            + "error of the sigmoid alone, relative to the exact sigmoid of the same logit."));
        pieces.Add(DocumentTable.Of(
            "The distance of the logits from the network in binary64",
            report.Errors,
            new("side", error => error.Side),
            new("width", error => error.Width),
            new("depth", error => error.Depth),
            new("largest", error => Small(error.Largest), IsNumber: true),
            new("root mean square", error => Small(error.RootMeanSquare), IsNumber: true),
            new("model of it", error => Small(error.Model), IsNumber: true),
            new("bound", error => Small(error.Bound), IsNumber: true),
            new("sigmoid, ulp", error => Invariant($"{error.SigmoidUlps:0.00}"), IsNumber: true)));
        var deepest = report.Errors.Where(error => error.Depth == report.Depths[^1]).ToList();
        if (deepest.Select(error => error.Width).Distinct().Count() < 2) return;
        pieces.Add(new DocumentPlot(new Plot(
            Invariant($"Distance of the logits from the network in binary64, {report.Depths[^1]} hidden layers"),
            "width",
            "root mean square",
            LogX: true,
            LogY: true,
            [
                .. deepest.Where(error => error.RootMeanSquare > 0).GroupBy(error => error.Side).Select(errors =>
                    PlotData.Line(errors.Key, errors.Select(error => (double)error.Width), errors.Select(error => error.RootMeanSquare))),
            ])));
    }

    private static string KindOf(int inputs, int outputs) =>
        outputs == 1 ? "the product of the output"
        : inputs == PairWeights.Inputs ? "the product of the first layer"
        : "the product of a hidden layer";

    private static string List(List<string> parts) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";

    private static string Small(double number) => number == 0 ? "0" : Invariant($"{number:0.0e+0}");
}
