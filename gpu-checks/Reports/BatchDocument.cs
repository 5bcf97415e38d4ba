// The document of `gpu-checks batch`.

using QuizKit.Laboratory.Batch;

namespace QuizKit.GpuChecks.Reports;

internal static class BatchDocument
{
    public static Document Of(BatchReport report) => new("Do the bits of a row depend on the batch?", BatchSection.Of(report))
    {
        Result = new DocumentText(
            BatchSection.Summary(report),
            report.ExitStatus switch
            {
                ExitStatus.AsExpected => Tone.Good,
                ExitStatus.VerdictDiffers => Tone.Bad,
                _ => Tone.Undecided,
            }),
    };
}
