// Where the tool writes: for people, for programs, and on the error stream.

using System;
using System.IO;
using System.Text;
using Spectre.Console;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>The streams of a command.</summary>
/// <param name="Output">What people read.</param>
/// <param name="Data">What programs read: the same stream as <paramref name="Output"/>, always UTF-8 and never wrapped.</param>
/// <param name="Error">Errors, notes and progress.</param>
internal sealed record Terminal(IAnsiConsole Output, TextWriter Data, IAnsiConsole Error)
{
    /// <summary>The width of text that goes to a file or a pipe, in characters.</summary>
    public const int PlainWidth = 100;

    /// <summary>The streams of this process.</summary>
    public static Terminal OfProcess()
    {
        // The code pages of Windows consoles lack most of the letters that formulas are written in.
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected) Console.OutputEncoding = Encoding.UTF8;
        var data = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        return new Terminal(
            Console.IsOutputRedirected ? Plain(Console.Out) : Coloured(Console.Out),
            data,
            Console.IsErrorRedirected ? Plain(Console.Error) : Coloured(Console.Error));
    }

    /// <summary>A console of plain text: no colour, no control sequences, a fixed width.</summary>
    /// <param name="writer">Where the text goes.</param>
    public static IAnsiConsole Plain(TextWriter writer)
    {
        IAnsiConsole console = Create(writer, AnsiSupport.No, InteractionSupport.No);
        console.Profile.Width = PlainWidth;
        return console;
    }

    /// <summary>Writes one line on the error stream, however long, with no wrapping.</summary>
    /// <param name="line">The line.</param>
    public void WriteErrorLine(string line)
    {
        TextWriter writer = Error.Profile.Out.Writer;
        writer.WriteLine(line);
        writer.Flush();
    }

    private static IAnsiConsole Coloured(TextWriter writer) => Create(writer, AnsiSupport.Detect, InteractionSupport.Yes);

    // Spectre's own enrichers turn colours on wherever they recognise a build server; its log is a file like any other.
    private static IAnsiConsole Create(TextWriter writer, AnsiSupport ansi, InteractionSupport interaction) => AnsiConsole.Create(
        new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = ansi,
            Interactive = interaction,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
}
