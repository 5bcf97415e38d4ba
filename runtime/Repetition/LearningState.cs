// Where a card stands in its learning.

namespace QuizKit.Repetition;

/// <summary>Where a card stands in its learning.</summary>
public enum LearningState
{
    /// <summary>Never reviewed.</summary>
    New,

    /// <summary>In the steps before the first interval of days.</summary>
    Learning,

    /// <summary>In intervals of days.</summary>
    Review,

    /// <summary>Forgotten, and in the steps before the next interval of days.</summary>
    Relearning,
}
