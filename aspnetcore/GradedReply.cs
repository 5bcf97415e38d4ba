// What is sent after a reply.

namespace QuizKit.AspNetCore;

/// <summary>
/// A graded reply, as it is sent. An endpoint filter that stores scores finds it as the value of the result. Immutable.
/// </summary>
public sealed class GradedReply
{
    internal GradedReply(Question question, GradeResult result)
    {
        QuestionId = question.Id;
        Outcome = result.Outcome;
        Score = result.Score;
        Number = result.Number;
        Choices = question is ChoiceQuestion choice
            ? [.. Enumerable.Range(0, choice.Choices.Count).Where(i => result.Choices.Contains(choice.Choices[i]))]
            : [];
        RepeatsPrintedError = result.RepeatsPrintedError;
        Problem = result.Problem;
        Reason = result.Reason;
        Feedback = result.Feedback;
        Answer = result.Outcome == GradeOutcome.NotUnderstood ? null : new RevealedAnswer(question);
    }

    /// <summary>The id of the question.</summary>
    public string QuestionId { get; }

    /// <summary>What came of it.</summary>
    public GradeOutcome Outcome { get; }

    /// <summary>How much of the reply is right, from 0 to 1; null where it was not graded.</summary>
    public double? Score { get; }

    /// <summary>The number that the reply was read as; null for other kinds and where it was not understood.</summary>
    public double? Number { get; }

    /// <summary>The choices that the reply was read as: their places in the order shown, from 0.</summary>
    public IReadOnlyList<int> Choices { get; }

    /// <summary>Whether the reply is the printed number that an erratum corrects.</summary>
    public bool RepeatsPrintedError { get; }

    /// <summary>Why the reply was not understood, for a program.</summary>
    public ReplyProblem Problem { get; }

    /// <summary>Why the reply was not understood and how to write it, in the language of the quiz; null where it was understood.</summary>
    public string? Reason { get; }

    /// <summary>What the author says to this reply; mostly empty.</summary>
    public IReadOnlyList<RichText> Feedback { get; }

    /// <summary>The answer; null where the reply was not understood, so that the learner can write it in another way.</summary>
    public RevealedAnswer? Answer { get; }
}
