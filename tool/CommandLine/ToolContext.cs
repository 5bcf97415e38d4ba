// What a command works with.

using QuizKit.Loading;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.CommandLine;

/// <summary>The streams of a command and what stops it.</summary>
/// <param name="OpenInput">Opens the standard input.</param>
/// <param name="Output">What a command is asked for.</param>
/// <param name="Error">Errors and summaries.</param>
/// <param name="Cancellation">Stops the work between two files.</param>
/// <param name="IsTerminal">Whether a person reads the error stream.</param>
internal sealed record ToolContext(
    Func<Stream> OpenInput, TextWriter Output, TextWriter Error, CancellationToken Cancellation, bool IsTerminal = false)
{
    /// <summary>Reads a file, or the standard input under the name that it shall have.</summary>
    /// <exception cref="QuizFileException">It cannot be read.</exception>
    public InputFile Read(string path, string inputName)
    {
        if (path != FileSearch.StandardInput) return InputFile.Read(path);
        using var input = OpenInput();
        return InputFile.Read(inputName, input);
    }
}
