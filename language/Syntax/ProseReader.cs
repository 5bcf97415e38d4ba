// Reads the prose of one section: its words, the comments around them, its choices, and whatever a quiz may not contain.

using System.Text.RegularExpressions;
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
internal sealed class ProseReader(
    string text,
    string formulas,
    LinkDefinitions definitions,
    PrintedNumbers numbers,
    bool isRightToLeft,
    List<LinkSyntax> links,
    List<CommentSyntax> suppressions,
    List<TextSpan> comments,
    DiagnosticBag diagnostics,
    Cancellation cancellation)
{
    // CommonMark's limit of the label of a link, in characters.
    private const int MaximumLabel = 999;

    // How deep claims and not-checkable passages nest: each text holds the words of all that are in it.
    private const int MaximumQuotations = 16;

    // Each claim of a paragraph is rendered by a walk over the whole paragraph.
    public const int MaximumComments = 200;

    // What ends a paragraph at the start of a line.
    private static readonly Regex BlockMark = new(
        @"[\r\n][ \t>]*(?:[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])|\#{1,6}(?=[ \t])|[=-]+[ \t]*(?=[\r\n]))", RegexOptions.CultureInvariant);

    private static readonly Regex AlertMark = new(@"\G\[![A-Za-z]+\]", RegexOptions.CultureInvariant);

    private static readonly Regex FoldTag =
        new(@"\G\s*</?(?:details|summary)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // What other tools read behind a picture or a word: {width=300}, {.class}.
    private static readonly Regex AttributeList = new(
        @"\G\{:?[ ]*(?:[.#][\w-]+|[\w-]+=(?:""[^""\r\n]*""|[^\s}]+))(?:[ ]+(?:[.#][\w-]+|[\w-]+=(?:""[^""\r\n]*""|[^\s}]+)))*[ ]*\}",
        RegexOptions.CultureInvariant);

    private static readonly Regex TexOnLine = new(@"\G[^\r\n\\$`]{0,100}\\[A-Za-z]{2}", RegexOptions.CultureInvariant);

    // The name of a type in brackets, as in List<double>, and not an element of HTML.
    private static readonly Regex TypeArgument = new(
        "^<([A-Z][A-Za-z0-9_]*|bool|byte|char|decimal|double|dynamic|float|int|long|object|short|string|uint|ulong)>$",
        RegexOptions.CultureInvariant);

    // The parameter 'formulas' is the text as the reader of formulas gets it, with every character at its place.
    private readonly Dictionary<MarkdownObject, TexNode> _formulas = [];
    private readonly List<Marker> _markers = [];
    private readonly List<Edit> _edits = [];

    // Of '|' in code of a table: the code alone goes without them.
    private readonly List<Edit> _escapes = [];
    private readonly List<ClaimRange> _claims = [];
    private readonly List<CommentSyntax> _misplaced = [];
    private readonly List<CommentSyntax> _ofChoices = [];
    private readonly HashSet<ListBlock> _misplacedLists = [];
    private ListBlock? _choiceList;
    private int _commentsBefore;

    // Whether a folded block was reported: its other tags belong to it.
    private bool _hasFold;

    // Where a formula ends that was reported as cut off.
    private int _cutFormulaEnd = -1;

    /// <summary>A comment where it stands, and the emphasis or link that it stands in.</summary>
    private sealed record Marker(CommentSyntax Comment, Inline? Formatting);

    /// <summary>Reads prose that is not in a file, and reports what is wrong in it.</summary>
    public static void ReadAlone(string markdown, DiagnosticBag diagnostics, Cancellation cancellation)
    {
        var (source, document) = SlipRepair.Apply(new SourceText(markdown), isFile: false, diagnostics, cancellation);
        var text = source.ToString();
        var reader = new ProseReader(
            text,
            FormulaText.Of(document, text, cancellation),
            new LinkDefinitions(document),
            new PrintedNumbers(NumberMarks.Of("en")),
            isRightToLeft: false,
            [],
            [],
            [],
            diagnostics,
            cancellation);
        reader.Read([.. document.Where(block => block is not LinkReferenceDefinitionGroup)]);
    }

    /// <summary>Reads a section of whole blocks.</summary>
    /// <param name="blocks">The blocks, without the heading and the comment with its metadata.</param>
    /// <param name="canEndInChoices">Whether a task list may end the section: in a prompt.</param>
    /// <param name="metadata">The comment with the metadata, which may stand alone between the blocks; null where it was found or cannot.</param>
    public ProseSyntax Read(IReadOnlyList<Block> blocks, bool canEndInChoices = false, string? metadata = null)
    {
        if (blocks.Count == 0) return ProseSyntax.Empty;

        if (canEndInChoices) (blocks, _choiceList) = ChoiceList.Join(blocks, diagnostics);
        foreach (var block in blocks) VisitBlock(block);

        // The span of a table leaves out what follows a bracket in its last cell.
        var last = 0;
        foreach (var node in blocks[blocks.Count - 1].Descendants().Concat(blocks))
        {
            cancellation.Look();
            last = Math.Max(last, node.Span.End);
        }

        var all = TextSpan.FromBounds(blocks.Min(block => block.Span.Start), last + 1);
        _edits.AddRange(definitions.RemovalsIn(all));
        SortEdits();
        var words = _choiceList is null ? all : TextSpan.FromBounds(all.Start, _choiceList.Span.Start);
        var quotations = ReadQuotations(blocks, metadata);
        var printed = new Lazy<IReadOnlyList<double>>(() => numbers.Find(MarkdownSlice.Write(text, all, _edits), cancellation));
        return new ProseSyntax(PassageOf(blocks, words, isLine: false, _claims), quotations, [.. ReadChoices()], printed, _misplaced);
    }

    /// <summary>Reads the words of a heading.</summary>
    public Passage ReadHeading(HeadingBlock heading)
    {
        VisitBlock(heading);
        SortEdits();
        foreach (var marker in _markers) diagnostics.Report(Definitions.CommentInHeading, marker.Comment.Span);
        return PassageOf([heading], ProseContent.SpanOf(heading.Inline), isLine: true, []);
    }

    private void SortEdits() => _edits.Sort((left, right) => left.Span.Start.CompareTo(right.Span.Start));

    private Passage PassageOf(IReadOnlyList<Block> blocks, TextSpan range, bool isLine, IReadOnlyList<ClaimRange> claims)
    {
        var isInTable = blocks.Count > 0 && (blocks[0] is TableCell || blocks[0].Parent is TableCell);
        var edits = EditsIn(range).Concat(_escapes.Where(edit => isInTable && edit.Span.OverlapsWith(range)));
        return new Passage(text, range, blocks, isLine, [.. edits.OrderBy(edit => edit.Span.Start)], _formulas, claims, cancellation)
        {
            IsRightToLeft = isRightToLeft,
        };
    }

    // The edits are in order and do not overlap.
    private IEnumerable<Edit> EditsIn(TextSpan range)
    {
        (var low, var high) = (0, _edits.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_edits[middle].Span.End <= range.Start) low = middle + 1;
            else high = middle;
        }

        for (; low < _edits.Count && _edits[low].Span.Start < range.End; low++) yield return _edits[low];
    }

    private void VisitBlock(Block block)
    {
        cancellation.Look();
        switch (block)
        {
            case FormulaBlock math:
                VisitMathBlock(math);
                break;
            case FencedCodeBlock { ClosingFencedCharCount: 0 } code:
                Report(Definitions.CodeUnclosed, new SourceSpan(code.Span.Start, code.Span.Start + code.OpeningFencedCharCount - 1));
                break;
            case FencedCodeBlock code:
                VisitFence(code.Span.Start);
                break;
            case ThematicBreakBlock:
                break;
            case CodeBlock:
                Report(Definitions.CodeIndented, block.Span);
                break;
            case HtmlBlock html:
                VisitHtmlBlock(html);
                break;
            case HeadingBlock or ParagraphBlock:
                if (block is ParagraphBlock paragraph) ParagraphCheck.Check(text, paragraph, diagnostics);
                _commentsBefore = _markers.Count;
                if (((LeafBlock)block).Inline is { } inlines) VisitInlines(inlines, null);
                break;
            case QuoteBlock or ListBlock or ListItemBlock or Table or TableRow or TableCell:
                if (block is QuoteBlock quote) CheckAlert(quote);
                if (block is Table table) ParagraphCheck.CheckColumns(text, table, diagnostics);
                foreach (var child in (ContainerBlock)block)
                {
                    if (child is HeadingBlock) Report(Definitions.HeadingNested, child.Span);
                    VisitBlock(child);
                }

                break;
            case BlankLineBlock:
                break;
            default:
                Unsupported(block);
                break;
        }
    }

    // What begins like an alert and is none.
    private void CheckAlert(QuoteBlock quote)
    {
        if (quote.Count == 0 || quote[0] is not ParagraphBlock { Inline.FirstChild: LiteralInline first }) return;
        if (AlertMark.Match(text, first.Span.Start) is not { Success: true } mark) return;
        diagnostics.Report(Definitions.AlertMalformed, new TextSpan(mark.Index, mark.Length), string.Join(", ", GitHubMarkdown.Alerts));
    }

    private void VisitMathBlock(FormulaBlock math)
    {
        if (!math.IsClosed)
        {
            var definition = math.Parent is MarkdownDocument ? Definitions.MathBlockUnclosed : Definitions.MathBlockUnclosedInContainer;
            diagnostics.Report(definition, new TextSpan(math.Span.Start, 2));
            _formulas[math] = new TexRow([]);
            return;
        }

        if (!math.WordsBehind.IsEmpty)
            diagnostics.Report(Definitions.WordsBehindFormula, Trimmed(new SourceSpan(math.WordsBehind.Start, math.WordsBehind.End - 1)));
        ReadFormula(math, math.Tex);
    }

    private void ReadFormula(MarkdownObject math, TextSpan span)
    {
        var comment = text.IndexOf(CommentReader.Open, span.Start, span.Length, StringComparison.Ordinal);
        if (comment >= 0) diagnostics.Report(Definitions.CommentInFormula, new TextSpan(comment, CommentReader.Open.Length));
        _formulas[math] = comment < 0 ? TexParser.Parse(formulas, span, diagnostics, cancellation) : new TexWords("…");
    }

    private void VisitFence(int start)
    {
        var end = text.IndexOfAny(['\r', '\n'], start);
        var comment = text.IndexOf(CommentReader.Open, start, end - start, StringComparison.Ordinal);
        if (comment >= 0) diagnostics.Report(Definitions.CommentInFence, new TextSpan(comment, CommentReader.Open.Length));
    }

    private void VisitHtmlBlock(HtmlBlock html)
    {
        if (html.Type != HtmlBlockType.Comment)
        {
            var isFolded = FoldTag.Match(text, html.Span.Start, html.Span.Length).Success;
            if (!isFolded) diagnostics.Report(Definitions.RawHtml, Trimmed(html.Span));
            else if (!_hasFold) diagnostics.Report(Definitions.FoldUnsupported, Trimmed(html.Span));
            _hasFold |= isFolded;
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
            _edits.Add(new Edit(TextSpan.FromBounds(start, end), ""));
            return -1;
        }

        var span = TextSpan.FromBounds(start, close + CommentReader.Close.Length);
        _edits.Add(new Edit(span, ""));
        comments.Add(span);
        if (CommentReader.Read(text, span, diagnostics) is { } comment) _markers.Add(new Marker(comment, formatting));
        return span.End;
    }

    private void VisitInlines(ContainerInline inlines, Inline? formatting)
    {
        foreach (var inline in inlines)
        {
            cancellation.Look();
            switch (inline)
            {
                case LinkInline link:
                    VisitLink(link, formatting);
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
                case FormulaInline math:
                    VisitFormula(math);
                    break;
                case HtmlInline when _markers.Count - _commentsBefore == MaximumComments:
                    diagnostics.ReportAlone(Definitions.MarksTooMany, inline.Span.ToTextSpan(), MaximumComments, "comments");
                    break;
                case HtmlInline html when html.Tag.StartsWith(CommentReader.Open, StringComparison.Ordinal):
                    AddComment(html.Span.Start, html.Span.End + 1, formatting);
                    break;
                case HtmlInline { Span.Start: > 0 } html
                    when TypeArgument.IsMatch(html.Tag) && char.IsLetterOrDigit(text[html.Span.Start - 1]):
                    var type = TypeAround(html.Span.ToTextSpan());
                    diagnostics.Fixing(type.Span, $"`{type.Text}`").Report(Definitions.TypeOutsideCode, html.Span.ToTextSpan(), type.Text);
                    break;
                case HtmlInline:
                    diagnostics.Report(Definitions.RawHtml, inline.Span.ToTextSpan());
                    break;
                case TaskList task when ListOf(task) != _choiceList:
                    if (_misplacedLists.Add(ListOf(task))) diagnostics.Report(Definitions.TaskListMisplaced, task.Span.ToTextSpan());
                    break;
                case CodeInline code when code.Content.IndexOf('|') >= 0 && ProseContent.BlockOf(code)?.Parent is TableCell:
                    VisitTableCell(code);
                    break;
                case TaskList or CodeInline or LineBreakInline or HtmlEntityInline or AlertInline:
                    break;
                default:
                    Unsupported(inline);
                    break;
            }
        }
    }

    private void VisitFormula(FormulaInline math)
    {
        if (math.Slip is { } slip)
        {
            var tex = text.Substring(math.Tex.Start, math.Tex.Length).Trim();
            diagnostics.Fixing(math.Span.ToTextSpan(), slip == Definitions.DollarSpace ? $"${tex}$" : null)
                .ReportSlip(slip, math.Span.ToTextSpan(), math.Tex, tex);
        }

        if (math.Content.IndexOf('|') >= 0 && ProseContent.BlockOf(math)?.Parent is TableCell) VisitTableCell(math);
        ReadFormula(math, math.Tex);
    }

    // The word in front of '<' and what is in the brackets: List<double>.
    private Token TypeAround(TextSpan tag)
    {
        var start = tag.Start;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.')) start--;
        return new Token(text.Substring(start, tag.End - start), TextSpan.FromBounds(start, tag.End));
    }

    // Git hosts divide a row into cells before they look for code and formulas.
    private void VisitTableCell(Inline inline)
    {
        var definition = inline is FormulaInline ? Definitions.PipeInTableFormula : Definitions.PipeInTableCode;
        for (var i = inline.Span.Start; i <= inline.Span.End; i++)
        {
            if (text[i] != '|') continue;
            if (text[i - 1] == '\\') _escapes.Add(new Edit(new TextSpan(i - 1, 1), ""));
            else diagnostics.Fixing(new TextSpan(i, 0), "\\").Report(definition, new TextSpan(i, 1));
        }
    }

    private void VisitLink(LinkInline link, Inline? formatting)
    {
        // One message for all that is in a picture's description.
        var around = formatting;
        while (around is not (null or LinkInline)) around = around.Parent;
        if (around is LinkInline { IsImage: true } && !IsInPicture(around.Parent))
            diagnostics.Report(Definitions.LinkInPicture, link.Span.ToTextSpan());
        if (link.Reference is not null)
        {
            _edits.Add(definitions.Resolve(link, text));
            if (!LinkDefinitions.IsLabelOf(link)) diagnostics.Report(Definitions.LinkUndefined, link.Span.ToTextSpan(), link.Label ?? "");
        }

        var address = new Token(link.Url ?? "", link.Span.ToTextSpan());
        links.Add(new LinkSyntax(address, link.IsImage, HasWords(link), IsReference: link.Reference is not null));
    }

    private static bool IsInPicture(Inline? inline)
    {
        while (inline is not (null or LinkInline { IsImage: true })) inline = inline.Parent;
        return inline is not null;
    }

    private static ListBlock ListOf(TaskList task)
    {
        var block = task.Parent!.ParentBlock!.Parent;
        while (block is not ListBlock) block = block!.Parent;
        return (ListBlock)block;
    }

    private static bool HasWords(ContainerInline inlines) => inlines.Any(inline => inline switch
    {
        LiteralInline literal => !literal.Content.IsEmptyOrWhitespace(),
        HtmlEntityInline entity => !entity.Transcoded.IsEmptyOrWhitespace(),
        LineBreakInline or HtmlInline => false,
        LinkInline { IsImage: true } => true,
        ContainerInline container => HasWords(container),
        _ => true,
    });

    private void VisitLiteral(LiteralInline literal)
    {
        // What opens no formula stays in the literal text.
        var start = literal.Span.Start + (literal.IsFirstCharacterEscaped ? 1 : 0);
        for (var i = start; i <= literal.Span.End && i < text.Length; i++)
        {
            var isEscaped = literal.IsFirstCharacterEscaped && i == start;
            if (isEscaped && text[literal.Span.Start] == '\\') continue;
            if (text[i] == '[' && !isEscaped && i > 1 && text[i - 1] == ']') CheckReference(i);
            if (text[i] == '$' && !isEscaped && !(i > 0 && text[i - 1] is '\\' or '$')) CheckDollars(i);
        }

        var bracket = literal.IsFirstCharacterEscaped && start < text.Length && text[start - 1] == '\\' ? text[start] : ' ';
        if (bracket is '(' or '[' && TexOnLine.IsMatch(text, start))
            diagnostics.Report(Definitions.BackslashUnbalanced, new TextSpan(start - 1, 2), bracket, bracket == '(' ? ')' : ']');

        var isBehind = literal.PreviousSibling is LinkInline or CodeInline or EmphasisInline or AutolinkInline;
        if (isBehind && AttributeList.Match(text, literal.Span.Start) is { Success: true } list)
            diagnostics.Report(Definitions.AttributesUnsupported, new TextSpan(list.Index, list.Length));

        List<int> openings = [.. OpeningsIn(literal, text)];
        foreach (var opening in openings)
            diagnostics.Report(Definitions.CommentUnclosedInParagraph, new TextSpan(opening, CommentReader.Open.Length));
        if (openings.Count > MaximumComments)
            diagnostics.ReportAlone(Definitions.MarksTooMany, new TextSpan(openings[MaximumComments], 1), MaximumComments, "comments");
    }

    /// <summary>Where comments begin that Markdig leaves in the literal text, because they do not end in their paragraph.</summary>
    public static IEnumerable<int> OpeningsIn(LiteralInline literal, string text)
    {
        for (var i = literal.Span.Start; i <= literal.Span.End && i < text.Length; i++)
        {
            var isOpening = string.CompareOrdinal(text, i, CommentReader.Open, 0, CommentReader.Open.Length) == 0;
            if (isOpening && !(i > 0 && text[i - 1] == '\\')) yield return i;
        }
    }

    // Dollar signs outside formulas: a formula that the next line cuts off, money, or signs without a partner.
    private void CheckDollars(int start)
    {
        var count = Math.Min(2, FormulaDelimiters.RunOf(text, start, text.Length));
        if (start == _cutFormulaEnd || (count == 1 && FormulaDelimiters.IsMoney(text, start))) return;
        var end = FormulaDelimiters.EndOfParagraph(text, start);
        var partner = FormulaDelimiters.NextDollars(text, start + count, end, count);
        var lineEnd = text.IndexOfAny(['\r', '\n'], start);
        var isCut = partner > lineEnd && lineEnd >= 0 && BlockMark.Match(text, lineEnd) is { Success: true } mark && mark.Index < partner;
        if (isCut) _cutFormulaEnd = partner;
        var definition = isCut ? Definitions.FormulaCutOff : count == 2 ? Definitions.DollarsUnbalanced : Definitions.DollarUnbalanced;
        diagnostics.Report(definition, new TextSpan(start, count));
    }

    // Two pairs of brackets side by side that did not become a link: the label in the second one is not defined.
    private void CheckReference(int bracket)
    {
        var start = text.LastIndexOfAny(['[', ']'], bracket - 2, Math.Min(bracket - 1, MaximumLabel));
        var end = text.IndexOfAny(['[', ']'], bracket + 1, Math.Min(text.Length - bracket - 1, MaximumLabel));
        if (start < 1 || end < 0 || text[start] != '[' || text[end] != ']') return;
        if (text[start - 1] == '\\' || text[bracket - 2] == '\\' || text[end - 1] == '\\') return;
        var label = end == bracket + 1 ? TextSpan.FromBounds(start + 1, bracket - 1) : TextSpan.FromBounds(bracket + 1, end);
        if (label.IsEmpty) return;
        diagnostics.Report(
            Definitions.LinkUndefined, TextSpan.FromBounds(start, end + 1), text.Substring(label.Start, label.Length));
    }

    private List<QuotationSyntax> ReadQuotations(IReadOnlyList<Block> blocks, string? metadata)
    {
        var open = new List<(Marker Marker, int Index)>();
        var quotations = new List<QuotationSyntax?>();
        foreach (var marker in _markers.OrderBy(marker => marker.Comment.Span.Start))
        {
            cancellation.Look();
            var name = marker.Comment.Name.Text;
            switch (name)
            {
                case "note":
                    break;
                case CommentReader.Choice when _choiceList is not null && IsFirstInItsChoice(marker.Comment):
                    _ofChoices.Add(marker.Comment);
                    break;
                case CommentReader.Choice:
                    diagnostics.Report(Definitions.ChoiceCommentMisplaced, marker.Comment.Span);
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
                    var isMetadata = name == metadata && _misplaced.Count == 0
                        && blocks.Any(block => block is HtmlBlock && block.Span.Start == marker.Comment.Span.Start);
                    if (!isMetadata) diagnostics.Report(Definitions.CommentNotBelowHeading, marker.Comment.Span, name);
                    _misplaced.Add(marker.Comment);
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

    private bool IsFirstInItsChoice(CommentSyntax comment)
    {
        var item = _choiceList!.FirstOrDefault(item => item.Span.ToTextSpan().Contains(comment.Span));
        return item is not null && !_ofChoices.Exists(other => item.Span.ToTextSpan().Contains(other.Span));
    }

    private QuotationSyntax Close(IReadOnlyList<Block> blocks, Marker opening, Marker closing)
    {
        var comment = opening.Comment;
        if (!ReferenceEquals(opening.Formatting, closing.Formatting))
            diagnostics.Report(Definitions.QuotationCutsFormatting, closing.Comment.Span, QuotationSyntax.Describe(comment));

        if (IsInPicture(opening.Formatting))
            diagnostics.Report(Definitions.QuotationInPicture, comment.Span, QuotationSyntax.Describe(comment));

        var range = TextSpan.FromBounds(comment.Span.End, closing.Comment.Span.Start);

        // Claims close from the inside out, and the HTML asks for the outer ones first.
        var inner = _claims.Count;
        while (inner > 0 && _claims[inner - 1].Span.Start > range.Start) inner--;
        var words = PassageOf(ProseContent.Excerpt(blocks, range), range, isLine: true, _claims.GetRange(inner, _claims.Count - inner));
        if (comment.Name.Text == CommentReader.Claim && comment.Argument is { } id)
            _claims.Insert(inner, new ClaimRange(id.Text, range));

        var printed = new Lazy<IReadOnlyList<double>>(() => numbers.Find(words.Slice(), cancellation));
        return new QuotationSyntax(comment, range, words, printed);
    }

    private IEnumerable<ChoiceSyntax> ReadChoices()
    {
        if (_choiceList is null) yield break;
        var before = new SpanCursor([.. _claims.Select(claim => claim.Span)]);
        foreach (var item in _choiceList.OfType<ListItemBlock>())
        {
            cancellation.Look();
            var task = ChoiceList.TaskOf(item);
            if (task is null)
            {
                Report(Definitions.ChoiceUnmarked, item.Span);
                continue;
            }

            // A quotation at the end of a choice is what to say to those who choose it.
            var quotation = item.Count > 1 ? item.LastChild as QuoteBlock : null;
            var words = TextSpan.FromBounds(task.Span.End + 1, quotation?.Span.Start ?? item.Span.End + 1);
            var offered = PassageOf(item, words, isLine: true, [.. ClaimsOver(words, before)]);
            Passage? feedback = null;
            if (quotation is not null)
            {
                var range = quotation.Span.ToTextSpan();
                feedback = PassageOf(quotation, range, isLine: true, [.. ClaimsOver(range, before)]);
            }

            var comment = _ofChoices.FirstOrDefault(other => item.Span.ToTextSpan().Contains(other.Span));
            yield return new ChoiceSyntax(offered, task.Checked, Trimmed(item.Span), feedback, comment);
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
