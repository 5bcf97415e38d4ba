// How the web page marks a sentence: a sign, a word and the name of a colour, so that none of them is needed to know the verdict.

using System;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Reports.Html;

/// <summary>How a sentence is marked. Unlike <see cref="VerdictSign"/> it tells what is true of the sentence, not whether that was expected.</summary>
/// <param name="Class">The class of the style sheet.</param>
/// <param name="Sign">One character.</param>
/// <param name="Letter">One ASCII character, where the sign cannot be shown.</param>
/// <param name="Word">The verdict in words.</param>
/// <param name="Meaning">What the verdict means.</param>
internal sealed record VerdictMark(string Class, string Sign, string Letter, string Word, string Meaning)
{
    /// <summary>The mark of a sentence that no program can check.</summary>
    public static VerdictMark NotExecutable { get; } =
        new("unchecked", "§", "n", "not checkable", "No program can check the sentence; its details say why.");

    /// <summary>The mark of a sentence whose check a stopped run did not come to.</summary>
    public static VerdictMark NotRun { get; } =
        new("undecided", "…", ".", "not run", "The run was stopped before its check.");

    /// <summary>Returns the mark of a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public static VerdictMark Of(Verdict verdict) => verdict switch
    {
        Verdict.Confirmed => new("confirmed", "✓", "+", "confirmed", "The sentence holds as printed."),
        Verdict.Qualified => new("qualified", "≈", "~", "qualified", "It holds in the regime it speaks of; the finding says where it stops holding."),
        Verdict.Refuted => new("refuted", "✗", "x", "refuted", "It is false as printed."),
        Verdict.NotObserved => new("undecided", "○", "o", "not observed", "It says that something may happen, and in the runs made it did not."),
        Verdict.Skipped => new("undecided", "–", "-", "skipped", "It cannot be checked here; the finding says why."),
        Verdict.Unwritten => new("undecided", "…", ".", "unwritten", "Nobody has written its check yet."),
        Verdict.Error => new("broken", "!", "!", "error", "The check or the device broke; the finding has its message."),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
    };
}
