// The document of a run, for formats without a report of their own, and the section that compares its devices.

using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;

namespace QuizKit.GpuChecks.Reports;

internal static class RunDocument
{
    /// <summary>Returns every result of a run in one table, and the sections of the laboratory; null: not requested.</summary>
    public static Document Of(RunReport report, LabReport? lab)
    {
        var summary = RunSummary.Of(report);
        List<RunTableRow> rows = [.. report.Results.Select(RunTableRow.Of)];
        var table = new DocumentTable(
            "",
            [
                new("claim", IsCode: true), new("device", IsCode: true), new("verdict"),
                new("measured", true), new("reference", true), new("bound", true), new("finding"),
            ],
            [
                .. rows.Select(row => (IReadOnlyList<string>)
                    [row.Claim, row.Device, row.Verdict, row.Measured, row.Reference, row.Bound, row.Finding]),
            ])
        {
            ToneOf = (row, column) => column == 2 ? VerdictSign.Of(report.Results[row]).Tone : Tone.Plain,
        };
        return new Document(
            report.Quiz.Title.UnicodeText,
            [
                new("results", "Results", [table]),
                .. report.CrossDevice is { } cross ? [Compare(cross)] : Array.Empty<DocumentSection>(),
                .. lab?.Sections ?? [],
            ])
        {
            Result = new DocumentText(
                $"{SummaryText.Counts(summary)} {SummaryText.Meaning(summary, report.Planned)}", SummaryText.ToneOf(summary)),
        };
    }

    /// <summary>Returns a row for each pair of devices and an item for each disagreement.</summary>
    public static DocumentSection Compare(CrossDeviceReport cross)
    {
        var pairs = cross.Comparisons.GroupBy(comparison => (comparison.First, comparison.Second)).ToList();
        var table = new DocumentTable(
            "",
            [new("devices"), new("claims", true), new("same bits", true), new("within bounds", true), new("disagree", true)],
            [.. pairs.Select(pair => Row($"{pair.Key.First.Id} and {pair.Key.Second.Id}", [.. pair]))])
        {
            ToneOf = (row, column) => column < 4 ? Tone.Plain : pairs[row].All(comparison => comparison.Agree) ? Tone.Good : Tone.Bad,
        };
        List<DocumentText> disagreements =
        [
            .. from comparison in cross.Comparisons
               from found in comparison.Disagreements
               select new DocumentText(Describe(comparison, found), Tone.Bad),
        ];
        return new DocumentSection(
            "devices",
            "Devices compared with each other",
            [table, .. disagreements.Count > 0 ? [new DocumentList(disagreements)] : System.Array.Empty<DocumentBlock>()]);
    }

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<DeviceComparison> comparisons)
    {
        var bounded = comparisons.Sum(c => c.Disagreements.Count(d => d.Allowed > 0));
        var exact = comparisons.Sum(c => c.Disagreements.Count(d => d.Allowed == 0));
        return
        [
            name,
            NumberText.Of(comparisons.Count),
            NumberText.Of(comparisons.Sum(c => c.ExactMeasurements) - exact),
            NumberText.Of(comparisons.Sum(c => c.BoundedMeasurements) - bounded),
            NumberText.Of(comparisons.Count(c => !c.Agree)),
        ];
    }

    private static string Describe(DeviceComparison comparison, Disagreement found)
    {
        var allowed = found.Allowed switch
        {
            null => "",
            0 => ", which must be the same bits",
            { } limit => $", further apart than {NumberText.Of(limit)}",
        };
        return $"`{comparison.Claim.Id}`: {found.What}: {found.First} on {comparison.First.Id}, {found.Second} on "
            + $"{comparison.Second.Id}{allowed}.";
    }
}
