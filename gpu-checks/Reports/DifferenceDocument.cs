// The document of `gpu-checks why`.

using QuizKit.Laboratory.Differences;

namespace QuizKit.GpuChecks.Reports;

internal static class DifferenceDocument
{
    public static Document Of(DifferenceReport report) => new(
        $"Why {report.First} and {report.Second} differ", DifferenceSection.Of(report))
    {
        Result = new DocumentText(DifferenceSection.Summary(report), report.ExitStatus == ExitStatus.AsExpected ? Tone.Good : Tone.Bad),
        Introduction =
        [
            new DocumentFields(
            [
                ("inputs", new DocumentText(string.Join(" and ", report.Inputs))),
                .. report.Compared == 0 ? System.Array.Empty<(string, DocumentText)>()
                    : [("different", new DocumentText(DifferenceSection.ShareOf(report)))],
                ("calls", new DocumentText(NumberText.Of(report.Calls))),
                ("seed", new DocumentText(NumberText.Of((long)report.Seed))),
            ]),
        ],
    };
}
