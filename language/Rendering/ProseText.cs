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

namespace QuizKit.Language.Rendering;

/// <summary>Writes the words of those leaves of the tree that lie inside the range of a passage.</summary>
internal sealed class ProseText(Passage passage, TexLine style)
{
    private static readonly Regex Spaces = new("[ \t]{2,}|\t", RegexOptions.CultureInvariant);

    private readonly List<string> _paragraphs = [];
    private bool _hasAddresses = true;

    /// <summary>The words of a passage; paragraphs stand apart by an empty line.</summary>
    public static string Write(Passage passage, TexLine style) => Write(passage.Blocks, passage, style);

    /// <summary>The words of a part of a paragraph, without the addresses of links.</summary>
    public static string Words(ContainerInline inlines, Passage passage, TexLine style) =>
        new ProseText(passage, style) { _hasAddresses = false }.InlineText(inlines).Trim(' ', '\t');

    private static string Write(IEnumerable<Block> blocks, Passage passage, TexLine style)
    {
        var writer = new ProseText(passage, style);
        foreach (var block in blocks) writer.WriteBlock(block, "", "");
        return string.Join("\n\n", writer._paragraphs);
    }

    private void WriteBlock(Block block, string marker, string indent)
    {
        passage.Cancellation.Look();
        switch (block)
        {
            case MathBlock math when Contains(math.Span):
                AddParagraph(Isolate(style.WriteDisplayed(passage.Formulas[math])), marker, indent);
                break;
            case FencedCodeBlock code when Contains(code.Span):
                AddParagraph(code.Lines.ToString().Replace("\r\n", "\n").TrimEnd('\n'), marker, indent);
                break;
            case ListBlock list:
                WriteList(list, marker, indent);
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
            case ContainerBlock container:
                foreach (var child in container)
                {
                    var count = _paragraphs.Count;
                    WriteBlock(child, marker, indent);
                    if (_paragraphs.Count > count) marker = indent;
                }

                break;
        }
    }

    private void WriteList(ListBlock list, string marker, string indent)
    {
        var number = ProseContent.StartOf(list);
        foreach (var item in list)
        {
            var bullet = list.IsOrdered ? number++.ToString(CultureInfo.InvariantCulture) + ". " : style is TexPlain ? "- " : "• ";
            var count = _paragraphs.Count;
            WriteBlock(item, marker + bullet, indent + new string(' ', bullet.Length));
            if (_paragraphs.Count > count) marker = indent;
        }
    }

    private void WriteTable(Table table, string marker, string indent)
    {
        var rows = new List<string>();
        foreach (var row in table)
        {
            var cells = new List<string>();
            foreach (var cell in (TableRow)row) cells.Add(Write([cell], passage, style).Replace('\n', ' '));
            rows.Add(string.Join(" | ", cells));
        }

        AddParagraph(string.Join("\n", rows), marker, indent);
    }

    private void AddParagraph(string text, string marker, string indent)
    {
        if (text.Trim().Length == 0) return;
        _paragraphs.Add(marker + text.Trim('\n').Replace("\n", "\n" + indent));
    }

    private string InlineText(ContainerInline inlines)
    {
        var text = new StringBuilder();
        WriteInlines(inlines, text);
        return Spaces.Replace(text.ToString(), " ").Replace(" \n", "\n").Replace("\n ", "\n");
    }

    private void WriteInlines(ContainerInline inlines, StringBuilder text)
    {
        foreach (var inline in inlines)
        {
            passage.Cancellation.Look();
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
                    text.Append(literal.Content.ToString());
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
