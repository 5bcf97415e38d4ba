// Corrects what stops Markdown from seeing the structure of a quiz: comments that are never closed, headings without a space, the
// marks of a merge conflict. Each is reported at its place, and the rest of the file is then read as the author meant it.

using System.Text;
using System.Text.RegularExpressions;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Markdown;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal sealed class SlipRepair
{
    // Each round parses the file once and closes what it finds, which may uncover more.
    private const int MaximumRounds = 32;

    private static readonly Regex TitleAboveFrontMatter = new(
        @"\A(?>\s*)(?<title>\#[ \t][^\r\n]*)(?>\s+)(?<fence>---)[ \t]*(?:\r\n|\r|\n)
          (?>(?:id|language|retired|coverage)[ \t]*:[^\r\n]*(?:\r\n|\r|\n))+---[ \t]*(?:\r\n|\r|\n)",
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace);
    private static readonly Regex ConflictMark = new(
        @"(?<![^\r\n])(?:(<{7}|>{7}|\|{7})(?= |[\r\n]|\z)[^\r\n]*|={7}(?=[\r\n]|\z))", RegexOptions.CultureInvariant);

    // A line also ends in a carriage return alone, which '^' and '$' do not know.
    private static readonly Regex Underline =
        new(@"(?<=\S[ \t]*(?:\r\n|\r|\n)) {0,3}(=+|-+)[ \t]*(?![^\r\n])", RegexOptions.CultureInvariant);
    private static readonly Regex Footnote = new(@"(?<!\\)\[\^([^\]\[\s]{1,100})\]", RegexOptions.CultureInvariant);

    // Hashes and words, without the space or tab that Markdown wants between them.
    private static readonly Regex HeadingWithoutSpace =
        new(@"(?<![^\r\n]) {0,3}(#{1,6}(?![#＃ \t])|[#＃]*＃[#＃]*)([^\S\r\n]*)([^#＃\s][^\r\n]*)", RegexOptions.CultureInvariant);

    // A mark that begins a block, behind or before a character that keeps Markdown from seeing it: an invisible one, or a space that is
    // not plain.
    private static readonly Regex HiddenMark = new(
        @"(?<![^\r\n])[ \t>]{0,50}(?:
            (?<odd>[\p{Cf}\p{Zs}-[ ]][\p{Cf}\p{Zs}\t]{0,50})(?<mark>\#{1,6}[ \t]|(?:[-+*]|[0-9]{1,9}[.)])[ \t]|>|```|~~~|\$\$|<!--)
            |(?<mark>[-+*]|[0-9]{1,9}[.)])(?<odd>\p{Cf}{0,50}[\p{Zs}-[ ]][\p{Cf}\p{Zs}]{0,50}|\p{Cf}{1,50}[ \t]{1,50})(?=[^\s])
            |(?:[-+*]|[0-9]{1,9}[.)])[ \t]{1,50}(?<mark>\[(?<odd>[\p{Cf}\p{Zs}xX]{1,50})\])(?=[ \t])
            |(?:[-+*]|[0-9]{1,9}[.)])[ \t]{1,50}(?<mark>\[[ xX]\])(?<odd>[\p{Cf}\p{Zs}-[ ]][\p{Cf}\p{Zs}]{0,50})(?=\S))",
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace);

    private static readonly Regex NumberAtLineStart = new(@"\G[ \t>]{0,50}[0-9]{1,9}[.)]", RegexOptions.CultureInvariant);

    private static readonly Regex WrongOpeningMark = new(
        @"<(?:!-(?!-)|--|[ ]!-+|![ ]-+|!?[–—]-?)[^\S\r\n]*(?:(?:\r\n|\r|\n)[^\S\r\n]*)?(?=/?(?:quiz|answer|claim|not-checkable|erratum|suppress|note)\b)",
        RegexOptions.CultureInvariant);

    // The parts of a comment that can be told from words after it.
    private static readonly Regex CommentName = new(@"\G\s*(/?[A-Za-z][A-Za-z-]*)", RegexOptions.CultureInvariant);
    private static readonly Regex CommentColon = new(@"\G[ \t]*[:：]", RegexOptions.CultureInvariant);
    private static readonly Regex CommentArgument =
        new(@"\G[ \t]*(?>[A-Za-z0-9][A-Za-z0-9-]*)(?![ \t]*[=＝])", RegexOptions.CultureInvariant);
    private static readonly Regex CommentAttribute = new(
        """\G(?:[^\S\r\n]|\r?\n(?![^\S\r\n]*\r?\n))+[A-Za-z-]+[ \t]*[=＝][ \t]*(?:"[^"\r\n]*"|[^\s<>]+)""", RegexOptions.CultureInvariant);

    private static readonly Regex WrongClosingMark =
        new(@"\G(?:[ \t]*[-–—>!→])+(?=\s|<|\z)", RegexOptions.CultureInvariant);
    private static readonly Regex EndOfNote = new(@"<!--|\n[ \t]*\r?\n|\n#|\z", RegexOptions.CultureInvariant);

    private static readonly Comparer<TextSpan> ByStart =
        Comparer<TextSpan>.Create((left, right) => left.Start.CompareTo(right.Start));

    private readonly DiagnosticBag _diagnostics;
    private readonly Cancellation _cancellation;
    private readonly EditedText _edited;

    // Where a comment that was never closed begins in the file: what follows it on its line is not reported again.
    private readonly HashSet<int> _closed = [];

    // A file begins with front matter, a piece of prose does not.
    private readonly bool _isFile;

    private MarkdownDocument? _document;
    private SlipSigns? _signs;

    private SlipRepair(string text, bool isFile, DiagnosticBag diagnostics, Cancellation cancellation)
    {
        _edited = new EditedText(text);
        _isFile = isFile;
        _diagnostics = diagnostics;
        _cancellation = cancellation;
    }

    private string Text => _edited.Text;

    // Where the Markdown begins.
    private int BodyStart => _isFile ? FrontMatterReader.Read(new SourceText(Text), new DiagnosticBag()).Span.End : 0;

    /// <summary>
    /// The text to read instead of that of a file, or of prose by itself, and what it is parsed to. The bag then maps what is reported
    /// there to the text given.
    /// </summary>
    public static (SourceText Source, MarkdownDocument Document) Apply(
        SourceText source, bool isFile, DiagnosticBag diagnostics, Cancellation cancellation)
    {
        var repair = new SlipRepair(source.ToString(), isFile, diagnostics, cancellation);
        repair.RemoveByteOrderMarks();
        if (isFile) repair.LiftFrontMatter();
        repair.RemoveConflicts();
        for (var round = 1; round <= MaximumRounds && repair.CloseComments(isLast: round == MaximumRounds); round++)
        {
        }

        repair.RepairLines();
        if (ReferenceEquals(repair.Text, source.ToString())) return (source, repair.Parse());
        diagnostics.Text = repair._edited;
        return (new SourceText(repair.Text), repair.Parse());
    }

    // What the text is parsed to, as long as nothing in it is edited.
    private MarkdownDocument Parse() => _document ??= MarkdownParser.Parse(Text, BodyStart, _cancellation);

    private void Apply(IEnumerable<TextEdit> edits)
    {
        _edited.Apply(edits);
        _document = null;
        _signs = null;
    }

    private SlipSigns Signs => _signs ??= SlipSign.In(Text, BodyStart, _cancellation);

    // Every report is made in the file's own text: later edits move what lies behind them.
    private void Report(DiagnosticDefinition definition, TextSpan span, TextSpan covered, params object[] arguments) =>
        Report(null, definition, span, covered, arguments);

    private void Report(TextEdit? fix, DiagnosticDefinition definition, TextSpan span, TextSpan covered, params object[] arguments)
    {
        _cancellation.Look();
        TextSpan? place = fix is { } edit ? _edited.SpanInFile(edit.Span) : null;
        _diagnostics.Fixing(place, fix?.Text)
            .ReportSlip(definition, _edited.SpanInFile(span), _edited.SpanInFile(covered), arguments);
    }

    private void RemoveByteOrderMarks()
    {
        var edits = new List<TextEdit>();
        for (var i = Text.IndexOf('\uFEFF'); i >= 0; i = Text.IndexOf('\uFEFF', i + 1))
        {
            var mark = new TextSpan(i, 1);
            var edit = new TextEdit(mark, "");
            Report(edit, Definitions.ByteOrderMark, mark, mark);
            edits.Add(edit);
        }

        if (edits.Count > 0) Apply(edits);
    }

    // The title moves below the front matter that stands below it.
    private void LiftFrontMatter()
    {
        var match = TitleAboveFrontMatter.Match(Text);
        if (!match.Success) return;
        var fence = match.Groups["fence"];
        Report(Definitions.FrontMatterTooLate, new TextSpan(fence.Index, fence.Length), default);
        var title = match.Groups["title"].Value;
        Apply([new TextEdit(new TextSpan(0, fence.Index), ""), new TextEdit(new TextSpan(match.Length, 0), title + "\n\n")]);
    }

    // Keeps the first side of a conflict. A mark that stands alone goes too, but a line of '=' below words is an underline then.
    private void RemoveConflicts()
    {
        if ((Signs & SlipSigns.Conflict) == 0 || !ConflictMark.IsMatch(Text)) return;
        var opaque = OpaqueSpans(Parse());
        List<Match> marks = [.. ConflictMark.Matches(Text).Cast<Match>().Where(mark => !IsIn(opaque, mark.Index))];
        var edits = new List<TextEdit>();
        var isOpen = false;
        for (var i = 0; i < marks.Count; i++)
        {
            var mark = marks[i];
            var isStart = mark.Value[0] == '<';
            if (!isOpen && mark.Value[0] == '=' && IsBelowWords(mark.Index)) continue;
            if (isStart || !isOpen) Report(Definitions.MergeConflict, SpanOf(mark), SpanOf(mark));
            var end = i;
            if (isOpen && !isStart)
            {
                // The other sides, up to the mark that ends the last one; where that is missing, the mark alone.
                while (end + 1 < marks.Count && marks[end].Value[0] is '=' or '|') end++;
                if (marks[end].Value[0] != '>') end = i;
            }

            edits.Add(new TextEdit(TextSpan.FromBounds(mark.Index, EndOfLine(marks[end].Index)), ""));
            isOpen = isStart;
            i = end;
        }

        if (edits.Count > 0) Apply(edits);
    }

    /// <summary>
    /// Closes every comment that the parsed file shows to be open; returns whether there was one. Behind those of the last round others may
    /// be open: what is reported there follows from that.
    /// </summary>
    private bool CloseComments(bool isLast)
    {
        if (!MayHaveOpenComment()) return false;
        var edits = new List<TextEdit>();
        foreach ((var start, var block, var definition) in OpenComments(Parse()))
        {
            var end = EndOfComment(start, block);
            var wrongMark = WrongClosingMark.Match(Text, end).Length;
            var covered = TextSpan.FromBounds(start, isLast ? Text.Length : end + wrongMark);
            var edit = new TextEdit(new TextSpan(end, wrongMark), " " + CommentReader.Close);

            // Where nothing looks like the end, the place of one is a guess.
            Report(wrongMark > 0 ? edit : null, definition, new TextSpan(start, CommentReader.Open.Length), covered);
            _closed.Add(_edited.SpanInFile(new TextSpan(start, 0)).Start);
            edits.Add(edit);
        }

        if (edits.Count > 0) Apply(edits);
        return edits.Count > 0;
    }

    private bool MayHaveOpenComment()
    {
        for (var i = Find(CommentReader.Open, 0); i >= 0;)
        {
            _cancellation.Look();
            var close = Find(CommentReader.Close, i + CommentReader.Open.Length);
            var next = Find(CommentReader.Open, i + CommentReader.Open.Length);
            if (close < 0 || (next >= 0 && next < close) || Text.IndexOf('\n', i, close - i) >= 0) return true;
            i = next;
        }

        return false;
    }

    // A comment is open where its end is missing, and where another one begins before it. With the end of the block that it is in.
    private IEnumerable<(int Start, int Block, DiagnosticDefinition Definition)> OpenComments(MarkdownDocument document)
    {
        foreach (var node in document.Descendants())
        {
            _cancellation.Look();
            switch (node)
            {
                case HtmlBlock { Type: HtmlBlockType.Comment } html:
                    var open = CommentsOf(html).FirstOrDefault(comment => comment.End < 0 || ContainsOpening(comment.Start, comment.End));
                    if (open.End != 0) yield return (open.Start, html.Span.End + 1, Definitions.CommentUnclosed);
                    break;
                case HtmlInline html when html.Tag.StartsWith(CommentReader.Open, StringComparison.Ordinal)
                    && ContainsOpening(html.Span.Start, html.Span.End + 1):
                    yield return (html.Span.Start, EndOfBlock(html), Definitions.CommentUnclosed);
                    break;
                case LiteralInline literal:
                    List<int> openings = [.. ProseReader.OpeningsIn(literal, Text)];
                    if (openings.Count > ProseReader.MaximumComments) break;
                    foreach (var start in openings) yield return (start, EndOfBlock(literal), Definitions.CommentUnclosedInParagraph);
                    break;
                default:
                    break;
            }
        }
    }

    private int EndOfBlock(Inline inline)
    {
        var outer = inline.Parent;
        while (outer?.Parent is { } next) outer = next;
        return outer?.ParentBlock is { } block ? block.Span.End + 1 : Text.Length;
    }

    private bool ContainsOpening(int start, int end) => Find(CommentReader.Open, start + CommentReader.Open.Length, end) >= 0;

    // The comments that begin a block; the last one has no end where it is not closed.
    private IEnumerable<(int Start, int End)> CommentsOf(HtmlBlock html)
    {
        var position = html.Span.Start;
        while (true)
        {
            while (position <= html.Span.End && char.IsWhiteSpace(Text[position])) position++;
            if (position > html.Span.End || string.CompareOrdinal(Text, position, CommentReader.Open, 0, CommentReader.Open.Length) != 0)
                yield break;
            var close = Find(CommentReader.Close, position + CommentReader.Open.Length, html.Span.End + 1);
            yield return (position, close < 0 ? -1 : close + CommentReader.Close.Length);
            if (close < 0) yield break;
            position = close + CommentReader.Close.Length;
        }
    }

    // Where the author would have closed it: after what reads as the parts of a comment, and a note at the end of its paragraph. Behind the
    // end of its block, such as the last line of a quotation, the mark would not close it.
    private int EndOfComment(int start, int block)
    {
        var position = start + CommentReader.Open.Length;
        var name = CommentName.Match(Text, position);
        var meant = CommentReader.Meant(name.Groups[1].Value);
        if (meant is null or CommentReader.Note)
        {
            var end = Math.Min(EndOfNote.Match(Text, position).Index, Math.Max(block, position));
            while (end > position && char.IsWhiteSpace(Text[end - 1])) end--;
            return end;
        }

        position = name.Index + name.Length;
        if (meant[0] != '/')
        {
            Skip(CommentColon);
            if (meant is CommentReader.Claim or CommentReader.Suppress) Skip(CommentArgument);
            while (Skip(CommentAttribute))
            {
            }
        }

        return position > block && block > start + CommentReader.Open.Length ? block : position;

        bool Skip(Regex part)
        {
            var match = part.Match(Text, position);
            if (match.Success) position = match.Index + match.Length;
            return match.Success;
        }
    }

    private void RepairLines()
    {
        var start = BodyStart;
        var signs = Signs;
        bool Has(SlipSigns sign, Regex slip) => (signs & sign) != 0 && slip.IsMatch(Text, start);
        var hasComment = (signs & SlipSigns.CommentAtLineStart) != 0 && HasWordsAfterComment();
        if (!hasComment && !Has(SlipSigns.Hashes, HeadingWithoutSpace) && !Has(SlipSigns.Footnote, Footnote)
            && !Has(SlipSigns.OpeningMark, WrongOpeningMark) && !Has(SlipSigns.Underline, Underline)
            && !Has(SlipSigns.Invisible, HiddenMark))
        {
            return;
        }

        var document = Parse();
        var opaque = OpaqueSpans(document);
        bool IsProse(Match match)
        {
            _cancellation.Look();
            return match.Index >= start && !IsIn(opaque, match.Index);
        }

        IEnumerable<Match> Slips(SlipSigns sign, Regex slip) =>
            (signs & sign) == 0 ? [] : slip.Matches(Text).Cast<Match>().Where(IsProse);

        // Up to where a title may be missing.
        var headings = document.OfType<HeadingBlock>();
        var beforeHeadings = headings.Any(heading => heading.Level == 1) ? 0 : headings.FirstOrDefault()?.Span.Start ?? Text.Length;

        var edits = new List<TextEdit>();
        edits.AddRange(WordsAfterComments(document));
        edits.AddRange(Underlines(document));
        edits.AddRange(Slips(SlipSigns.Hashes, HeadingWithoutSpace).SelectMany(match => SpaceIn(match, beforeHeadings)));
        edits.AddRange(Slips(SlipSigns.Invisible, HiddenMark).Where(IsHidden).Select(ShownMark));
        edits.AddRange(Slips(SlipSigns.OpeningMark, WrongOpeningMark).Select(OpeningMark));
        edits.AddRange(Footnotes(Slips(SlipSigns.Footnote, Footnote)));
        if (edits.Count > 0) Apply(edits);
    }

    private bool HasWordsAfterComment()
    {
        for (var open = Find(CommentReader.Open, 0); open >= 0; open = Find(CommentReader.Open, open + CommentReader.Open.Length))
        {
            _cancellation.Look();
            if (!SlipSign.BeginsLine(Text, open)) continue;
            var close = Find(CommentReader.Close, open + CommentReader.Open.Length);
            if (close < 0) return false;
            var after = close + CommentReader.Close.Length;
            while (after < Text.Length && Text[after] is ' ' or '\t') after++;
            if (after < Text.Length && Text[after] is not ('\r' or '\n')) return true;
        }

        return false;
    }

    // Words after a comment that begins a line are raw HTML to Markdown: they move to a line of their own.
    private List<TextEdit> WordsAfterComments(MarkdownDocument document)
    {
        var edits = new List<TextEdit>();
        foreach (var html in document.Descendants<HtmlBlock>().Where(html => html.Type == HtmlBlockType.Comment))
        {
            var last = CommentsOf(html).LastOrDefault();
            if (last.End <= 0) continue;
            var words = last.End;
            while (words <= html.Span.End && char.IsWhiteSpace(Text[words])) words++;
            if (words > html.Span.End) continue;
            var place = TextSpan.FromBounds(words, Math.Min(EndOfWords(words), html.Span.End + 1));
            if (!_closed.Contains(_edited.SpanInFile(new TextSpan(last.Start, 0)).Start))
                Report(Definitions.WordsAfterComment, place, default);
            edits.Add(new TextEdit(new TextSpan(words, 0), "\n" + ContainerPrefix(html.Span.Start)));
        }

        return edits;
    }

    // What a further line of the same quotation or list item begins with.
    private string ContainerPrefix(int start)
    {
        var lineStart = StartOfLine(start);
        var prefix = new StringBuilder();
        for (var i = lineStart; i < start; i++) prefix.Append(Text[i] is '>' or '\t' ? Text[i] : ' ');
        return prefix.ToString();
    }

    // A heading by underlining becomes the one that it is near to, the title where there is none yet, and otherwise a paragraph.
    private IEnumerable<TextEdit> Underlines(MarkdownDocument document)
    {
        List<HeadingBlock> headings = [.. document.OfType<HeadingBlock>()];
        var hasTitle = headings.Any(heading => !heading.IsSetext && heading.Level == 1);
        foreach (var heading in headings.Where(heading => heading.IsSetext))
        {
            var span = heading.Span.ToTextSpan();
            var underline = StartOfLine(span.End - 1);
            var isTitle = heading == headings[0] && !hasTitle && heading.Level == 1;
            var marks = SectionHeading.Guess(Text.Substring(span.Start, underline - span.Start)) switch
            {
                SectionKind.Question => "## ",
                SectionKind.Answer or SectionKind.Erratum => "### ",
                _ => isTitle ? "# " : "",
            };
            var words = Text.Substring(span.Start, underline - span.Start).Trim();
            var isLine = marks.Length > 0 && words.IndexOfAny(['\r', '\n']) < 0;
            Report(isLine ? new TextEdit(span, marks + words) : null, Definitions.HeadingUnderlined, span, span);
            yield return new TextEdit(new TextSpan(span.Start, 0), marks);
            yield return new TextEdit(TextSpan.FromBounds(underline, span.End), "");
        }
    }

    private IEnumerable<TextEdit> SpaceIn(Match line, int beforeHeadings)
    {
        var (hashes, gap, words) = (line.Groups[1], line.Groups[2].Value, line.Groups[3].Value.TrimEnd());
        if (hashes.Length > 6) yield break;
        var isTitle = hashes.Length == 1 && line.Index < beforeHeadings;
        if (!isTitle && SectionHeading.Guess(words) is null) yield break;
        var written = new string('#', hashes.Length);
        var span = TextSpan.FromBounds(hashes.Index, hashes.Index + hashes.Length + gap.Length + words.Length);
        var edit = new TextEdit(new TextSpan(hashes.Index, hashes.Length + gap.Length), written + " ");
        var hidden = gap.FirstOrDefault(character => character is not (' ' or '\t'));
        if (hidden == default) Report(edit, Definitions.HeadingSpaceMissing, span, default, written + " " + words);
        else Report(edit, Definitions.HeadingSpaceHidden, span, default, written + " " + words, CodePoint.Of(hidden));
        yield return edit;
    }

    // A number with a space that is not plain is a date or an ordinal, unless there is a list of them. A box may be an ordinary one.
    private bool IsHidden(Match line)
    {
        var (mark, odd) = (line.Groups["mark"], line.Groups["odd"]);
        if (mark.Value[0] == '[') return odd.Value.Any(c => c is not (' ' or 'x' or 'X'));
        if (odd.Index < mark.Index || !char.IsDigit(mark.Value[0])) return true;
        var next = EndOfWords(line.Index);
        if (next < Text.Length) next += Text[next] == '\r' && next + 1 < Text.Length && Text[next + 1] == '\n' ? 2 : 1;
        var previous = StartOfLine(Math.Max(0, StartOfLine(line.Index) - 1));
        return NumberAtLineStart.IsMatch(Text, next) || (previous < line.Index && NumberAtLineStart.IsMatch(Text, previous));
    }

    private TextEdit ShownMark(Match line)
    {
        var (mark, odd) = (line.Groups["mark"], line.Groups["odd"]);
        var isBox = mark.Value[0] == '[' && odd.Index < mark.Index + mark.Length;
        var meant = !isBox ? mark.Value.TrimEnd() : odd.Value.IndexOfAny(['x', 'X']) < 0 ? "[ ]" : "[x]";
        var digits = meant.Length - meant.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Length;
        var character = odd.Value.First(c => c is not (' ' or '\t' or 'x' or 'X'));
        var span = TextSpan.FromBounds(Math.Min(mark.Index, odd.Index), Math.Max(mark.Index + meant.Length, odd.Index + odd.Length));
        var edit = isBox
            ? new TextEdit(new TextSpan(mark.Index, mark.Length), meant)
            : new TextEdit(new TextSpan(odd.Index, odd.Length), odd.Index < mark.Index ? "" : " ");
        Report(edit, Definitions.MarkHidden, span, span, CodePoint.Of(character), meant, meant.Insert(digits, "\\"));
        return edit;
    }

    private TextEdit OpeningMark(Match mark)
    {
        var span = new TextSpan(mark.Index, mark.Value.TrimEnd().Length);
        var edit = new TextEdit(span, CommentReader.Open);
        Report(edit, Definitions.OpeningMarkWrong, span, span);
        return edit;
    }

    // Escaped, the mark is words: it neither becomes a link nor defines one.
    private IEnumerable<TextEdit> Footnotes(IEnumerable<Match> marks)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mark in marks)
        {
            if (labels.Add(mark.Groups[1].Value)) Report(Definitions.FootnoteUnsupported, SpanOf(mark), default);
            yield return new TextEdit(new TextSpan(mark.Index, 0), @"\");
        }
    }

    // Code, formulas and comments, where nothing that is looked for has its meaning.
    private List<TextSpan> OpaqueSpans(MarkdownDocument document)
    {
        var spans = new List<TextSpan>();
        foreach (var node in document.Descendants())
        {
            _cancellation.Look();
            if (node is CodeBlock or HtmlBlock or CodeInline or MathInline or HtmlInline or AutolinkInline)
                spans.Add(node.Span.ToTextSpan());
        }

        spans.Sort(ByStart);
        return spans;
    }

    private static bool IsIn(List<TextSpan> spans, int position)
    {
        var index = spans.BinarySearch(new TextSpan(position, 0), ByStart);
        if (index < 0) index = ~index - 1;
        return index >= 0 && position < spans[index].End;
    }

    private static TextSpan SpanOf(Match match) => new(match.Index, match.Value.TrimEnd().Length);

    private int Find(string mark, int start) => Find(mark, start, Text.Length);

    private int Find(string mark, int start, int end) =>
        start >= end ? -1 : Text.IndexOf(mark, start, end - start, StringComparison.Ordinal);

    private bool IsBelowWords(int lineStart) => lineStart > 0 && !string.IsNullOrWhiteSpace(
        Text.Substring(StartOfLine(lineStart - 1), lineStart - StartOfLine(lineStart - 1)));

    private int StartOfLine(int position) => position == 0 ? 0 : Text.LastIndexOfAny(['\r', '\n'], position - 1) + 1;

    private int EndOfWords(int position)
    {
        var end = Text.IndexOfAny(['\r', '\n'], position);
        return end < 0 ? Text.Length : end;
    }

    private int EndOfLine(int position)
    {
        var end = EndOfWords(position);
        var isPair = end + 1 < Text.Length && Text[end] == '\r' && Text[end + 1] == '\n';
        return Math.Min(Text.Length, end + (isPair ? 2 : 1));
    }
}
