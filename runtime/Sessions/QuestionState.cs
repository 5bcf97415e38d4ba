// Where a question of a session stands.

namespace QuizKit.Sessions;

/// <summary>Where a question of a session stands.</summary>
public enum QuestionState
{
    /// <summary>It has no result yet.</summary>
    Open,

    /// <summary>It has no result yet, and was put off.</summary>
    Skipped,

    /// <summary>A reply was graded.</summary>
    Answered,

    /// <summary>The answer was shown without a graded reply.</summary>
    Revealed,
}
