// Reads the prose of one section: its words, the claims around them, its choices, and whatever a quiz may not contain.

using System;
using System.Collections.Generic;
using System.Linq;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator.Model;
using QuizKit.Generator.Syntax.Tex;
using QuizKit.Generator.Validation;

namespace QuizKit.Generator.Syntax;

/// <summary>Reads one section.</summary>
/// <param name="text">The file.</param>
/// <param name="links">Where links go.</param>
/// <param name="suppressions">Where <c>suppress</c> comments go.</param>
/// <param name="diagnostics">Where problems go.</param>
internal sealed class ProseReader(string text, List<LinkSyntax> links, List<CommentSyntax> suppressions, DiagnosticBag diagnostics)
{
    private readonly Dictionary<MarkdownObject, TexNode> _formulas = [];
    private readonly List<Marker> _markers = [];
    private readonly List<TextSpan> _comments = [];
    private readonly List<ClaimRange> _claims = [];
    private ListBlock? _choiceList;

    /// <summary>A comment where it stands, and the emphasis or link that it stands in.</summary>
    private sealed record Marker(CommentSyntax Comment, Inline? Formatting);

    /// <summary>Reads a section of whole blocks.</summary>
    /// <param name="blocks">The blocks, without the heading and the comment with its metadata.</param>
    public ProseSyntax Read(IReadOnlyList<Block> blocks)
    {
        // Markdig gathers link reference definitions in a block without a place of its own.
        foreach (Block block in blocks.Where(block => block is LinkReferenceDefinitionGroup)) VisitBlock(block);
        blocks = [.. blocks.Where(block => block is not LinkReferenceDefinitionGroup)];
        if (blocks.Count == 0) return new ProseSyntax(RichTextModel.Empty, [], [], []);

        if (blocks[blocks.Count - 1] is ListBlock list && list.Descendants<TaskList>().Any()) _choiceList = list;
        foreach (Block block in blocks) VisitBlock(block);
        _comments.Sort((left, right) => left.Start.CompareTo(right.Start));

        TextSpan all = TextSpan.FromBounds(blocks.Min(block => block.Span.Start), blocks.Max(block => block.Span.End) + 1);
        TextSpan words = _choiceList is null ? all : TextSpan.FromBounds(all.Start, _choiceList.Span.Start);
        List<ClaimSyntax> claims = ReadClaims(blocks);
        return new ProseSyntax(TextOf(blocks, words, isLine: false), claims, [.. ReadChoices()], PrintedNumbers.Find(Slice(all)));
    }

    /// <summary>Reads the words of a heading.</summary>
    public ProseSyntax ReadHeading(HeadingBlock heading)
    {
        VisitBlock(heading);
        foreach (Marker marker in _markers)
            diagnostics.Report(Descriptors.MisplacedComment, marker.Comment.Span, "A heading holds no comments. Put it below.");
        TextSpan words = SpanOf(heading.Inline);
        return new ProseSyntax(TextOf([heading], words, isLine: true), [], [], PrintedNumbers.Find(Slice(words)));
    }

    /// <summary>The span of the words of a heading, empty where it has none.</summary>
    public static TextSpan SpanOf(ContainerInline? inlines) =>
        inlines?.FirstChild is { } first
            ? TextSpan.FromBounds(first.Span.Start, inlines.LastChild!.Span.End + 1)
            : default;

    private string Slice(TextSpan range) => MarkdownSlice.Write(text, range, _comments);

    private RichTextModel TextOf(IReadOnlyList<Block> blocks, TextSpan range, bool isLine) => new(
        Slice(range),
        ProseText.Write(blocks, _formulas, range, TexPlain.Style),
        ProseText.Write(blocks, _formulas, range, TexUnicode.Style),
        ProseHtml.Write(blocks, _formulas, _claims, range, isLine));

    private void VisitBlock(Block block)
    {
        switch (block)
        {
            case MathBlock math:
                VisitMathBlock(math);
                break;
            case FencedCodeBlock { ClosingFencedCharCount: 0 } code:
                Unsupported(new SourceSpan(code.Span.Start, code.Span.Start + code.OpeningFencedCharCount - 1), "This code block is never closed.");
                break;
            case FencedCodeBlock:
            case ThematicBreakBlock:
                break;
            case CodeBlock:
                Unsupported(block.Span, "Indented code is easily an accident. Write it between lines of three backticks.");
                break;
            case HtmlBlock html:
                VisitHtmlBlock(html);
                break;
            case HeadingBlock or ParagraphBlock:
                if (((LeafBlock)block).Inline is { } inlines) VisitInlines(inlines, null);
                break;
            case QuoteBlock or ListBlock or ListItemBlock or Table or TableRow or TableCell:
                foreach (Block child in (ContainerBlock)block)
                {
                    if (child is HeadingBlock) Unsupported(child.Span, "A heading cannot stand inside a list or a quotation.");
                    VisitBlock(child);
                }

                break;
            case BlankLineBlock:
                break;
            case LinkReferenceDefinitionGroup group:
                foreach (Block definition in group) VisitBlock(definition);
                break;
            case LinkReferenceDefinition:
                Unsupported(block.Span, "A quiz may not use link reference definitions. Write the link in place: [words](address).");
                break;
            default:
                Unsupported(block.Span, $"A quiz may not use {Describe(block.GetType().Name)}. See the file format for what it may use.");
                break;
        }
    }

    private void VisitMathBlock(MathBlock math)
    {
        int open = math.Span.Start;
        if (math.ClosingFencedCharCount == 0)
        {
            diagnostics.Report(Descriptors.UnbalancedMath, new TextSpan(open, 2), "This '$$' is never closed.");
            _formulas[math] = new TexRow([]);
            return;
        }

        int close = text.LastIndexOf("$$", math.Span.End, StringComparison.Ordinal);
        _formulas[math] = TexParser.Parse(text, TextSpan.FromBounds(open + 2, Math.Max(open + 2, close)), diagnostics);
    }

    private void VisitHtmlBlock(HtmlBlock html)
    {
        if (html.Type != HtmlBlockType.Comment)
        {
            diagnostics.Report(Descriptors.RawHtml, Trimmed(html.Span));
            return;
        }

        int position = html.Span.Start;
        int end = html.Span.End + 1;
        while (true)
        {
            while (position < end && char.IsWhiteSpace(text[position])) position++;
            if (position >= end) return;
            if (string.CompareOrdinal(text, position, CommentReader.Open, 0, CommentReader.Open.Length) != 0)
            {
                int lineEnd = text.IndexOfAny(['\r', '\n'], position);
                diagnostics.Report(
                    Descriptors.MisplacedComment,
                    TextSpan.FromBounds(position, lineEnd < 0 ? end : Math.Min(lineEnd, end)),
                    "Words behind a comment that begins its line are raw HTML to Markdown. Put the comment at the end of the line before, or on a line of its own.");
                return;
            }

            position = AddComment(position, end, null);
            if (position < 0) return;
        }
    }

    private int AddComment(int start, int end, Inline? formatting)
    {
        int close = text.IndexOf(CommentReader.Close, start + CommentReader.Open.Length, StringComparison.Ordinal);
        if (close < 0 || close + CommentReader.Close.Length > end)
        {
            diagnostics.Report(Descriptors.MalformedComment, new TextSpan(start, CommentReader.Open.Length), "This comment is never closed: '-->' is missing.");
            _comments.Add(TextSpan.FromBounds(start, end));
            return -1;
        }

        TextSpan span = TextSpan.FromBounds(start, close + CommentReader.Close.Length);
        _comments.Add(span);
        if (CommentReader.Read(text, span, diagnostics) is { } comment) _markers.Add(new Marker(comment, formatting));
        return span.End;
    }

    private void VisitInlines(ContainerInline inlines, Inline? formatting)
    {
        foreach (Inline inline in inlines)
        {
            switch (inline)
            {
                case LinkInline link:
                    links.Add(new LinkSyntax(new Token(link.Url ?? "", link.Span.ToTextSpan()), link.IsImage, link.FirstChild is not null));
                    VisitInlines(link, link);
                    break;
                case AutolinkInline autolink:
                    links.Add(new LinkSyntax(
                        new Token((autolink.IsEmail ? "mailto:" : "") + autolink.Url, autolink.Span.ToTextSpan()), IsImage: false, HasWords: true));
                    break;
                case EmphasisInline emphasis:
                    VisitInlines(emphasis, emphasis);
                    break;
                case LiteralInline literal:
                    VisitLiteral(literal);
                    break;
                case MathInline math:
                    int delimiter = math.DelimiterCount;
                    _formulas[math] = TexParser.Parse(
                        text, TextSpan.FromBounds(math.Span.Start + delimiter, math.Span.End + 1 - delimiter), diagnostics);
                    break;
                case HtmlInline html when html.Tag.StartsWith(CommentReader.Open, StringComparison.Ordinal):
                    AddComment(html.Span.Start, html.Span.End + 1, formatting);
                    break;
                case HtmlInline:
                    diagnostics.Report(Descriptors.RawHtml, inline.Span.ToTextSpan());
                    break;
                case TaskList task when _choiceList is null || !IsInside(task, _choiceList):
                    diagnostics.Report(
                        Descriptors.Choices, task.Span.ToTextSpan(), "A task list offers the choices of a choice question: it ends the prompt, and nothing follows it.");
                    break;
                case TaskList or CodeInline or LineBreakInline or HtmlEntityInline:
                    break;
                case ContainerInline container when inline is DelimiterInline || inline.GetType() == typeof(ContainerInline):
                    // A delimiter that opened nothing, such as a lone bracket, still holds what follows it.
                    VisitInlines(container, formatting);
                    break;
                default:
                    Unsupported(inline.Span, $"A quiz may not use {Describe(inline.GetType().Name)}. See the file format for what it may use.");
                    break;
            }
        }
    }

    private static bool IsInside(TaskList task, ListBlock list) => list.Span.Start <= task.Span.Start && task.Span.End <= list.Span.End;

    private void VisitLiteral(LiteralInline literal)
    {
        // Markdig leaves a dollar sign that opens no formula, and a '<' that opens no comment, in the literal text.
        int start = literal.Span.Start + (literal.IsFirstCharacterEscaped ? 1 : 0);
        for (int i = start; i <= literal.Span.End && i < text.Length; i++)
        {
            bool isEscaped = literal.IsFirstCharacterEscaped && i == start;
            if (isEscaped && text[literal.Span.Start] == '\\') continue;
            if (text[i] == '$' && !isEscaped && !(i > 0 && text[i - 1] == '\\'))
            {
                diagnostics.Report(
                    Descriptors.UnbalancedMath, new TextSpan(i, 1), "This '$' opens or closes no formula. A formula is '$…$' without a space inside its dollar signs; a literal dollar sign is '\\$'.");
            }
            else if (string.CompareOrdinal(text, i, CommentReader.Open, 0, CommentReader.Open.Length) == 0 && !(i > 0 && text[i - 1] == '\\'))
            {
                diagnostics.Report(
                    Descriptors.MalformedComment, new TextSpan(i, CommentReader.Open.Length), "This comment is never closed: '-->' is missing in its paragraph.");
            }
        }
    }

    private List<ClaimSyntax> ReadClaims(IReadOnlyList<Block> blocks)
    {
        var open = new Stack<(Marker Marker, int Index)>();
        var claims = new List<ClaimSyntax?>();
        foreach (Marker marker in _markers.OrderBy(marker => marker.Comment.Span.Start))
        {
            switch (marker.Comment.Name.Text)
            {
                case "note":
                    break;
                case "suppress":
                    suppressions.Add(marker.Comment);
                    break;
                case "claim":
                    open.Push((marker, claims.Count));
                    claims.Add(null);
                    break;
                case CommentReader.ClosingClaim when open.Count == 0:
                    diagnostics.Report(Descriptors.ClaimBounds, marker.Comment.Span, "This closes no claim: none is open in this section.");
                    break;
                case CommentReader.ClosingClaim:
                    (Marker opening, int index) = open.Pop();
                    claims[index] = CloseClaim(blocks, opening, marker);
                    break;
                default:
                    diagnostics.Report(
                        Descriptors.MisplacedComment, marker.Comment.Span, $"The comment '{marker.Comment.Name.Text}' belongs on the line below its heading.");
                    break;
            }
        }

        foreach ((Marker marker, _) in open)
        {
            diagnostics.Report(
                Descriptors.ClaimBounds, marker.Comment.Span, $"The claim '{marker.Comment.Argument?.Text}' is never closed: write '<!-- /claim -->' behind its words, in the same section.");
        }

        return [.. claims.OfType<ClaimSyntax>()];
    }

    private ClaimSyntax CloseClaim(IReadOnlyList<Block> blocks, Marker opening, Marker closing)
    {
        if (!ReferenceEquals(opening.Formatting, closing.Formatting))
        {
            diagnostics.Report(
                Descriptors.ClaimBounds, closing.Comment.Span, "The claim cuts through emphasis or a link: open and close it on the same side of it.");
        }

        TextSpan range = TextSpan.FromBounds(opening.Comment.Span.End, closing.Comment.Span.Start);
        RichTextModel statement = TextOf(ProseContent.Excerpt(blocks, range), range, isLine: true);
        if (opening.Comment.Argument is { } id)
        {
            // Claims close from the inside out, and the HTML asks for the outer ones first.
            int place = _claims.FindIndex(claim => claim.Span.Start > range.Start);
            _claims.Insert(place < 0 ? _claims.Count : place, new ClaimRange(id.Text, range));
        }

        return new ClaimSyntax(opening.Comment, statement, PrintedNumbers.Find(statement.Markdown));
    }

    private IEnumerable<ChoiceSyntax> ReadChoices()
    {
        if (_choiceList is null) yield break;
        foreach (ListItemBlock item in _choiceList.OfType<ListItemBlock>())
        {
            TaskList? task = (item.FirstOrDefault() as ParagraphBlock)?.Inline?.FirstChild as TaskList;
            if (task is null)
            {
                diagnostics.Report(Descriptors.Choices, Trimmed(item.Span), "Every item of the choices begins with '[ ]' or '[x]'.");
                continue;
            }

            TextSpan words = TextSpan.FromBounds(task.Span.End + 1, item.Span.End + 1);
            yield return new ChoiceSyntax(TextOf(item, words, isLine: true), task.Checked, Trimmed(item.Span));
        }
    }

    private void Unsupported(SourceSpan span, string message) =>
        diagnostics.Report(Descriptors.UnsupportedMarkdown, Trimmed(span), message);

    private static string Describe(string markdigType) =>
        "the Markdown construct '" + markdigType.Replace("Block", "").Replace("Inline", "") + "'";

    // Markdig's block spans take in indentation and, for list items, the line end behind them.
    private TextSpan Trimmed(SourceSpan span)
    {
        (int start, int end) = (span.Start, span.End + 1);
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return TextSpan.FromBounds(start, end);
    }
}
