// What a learner did with a question, as a session records it.

namespace QuizKit.Sessions;

/// <summary>What a learner did with a question.</summary>
public enum RecordKind
{
    /// <summary>One more hint was shown.</summary>
    Hint,

    /// <summary>The question was put off.</summary>
    Skip,

    /// <summary>A reply was understood and graded.</summary>
    Reply,

    /// <summary>The answer was shown without a graded reply.</summary>
    Reveal,

    /// <summary>The learner compared their reply to an open question with the answer.</summary>
    SelfGrade,
}
