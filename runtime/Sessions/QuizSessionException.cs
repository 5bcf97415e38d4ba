// Why a saved session or progress could not be read or merged.

namespace QuizKit.Sessions;

/// <summary>Why a saved session or progress was refused.</summary>
public enum SessionProblem
{
    /// <summary>It is not the JSON that QuizKit writes.</summary>
    Malformed,

    /// <summary>It ends in the middle.</summary>
    Truncated,

    /// <summary>It is longer than <see cref="QuizProgress.LongestJson"/>.</summary>
    TooLong,

    /// <summary>It is of a version that a newer QuizKit writes.</summary>
    NewerVersion,

    /// <summary>It belongs to another quiz.</summary>
    OtherQuiz,

    /// <summary>It belongs to another session of the quiz, with another start, seed or other questions.</summary>
    OtherSession,
}

/// <summary>
/// A saved session or progress that cannot be used. The message is one line that names the place and what to do. Nothing was changed: keep
/// the text, for it may be the only copy.
/// </summary>
public sealed class QuizSessionException : FormatException
{
    /// <summary>Creates the exception.</summary>
    public QuizSessionException()
        : this(SessionProblem.Malformed, "The saved session is not valid.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public QuizSessionException(string message)
        : this(SessionProblem.Malformed, message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public QuizSessionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal QuizSessionException(SessionProblem problem, string message)
        : base(message) => Problem = problem;

    /// <summary>What is wrong, for a program.</summary>
    public SessionProblem Problem { get; }
}
