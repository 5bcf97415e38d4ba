// The symbol and the emphasis of a result.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

/// <summary>The symbol and the emphasis of a result.</summary>
/// <param name="Symbol">One terminal cell wide.</param>
internal sealed record VerdictSign(string Symbol, Tone Tone)
{
    public Style Style => Palette.Of(Tone);

    /// <param name="unicode">Whether the terminal can show more than ASCII.</param>
    public static VerdictSign Of(CheckResult result, bool unicode = true) => (result.Judgement, result.Outcome.Verdict) switch
    {
        (Judgement.AsExpected, _) => new(unicode ? "✓" : "+", Tone.Good),
        (Judgement.Differs, _) => new(unicode ? "✗" : "x", Tone.Bad),
        (Judgement.Broken, _) => new("!", Tone.Bad),
        (_, Verdict.NotObserved) => new(unicode ? "○" : "o", Tone.Undecided),
        (_, Verdict.Skipped) => new(unicode ? "–" : "-", Tone.Faint),
        _ => new(unicode ? "…" : ".", Tone.Undecided),
    };
}
