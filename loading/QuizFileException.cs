// What stops the loading of a quiz: a file that cannot be read.

namespace QuizKit.Loading;

/// <summary>A file cannot be read: it is missing, locked, forbidden or too long. The message names it and says why, in one line.</summary>
public sealed class QuizFileException : IOException
{
    internal QuizFileException(string path, string reason)
        : base($"cannot read '{path}': {reason}".Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' '))
    {
    }

    internal QuizFileException(string path, Exception cause)
        : base($"cannot read '{path}': {cause.Message}", cause)
    {
    }
}
