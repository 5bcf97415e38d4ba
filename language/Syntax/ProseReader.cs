// Reads the prose of one section: its words, the comments around them, its choices, and whatever a quiz may not contain.

using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formulas;
using QuizKit.Language.Markdown;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

/// <summary>Reads one section.</summary>
internal sealed class ProseReader(string text, List<LinkSyntax> links, List<CommentSyntax> suppressions, DiagnosticBag diagnostics)
{
    // How deep claims and not-checkable passages nest: each text holds the words of all that are in it.
    private const int MaximumQuotations = 16;

    // Each claim of a paragraph is rendered by a walk over the whole paragraph.
    private const int MaximumComments = 200;

    private readonly Dictionary<MarkdownObject, TexNode> _formulas = [];
    private readonly List<Marker> _markers = [];
    private readonly List<TextSpan> _comments = [];
    private readonly List<ClaimRange> _claims = [];
    private ListBlock? _choiceList;
    private int _commentsBefore;

    /// <summary>A comment where it stands, and the emphasis or link that it stands in.</summary>
    private sealed record Marker(CommentSyntax Comment, Inline? Formatting);

    /// <summary>Reads a section of whole blocks.</summary>
    /// <param name="blocks">The blocks, without the heading and the comment with its metadata.</param>
    public ProseSyntax Read(IReadOnlyList<Block> blocks)
    {
        // Markdig gathers link reference definitions in a block without a place of its own.
        foreach (var block in blocks.Where(block => block is LinkReferenceDefinitionGroup)) VisitBlock(block);
        blocks = [.. blocks.Where(block => block is not LinkReferenceDefinitionGroup)];
        if (blocks.Count == 0) return new ProseSyntax(Passage.Empty, [], [], []);

        if (blocks[blocks.Count - 1] is ListBlock list && list.Descendants<TaskList>().Any()) _choiceList = list;
        foreach (var block in blocks) VisitBlock(block);
        _comments.Sort((left, right) => left.Start.CompareTo(right.Start));

        var all = TextSpan.FromBounds(blocks.Min(block => block.Span.Start), blocks.Max(block => block.Span.End) + 1);
        var words = _choiceList is null ? all : TextSpan.FromBounds(all.Start, _choiceList.Span.Start);
        var quotations = ReadQuotations(blocks);
        var numbers = PrintedNumbers.Find(MarkdownSlice.Write(text, all, _comments));
        return new ProseSyntax(PassageOf(blocks, words, isLine: false, _claims), quotations, [.. ReadChoices()], numbers);
    }

    /// <summary>Reads the words of a heading.</summary>
    public Passage ReadHeading(HeadingBlock heading)
    {
        VisitBlock(heading);
        foreach (var marker in _markers) diagnostics.Report(Definitions.CommentInHeading, marker.Comment.Span);
        return PassageOf([heading], SpanOf(heading.Inline), isLine: true, []);
    }

    /// <summary>The span of the words of a heading, empty where it has none.</summary>
    public static TextSpan SpanOf(ContainerInline? inlines) =>
        inlines?.FirstChild is { } first
            ? TextSpan.FromBounds(first.Span.Start, inlines.LastChild!.Span.End + 1)
            : default;

    private Passage PassageOf(IReadOnlyList<Block> blocks, TextSpan range, bool isLine, IReadOnlyList<ClaimRange> claims) =>
        new(text, range, blocks, isLine, [.. CommentsIn(range)], _formulas, claims);

    // The comments are in order and do not overlap.
    private IEnumerable<TextSpan> CommentsIn(TextSpan range)
    {
        (var low, var high) = (0, _comments.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_comments[middle].End <= range.Start) low = middle + 1;
            else high = middle;
        }

        for (; low < _comments.Count && _comments[low].Start < range.End; low++) yield return _comments[low];
    }

    private void VisitBlock(Block block)
    {
        switch (block)
        {
            case MathBlock math:
                VisitMathBlock(math);
                break;
            case FencedCodeBlock { ClosingFencedCharCount: 0 } code:
                Report(Definitions.CodeUnclosed, new SourceSpan(code.Span.Start, code.Span.Start + code.OpeningFencedCharCount - 1));
                break;
            case FencedCodeBlock:
            case ThematicBreakBlock:
                break;
            case CodeBlock:
                Report(Definitions.CodeIndented, block.Span);
                break;
            case HtmlBlock html:
                VisitHtmlBlock(html);
                break;
            case HeadingBlock or ParagraphBlock:
                _commentsBefore = _comments.Count;
                if (((LeafBlock)block).Inline is { } inlines) VisitInlines(inlines, null);
                break;
            case QuoteBlock or ListBlock or ListItemBlock or Table or TableRow or TableCell:
                foreach (var child in (ContainerBlock)block)
                {
                    if (child is HeadingBlock) Report(Definitions.HeadingNested, child.Span);
                    VisitBlock(child);
                }

                break;
            case BlankLineBlock:
                break;
            case LinkReferenceDefinitionGroup group:
                foreach (var definition in group) VisitBlock(definition);
                break;
            case LinkReferenceDefinition:
                Report(Definitions.LinkDefinition, block.Span);
                break;
            default:
                Unsupported(block);
                break;
        }
    }

    private void VisitMathBlock(MathBlock math)
    {
        var open = math.Span.Start;
        if (math.ClosingFencedCharCount == 0)
        {
            diagnostics.Report(Definitions.MathBlockUnclosed, new TextSpan(open, 2));
            _formulas[math] = new TexRow([]);
            return;
        }

        var close = text.LastIndexOf("$$", math.Span.End, StringComparison.Ordinal);
        _formulas[math] = TexParser.Parse(text, TextSpan.FromBounds(open + 2, Math.Max(open + 2, close)), diagnostics);
    }

    private void VisitHtmlBlock(HtmlBlock html)
    {
        if (html.Type != HtmlBlockType.Comment)
        {
            diagnostics.Report(Definitions.RawHtml, Trimmed(html.Span));
            return;
        }

        var position = html.Span.Start;
        var end = html.Span.End + 1;
        while (true)
        {
            while (position < end && char.IsWhiteSpace(text[position])) position++;
            if (position >= end) return;
            if (string.CompareOrdinal(text, position, CommentReader.Open, 0, CommentReader.Open.Length) != 0)
            {
                var lineEnd = text.IndexOfAny(['\r', '\n'], position);
                diagnostics.Report(
                    Definitions.WordsAfterComment, TextSpan.FromBounds(position, lineEnd < 0 ? end : Math.Min(lineEnd, end)));
                return;
            }

            position = AddComment(position, end, null);
            if (position < 0) return;
        }
    }

    private int AddComment(int start, int end, Inline? formatting)
    {
        var close = text.IndexOf(CommentReader.Close, start + CommentReader.Open.Length, StringComparison.Ordinal);
        if (close < 0 || close + CommentReader.Close.Length > end)
        {
            diagnostics.Report(Definitions.CommentUnclosed, new TextSpan(start, CommentReader.Open.Length));
            _comments.Add(TextSpan.FromBounds(start, end));
            return -1;
        }

        var span = TextSpan.FromBounds(start, close + CommentReader.Close.Length);
        _comments.Add(span);
        if (CommentReader.Read(text, span, diagnostics) is { } comment) _markers.Add(new Marker(comment, formatting));
        return span.End;
    }

    private void VisitInlines(ContainerInline inlines, Inline? formatting)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case LinkInline link:
                    links.Add(new LinkSyntax(new Token(link.Url ?? "", link.Span.ToTextSpan()), link.IsImage, link.FirstChild is not null));
                    VisitInlines(link, link);
                    break;
                case AutolinkInline autolink:
                    var address = (autolink.IsEmail ? "mailto:" : "") + autolink.Url;
                    links.Add(new LinkSyntax(new Token(address, autolink.Span.ToTextSpan()), IsImage: false, HasWords: true));
                    break;
                case EmphasisInline emphasis:
                    VisitInlines(emphasis, emphasis);
                    break;
                case LiteralInline literal:
                    VisitLiteral(literal);
                    break;
                case MathInline math:
                    var delimiter = math.DelimiterCount;
                    _formulas[math] = TexParser.Parse(
                        text, TextSpan.FromBounds(math.Span.Start + delimiter, math.Span.End + 1 - delimiter), diagnostics);
                    break;
                case HtmlInline when _comments.Count - _commentsBefore == MaximumComments:
                    diagnostics.ReportAlone(Definitions.MarksTooMany, inline.Span.ToTextSpan(), MaximumComments, "comments");
                    break;
                case HtmlInline html when html.Tag.StartsWith(CommentReader.Open, StringComparison.Ordinal):
                    AddComment(html.Span.Start, html.Span.End + 1, formatting);
                    break;
                case HtmlInline:
                    diagnostics.Report(Definitions.RawHtml, inline.Span.ToTextSpan());
                    break;
                case TaskList task when _choiceList is null || !IsInside(task, _choiceList):
                    diagnostics.Report(Definitions.TaskListMisplaced, task.Span.ToTextSpan());
                    break;
                case TaskList or CodeInline or LineBreakInline or HtmlEntityInline:
                    break;
                case ContainerInline container when inline is DelimiterInline || inline.GetType() == typeof(ContainerInline):
                    // A delimiter that opened nothing, such as a lone bracket, still holds what follows it.
                    VisitInlines(container, formatting);
                    break;
                default:
                    Unsupported(inline);
                    break;
            }
        }
    }

    private static bool IsInside(TaskList task, ListBlock list) => list.Span.Start <= task.Span.Start && task.Span.End <= list.Span.End;

    private void VisitLiteral(LiteralInline literal)
    {
        // Markdig leaves a dollar sign that opens no formula, and a '<' that opens no comment, in the literal text.
        var start = literal.Span.Start + (literal.IsFirstCharacterEscaped ? 1 : 0);
        for (var i = start; i <= literal.Span.End && i < text.Length; i++)
        {
            var isEscaped = literal.IsFirstCharacterEscaped && i == start;
            if (isEscaped && text[literal.Span.Start] == '\\') continue;
            if (text[i] == '$' && !isEscaped && !(i > 0 && text[i - 1] == '\\'))
            {
                diagnostics.Report(Definitions.DollarUnbalanced, new TextSpan(i, 1));
            }
            else if (string.CompareOrdinal(text, i, CommentReader.Open, 0, CommentReader.Open.Length) == 0
                && !(i > 0 && text[i - 1] == '\\'))
            {
                diagnostics.Report(Definitions.CommentUnclosedInParagraph, new TextSpan(i, CommentReader.Open.Length));
            }
        }
    }

    private List<QuotationSyntax> ReadQuotations(IReadOnlyList<Block> blocks)
    {
        var open = new List<(Marker Marker, int Index)>();
        var quotations = new List<QuotationSyntax?>();
        foreach (var marker in _markers.OrderBy(marker => marker.Comment.Span.Start))
        {
            var name = marker.Comment.Name.Text;
            switch (name)
            {
                case "note":
                    break;
                case "suppress":
                    suppressions.Add(marker.Comment);
                    break;
                case CommentReader.Claim or CommentReader.NotCheckable:
                    if (open.Count == MaximumQuotations)
                        diagnostics.ReportAlone(Definitions.QuotationsTooDeep, marker.Comment.Span, MaximumQuotations);
                    if (open.Count > MaximumQuotations) break;
                    open.Add((marker, quotations.Count));
                    quotations.Add(null);
                    break;
                case CommentReader.ClosingClaim or CommentReader.ClosingNotCheckable:
                    var last = open.FindLastIndex(opened => "/" + opened.Marker.Comment.Name.Text == name);
                    if (last < 0)
                    {
                        var what = name == CommentReader.ClosingClaim ? "claim" : "not-checkable passage";
                        diagnostics.Report(Definitions.QuotationNotOpen, marker.Comment.Span, what);
                        break;
                    }

                    (var opening, var index) = open[last];
                    open.RemoveAt(last);
                    if (last < open.Count)
                    {
                        var inner = QuotationSyntax.Describe(open[open.Count - 1].Marker.Comment);
                        diagnostics.Report(
                            Definitions.QuotationsOverlap, marker.Comment.Span, QuotationSyntax.Describe(opening.Comment), inner);
                    }

                    quotations[index] = Close(blocks, opening, marker);
                    break;
                default:
                    diagnostics.Report(Definitions.CommentNotBelowHeading, marker.Comment.Span, name);
                    break;
            }
        }

        foreach ((var marker, _) in open)
        {
            diagnostics.Report(
                Definitions.QuotationUnclosed, marker.Comment.Span, QuotationSyntax.Describe(marker.Comment), marker.Comment.Name.Text);
        }

        return [.. quotations.OfType<QuotationSyntax>()];
    }

    private QuotationSyntax Close(IReadOnlyList<Block> blocks, Marker opening, Marker closing)
    {
        var comment = opening.Comment;
        if (!ReferenceEquals(opening.Formatting, closing.Formatting))
            diagnostics.Report(Definitions.QuotationCutsFormatting, closing.Comment.Span, QuotationSyntax.Describe(comment));

        for (var around = opening.Formatting; around is not null; around = around.Parent)
        {
            if (around is not LinkInline { IsImage: true }) continue;
            diagnostics.Report(Definitions.QuotationInPicture, comment.Span, QuotationSyntax.Describe(comment));
            break;
        }

        var range = TextSpan.FromBounds(comment.Span.End, closing.Comment.Span.Start);

        // Claims close from the inside out, and the HTML asks for the outer ones first.
        var inner = _claims.Count;
        while (inner > 0 && _claims[inner - 1].Span.Start > range.Start) inner--;
        var words = PassageOf(ProseContent.Excerpt(blocks, range), range, isLine: true, _claims.GetRange(inner, _claims.Count - inner));
        if (comment.Name.Text == CommentReader.Claim && comment.Argument is { } id)
            _claims.Insert(inner, new ClaimRange(id.Text, range));

        return new QuotationSyntax(comment, range, words, PrintedNumbers.Find(words.Slice()));
    }

    private IEnumerable<ChoiceSyntax> ReadChoices()
    {
        if (_choiceList is null) yield break;
        var before = new SpanCursor([.. _claims.Select(claim => claim.Span)]);
        foreach (var item in _choiceList.OfType<ListItemBlock>())
        {
            var task = (item.FirstOrDefault() as ParagraphBlock)?.Inline?.FirstChild as TaskList;
            if (task is null)
            {
                Report(Definitions.ChoiceUnmarked, item.Span);
                continue;
            }

            var words = TextSpan.FromBounds(task.Span.End + 1, item.Span.End + 1);
            var offered = PassageOf(item, words, isLine: true, [.. ClaimsOver(words, before)]);
            yield return new ChoiceSyntax(offered, task.Checked, Trimmed(item.Span));
        }
    }

    // Those that are open where the words begin, and those that open in them.
    private IEnumerable<ClaimRange> ClaimsOver(TextSpan words, SpanCursor before)
    {
        var around = before.MoveTo(words);
        foreach (var index in around) yield return _claims[index];
        for (var next = before.Next; next < _claims.Count && _claims[next].Span.Start < words.End; next++) yield return _claims[next];
    }

    private void Report(DiagnosticDefinition definition, SourceSpan span) => diagnostics.Report(definition, Trimmed(span));

    private void Unsupported(MarkdownObject node) =>
        diagnostics.Report(
            Definitions.MarkdownUnsupported, Trimmed(node.Span), node.GetType().Name.Replace("Block", "").Replace("Inline", ""));

    // Markdig's block spans take in indentation and, for list items, the line end after them.
    private TextSpan Trimmed(SourceSpan span)
    {
        (var start, var end) = (span.Start, span.End + 1);
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return TextSpan.FromBounds(start, end);
    }
}
