// The exit codes of every command.

namespace QuizKit.Tool.CommandLine;

internal static class ExitCode
{
    /// <summary>Nothing to complain about.</summary>
    public const int Success = 0;

    /// <summary>Errors were found, a file would change, a question was not imported, or two quizzes differ.</summary>
    public const int Found = 1;

    /// <summary>Bad usage, or a file cannot be read or written.</summary>
    public const int Unusable = 2;

    /// <summary>Stopped with Ctrl-C.</summary>
    public const int Stopped = 130;
}
