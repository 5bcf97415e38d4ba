// What ends a command: bad usage, or a file that cannot be read or written.

namespace QuizKit.Tool.Files;

/// <summary>Ends the command with one line on the error stream and exit code 2.</summary>
/// <param name="line">The line, without the name of the tool.</param>
internal sealed class ToolException(string line) : Exception(line.Replace("\r", "").Replace('\n', ' '))
{
    /// <summary>Whether an exception says that a file or folder cannot be used.</summary>
    public static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    public static ToolException Unreadable(string path, string reason) => new($"cannot read '{path}': {reason}");

    public static ToolException Unwritable(string path, string reason) => new($"cannot write '{path}': {reason}");
}
