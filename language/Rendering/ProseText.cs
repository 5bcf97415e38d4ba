// The words of a passage, without markup and with each formula in one line.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Formulas;
using QuizKit.Language.Markdown;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Rendering;

/// <summary>Writes the words of those leaves of the tree that lie inside the range of a passage.</summary>
internal sealed class ProseText(Passage passage, TexLine style)
{
    private static readonly Regex Spaces = new("[ \t]{2,}|\t", RegexOptions.CultureInvariant);

    private const string EmptyLine = "\n\n";
    private const string CodeIndent = "    ";

    private readonly StringBuilder _text = TextBuilders.Take();
    private int _paragraphs;
    private bool _hasAddresses = true;

    // Whether anything was written that another style writes otherwise.
    private bool _hasStyle;

    // What stands between two paragraphs here, and before the next one.
    private string _gap = EmptyLine;
    private string _nextGap = "";

    /// <summary>The words of a passage; paragraphs stand apart by an empty line, but not in a list whose items do not.</summary>
    public static string Write(Passage passage, TexLine style) => Write(passage.Blocks, passage, style);

    /// <summary>The words of a passage in the signs of a keyboard and in Unicode; one string where both are the same.</summary>
    public static (string Plain, string Unicode) WriteBoth(Passage passage)
    {
        var writer = new ProseText(passage, new TexPlain(passage.Cancellation));
        foreach (var block in passage.Blocks) writer.WriteBlock(block, "", "");
        var plain = TextBuilders.Finish(writer._text);
        return (plain, writer._hasStyle ? Write(passage, new TexUnicode(passage.Cancellation)) : plain);
    }

    /// <summary>The words of a part of a paragraph, without the addresses of links.</summary>
    public static string Words(ContainerInline inlines, Passage passage, TexLine style) =>
        new ProseText(passage, style) { _hasAddresses = false }.InlineText(inlines).Trim(' ', '\t');

    private static string Write(IEnumerable<Block> blocks, Passage passage, TexLine style)
    {
        var writer = new ProseText(passage, style);
        foreach (var block in blocks) writer.WriteBlock(block, "", "");
        return TextBuilders.Finish(writer._text);
    }

    private void WriteBlock(Block block, string marker, string indent)
    {
        passage.Cancellation.Look();
        _hasStyle |= block is not (ParagraphBlock or HeadingBlock);
        switch (block)
        {
            case MathBlock math when Contains(math.Span):
                AddParagraph(Isolate(style.WriteDisplayed(passage.Formulas[math])), marker, indent);
                break;
            case FencedCodeBlock code when Contains(code.Span):
                AddParagraph(Apart(code.Lines.ToString().Replace("\r\n", "\n").Trim('\n')), marker, indent);
                break;
            case ListBlock list:
                WriteApart(list.IsLoose ? EmptyLine : "\n", () => WriteItems(list, marker, indent));
                break;
            case Table table:
                WriteTable(table, marker, indent);
                break;
            case ThematicBreakBlock rule when Contains(rule.Span):
                AddParagraph("* * *", marker, indent);
                break;
            case LeafBlock { Inline: { } inlines }:
                AddParagraph(InlineText(inlines).Trim(' ', '\t'), marker, indent);
                break;
            case QuoteBlock quote:
                WriteApart(EmptyLine, () => WriteChildren(quote, marker, indent));
                break;
            case ContainerBlock container:
                WriteChildren(container, marker, indent);
                break;
        }
    }

    private void WriteChildren(ContainerBlock container, string marker, string indent)
    {
        foreach (var child in container)
        {
            var count = _paragraphs;
            WriteBlock(child, marker, indent);
            if (_paragraphs > count) marker = indent;
        }
    }

    // Writes blocks that stand apart in a way of their own.
    private void WriteApart(string gap, Action write)
    {
        var outer = _gap;
        _gap = gap;
        write();
        _gap = outer;
        if (_paragraphs > 0) _nextGap = outer;
    }

    private void WriteItems(ListBlock list, string marker, string indent)
    {
        var number = ProseContent.StartOf(list);
        foreach (var item in list)
        {
            var bullet = list.IsOrdered ? number++.ToString(CultureInfo.InvariantCulture) + ". " : style is TexPlain ? "- " : "• ";
            var count = _paragraphs;
            WriteBlock(item, marker + bullet, indent + new string(' ', bullet.Length));
            if (_paragraphs > count) marker = indent;
        }
    }

    // Code in a line of its own is told from words by its place.
    private string Apart(string code) => style is TexUnicode ? CodeIndent + code.Replace("\n", "\n" + CodeIndent) : code;

    private void WriteTable(Table table, string marker, string indent)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var row in table)
            rows.Add([.. ((TableRow)row).Select(cell => Write([cell], passage, style).Replace('\n', ' '))]);

        // Of the rows around those that a claim quotes, no words are left.
        var hasHeader = rows.Count > 0 && rows[0].Any(cell => cell.Length > 0);
        rows.RemoveAll(row => row.All(cell => cell.Length == 0));
        var text = style is TexUnicode
            ? ColumnLayout.Align(rows, hasHeader, [.. table.ColumnDefinitions.Select(column => column.Alignment)])
            : string.Join("\n", rows.Select(row => string.Join(" | ", row)));
        AddParagraph(text, marker, indent);
    }

    private void AddParagraph(string text, string marker, string indent)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        _text.Append(_nextGap).Append(marker);
        var (start, last) = (0, text.Length);
        while (text[start] == '\n') start++;
        while (text[last - 1] == '\n') last--;
        var isFirst = true;
        for (int end; start <= last; start = end + 1)
        {
            end = text.IndexOf('\n', start, last - start);
            if (end < 0) end = last;
            if (!isFirst) _text.Append('\n');
            var words = start;
            while (words < end && text[words] == ' ') words++;
            if (words < end) _text.Append(isFirst ? "" : indent).Append(text, start, end - start);
            isFirst = false;
        }

        _paragraphs++;
        _nextGap = _gap;
    }

    private string InlineText(ContainerInline inlines)
    {
        var text = TextBuilders.Take();
        WriteInlines(inlines, text);
        var words = TextBuilders.Finish(text);
        if (words.IndexOf('\t') >= 0 || words.IndexOf("  ", StringComparison.Ordinal) >= 0) words = Spaces.Replace(words, " ");
        return words.IndexOf('\n') < 0 ? words : words.Replace(" \n", "\n").Replace("\n ", "\n");
    }

    private void WriteInlines(ContainerInline inlines, StringBuilder text)
    {
        foreach (var inline in inlines)
        {
            passage.Cancellation.Look();
            _hasStyle |= inline is MathInline or ElementInline;
            switch (inline)
            {
                case LinkInline link:
                    WriteLink(link, text);
                    break;
                case EmphasisInline { DelimiterChar: '~' } struck when Contains(struck.Span):
                    text.Append("~~");
                    WriteInlines(struck, text);
                    text.Append("~~");
                    break;
                case ElementInline { Element: "sub" or "sup" } script when Contains(script.Span):
                    WriteScript(script, text);
                    break;
                case ContainerInline container:
                    WriteInlines(container, text);
                    break;
                case var leaf when !Contains(leaf.Span):
                    break;
                case LiteralInline literal:
                    text.Append(literal.Content.Text, literal.Content.Start, literal.Content.Length);
                    break;
                case AlertInline alert:
                    text.Append(alert.Kind).Append(":\n");
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case MathInline math:
                    text.Append(Isolate(style.Write(passage.Formulas[math])));
                    break;
                case LineBreakInline lineBreak:
                    text.Append(lineBreak.IsHard ? '\n' : ' ');
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.ToString());
                    break;
                case AutolinkInline autolink:
                    text.Append(autolink.Url);
                    break;
                case TaskList:
                    break;
            }
        }
    }

    // Each line of a formula between U+2066 and U+2069: from left to right, whatever is around it.
    private string Isolate(string formula) => passage.IsRightToLeft && style is TexUnicode && formula.Length > 0
        ? $"\u2066{formula.Replace("\n", "\u2069\n\u2066")}\u2069"
        : formula;

    // As a script of a formula.
    private void WriteScript(ElementInline script, StringBuilder text)
    {
        var words = new StringBuilder();
        WriteInlines(script, words);
        TexNode content = new TexWords(words.ToString().Trim());
        var isBelow = script.Element == "sub";
        text.Append(style.Write(new TexScript(new TexRow([]), isBelow ? content : null, isBelow ? null : content, 0)));
    }

    private void WriteLink(LinkInline link, StringBuilder text)
    {
        var start = text.Length;
        var had = _hasAddresses;
        _hasAddresses &= !link.IsImage;
        WriteInlines(link, text);
        _hasAddresses = had;
        var label = text.ToString(start, text.Length - start);
        var hasAddress = _hasAddresses && !link.IsImage && Contains(link.Span) && !string.IsNullOrEmpty(link.Url) && label != link.Url;
        if (hasAddress) text.Append($" ({link.Url})");
    }

    private bool Contains(SourceSpan span) => passage.Range.Contains(span.ToTextSpan());
}
