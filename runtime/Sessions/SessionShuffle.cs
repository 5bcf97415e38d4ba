// What the seed of a session puts into another order.

namespace QuizKit.Sessions;

/// <summary>What the seed of a session puts into another order.</summary>
[Flags]
public enum SessionShuffle
{
    /// <summary>Nothing: the order of the file.</summary>
    None = 0,

    /// <summary>The questions.</summary>
    Questions = 1,

    /// <summary>The choices of each question.</summary>
    Choices = 2,

    /// <summary>The questions, and the choices of each.</summary>
    All = Questions | Choices,
}
