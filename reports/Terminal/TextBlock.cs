// Wraps text to the width of the terminal.

using System.Text;
using Spectre.Console;

namespace QuizKit.Reports.Terminal;

internal static class TextBlock
{
    private const int NarrowestBlock = 20;

    /// <summary>Breaks text at spaces into lines of a width; a word too long for a line is broken too.</summary>
    /// <param name="text">Any text; its own line ends count as spaces.</param>
    /// <param name="width">The width in terminal cells.</param>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in OneLine.Of(text).Split(' ').SelectMany(word => Pieces(word, width)))
        {
            var needed = line.ToString().GetCellWidth() + 1 + word.GetCellWidth();
            if (line.Length > 0 && needed > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }

    /// <summary>Writes text after the start of a line; further lines are indented to the same column.</summary>
    public static void Write(IAnsiConsole console, Line start, string text, Style? style = null)
    {
        var margin = start.Width;
        var lines = Wrap(text, System.Math.Max(console.Profile.Width - margin, NarrowestBlock));
        start.Add(lines[0], style).WriteTo(console);
        foreach (var line in lines.Skip(1)) new Line().MoveTo(margin).Add(line, style).WriteTo(console);
    }

    /// <summary>Cuts text to a width, with an ellipsis where text is omitted.</summary>
    /// <param name="text">Any text; its own line ends count as spaces.</param>
    /// <param name="unicode">Whether the terminal can show more than ASCII.</param>
    public static string Cut(string text, int width, bool unicode)
    {
        var line = OneLine.Of(text);
        if (line.GetCellWidth() <= width) return line;
        var ellipsis = unicode ? "…" : "...";
        return Wrap(line, System.Math.Max(width - ellipsis.Length - 1, 1))[0] + " " + ellipsis;
    }

    private static IEnumerable<string> Pieces(string word, int width)
    {
        var piece = new StringBuilder();
        foreach (var rune in word.EnumerateRunes())
        {
            if (piece.Length > 0 && (piece.ToString() + rune).GetCellWidth() > width)
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune);
        }

        yield return piece.ToString();
    }
}
