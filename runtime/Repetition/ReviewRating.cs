// How well a learner recalled something.

namespace QuizKit.Repetition;

/// <summary>How well a learner recalled something: the grades of FSRS, with their numbers.</summary>
public enum ReviewRating
{
    /// <summary>Not recalled.</summary>
    Again = 1,

    /// <summary>Recalled with difficulty.</summary>
    Hard = 2,

    /// <summary>Recalled.</summary>
    Good = 3,

    /// <summary>Recalled without effort.</summary>
    Easy = 4,
}
