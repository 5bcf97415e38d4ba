// The counts of a run, and the exit code that follows from them.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>How many checks ended how.</summary>
/// <param name="AsExpected">Those that reached the expected verdict: the only passes.</param>
/// <param name="Disagreeing">The pairs of devices that disagree on a claim.</param>
internal sealed record RunSummary(
    int Total, int AsExpected, int Differing, int NotObserved, int Skipped, int Unwritten, int Broken, bool IsComplete, int Disagreeing)
{
    public static RunSummary Of(RunReport report)
    {
        int Judged(Judgement judgement) => report.Results.Count(result => result.Judgement == judgement);
        int Undecided(Verdict verdict) =>
            report.Results.Count(result => result.Judgement == Judgement.Undecided && result.Outcome.Verdict == verdict);

        return new RunSummary(
            report.Results.Count,
            Judged(Judgement.AsExpected),
            Judged(Judgement.Differs),
            Undecided(Verdict.NotObserved),
            Undecided(Verdict.Skipped),
            Undecided(Verdict.Unwritten),
            Judged(Judgement.Broken),
            report.IsComplete,
            report.CrossDevice?.Comparisons.Count(comparison => !comparison.Agree) ?? 0);
    }

    /// <summary>The exit code: a stopped run takes precedence over a failed check, and that over a verdict or a device that
    /// differs.</summary>
    public ExitStatus ExitStatus =>
        !IsComplete ? ExitStatus.Stopped
        : Broken > 0 ? ExitStatus.CheckBroke
        : Differing > 0 || Disagreeing > 0 ? ExitStatus.VerdictDiffers
        : ExitStatus.AsExpected;
}
