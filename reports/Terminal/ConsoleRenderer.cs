// An exhibit on a terminal. Plots stay with the web page; a tree is its lines.

using System.Collections.Generic;
using System.Linq;
using QuizKit.Reports.Html;
using Spectre.Console;

namespace QuizKit.Reports.Terminal;

internal static class ConsoleRenderer
{
    private const int MostTreeLines = 12;

    /// <summary>Writes an exhibit.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="exhibit">The exhibit.</param>
    public static void Write(IAnsiConsole console, DocumentSection exhibit)
    {
        new Line().Add(exhibit.Title, Palette.Strong).WriteTo(console);
        foreach (DocumentBlock piece in exhibit.Pieces) Write(console, piece);
        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, DocumentBlock piece)
    {
        switch (piece)
        {
            case DocumentHeading heading:
                console.WriteLine();
                new Line().Add(heading.Text, Palette.Strong).WriteTo(console);
                break;
            case DocumentText text:
                TextBlock.Write(console, new Line(), string.Concat(CodeSpans.Of(text.Text).Select(span => span.Text)));
                break;
            case DocumentTable table:
                WriteTable(console, table);
                break;
            case DocumentTree tree:
                WriteTree(console, tree);
                break;
        }
    }

    private static void WriteTable(IAnsiConsole console, DocumentTable table)
    {
        console.WriteLine();
        TextBlock.Write(console, new Line(), table.Caption, Palette.Faint);
        Table grid = new Table().Border(TableBorder.None);
        foreach (DocumentColumn column in table.Columns)
        {
            grid.AddColumn(new TableColumn(new Text(column.Name, Palette.Faint))
            {
                Alignment = column.IsNumber ? Justify.Right : Justify.Left,
                Padding = new Padding(0, 0, 2, 0),
                NoWrap = column == table.Columns[0],
            });
        }

        foreach (IReadOnlyList<string> row in table.Rows) grid.AddRow(row.Select(cell => new Text(cell)));
        console.Write(grid);
        console.WriteLine();
    }

    private static void WriteTree(IAnsiConsole console, DocumentTree piece)
    {
        TextBlock.Write(console, new Line(), $"{piece.Title}: {TreeText.Caption(piece.Tree)}", Palette.Faint);
        List<string> lines = [.. TreeText.Lines(piece.Tree).Take(MostTreeLines + 1)];
        foreach (string line in lines.Take(MostTreeLines)) new Line().Add("  " + line).WriteTo(console);
        if (lines.Count > MostTreeLines) new Line().Add("  …", Palette.Faint).WriteTo(console);
    }
}
