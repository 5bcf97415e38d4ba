// The words of a passage as semantic HTML, with formulas in MathML or TeX and a marked element around each claim.

using System.Text.RegularExpressions;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Formulas;
using QuizKit.Language.Markdown;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;
using static System.FormattableString;

namespace QuizKit.Language.Rendering;

/// <summary>Writes those leaves of the tree that lie inside the passage.Range of a passage.</summary>
/// <param name="passage">The passage.</param>
/// <param name="keepsTex">Whether formulas are written as TeX between the delimiters of MathJax, and words never look like one.</param>
internal sealed class ProseHtml(Passage passage, bool keepsTex = false)
{
    // One class: white space would make it several.
    private static readonly Regex Language = new(@"^[^\s\p{C}]+$", RegexOptions.CultureInvariant);

    private static readonly List<ClaimRange> None = [];

    private readonly HtmlWriter _html = new();
    private readonly SpanCursor _claims = new([.. passage.Claims.Select(claim => claim.Span)]);

    // White space between words, held back until it is known on which side of a claim's element it goes.
    private Gap _gap = Gap.Start;
    private int _breaks;
    private bool _canBeginWithBreak;
    private bool _isInLink;

    private enum Gap
    {
        None,

        /// <summary>The start of a paragraph, where white space means nothing.</summary>
        Start,
        Space,
        LineEnd,
    }

    /// <summary>The HTML of a passage: flow content, or phrasing content where it stands in a line and is a single paragraph.</summary>
    public static string Write(Passage passage) => Write(passage, new ProseHtml(passage));

    /// <summary>The HTML of the Markdown form of a text, with each formula in TeX between the delimiters of MathJax.</summary>
    /// <param name="markdown">The Markdown form.</param>
    /// <param name="isLine">Whether the text stands in a line.</param>
    public static string WriteTex(string markdown, bool isLine)
    {
        var blocks = MarkdownParser.Parse(markdown, Cancellation.Never);
        var formulas = new Dictionary<MarkdownObject, TexNode>();
        foreach (var node in blocks.Descendants())
        {
            if (node is MathInline inline) formulas[node] = new TexWords(inline.Content.ToString());
            else if (node is MathBlock block) formulas[node] = new TexWords(block.Lines.ToString());
        }

        var passage = new Passage(
            markdown, new TextSpan(0, markdown.Length), [.. blocks], isLine, [], formulas, [], Cancellation.Never);
        return Write(passage, new ProseHtml(passage, keepsTex: true));
    }

    /// <summary>The TeX of the formulas in the Markdown form of a text, each on one line, without those in the words of pictures.</summary>
    public static IReadOnlyList<string> TexOf(string markdown) =>
    [
        .. MarkdownParser.Parse(markdown, Cancellation.Never).Descendants()
            .Where(node => node is MathBlock || (node is MathInline inline && !IsInPicture(inline)))
            .OrderBy(node => node.Span.Start)
            .Select(node => OnOneLine(node is MathInline inline ? inline.Content.ToString() : ((MathBlock)node).Lines.ToString())),
    ];

    private static bool IsInPicture(Inline inline)
    {
        for (var parent = inline.Parent; parent is not null; parent = parent.Parent)
            if (parent is LinkInline { IsImage: true }) return true;
        return false;
    }

    /// <summary>The HTML of plain words, which nobody takes for a formula.</summary>
    public static string Words(string words)
    {
        var writer = new ProseHtml(Passage.Empty, keepsTex: true);
        writer.WriteWord(words);
        return writer._html.Finish();
    }

    private static string Write(Passage passage, ProseHtml writer)
    {
        var written = writer.Written(passage.Blocks);
        if (passage.IsLine && written.Count == 1 && written[0] is LeafBlock leaf && IsParagraph(leaf)) writer.WriteWords(leaf, []);
        else writer.WriteBlocks(written, []);
        return writer._html.Finish();
    }

    private static bool IsParagraph(Block block) => block is MathBlock or LeafBlock { Inline: not null };

    // Blocks side by side that one claim quotes stand in one element; a single paragraph has the claim's element inside.
    private void WriteBlocks(List<Block> blocks, IReadOnlyList<ClaimRange> open)
    {
        for (var i = 0; i < blocks.Count;)
        {
            if (i > 0) _html.NewLine();
            var claim = ClaimsOf(blocks[i], open) is { Count: > 0 } around ? around[0] : null;
            var end = i + 1;
            while (claim is not null && end < blocks.Count && claim.Span.Contains(ProseContent.ExtentOf(blocks[end], passage.Range))) end++;
            if (claim is null || (end == i + 1 && IsParagraph(blocks[i])))
            {
                WriteBlock(blocks[i], open);
            }
            else
            {
                _html.Open("div", ("data-claim", claim.Id));
                _html.NewLine();
                WriteBlocks(blocks.GetRange(i, end - i), [.. open, claim]);
                _html.NewLine();
                _html.Close();
            }

            i = end;
        }
    }

    // The claims that quote all that a node shows, without those whose elements are open already.
    private List<ClaimRange> ClaimsOf(MarkdownObject node, IReadOnlyList<ClaimRange> open)
    {
        if (passage.Claims.Count == 0) return None;
        var extent = ProseContent.ExtentOf(node, passage.Range);
        List<ClaimRange>? found = null;
        foreach (var index in _claims.MoveTo(extent))
        {
            var claim = passage.Claims[index];
            if (claim.Span.Contains(extent) && !open.Contains(claim)) (found ??= []).Add(claim);
        }

        return found ?? None;
    }

    private void WriteBlock(Block block, IReadOnlyList<ClaimRange> open)
    {
        passage.Cancellation.Look();
        switch (block)
        {
            case FencedCodeBlock code when block is not MathBlock:
                WriteCode(code);
                break;
            case ThematicBreakBlock:
                _html.Void("hr");
                break;
            case LeafBlock leaf:
                _html.Open("p");
                WriteWords(leaf, open);
                _html.Close();
                break;
            case ListBlock list:
                WriteList(list, open);
                break;
            case Table table:
                WriteTable(table, open);
                break;
            case QuoteBlock quote:
                _html.Open("blockquote", ("class", AlertClass(quote)));
                _html.NewLine();
                WriteBlocks(Written(quote), open);
                _html.NewLine();
                _html.Close();
                break;
            case ContainerBlock container:
                WriteBlocks(Written(container), open);
                break;
        }
    }

    private string? AlertClass(QuoteBlock quote)
    {
        var isWhole = passage.Range.Contains(new TextSpan(quote.Span.Start, 1));
        return isWhole && GitHubMarkdown.AlertOf(quote) is { } kind ? "alert-" + kind.ToLowerInvariant() : null;
    }

    private static string ElementOf(EmphasisInline emphasis) => emphasis switch
    {
        ElementInline element => element.Element,
        { DelimiterChar: '~' } => "del",
        { DelimiterCount: > 1 } => "strong",
        _ => "em",
    };

    private List<Block> Written(IEnumerable<Block> blocks) => [.. blocks.Where(IsWritten)];

    private bool IsWritten(Block block)
    {
        passage.Cancellation.Look();
        return ProseContent.IsWritten(block, passage.Range);
    }

    private void WriteCode(FencedCodeBlock code)
    {
        var language = code.Info is { } info && Language.IsMatch(info) ? "language-" + info : null;
        _html.Open("pre");
        _html.Element("code", code.Lines.ToString().Replace("\r\n", "\n").TrimEnd('\n'), ("class", language));
        _html.Close();
    }

    private void WriteList(ListBlock list, IReadOnlyList<ClaimRange> open)
    {
        var items = Written(list);
        var isLoose = ProseContent.IsLoose(list, passage.Range);
        var number = ProseContent.StartOf(list) + list.IndexOf(items[0]);
        _html.Open(list.IsOrdered ? "ol" : "ul", ("start", list.IsOrdered && number != 1 ? Invariant($"{number}") : null));
        _html.NewLine();
        foreach (var item in items.OfType<ListItemBlock>())
        {
            _html.Open("li");
            WriteItem(Written(item), isLoose, open);
            _html.Close();
            _html.NewLine();
        }

        _html.Close();
    }

    // The paragraphs of a tight list have no element of their own, unless one follows another, which only a comment makes possible.
    private void WriteItem(List<Block> blocks, bool isLoose, IReadOnlyList<ClaimRange> open)
    {
        bool IsBare(int i) => !isLoose && blocks[i] is ParagraphBlock && (i == 0 || blocks[i - 1] is not ParagraphBlock);
        for (var i = 0; i < blocks.Count;)
        {
            if (IsBare(i))
            {
                WriteWords((LeafBlock)blocks[i++], open);
                continue;
            }

            var start = i;
            while (i < blocks.Count && !IsBare(i)) i++;
            _html.NewLine();
            WriteBlocks(blocks.GetRange(start, i - start), open);
            _html.NewLine();
        }
    }

    private void WriteTable(Table table, IReadOnlyList<ClaimRange> open)
    {
        _html.Open("table");
        _html.NewLine();
        List<TableRow> rows = [.. Written(table).OfType<TableRow>()];
        WriteRows("thead", rows.Where(row => row.IsHeader), table, open);
        WriteRows("tbody", rows.Where(row => !row.IsHeader), table, open);
        _html.Close();
    }

    private void WriteRows(string part, IEnumerable<TableRow> rows, Table table, IReadOnlyList<ClaimRange> open)
    {
        var isFirst = true;
        foreach (var row in rows)
        {
            if (isFirst) _html.Open(part);
            isFirst = false;
            _html.NewLine();
            _html.Open("tr");
            for (var column = 0; column < row.Count; column++)
                WriteCell((TableCell)row[column], row.IsHeader, AlignmentOf(table, column), open);
            _html.Close();
        }

        if (isFirst) return;
        _html.NewLine();
        _html.Close();
        _html.NewLine();
    }

    private static string? AlignmentOf(Table table, int column)
    {
        var alignment = column < table.ColumnDefinitions.Count ? table.ColumnDefinitions[column].Alignment : null;
        return alignment switch
        {
            TableColumnAlign.Left => "align-left",
            TableColumnAlign.Center => "align-center",
            TableColumnAlign.Right => "align-right",
            _ => null,
        };
    }

    // A cell of the header without words, as in the corner of a table, is not a heading.
    private void WriteCell(TableCell cell, bool isHeader, string? alignment, IReadOnlyList<ClaimRange> open)
    {
        var blocks = Written(cell);
        var isHeading = isHeader && blocks.Count > 0;
        _html.Open(isHeading ? "th" : "td", ("scope", isHeading ? "col" : null), ("class", alignment));
        foreach (var words in blocks.OfType<LeafBlock>()) WriteWords(words, open);
        _html.Close();
    }

    private void WriteWords(LeafBlock leaf, IReadOnlyList<ClaimRange> open)
    {
        _gap = Gap.Start;
        _breaks = 0;
        _canBeginWithBreak = ProseContent.SpanOf(leaf.Inline).Start >= passage.Range.Start;
        if (leaf is MathBlock math)
        {
            var here = new List<ClaimRange>();
            Enter(here, ClaimsOf(math, open));
            WriteFormula(passage.Formulas[math], isDisplayed: true);
            Enter(here, []);
        }
        else if (leaf.Inline is { } inlines)
        {
            WriteInlines(inlines, open);
        }
    }

    private void WriteInlines(ContainerInline inlines, IReadOnlyList<ClaimRange> outside)
    {
        var here = new List<ClaimRange>();
        foreach (var inline in inlines)
        {
            passage.Cancellation.Look();
            if (inline is LineBreakInline lineBreak)
            {
                if (passage.Range.Contains(lineBreak.Span.ToTextSpan())) WriteLineBreak(lineBreak.IsHard);
            }
            else if (inline is LiteralInline literal)
            {
                if (!passage.Range.Contains(literal.Span.ToTextSpan())) continue;
                WriteText(literal.Content, here, ClaimsOf(literal, outside));
            }
            else if (ProseContent.Shows(inline, passage.Range))
            {
                var wanted = ClaimsOf(inline, outside);
                Enter(here, wanted);
                WriteInline(inline, wanted.Count == 0 ? outside : [.. outside, .. wanted]);
            }
        }

        // What follows the last word stays outside.
        while (here.Count > 0) Leave(here);
    }

    private void WriteText(StringSlice content, List<ClaimRange> here, List<ClaimRange> wanted)
    {
        var (text, start, end) = (content.Text, content.Start, content.End + 1);
        for (var i = start; i <= end; i++)
        {
            if (i < end && text[i] is not (' ' or '\t' or '\n' or '\r')) continue;
            if (i > start)
            {
                Enter(here, wanted);
                WriteWord(text, start, i);
            }

            if (i < end) Widen(Gap.Space);
            start = i + 1;
        }
    }

    // No delimiter of MathJax goes over the end of an element.
    private void WriteWord(string text, int start, int end)
    {
        for (var i = start; keepsTex && i < end; i++)
        {
            if (text[i] is not ('\\' or '$')) continue;
            _html.Text(text, start, i - start);
            _html.Element("span", text[i].ToString());
            start = i + 1;
        }

        _html.Text(text, start, end - start);
    }

    private void WriteWord(string word) => WriteWord(word, 0, word.Length);

    private void WriteFormula(TexNode formula, bool isDisplayed)
    {
        if (keepsTex && formula is TexWords tex)
            _html.Text((isDisplayed ? @"\[" : @"\(") + OnOneLine(tex.Text) + (isDisplayed ? @"\]" : @"\)"));
        else
            TexMathML.Write(formula, isDisplayed, _html, passage.Cancellation);
    }

    private static string OnOneLine(string tex) => string.Join(" ", tex.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).Trim();

    private void WriteLineBreak(bool isHard)
    {
        Widen(Gap.LineEnd);
        if (isHard && (_gap != Gap.Start || _canBeginWithBreak)) _breaks++;
    }

    private void Widen(Gap gap)
    {
        if (_gap != Gap.Start && gap > _gap) _gap = gap;
    }

    // Leaves the claims that end before the next word, writes the white space, and enters those that begin with the word.
    private void Enter(List<ClaimRange> here, List<ClaimRange> wanted)
    {
        var common = 0;
        while (common < here.Count && common < wanted.Count && here[common] == wanted[common]) common++;
        while (here.Count > common) Leave(here);
        WriteGap();
        for (; common < wanted.Count; common++)
        {
            _html.Open("span", ("data-claim", wanted[common].Id));
            here.Add(wanted[common]);
        }
    }

    private void Leave(List<ClaimRange> here)
    {
        _html.Close();
        here.RemoveAt(here.Count - 1);
    }

    private void WriteGap()
    {
        if (_gap == Gap.None && _breaks == 0) return;
        for (var i = 0; i < _breaks; i++) _html.Void("br");
        if (_gap == Gap.LineEnd || _breaks > 0) _html.NewLine();
        else if (_gap == Gap.Space) _html.Text(" ");
        (_gap, _breaks) = (Gap.None, 0);
    }

    private void WriteInline(Inline inline, IReadOnlyList<ClaimRange> open)
    {
        var isWhole = passage.Range.Contains(inline.Span.ToTextSpan());
        switch (inline)
        {
            case CodeInline code:
                _html.Element("code", code.Content);
                break;
            case MathInline math:
                WriteFormula(passage.Formulas[math], isDisplayed: math.DelimiterCount > 1);
                break;
            case AlertInline alert:
                _html.Element("strong", alert.Kind);
                Widen(Gap.LineEnd);
                _breaks++;
                break;
            case HtmlEntityInline entity:
                WriteWord(entity.Transcoded.ToString());
                break;
            case AutolinkInline autolink:
                WriteAutolink(autolink);
                break;
            case LinkInline { IsImage: true } image when isWhole:
                WriteImage(image);
                break;
            case LinkInline { IsImage: false } link when isWhole && CanLink(link.Url):
                _isInLink = true;
                _html.Open("a", ("href", LinkAddress.Encode(link.Url ?? "")), ("title", NullIfEmpty(link.Title)));
                WriteInlines(link, open);
                _html.Close();
                _isInLink = false;
                break;
            case EmphasisInline emphasis when isWhole:
                _html.Open(ElementOf(emphasis));
                WriteInlines(emphasis, open);
                _html.Close();
                break;
            case ContainerInline container:
                WriteInlines(container, open);
                break;
        }
    }

    // A link cannot stand in a link: the inner one would end the outer.
    private bool CanLink(string? address) => !_isInLink && LinkAddress.IsAllowed(address ?? "");

    private void WriteAutolink(AutolinkInline autolink)
    {
        var address = (autolink.IsEmail ? "mailto:" : "") + autolink.Url;
        if (CanLink(address)) _html.Element("a", autolink.Url, ("href", LinkAddress.Encode(address)));
        else WriteWord(autolink.Url);
    }

    private void WriteImage(LinkInline image)
    {
        var words = ProseText.Words(image, passage, new TexPlain(passage.Cancellation));
        if (LinkAddress.IsAllowed(image.Url ?? ""))
            _html.Void("img", ("src", LinkAddress.Encode(image.Url ?? "")), ("alt", words), ("title", NullIfEmpty(image.Title)));
        else
            _html.Text(words);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
