// The report on rules of orders.

using static System.FormattableString;

namespace QuizKit.Laboratory.Rules;

internal static class RuleSection
{
    /// <summary>Returns the sections of a report.</summary>
    public static IReadOnlyList<DocumentSection> Of(RuleReport report) =>
    [
        new("summary", "One rule for all lengths", Summaries(report)),
        .. report.Findings.Select(finding => new DocumentSection(finding.Target.Replace('.', '-'), finding.Target, Blocks(finding))),
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
    public static string Summary(RuleReport report)
    {
        var found = report.Findings.Count(finding => finding.Rule is not null);
        return report.Findings.Count == 0 ? "No implementation was studied."
            : Invariant($"{NumberText.Of(report.Findings.Count, "implementation")} studied; ")
                + Invariant($"{NumberText.Of(found)} with a rule, learned from at most ")
                + Invariant($"{RuleStudy.MostLearned} lengths, that predicts the others.");
    }

    private static IReadOnlyList<DocumentBlock> Summaries(RuleReport report) =>
    [
        new DocumentText(
            Invariant($"The trees of at most {RuleStudy.MostLearned} lengths are revealed from results alone, and a rule is sought that ")
                + "gives them all. The rule then predicts the trees of other lengths, before these are revealed, and the bits of "
                + "results on random arrays. A length with a wrong prediction becomes one to learn from; the predictions that are "
                + "counted come after that."),
        DocumentTable.Of(
            Invariant($"One row for each implementation; arrays of up to {report.Longest:N0} numbers"),
            report.Findings,
            new("target", finding => finding.Target),
            new("where", finding => finding.Place),
            new("rule", finding => finding.Rule is null ? "none" : "found"),
            new("learned from", finding => Invariant($"{finding.Learned.Count}"), IsNumber: true),
            new(
                "trees right",
                finding => finding.Tested.Count == 0 ? "" : Invariant($"{finding.Right} of {finding.Tested.Count}"),
                IsNumber: true),
            new(
                "arrays with the bits",
                finding => finding.Arrays == 0 ? "" : Invariant($"{finding.Equal:N0} of {finding.Arrays:N0}"),
                IsNumber: true)),
        new DocumentText(
            "Certain are the trees that were revealed. A change of the order in an interval without any of the lengths is missed, and so is "
                + "one from the longest array on. A rule holds for its version and the processor of the run."),
    ];

    private static List<DocumentBlock> Blocks(RuleFinding finding)
    {
        var blocks = new List<DocumentBlock>();
        if (finding.WhyNot is { } whyNot) blocks.Add(new DocumentText("No rule. " + whyNot));
        if (finding.Rule is not null)
        {
            blocks.Add(DocumentTable.Of(
                "The order by the length",
                finding.Ranges,
                new("lengths", range => Invariant($"{range.From:N0}") + (range.From == range.To ? "" : Invariant($" to {range.To:N0}"))),
                new("order", range => range.Order)));
        }

        if (finding.Sums is { } sums)
        {
            var products = finding.Products is { } of ? $"; products are {of}" : "";
            blocks.Add(new DocumentText($"Each sum is kept in {sums}{products}."));
        }

        if (finding.Learned.Count > 0) blocks.Add(new DocumentText($"Learned from the lengths {ListOf(finding.Learned)}."));
        if (finding.Tested.Count > 0)
        {
            blocks.Add(new DocumentText(
                $"The trees of {ListOf(finding.Tested)} were predicted: {NumberText.Of(finding.Right)} of "
                    + $"{NumberText.Of(finding.Tested.Count)} right."));
        }

        if (finding.Replayed > 0)
        {
            blocks.Add(new DocumentText(
                $"The results of {NumberText.Of(finding.Arrays, "random array")} of {NumberText.Of(finding.Replayed, "length")} were predicted: "
                    + $"{NumberText.Of(finding.Equal)} have the predicted bits."));
        }

        foreach (var setting in finding.Settings)
        {
            if (setting.Groups.Count > 0)
            {
                blocks.Add(DocumentTable.Of(
                    setting.Quantity == "threads" ? "Numbers of threads" : "Addresses modulo 64 bytes",
                    setting.Groups,
                    new(setting.Quantity, group => group.Settings),
                    new("bits", group => group.Result)));
            }

            blocks.Add(new DocumentText($"{char.ToUpperInvariant(setting.Quantity[0])}{setting.Quantity[1..]}: {setting.Note}"));
        }

        return blocks;
    }

    private static string ListOf(IReadOnlyList<int> lengths) => string.Join(", ", lengths.Select(length => Invariant($"{length:N0}")));
}
