// The streams of the tool: for people, for programs, and for errors.

using System.Text;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>The streams of a command.</summary>
/// <param name="Output">Text for people.</param>
/// <param name="Data">Text for programs: the same stream as <paramref name="Output"/>, always UTF-8 and never wrapped.</param>
/// <param name="Error">Errors, notes and progress.</param>
internal sealed record Terminal(IAnsiConsole Output, TextWriter Data, IAnsiConsole Error)
{
    public static Terminal OfProcess()
    {
        // The code pages of Windows consoles lack most letters of formulas.
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected) Console.OutputEncoding = Encoding.UTF8;
        var output = new StandardStream(Console.OpenStandardOutput(), isError: false);
        var error = new StandardStream(Console.OpenStandardError(), isError: true);
        return new Terminal(
            Console.IsOutputRedirected ? PlainConsole.On(Writer(output, Console.Out.Encoding)) : Coloured(Console.Out),
            new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" },
            Console.IsErrorRedirected ? PlainConsole.On(Writer(error, Console.Error.Encoding)) : Coloured(Console.Error));

        static TextWriter Writer(Stream stream, Encoding encoding) =>
            TextWriter.Synchronized(new StreamWriter(stream, encoding) { AutoFlush = true });
    }

    /// <summary>Writes one line on the error stream, however long, with no wrapping.</summary>
    public void WriteErrorLine(string line)
    {
        var writer = Error.Profile.Out.Writer;
        writer.WriteLine(line);
        writer.Flush();
    }

    private static IAnsiConsole Coloured(TextWriter writer) => PlainConsole.Create(writer, AnsiSupport.Detect, InteractionSupport.Yes);
}
