// What came of a reply.

namespace QuizKit.Sessions;

/// <summary>What came of a reply. Immutable.</summary>
public sealed class ReplyStep
{
    internal ReplyStep(GradeResult result, QuizSession session, QuestionTurn? turn)
    {
        Result = result;
        Session = session;
        Turn = turn;
    }

    /// <summary>The result of grading.</summary>
    public GradeResult Result { get; }

    /// <summary>The session after the reply: save this one.</summary>
    public QuizSession Session { get; }

    /// <summary>
    /// The turn that goes on: where the reply was not understood, which counts for nothing, or where the learner grades it
    /// (<see cref="QuestionTurn.GradeSelf"/>). Null where the question has its result.
    /// </summary>
    public QuestionTurn? Turn { get; }
}
