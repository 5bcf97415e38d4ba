// One line of terminal text in styled segments, which are never parsed as markup, so brackets in a quiz stay brackets.

using Spectre.Console;

namespace QuizKit.Reports.Terminal;

internal sealed class Line
{
    private readonly List<(string Text, Style Style)> _pieces = [];

    /// <summary>The number of terminal cells taken so far.</summary>
    public int Width { get; private set; }

    /// <param name="text">The text, without line ends.</param>
    public Line Add(string text, Style? style = null)
    {
        _pieces.Add((text, style ?? Palette.Plain));
        Width += text.GetCellWidth();
        return this;
    }

    /// <summary>Pads to a column, counted from 0, unless the line is longer already.</summary>
    public Line MoveTo(int column) => column > Width ? Add(new string(' ', column - Width)) : this;

    /// <summary>Adds text that ends at a column.</summary>
    /// <param name="column">The column after its last cell.</param>
    public Line AddRightAligned(string text, int column, Style? style = null) =>
        text.Length == 0 ? this : MoveTo(column - text.GetCellWidth()).Add(text, style);

    /// <summary>Writes the line; a terminal too narrow for it breaks it.</summary>
    public void WriteTo(IAnsiConsole console)
    {
        var paragraph = new Paragraph();
        foreach ((var text, var style) in _pieces) paragraph.Append(text, style);
        console.Write(paragraph);
        console.WriteLine();
    }
}
