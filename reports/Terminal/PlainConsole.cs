// A console of plain text for files and pipes: no colour, no control sequences, a fixed width.

using Spectre.Console;

namespace QuizKit.Reports.Terminal;

internal static class PlainConsole
{
    public const int Width = 100;

    /// <summary>Creates a console that writes plain text.</summary>
    public static IAnsiConsole On(TextWriter writer)
    {
        var console = Create(writer, AnsiSupport.No, InteractionSupport.No);
        console.Profile.Width = Width;
        return console;
    }

    public static IAnsiConsole Create(TextWriter writer, AnsiSupport ansi, InteractionSupport interaction) => AnsiConsole.Create(
        new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = ansi,
            Interactive = interaction,

            // Spectre's own enrichers turn colours on for every build server they recognize; its log is a file like any other.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
}
