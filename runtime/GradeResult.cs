// What grading a reply finds. A learner may type anything: what cannot be read is a result with its reason, never an exception.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>What came of grading a reply.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GradeOutcome>))]
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

/// <summary>Why a reply could not be read: <see cref="GradeResult.Reason"/> says it in words, this says it to a program.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplyProblem>))]
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

    /// <summary>The number is followed by the question's unit with other capital letters: of symbols these count, as in mW and
    /// MW.</summary>
    UnitCase,
}

/// <summary>The result of grading one reply. Immutable.</summary>
public sealed class GradeResult
{
    internal static readonly GradeResult SelfGraded = new(GradeOutcome.SelfGraded);

    private readonly ReplyReason _reason;
    private readonly string _language;

    private GradeResult(
        GradeOutcome outcome,
        double? number = null,
        bool repeatsPrintedError = false,
        ReplyProblem problem = ReplyProblem.None,
        ReplyReason reason = ReplyReason.Empty,
        string language = "en",
        string? quotation = null,
        string? expected = null,
        IReadOnlyList<Choice>? choices = null,
        Slip? slip = null,
        double? score = null)
    {
        Slip = slip;
        Score = score ?? outcome switch { GradeOutcome.Correct => 1, GradeOutcome.Incorrect => 0, _ => null };
        Outcome = outcome;
        Number = number;
        RepeatsPrintedError = repeatsPrintedError;
        Problem = problem;
        Quotation = quotation;
        Expected = expected;
        _reason = reason;
        _language = language;
        Choices = Frozen.CopyOrEmpty(choices, nameof(choices));
        WrongChoices = Choices.Count == 0 ? Choices : Frozen.Copy([.. Choices.Where(choice => !choice.IsCorrect)], nameof(choices));
    }

    /// <summary>What came of it.</summary>
    public GradeOutcome Outcome { get; }

    /// <summary>Whether the reply is right.</summary>
    public bool IsCorrect => Outcome == GradeOutcome.Correct;

    /// <summary>
    /// How much of the reply is right, from 0 to 1; null where it was not graded. Between them lies only a wrong reply to a question with
    /// several right choices: it gains 1/r for each of the r right ones and loses 1/w for each of the w wrong ones, down to 0, so that
    /// choosing all or nothing gains nothing.
    /// </summary>
    /// <remarks>The rule is that of R/exams for partial credit (<c>exams_eval(partial = TRUE, negative = FALSE, rule =
    /// "false")</c>).</remarks>
    public double? Score { get; }

    /// <summary>
    /// Whether the reply is wrong in the way of the printed answer: it is the <see cref="NumericQuestion.PrintedValue"/> that an erratum
    /// corrects. The learner computed as the author did, or has read the book.
    /// </summary>
    public bool RepeatsPrintedError { get; }

    /// <summary>The number that the reply was read as, or null where the question is not numeric or the reply was not understood.</summary>
    public double? Number { get; }

    /// <summary>Why the reply was not understood; <see cref="ReplyProblem.None"/> where it was.</summary>
    public ReplyProblem Problem { get; }

    /// <summary>
    /// Why the reply was not understood and how to write it, as one line in the language of the quiz, or in English where that has no
    /// texts; null where it was understood.
    /// </summary>
    public string? Reason => ReasonIn(_language);

    /// <summary>The part of the reply that was not understood, in quotation marks and shortened; null where there is none.</summary>
    public string? Quotation { get; }

    /// <summary>What was expected: a number for an example, the unit, or the letter of the last choice; null where there is
    /// nothing to name.</summary>
    public string? Expected { get; }

    /// <summary>
    /// Returns <see cref="Reason"/> in a language that the app chooses: English, German, French, Spanish, Chinese in simplified characters
    /// or Arabic. Any other language gets English. The culture of the thread has no influence.
    /// </summary>
    /// <param name="language">A BCP 47 tag such as <c>de</c> or <c>zh-Hans</c>, of which the language counts.</param>
    public string? ReasonIn(string language)
    {
        _ = language ?? throw new ArgumentNullException(nameof(language));
        return Outcome == GradeOutcome.NotUnderstood ? ReplyReasons.Write(_reason, language, Quotation ?? "", Expected ?? "") : null;
    }

    /// <summary>The choices that were chosen, in the order of the question; empty for other kinds of questions and for a reply that was not
    /// understood.</summary>
    public IReadOnlyList<Choice> Choices { get; }

    /// <summary>
    /// The wrong choices that were chosen, in the order of the question; empty otherwise. Each may have a <see cref="Choice.Feedback"/> to
    /// show and a <see cref="Choice.Misconception"/>.
    /// </summary>
    public IReadOnlyList<Choice> WrongChoices { get; }

    /// <summary>The mistake that leads to the wrong number of the reply, if the question knows one, with the feedback to show; otherwise
    /// null.</summary>
    public Slip? Slip { get; }

    /// <summary>What the author says to this reply: the feedback of its wrong choices, or that of its slip; empty where that is
    /// nothing.</summary>
    public IReadOnlyList<RichText> Feedback =>
        Slip is null ? [.. WrongChoices.Select(choice => choice.Feedback).OfType<RichText>()] : [Slip.Feedback];

    /// <summary>Returns the outcome, and the reason where there is one.</summary>
    public override string ToString() => Reason is null ? Outcome.ToString() : $"{Outcome}: {Reason}";

    internal static GradeResult Of(bool isCorrect) => new(isCorrect ? GradeOutcome.Correct : GradeOutcome.Incorrect);

    internal static GradeResult OfChoices(double score, IReadOnlyList<Choice> choices) =>
        new(score == 1 ? GradeOutcome.Correct : GradeOutcome.Incorrect, choices: choices, score: score);

    internal static GradeResult OfNumber(double number, bool isCorrect, bool repeatsPrintedError, Slip? slip) =>
        new(isCorrect ? GradeOutcome.Correct : GradeOutcome.Incorrect, number, repeatsPrintedError, slip: slip);

    internal static GradeResult NotUnderstood(
        ReplyProblem problem, ReplyReason reason, string language, string? quotation = null, string? expected = null) =>
        new(GradeOutcome.NotUnderstood, null, false, problem, reason, language, quotation, expected);

    internal static GradeResult Empty(string language) => NotUnderstood(ReplyProblem.Empty, ReplyReason.Empty, language);
}
