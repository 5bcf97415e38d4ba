// The document of `gpu-checks compare`: a matrix of claims and devices, and the disagreements between devices.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports.Html;
using QuizKit.GpuChecks.Reports.Markdown;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.Reports.Matrix;

internal static class MatrixDocument
{
    public static Document Of(HardwareMatrix matrix)
    {
        DocumentText[] notes = [.. matrix.Problems.Concat(matrix.Notes).Select(line => new DocumentText(line, Tone.Bad))];
        return new Document(
            matrix.Quiz.Title.UnicodeText,
            [
                .. matrix.Disagreements.Count > 0 ? [Disagreements(matrix)] : Array.Empty<DocumentSection>(),
                .. matrix.Rows.Count > 0 ? [Claims(matrix)] : Array.Empty<DocumentSection>(),
            ])
        {
            Result = new DocumentText(
                Summary(matrix),
                matrix.ExitStatus == ExitStatus.AsExpected ? Tone.Good : matrix.Disagreements.Count > 0 ? Tone.Bad : Tone.Undecided),
            Introduction =
            [
                .. notes.Length > 0 ? [new DocumentList(notes)] : Array.Empty<DocumentBlock>(),
                new DocumentFields([.. matrix.Devices.Select((device, i) =>
                    (NumberText.Of(i + 1), new DocumentText($"`{device.Id}`: {device.Name} ({device.Platform})")))]),
            ],
            LongestMarkdown = MarkdownReport.LongestReport,
        };
    }

    public static string Summary(HardwareMatrix matrix)
    {
        var compared =
            $"{NumberText.Of(matrix.Rows.Count, "claim")} on {NumberText.Of(matrix.Devices.Count, "device")} in "
                + $"{NumberText.Of(matrix.Reports.Count, "report")}";
        var outcome = matrix.Disagreements.Count == 0
            ? "the devices agree"
            : $"the devices disagree on {NumberText.Of(matrix.Disagreements.Count, "claim")}";
        var problems = matrix.Problems.Count == 0 ? "" : $"; {NumberText.Of(matrix.Problems.Count, "input")} could not be used";
        return $"{compared}: {outcome}{problems}.";
    }

    private static DocumentSection Disagreements(HardwareMatrix matrix) => new(
        "disagreements",
        "Disagreements",
        [
            .. matrix.Disagreements.SelectMany(row => new DocumentBlock[]
            {
                new DocumentHeading(row.Claim.Id),
                new DocumentList([.. row.Conflicts.Select(conflict => new DocumentText(Describe(conflict), Tone.Bad))]),
            }),
        ]);

    private static DocumentSection Claims(HardwareMatrix matrix)
    {
        // Rows are omitted from the end where a format limits the size: conflicts come first.
        MatrixRow[] rows = [.. matrix.Rows.OrderBy(row => row.Conflicts.Count == 0)];
        var key = Enum.GetValues<Verdict>()
            .Where(verdict => rows.Any(row => row.Cells.Any(cell => cell?.Outcome.Verdict == verdict)))
            .Select(VerdictMark.Of).Select(mark => ($"{mark.Sign} {mark.Word}", new DocumentText(mark.Meaning)));
        var table = new DocumentTable(
            "The verdict on each device, with the measured value",
            [new("claim", IsCode: true), .. matrix.Devices.Select((_, i) => new DocumentColumn(NumberText.Of(i + 1)))],
            [.. rows.Select(row => (IReadOnlyList<string>)[row.Claim.Id, .. row.Cells.Select(TextOf)])])
        {
            ToneOf = (row, column) =>
                column == 0 ? rows[row].Conflicts.Count > 0 ? Tone.Bad : Tone.Plain
                : rows[row].Cells[column - 1] is { } cell ? VerdictSign.Of(cell).Tone
                : Tone.Plain,
        };
        return new DocumentSection("claims", "Claims", [new DocumentFields([.. key]), table]);
    }

    private static string TextOf(CheckResult? cell)
    {
        if (cell is null) return "";
        var measured = cell.Outcome.Deciding is { } deciding
            ? " " + NumberText.Of(deciding.Measured) + NumberText.OfUnit(deciding.Unit)
            : "";
        return VerdictMark.Of(cell.Outcome.Verdict).Sign + measured;
    }

    private static string Describe(Conflict conflict)
    {
        var allowed = conflict.Allowed switch
        {
            null => "",
            0 => " (the bits have to be the same)",
            { } distance => $" (at most {NumberText.Of(distance)} apart)",
        };
        var values = conflict.Values.Select(value => $"{value.Value} on {string.Join(", ", value.Devices.Select(device => device.Id))}");
        return $"{conflict.What}{allowed}: {string.Join("; ", values)}";
    }
}
