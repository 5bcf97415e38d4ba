// The rows of a table as lines of text, in columns of equal width.

using System.Text;
using Markdig.Extensions.Tables;

namespace QuizKit.Language.Rendering;

internal static class ColumnLayout
{
    private const string Gap = " │ ";

    /// <summary>The rows in columns with a line below the header; a column is as wide as its widest cell.</summary>
    /// <param name="rows">The cells of each row; a row may have fewer cells than others.</param>
    /// <param name="hasHeader">Whether the first row is the header.</param>
    /// <param name="alignments">On which side the words of each column stand; null for the left.</param>
    public static string Align(
        IReadOnlyList<IReadOnlyList<string>> rows, bool hasHeader, IReadOnlyList<TableColumnAlign?> alignments)
    {
        var count = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        int[] widths = [.. Enumerable.Range(0, count).Select(column => rows.Max(row => DisplayWidth.Of(CellOf(row, column))))];
        var lines = new List<string>();
        foreach (var row in rows)
        {
            var cells = widths.Select((width, column) => Pad(CellOf(row, column), width, alignments.ElementAtOrDefault(column)));
            lines.Add(string.Join(Gap, cells).TrimEnd(' '));
            if (hasHeader && lines.Count == 1) lines.Add(string.Join("─┼─", widths.Select(width => new string('─', width))));
        }

        return string.Join("\n", lines);
    }

    private static string CellOf(IReadOnlyList<string> row, int column) => column < row.Count ? row[column] : "";

    private static string Pad(string cell, int width, TableColumnAlign? alignment)
    {
        var room = width - DisplayWidth.Of(cell);
        var left = alignment switch
        {
            TableColumnAlign.Right => room,
            TableColumnAlign.Center => room / 2,
            _ => 0,
        };
        return new StringBuilder().Append(' ', left).Append(cell).Append(' ', room - left).ToString();
    }
}
