// The report on what the bits of a row depend on.

using System.Globalization;
using static System.FormattableString;

namespace QuizKit.Laboratory.Batch;

internal static class BatchSection
{
    /// <summary>Returns the sections of a report.</summary>
    public static IReadOnlyList<DocumentSection> Of(BatchReport report) =>
    [
        new("summary", "On what the bits of a row depend", Summaries(report)),
        .. report.Findings.Select(finding => new DocumentSection(
            finding.Target.Replace('.', '-'), finding.Target, Blocks(finding, report.Settings.Operation))),
        .. report.Prices.Count == 0 ? System.Array.Empty<DocumentSection>()
            : [new DocumentSection("cure", "The cure and its price", Prices(report))],
        .. report.Failures.Count + report.Notes.Count == 0 ? System.Array.Empty<DocumentSection>() :
        [
            new DocumentSection("missing", "What is missing", [new DocumentList(
                [
                    .. report.Failures.Select(failure => new DocumentText($"`{failure.Target}`: {failure.Message}")),
                    .. report.Notes.Select(note => new DocumentText(note)),
                ])]),
        ],
    ];

    /// <summary>The conclusion in one sentence.</summary>
    public static string Summary(BatchReport report)
    {
        List<string> parts =
        [
            .. report.Settings.Quantities
                .Select(quantity => (
                    Name: NameOf(quantity), Targets: report.Findings.Where(finding => Depends(finding, quantity)).ToList()))
                .Where(part => part.Targets.Count > 0)
                .Select(part => $"on the {part.Name} in {ListOf(part.Targets)}"),
        ];
        var varying = report.Findings.Where(finding => finding.Varies).ToList();
        var others = report.Findings.Where(finding => !finding.Depends).ToList();
        var sizes = string.Join(" or ", report.Settings.Quantities.Select(NameOf));
        List<string> sentences =
        [
            .. parts.Count > 0 ? [$"The bits of a row depend {string.Join(", ", parts)}"] : System.Array.Empty<string>(),
            .. varying.Count > 0 ? [$"the same batch gave two results in {ListOf(varying)}"] : System.Array.Empty<string>(),
            .. others.Count > 0 ? [$"{(parts.Count > 0 ? "they" : "The bits of a row")} do not depend on the {sizes} in {ListOf(others)}"]
                : System.Array.Empty<string>(),
        ];
        if (sentences.Count == 0) return "No implementation was studied.";
        var calls = report.Findings.Sum(finding => finding.Quantities.Sum(quantity => quantity.Calls));
        var all = report.Findings.Sum(finding => finding.Quantities.Sum(quantity => (long)quantity.BruteForce));
        return string.Join("; ", sentences) + $". Found with {NumberText.OfShare((double)calls / all)} of the calls of brute force.";
    }

    private static bool Depends(BatchFinding finding, BatchQuantity quantity) =>
        finding.Quantities.Any(found => found.Quantity == quantity && found.Depends);

    private static string ListOf(IEnumerable<BatchFinding> findings) => string.Join(", ", findings.Select(finding => finding.Target));

    private static string NameOf(BatchQuantity quantity) => quantity switch
    {
        BatchQuantity.Batch => "batch",
        BatchQuantity.Length => "length",
        _ => "number of threads",
    };

    private static IReadOnlyList<DocumentBlock> Summaries(BatchReport report)
    {
        var settings = report.Settings;
        var shape = settings.Operation == BatchOperation.Linear
            ? Invariant($"a linear layer of {settings.Length:N0} inputs and {settings.Columns:N0} results")
            : Invariant($"the sigmoid of {settings.Length:N0} numbers");
        var found = report.Findings.SelectMany(finding => finding.Quantities.Select(quantity => (Finding: finding, Quantity: quantity)));
        return
        [
            new DocumentText(
                $"The same row stands at every position of a batch, and the operation is {shape}. The numbers have mixed magnitudes, so that "
                    + "each order of additions has rounding errors of its own. Where rows differ in a bit, they have different letters. A "
                    + "longer row is filled up with zeros, which change no exact value."),
            DocumentTable.Of(
                "One row for each implementation and size",
                found,
                new("target", item => item.Finding.Target),
                new("where", item => item.Finding.Place),
                new("size", item => Range(item.Quantity)),
                new("results", item => item.Quantity.Results),
                new("calls", item => item.Quantity.Calls),
                new("of brute force", item => ShareOf(item.Quantity), IsNumber: true),
                new("predictions right", item => Predictions(item.Quantity), IsNumber: true),
                new("sizes off at most", item => NumberText.OfShare(item.Quantity.LargestShareOff), IsNumber: true)),
            new DocumentText(
                "Certain are the sizes that were computed. The others follow from the rule: it predicted random sizes before they were "
                    + "computed, and with 95 % confidence at most the share in the last column of all sizes has other bits. A change in an "
                    + "interval that is short compared with its sizes can be missed. All sizes were computed where the share is 0 %."),
        ];
    }

    private static string Range(QuantityFinding quantity) =>
        Invariant($"{SizeText.SymbolOf(quantity.Quantity)} = {quantity.From:N0} to {quantity.To:N0}");

    private static string ShareOf(QuantityFinding quantity) =>
        quantity.Calls >= quantity.BruteForce ? "all" : NumberText.OfShare((double)quantity.Calls / quantity.BruteForce);

    private static string Predictions(QuantityFinding quantity) =>
        quantity.Checked == 0 ? "" : $"{NumberText.Of(quantity.Right)} of {NumberText.Of(quantity.Checked)}";

    private static IReadOnlyList<DocumentBlock> Blocks(BatchFinding finding, BatchOperation operation) =>
    [
        .. finding.Quantities.Select(quantity => new DocumentTable(
            $"{TitleOf(quantity.Quantity)}{(quantity.IsUncertain ? "; NO RULE FOUND, this one fits only the computed sizes" : "")}",
            [new("sizes"), new(quantity.IsOutline ? "first and last row" : "rows of the batch, in order")],
            [.. quantity.Lines.Take(MostLines).Select(line => (IReadOnlyList<string>)[line.Sizes, line.Rows])])),
        .. finding.Quantities.Where(quantity => quantity.Lines.Count > MostLines).Select(quantity => new DocumentText(
            $"{NumberText.Of(quantity.Lines.Count - MostLines)} more lines for {SizeText.SymbolOf(quantity.Quantity)}: they are in the JSON.")),
        .. Explanations(finding, operation).Select(text => new DocumentText(text)),
        .. finding.Notes.Select(note => new DocumentText($"Note: {note}")),
    ];

    private const int MostLines = 24;

    private static IEnumerable<string> Explanations(BatchFinding finding, BatchOperation operation)
    {
        if (finding.FewestDiffering is { } fewest)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Two different rows differ in at least {fewest:N0} of {finding.Compared:N0} compared results. If a result is equal by "
                    + $"chance with the same frequency, a change goes unnoticed with a probability of {Unnoticed(finding, fewest)}.");
        }

        var batch = finding.Quantities.FirstOrDefault(quantity => quantity.Quantity == BatchQuantity.Batch);
        if (operation == BatchOperation.Linear && batch is { Lines: [{ Sizes: "m = 1" }, ..], Depends: true })
            yield return "A batch of one row runs through another kernel, such as that of a matrix-vector product.";
    }

    private static string Unnoticed(BatchFinding finding, int fewest)
    {
        var logarithm = finding.Compared * Math.Log10(1 - ((double)fewest / finding.Compared));
        return logarithm < -15 ? "less than 1e-15" : Invariant($"about {Math.Pow(10, logarithm):0e+0}");
    }

    private static string TitleOf(BatchQuantity quantity) => quantity switch
    {
        BatchQuantity.Batch => "m rows",
        BatchQuantity.Length => "rows of length k",
        _ => "t threads, or groups of a device",
    };

    private static IReadOnlyList<DocumentBlock> Prices(BatchReport report) =>
    [
        new DocumentText(
            "`DeviceMatrix` of QuizKit.Numerics.Gpu multiplies matrices in one order, whatever the batch, the position and the launch shape "
                + "(`FixedTree`), or rounds the exact value of each element once (`CorrectlyRounded`). Both are timed in turn with a plain "
                + "tiled kernel, whose compiler may fuse its multiply-adds."),
        DocumentTable.Of(
            "Median milliseconds of a product of square matrices, and the median ratio to the plain kernel in the same round",
            report.Prices,
            new("device", price => price.Device),
            new("size", price => price.Size),
            new("plain", price => NumberText.Of(Round(price.Plain)), IsNumber: true),
            new("invariant", price => NumberText.Of(Round(price.Invariant)), IsNumber: true),
            new("exact", price => NumberText.Of(Round(price.Exact)), IsNumber: true),
            new("invariant/plain", price => Invariant($"{price.InvariantRatio:0.00}"), IsNumber: true),
            new("exact/plain", price => Invariant($"{price.ExactRatio:0.00}"), IsNumber: true)),
    ];

    private static double Round(double milliseconds) => Math.Round(milliseconds, milliseconds < 10 ? 3 : 0);
}
