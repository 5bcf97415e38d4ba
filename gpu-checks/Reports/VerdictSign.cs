// The symbol and the emphasis of a result.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

/// <summary>The symbol of a verdict, the same in every report, and the emphasis of what it means for the run.</summary>
/// <param name="Symbol">One terminal cell wide: that of the verdict, or ! where the run fails by it.</param>
internal sealed record VerdictSign(string Symbol, Tone Tone)
{
    public Style Style => Palette.Of(Tone);

    /// <param name="unicode">Whether the terminal can show more than ASCII.</param>
    public static VerdictSign Of(CheckResult result, bool unicode = true) => (result.Judgement, result.Outcome.Verdict) switch
    {
        (Judgement.Differs or Judgement.Broken, _) => new("!", Tone.Bad),
        (_, Verdict.Confirmed) => new(unicode ? "✓" : "+", Tone.Good),
        (_, Verdict.Qualified) => new(unicode ? "≈" : "~", Tone.Good),
        (_, Verdict.Refuted) => new(unicode ? "✗" : "x", Tone.Good),
        (_, Verdict.NotObserved) => new(unicode ? "○" : "o", Tone.Undecided),
        (_, Verdict.Skipped) => new(unicode ? "–" : "-", Tone.Faint),
        _ => new(unicode ? "…" : ".", Tone.Undecided),
    };
}
