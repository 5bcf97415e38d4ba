// The Markdown of a range of the file block by block: where its source alone would mean something else, because the range begins or
// ends within a list, a quotation or a table, or because a comment kept its neighbours apart.

using System.Globalization;
using System.Text.RegularExpressions;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

/// <summary>Writes the blocks in one style, and their words as the author wrote them.</summary>
internal sealed class MarkdownBlocks
{
    // Words that would begin a block, or end a heading, if they stood at the start of a line.
    private static readonly Regex BlockStart = new(
        @"^(?:(?<escape>[-+*](?:[ \t]|$)|\#{1,6}(?:[ \t]|$)|>|```[^`]*$|~~~|\$\$[ \t]*$|=+[ \t]*$|-+[ \t]*$|(?:[-_*][ \t]*){3,}$|\[[^\]]*\]:)
          |(?<number>[0-9]{1,9})(?=[.)](?:[ \t]|$)))",
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace);

    private readonly string _source;
    private readonly TextSpan _range;
    private readonly IReadOnlyList<Edit> _edits;
    private readonly Cancellation _cancellation;

    private MarkdownBlocks(string source, TextSpan range, IReadOnlyList<Edit> edits, Cancellation cancellation)
    {
        _source = source;
        _range = range;
        _edits = edits;
        _cancellation = cancellation;
    }

    public static string Write(
        IEnumerable<Block> blocks, string source, TextSpan range, IReadOnlyList<Edit> edits, Cancellation cancellation) =>
        new MarkdownBlocks(source, range, edits, cancellation).Join(blocks, "\n\n");

    private string Join(IEnumerable<Block> blocks, string separator)
    {
        var written = new List<string>();
        var lastMark = "";
        foreach (var block in blocks.Where(block => ProseContent.IsWritten(block, _range)))
        {
            _cancellation.Look();

            // Two lists side by side differ in their marks, or they would be one.
            var mark = block is ListBlock list ? MarkOf(list, lastMark) : "";
            written.Add(Write(block, mark));
            lastMark = mark;
        }

        return string.Join(separator, written);
    }

    private string Write(Block block, string mark) => block switch
    {
        MathBlock math => "$$\n" + LinesOf(math) + "\n$$",
        FencedCodeBlock code => Code(code),
        ThematicBreakBlock => "___",
        LeafBlock leaf => Words(leaf),
        ListBlock list => Items(list, mark),
        QuoteBlock quote => Indented(Join(quote, "\n\n"), "> ", "> "),
        Table table => Rows(table),
        ContainerBlock container => Join(container, "\n\n"),
        _ => "",
    };

    private static string MarkOf(ListBlock list, string last)
    {
        var mark = (list.IsOrdered ? list.OrderedDelimiter : list.BulletType).ToString();
        if (mark != last) return mark;
        return mark switch { "." => ")", ")" => ".", "-" => "*", _ => "-" };
    }

    private string Items(ListBlock list, string mark)
    {
        var items = new List<string>();
        var isLoose = ProseContent.IsLoose(list, _range);
        var number = ProseContent.StartOf(list);
        foreach (var item in list)
        {
            var first = (list.IsOrdered ? number++.ToString(CultureInfo.InvariantCulture) : "") + mark + " ";
            _cancellation.Look();
            if (!ProseContent.IsWritten(item, _range)) continue;
            items.Add(Indented(Join((ListItemBlock)item, isLoose ? "\n\n" : "\n"), first, new string(' ', first.Length)));
        }

        return string.Join(isLoose ? "\n\n" : "\n", items);
    }

    private string Rows(Table table)
    {
        var rows = new List<string>();
        foreach (var row in table.OfType<TableRow>().Where(row => row.IsHeader || ProseContent.IsWritten(row, _range)))
        {
            rows.Add("| " + string.Join(" | ", row.Select(cell => Join((TableCell)cell, " "))) + " |");
            if (row.IsHeader) rows.Add("| " + string.Join(" | ", row.Select((_, column) => Delimiter(table, column))) + " |");
        }

        return string.Join("\n", rows);
    }

    private static string Delimiter(Table table, int column) =>
        (column < table.ColumnDefinitions.Count ? table.ColumnDefinitions[column].Alignment : null) switch
        {
            TableColumnAlign.Left => ":--",
            TableColumnAlign.Center => ":-:",
            TableColumnAlign.Right => "--:",
            _ => "---",
        };

    private string Code(FencedCodeBlock code)
    {
        var lineEnd = _source.IndexOfAny(['\r', '\n'], code.Span.Start);
        var opening = _source.Substring(code.Span.Start, (lineEnd < 0 ? _source.Length : lineEnd) - code.Span.Start);
        var fence = new string(code.FencedChar, code.OpeningFencedCharCount);
        return opening + "\n" + LinesOf(code) + "\n" + fence;
    }

    private static string LinesOf(LeafBlock block) => block.Lines.ToString().Replace("\r\n", "\n");

    private string Words(LeafBlock leaf)
    {
        var words = ProseContent.SpanOf(leaf.Inline);
        var start = Math.Max(words.Start, _range.Start);
        var span = TextSpan.FromBounds(start, Math.Max(start, Math.Min(words.End, _range.End)));
        var lines = MarkdownSlice.Write(_source, span, _edits, QuoteMarks.CountAround(leaf)).Split('\n');
        return string.Join("\n", lines.Select(Escaped));
    }

    private static string Escaped(string line)
    {
        var words = line.TrimStart(' ', '\t');
        var match = BlockStart.Match(words);
        return match.Success ? words.Insert(match.Groups["number"].Length, "\\") : words;
    }

    private static string Indented(string text, string first, string rest) =>
        string.Join("\n", text.Split('\n').Select((line, i) =>
        {
            var indent = i == 0 ? first : rest;
            return line.Length == 0 ? indent.TrimEnd(' ') : indent + line;
        }));
}
