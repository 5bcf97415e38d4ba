// The document of `gpu-checks tolerance`.

using System.Globalization;
using QuizKit.Laboratory.Tolerance;

namespace QuizKit.GpuChecks.Reports;

internal static class ToleranceDocument
{
    public static Document Of(ToleranceReport report) => new(
        $"The tolerance of {ToleranceSection.TitleOf(report)}", ToleranceSection.Of(report))
    {
        Result = new DocumentText(ToleranceSection.Summary(report), report.Chosen.Exists ? Tone.Good : Tone.Bad),
        Introduction =
        [
            new DocumentFields(
            [
                ("tested", new DocumentText(report.Tested)),
                ("expected", new DocumentText(report.Expected)),
                ("data", new DocumentText(report.Data)),
                .. report.Exact is { } exact
                    ? [("exact result", new DocumentText(NumberText.Of(exact)))] : System.Array.Empty<(string, DocumentText)>(),
                ("Σ|x|", new DocumentText(NumberText.Of(report.LargestMagnitude))),
                ("Σ|x|/|Σx|", new DocumentText(report.LargestCondition.ToString("0.##e0", CultureInfo.InvariantCulture))),
            ]),
        ],
    };
}
