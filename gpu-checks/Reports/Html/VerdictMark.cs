// The mark of a verdict: a sign, a word and a colour, each of which is enough to tell it.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Reports.Html;

/// <summary>The mark of a verdict. Unlike <see cref="VerdictSign"/> it does not tell whether it was expected.</summary>
/// <param name="Sign">One character.</param>
internal sealed record VerdictMark(string Class, string Sign, string Word, string Meaning)
{
    /// <summary>The mark of a sentence that no program can check.</summary>
    public static VerdictMark NotExecutable { get; } =
        new("unchecked", "§", "not checkable", "No program can check the sentence; its details say why.");

    /// <summary>The mark of a sentence whose check a stopped run did not reach.</summary>
    public static VerdictMark NotRun { get; } =
        new("undecided", "…", "not run", "The run was stopped before its check.");

    public void Write(Markup page) => page.Element("span", Sign, ("aria-hidden", "true")).Text(" " + Word);

    public static VerdictMark Of(Verdict verdict) => verdict switch
    {
        Verdict.Confirmed => new("confirmed", "✓", "confirmed", "The sentence holds as printed."),
        Verdict.Qualified =>
            new("qualified", "≈", "qualified", "It holds in the regime it speaks of; the finding says where it stops holding."),
        Verdict.Refuted => new("refuted", "✗", "refuted", "It is false as printed."),
        Verdict.NotObserved => new("undecided", "○", "not observed", "It says that something may happen, and in the runs made it did not."),
        Verdict.Skipped => new("undecided", "–", "skipped", "It cannot be checked here; the finding says why."),
        Verdict.Unwritten => new("undecided", "…", "unwritten", "Nobody has written its check yet."),
        Verdict.Error => new("broken", "!", "error", "The check or the device broke; the finding has its message."),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
    };
}
