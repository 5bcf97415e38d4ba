// The document of `gpu-checks order --map`.

using QuizKit.Laboratory.Rules;

namespace QuizKit.GpuChecks.Reports;

internal static class RuleDocument
{
    public static Document Of(RuleReport report) => new("Which rule does the order of a sum follow?", RuleSection.Of(report))
    {
        Result = new DocumentText(
            RuleSection.Summary(report),
            report.ExitStatus switch
            {
                ExitStatus.AsExpected => Tone.Good,
                ExitStatus.VerdictDiffers => Tone.Bad,
                _ => Tone.Undecided,
            }),
    };
}
