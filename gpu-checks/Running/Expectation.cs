// The rule that compares a verdict with the expected one. The exit code, the table and the JSON all use it.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>A verdict compared with the expected one.</summary>
internal enum Judgement
{
    /// <summary>The check reached the expected verdict.</summary>
    AsExpected,

    /// <summary>The check reached another verdict than the expected one: a failure.</summary>
    Differs,

    /// <summary>Nothing was decided (skipped, unwritten, or a possibility that did not show): neither a failure nor a pass.</summary>
    Undecided,

    /// <summary>The check itself failed.</summary>
    Broken,
}

internal static class Expectation
{
    /// <summary>Compares a verdict with an expected one.</summary>
    /// <param name="isExistential">Whether the claim says that something may happen, so that not observing it refutes nothing.</param>
    public static Judgement Judge(ExpectedVerdict expected, bool isExistential, Verdict verdict) => verdict switch
    {
        Verdict.Confirmed => Compare(expected, ExpectedVerdict.Confirmed),
        Verdict.Qualified => Compare(expected, ExpectedVerdict.Qualified),
        Verdict.Refuted => Compare(expected, ExpectedVerdict.Refuted),
        Verdict.NotObserved => isExistential ? Judgement.Undecided : Judgement.Differs,
        Verdict.Skipped or Verdict.Unwritten => Judgement.Undecided,
        Verdict.Error => Judgement.Broken,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
    };

    private static Judgement Compare(ExpectedVerdict expected, ExpectedVerdict found) =>
        expected == found ? Judgement.AsExpected : Judgement.Differs;
}
