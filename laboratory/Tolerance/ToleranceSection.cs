// The report on a tolerance: its two ends, the lines to paste, and what to do where none exists.

namespace QuizKit.Laboratory.Tolerance;

internal static class ToleranceSection
{
    /// <summary>Returns the sections of a report.</summary>
    public static IReadOnlyList<DocumentSection> Of(ToleranceReport report) =>
    [
        new("lower-end", "What no correct result violates", LowerEnd(report)),
        new("upper-end", "What still catches a lower precision", UpperEnd(report)),
        new("lines", "The lines to paste", Lines(report)),
        .. report.Remedies.Count == 0 ? System.Array.Empty<DocumentSection>() :
        [
            new DocumentSection(
                "remedies", "What to do instead", [new DocumentList([.. report.Remedies.Select(remedy => new DocumentText(remedy))])]),
        ],
    ];

    /// <summary>The operation with its sizes.</summary>
    public static string TitleOf(ToleranceReport report) => report.Operation switch
    {
        ToleranceOperation.Sum => $"a sum of {NumberText.Of(report.K, "number")} in {report.Precision}",
        ToleranceOperation.Dot => $"a dot product of {NumberText.Of(report.K, "addend")} in {report.Precision}",
        _ => $"a product of {report.M} × {report.K} and {report.K} × {report.N} matrices in {report.Precision}",
    };

    /// <summary>The conclusion in one sentence.</summary>
    public static string Summary(ToleranceReport report)
    {
        var chosen = report.Chosen;
        var ends = $"{Shortest.TextOf(chosen.Absolute)} (absolute, {ToleranceStudy.KindOf(chosen)}) {ToleranceStudy.CaughtIn(chosen)}";
        return chosen.Exists
            ? $"A tolerance exists: {ends}."
            : $"No tolerance exists that no correct result violates and that catches every lower precision: {ends}.";
    }

    private static IReadOnlyList<DocumentBlock> LowerEnd(ToleranceReport report) =>
    [
        new DocumentText(
            $"`{report.Tested}` is compared with `{report.Expected}`: |actual − expected| ≤ atol + rtol·|expected|, with one of the two. "
                + "Each result has a bound on its error, for products and sums in "
                + $"{report.Sums} or wider, fused or not, and these are the sums of both bounds."),
        .. report.Notes.Select(note => new DocumentText(note)),
        DocumentTable.Of<ToleranceWindow>(
            "The smallest tolerances, rounded up to two digits",
            [report.WorstCase, report.Probable],
            new("holds", ToleranceStudy.KindOf),
            new("atol", window => Shortest.TextOf(window.Absolute), IsNumber: true),
            new("rtol", window => window.Relative is { } relative ? Shortest.TextOf(relative) : "none", IsNumber: true),
            new("ulps", window => window.Ulps is { } ulps ? NumberText.Of(Math.Ceiling(ulps)) : "", IsNumber: true),
            new("decimals", window => window.Decimals is { } decimals ? NumberText.Of(decimals) : "none", IsNumber: true)),
        new DocumentText(
            "rtol: none where the exact result is not larger than its bound, so that the result may be 0. Decimals: xunit's parameter "
                + "`precision`, which rounds both numbers; none where they may round apart, however close they are."),
        new DocumentText(
            "The probability is that of all results together, and assumes that each rounding error has mean 0, given those before it. Constant "
                + "or otherwise regular numbers break the assumption: take the first row there."),
    ];

    private static IReadOnlyList<DocumentBlock> UpperEnd(ToleranceReport report) =>
    [
        new DocumentText(
            "Every absolute tolerance below the upper end catches the lower precision, on these numbers. `inputs`: the operands are rounded "
                + "to the format, and added up as before, in any order that the bound of the tested result allows. `sums`: every product "
                + $"and sum is rounded to the format as well, which was computed {StandInOrders.Names}; other orders may come closer."),
        new DocumentTable(
            "Upper ends of the absolute tolerance, rounded down to two digits",
            [
                new("lower precision", IsCode: true),
                new(ToleranceStudy.KindOf(report.WorstCase), IsNumber: true),
                new("caught"),
                new(ToleranceStudy.KindOf(report.Probable), IsNumber: true),
                new("caught"),
            ],
            [
                .. report.WorstCase.StandIns.Zip(report.Probable.StandIns, (worst, probable) => (IReadOnlyList<string>)
                    [worst.Name, EndOf(worst), Caught(worst), EndOf(probable), Caught(probable)]),
            ]),
        new DocumentText(
            (report.Exact is null ? "Caught means that one of the results shows it. " : "")
                + "None: its error on these numbers may be smaller than the bounds of both results. Yes: by the atol above that holds in "
                + "the same way; unsure where that is not below the upper end."),
    ];

    private static IReadOnlyList<DocumentBlock> Lines(ToleranceReport report) =>
    [
        new DocumentText($"{Capital(ToleranceStudy.KindOf(report.Chosen))}; the tolerance {ToleranceStudy.CaughtIn(report.Chosen)}."),
        new DocumentFields([.. report.Lines.Select(line => (line.Framework, new DocumentText($"`{line.Line}`")))]),
    ];

    private static string EndOf(StandInEnd end) => end.Absolute > 0 ? Shortest.TextOf(Shortest.Below(end.Absolute)) : "none";

    private static string Caught(StandInEnd end) => end.Caught ? "yes" : "unsure";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
