// How a result looks: a symbol that speaks without colour, and a colour.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

/// <summary>The symbol and the colour of a result.</summary>
/// <param name="Symbol">One cell wide.</param>
/// <param name="Style">The colour.</param>
internal sealed record VerdictSign(string Symbol, Style Style)
{
    /// <summary>Returns the sign of a result.</summary>
    /// <param name="judgement">What the verdict means beside the expected one.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="unicode">Whether the terminal can show more than ASCII.</param>
    public static VerdictSign Of(Judgement judgement, Verdict verdict, bool unicode) => (judgement, verdict) switch
    {
        (Judgement.AsExpected, _) => new(unicode ? "✓" : "+", Palette.Good),
        (Judgement.Differs, _) => new(unicode ? "✗" : "x", Palette.Bad),
        (Judgement.Broken, _) => new("!", Palette.Bad),
        (_, Verdict.NotObserved) => new(unicode ? "○" : "o", Palette.Open),
        (_, Verdict.Skipped) => new(unicode ? "–" : "-", Palette.Faint),
        _ => new(unicode ? "…" : ".", Palette.Open),
    };
}
