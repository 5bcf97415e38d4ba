// What grading a reply finds. A learner may type anything: what cannot be read is a result with its reason, never an exception.

namespace QuizKit;

/// <summary>What came of grading a reply.</summary>
public enum GradeOutcome
{
    /// <summary>The reply could not be read, so it says nothing about its learner: show <see cref="GradeResult.Reason"/> and ask
    /// again.</summary>
    NotUnderstood,

    /// <summary>The reply was read, and is wrong.</summary>
    Incorrect,

    /// <summary>The reply is right.</summary>
    Correct,

    /// <summary>Only the learner can tell: show the answer and let them compare.</summary>
    SelfGraded,
}

/// <summary>Why a reply could not be read: <see cref="GradeResult.Reason"/> says it in English, this says it to a program.</summary>
public enum ReplyProblem
{
    /// <summary>There is no problem.</summary>
    None,

    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>It is neither true nor false.</summary>
    NotTrueOrFalse,

    /// <summary>It is not a number.</summary>
    NotANumber,

    /// <summary>It has a comma, a point or a space of which it is not clear whether it begins the decimals or groups the
    /// thousands.</summary>
    AmbiguousSeparator,

    /// <summary>It is a number that a <see cref="double"/> cannot hold.</summary>
    OutOfRange,

    /// <summary>The number is followed by words that are not the question's unit.</summary>
    UnknownUnit,

    /// <summary>It is a percentage, and the question does not say whether it wants the 50 or the 0.5 of "50%".</summary>
    AmbiguousPercentage,

    /// <summary>It names something that is not one of the question's choices.</summary>
    UnknownChoice,

    /// <summary>It names more than one of the question's choices by the same words.</summary>
    AmbiguousChoice,
}

/// <summary>The result of grading one reply. Immutable.</summary>
public sealed class GradeResult
{
    internal static readonly GradeResult SelfGraded = new(GradeOutcome.SelfGraded);

    private GradeResult(
        GradeOutcome outcome,
        double? number = null,
        bool repeatsPrintedError = false,
        ReplyProblem problem = ReplyProblem.None,
        string? reason = null,
        IReadOnlyList<Choice>? wrongChoices = null)
    {
        Outcome = outcome;
        Number = number;
        RepeatsPrintedError = repeatsPrintedError;
        Problem = problem;
        Reason = reason;
        WrongChoices = Frozen.Copy(wrongChoices ?? [], nameof(wrongChoices));
    }

    /// <summary>What came of it.</summary>
    public GradeOutcome Outcome { get; }

    /// <summary>Whether the reply is right.</summary>
    public bool IsCorrect => Outcome == GradeOutcome.Correct;

    /// <summary>
    /// Whether the reply is wrong in the way of the printed answer: it is the <see cref="NumericQuestion.PrintedValue"/> that an erratum
    /// corrects. The learner computed as the author did, or has read the book.
    /// </summary>
    public bool RepeatsPrintedError { get; }

    /// <summary>The number that the reply was read as, or null where the question is not numeric or the reply was not understood.</summary>
    public double? Number { get; }

    /// <summary>Why the reply was not understood; <see cref="ReplyProblem.None"/> where it was.</summary>
    public ReplyProblem Problem { get; }

    /// <summary>Why the reply was not understood and how to write it, as an English sentence of one line; null where it was.</summary>
    public string? Reason { get; }

    /// <summary>
    /// The wrong choices that were chosen, in the order of the question; empty otherwise. Each may have a <see cref="Choice.Feedback"/> to show
    /// and a <see cref="Choice.Misconception"/>.
    /// </summary>
    public IReadOnlyList<Choice> WrongChoices { get; }

    /// <summary>Returns the outcome, and the reason where there is one.</summary>
    public override string ToString() => Reason is null ? Outcome.ToString() : $"{Outcome}: {Reason}";

    internal static GradeResult Of(bool isCorrect) => new(isCorrect ? GradeOutcome.Correct : GradeOutcome.Incorrect);

    internal static GradeResult OfChoices(bool isCorrect, IReadOnlyList<Choice> wrongChoices) =>
        new(isCorrect ? GradeOutcome.Correct : GradeOutcome.Incorrect, wrongChoices: wrongChoices);

    internal static GradeResult OfNumber(double number, bool isCorrect, bool repeatsPrintedError) =>
        new(isCorrect ? GradeOutcome.Correct : GradeOutcome.Incorrect, number, repeatsPrintedError);

    internal static GradeResult NotUnderstood(ReplyProblem problem, string reason) =>
        new(GradeOutcome.NotUnderstood, problem: problem, reason: reason);

    internal static GradeResult Empty { get; } = NotUnderstood(ReplyProblem.Empty, "There is no reply.");
}
