// What an author meant as a table or a link, and what Markdown reads as plain words.

using System.Text.RegularExpressions;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Markdown;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal static class ParagraphCheck
{
    // What takes the place of code, formulas, links and escaped characters: no mark of a table or a link.
    private const char Hidden = '\0';

    // The white space around the cells of a table.
    private static readonly char[] Blanks = [' ', '\t'];

    // How many columns a message writes out.
    private const int MaximumShown = 12;

    // Longer addresses are not looked for.
    private const int MaximumAddress = 2000;

    private static readonly Regex DelimiterCell = new("^:?-+:?$", RegexOptions.CultureInvariant);

    private static readonly Regex ReversedLink =
        new(@"\(([^()\[\]\0]{1,200})\)\[((?:https?://|mailto:)[^\]\s\0]{1,2000})\]", RegexOptions.CultureInvariant);

    /// <summary>Reports malformed tables and links among the words of a paragraph.</summary>
    public static void Check(string text, ParagraphBlock paragraph, DiagnosticBag diagnostics)
    {
        var span = paragraph.Span.ToTextSpan();
        var mayHaveTable = text.IndexOf('|', span.Start, span.Length) >= 0;
        var mayHaveLink = text.IndexOf("](", span.Start, span.Length, StringComparison.Ordinal) >= 0
            || text.IndexOf(")[", span.Start, span.Length, StringComparison.Ordinal) >= 0;
        if ((!mayHaveTable && !mayHaveLink) || paragraph.Inline is null) return;

        var words = VisibleWords(text, span, paragraph.Inline);
        if (mayHaveTable) CheckTable(text, words, span, diagnostics);
        if (mayHaveLink) CheckLinks(text, words, span.Start, diagnostics);
    }

    /// <summary>
    /// Reports a table that would be words on Git hosts: the line below its header has other words in it, or another number of cells.
    /// </summary>
    public static void CheckColumns(string text, Table table, DiagnosticBag diagnostics)
    {
        var header = ((TableRow)table[0]).Count;
        var columns = table.ColumnDefinitions.Count;

        // Where a link reaches over the line end, Markdig counts its row alone.
        var lines = LinesOf(text.Substring(table.Span.Start, table.Span.Length));
        var below = lines[Math.Min(1, lines.Count - 1)];
        var line = text.Substring(table.Span.Start + below.Start, below.Length);
        var marks = line.TrimStart(' ', '\t', '>');
        var span = new TextSpan(table.Span.Start + below.End - marks.Length, marks.TrimEnd(Blanks).Length);

        // Markdig takes raw HTML there for nothing, and other cells than those of Git hosts too: it may then lose the header.
        if (!IsDelimiter(marks) || !HasDelimiterCells(marks))
            diagnostics.Report(Definitions.TableDelimiterMissing, span, DelimiterOf(header));
        else if (header != columns)
            ReportWidth(header, columns, span, diagnostics);
    }

    private static string VisibleWords(string text, TextSpan span, ContainerInline inlines)
    {
        var words = text.ToCharArray(span.Start, span.Length);
        foreach (var inline in inlines.Descendants())
        {
            if (inline is not (CodeInline or MathInline or HtmlInline or AutolinkInline or LinkInline)) continue;
            for (var i = Math.Max(span.Start, inline.Span.Start); i < Math.Min(span.End, inline.Span.End + 1); i++)
            {
                if (words[i - span.Start] is not ('\r' or '\n')) words[i - span.Start] = Hidden;
            }
        }

        for (var i = 0; i + 1 < words.Length; i++)
        {
            if (words[i] == '\\' && words[i + 1] is not ('\r' or '\n')) words[i] = words[++i] = Hidden;
        }

        return new string(words);
    }

    private static void CheckTable(string text, string words, TextSpan span, DiagnosticBag diagnostics)
    {
        var offset = span.Start;
        var lines = LinesOf(words);
        string LineAt(int index) => words.Substring(lines[index].Start, lines[index].Length);
        TextSpan SpanOf(int first, int last)
        {
            var start = lines[first].Start + (LineAt(first).Length - LineAt(first).TrimStart(Blanks).Length);
            var end = lines[last].Start + LineAt(last).TrimEnd(Blanks).Length;
            return TextSpan.FromBounds(offset + start, offset + end);
        }

        void Report(DiagnosticDefinition definition, int first, int last, params object[] arguments) =>
            diagnostics.Report(definition, SpanOf(first, last), arguments);

        var delimiter = lines.FindIndex(line => IsDelimiter(words.Substring(line.Start, line.Length)));
        if (delimiter == 0)
        {
            Report(Definitions.TableHeaderMissing, 0, 0);
            return;
        }

        if (delimiter < 0)
        {
            // Rows without a delimiter: two in succession, or one with cells, unless the rest of the table is a block of its own.
            var row = lines.FindIndex(line => IsRow(words.Substring(line.Start, line.Length)));
            if (row < 0) return;
            var beginsCell = LineAt(row).TrimStart(Blanks).StartsWith("| ", StringComparison.Ordinal);
            var endsCell = LineAt(row).TrimEnd(Blanks).EndsWith("|", StringComparison.Ordinal);
            var hasTwo = row + 1 < lines.Count && IsRow(LineAt(row + 1)) && (beginsCell || endsCell);
            var cells = CellCount(LineAt(row));
            var isWhole = cells > 1 && endsCell && !DelimiterFollows(text, span.End);
            if (hasTwo || isWhole) Report(Definitions.TableDelimiterMissing, row, row, DelimiterOf(cells));
            return;
        }

        (var header, var below) = (CellCount(LineAt(delimiter - 1)), CellCount(LineAt(delimiter)));
        var firstBelow = lines.FindIndex(delimiter + 1, line => words.IndexOf('|', line.Start, line.Length) < 0);
        if (!HasDelimiterCells(LineAt(delimiter)))
            Report(Definitions.TableDelimiterMissing, delimiter, delimiter, DelimiterOf(header));
        else if (header != below)
            ReportWidth(header, below, SpanOf(delimiter, delimiter), diagnostics);
        else if (delimiter > 1)
            Report(Definitions.TableWordsAbove, 0, delimiter - 2);
        else if (firstBelow > 0)
            Report(Definitions.TableWordsBelow, firstBelow, firstBelow);
    }

    private static void ReportWidth(int header, int below, TextSpan span, DiagnosticBag diagnostics)
    {
        var delimiter = DelimiterOf(header);
        diagnostics.Fixing(span, header > MaximumShown ? null : delimiter)
            .Report(Definitions.TableDelimiterWidth, span, Cells(header), Cells(below), delimiter);
    }

    // Whether the next line with words is the one that belongs below a header.
    private static bool DelimiterFollows(string text, int end)
    {
        var start = end;
        while (start < text.Length && char.IsWhiteSpace(text[start])) start++;
        var stop = text.IndexOfAny(['\r', '\n'], start);
        return IsDelimiter(text.Substring(start, (stop < 0 ? text.Length : stop) - start));
    }

    private static void CheckLinks(string text, string words, int offset, DiagnosticBag diagnostics)
    {
        var previous = 0;
        for (var middle = Find(0); middle >= 0; previous = middle, middle = Find(middle + 1))
        {
            var open = OpeningOf(words, previous, middle);
            if (open < 0) continue;
            if (open > 0 && words[open - 1] == '!') open--;
            var close = words.IndexOfAny([')', '\r', '\n'], middle, Math.Min(MaximumAddress, words.Length - middle));
            var isClosed = close >= 0 && words[close] == ')';
            if (isClosed && words.IndexOf(Hidden, middle, close - middle) >= 0) continue;
            var span = TextSpan.FromBounds(offset + open, offset + (isClosed ? close + 1 : middle + 2));
            var address = isClosed ? text.Substring(offset + middle + 2, close - middle - 2).Trim() : "";
            if (address.Any(char.IsWhiteSpace) && address.IndexOfAny(['<', '>', '"', '(']) < 0)
            {
                var place = TextSpan.FromBounds(offset + middle + 2, offset + close);
                diagnostics.Fixing(place, "<" + address + ">").Report(Definitions.LinkWithSpace, span, "<" + address + ">");
            }
            else
            {
                diagnostics.Report(Definitions.LinkMalformed, span);
            }
        }

        int Find(int start) => words.IndexOf("](", start, StringComparison.Ordinal);

        foreach (Match link in ReversedLink.Matches(words))
        {
            var place = new TextSpan(offset + link.Index, link.Length);
            var (shown, address) = (text.Substring(offset + link.Groups[1].Index, link.Groups[1].Length), link.Groups[2].Value);
            diagnostics.Fixing(place, $"[{shown}]({address})").Report(Definitions.LinkReversed, place, link.Groups[1].Value, address);
        }
    }

    // The bracket that a closing one belongs to, or -1.
    private static int OpeningOf(string words, int first, int closing)
    {
        var inner = 0;
        for (var i = closing - 1; i >= first; i--)
        {
            if (words[i] == ']') inner++;
            else if (words[i] == '[' && inner-- == 0) return i;
        }

        return -1;
    }

    private static List<TextSpan> LinesOf(string words)
    {
        var lines = new List<TextSpan>();
        for (var start = 0; start <= words.Length;)
        {
            var end = words.IndexOfAny(['\r', '\n'], start);
            if (end < 0) end = words.Length;
            lines.Add(TextSpan.FromBounds(start, end));
            var isPair = end + 1 < words.Length && words[end] == '\r' && words[end + 1] == '\n';
            start = end + (isPair ? 2 : 1);
        }

        return lines;
    }

    private static bool IsDelimiter(string line) =>
        line.IndexOf('|') >= 0 && line.IndexOf('-') >= 0 && line.All(c => c is '|' or '-' or ':' or ' ' or '\t');

    private static bool HasDelimiterCells(string line)
    {
        var cells = line.Trim(Blanks);
        var first = cells.StartsWith("|", StringComparison.Ordinal) ? 1 : 0;
        var end = cells.Length > first && cells.EndsWith("|", StringComparison.Ordinal) ? cells.Length - 1 : cells.Length;
        return cells.Substring(first, end - first).Split('|').All(cell => DelimiterCell.IsMatch(cell.Trim(Blanks)));
    }

    private static bool IsRow(string line) => line.Trim(Blanks) is { Length: > 1 } row && row[0] == '|' && row.IndexOf('|', 1) > 0;

    private static int CellCount(string line)
    {
        var trimmed = line.Trim(Blanks);
        var bars = trimmed.Count(c => c == '|');
        if (trimmed.StartsWith("|", StringComparison.Ordinal)) bars--;
        if (trimmed.Length > 1 && trimmed.EndsWith("|", StringComparison.Ordinal)) bars--;
        return bars + 1;
    }

    private static string Cells(int count) => count == 1 ? "1 cell" : $"{count} cells";

    private static string DelimiterOf(int cells) =>
        string.Concat(Enumerable.Repeat("| --- ", Math.Min(cells, MaximumShown))) + (cells > MaximumShown ? "| … |" : "|");
}
