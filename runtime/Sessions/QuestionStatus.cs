// How the progress on a question relates to the question as it is now.

namespace QuizKit.Sessions;

/// <summary>How recorded results relate to a question as it is now.</summary>
public enum QuestionStatus
{
    /// <summary>There is no result.</summary>
    New,

    /// <summary>There is a result for the question as it is.</summary>
    Unchanged,

    /// <summary>Every result is for a question with this id that asked something else, or had another right answer.</summary>
    Revised,

    /// <summary>There are records, and the quiz has no such question any more.</summary>
    Removed,
}
