// Reads a whole quiz file: front matter, then sections under headings.

using System.Globalization;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Markdown;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal sealed class QuizReader
{
    /// <summary>A heading and what follows it, up to the next heading; null for what comes before the first.</summary>
    private sealed record Section(HeadingBlock? Heading, string Words, List<Block> Blocks);

    private readonly SourceText _source;
    private readonly MarkdownDocument _document;
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private readonly Cancellation _cancellation;
    private readonly List<LinkSyntax> _links = [];
    private readonly List<CommentSyntax> _suppressions = [];
    private readonly List<TextSpan> _comments = [];
    private string _formulas = "";
    private LinkDefinitions _definitions = new([]);
    private PrintedNumbers _numbers = new(NumberMarks.Of("en"));
    private bool _isRightToLeft;

    private sealed class QuestionBuilder(
        int number, bool isNumbered, Passage? title, SectionSyntax prompt, string headingWords, int firstComment)
    {
        public int Number => number;

        public TextSpan Heading => prompt.Heading.Span;

        /// <summary>The words behind the number.</summary>
        public string HeadingWords => headingWords;

        /// <summary>How many comments stand above the question.</summary>
        public int FirstComment => firstComment;

        public List<SectionSyntax> Hints { get; } = [];

        public List<SectionSyntax> Answers { get; } = [];

        public List<SectionSyntax> Explanations { get; } = [];

        public List<SectionSyntax> Slips { get; } = [];

        public List<SectionSyntax> Errata { get; } = [];

        public QuestionSyntax Build(string fingerprint) =>
            new(number, isNumbered, title, prompt, Hints, Answers, Explanations, Slips, Errata, fingerprint);
    }

    private QuizReader(SourceText source, MarkdownDocument document, DiagnosticBag diagnostics, Cancellation cancellation)
    {
        _source = source;
        _document = document;
        _text = source.ToString();
        _diagnostics = diagnostics;
        _cancellation = cancellation;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="document">What it is parsed to; the reader changes it.</param>
    /// <param name="diagnostics">What is wrong in it.</param>
    /// <param name="cancellation">What ends the work early.</param>
    /// <param name="language">The language of its prose, or null for the one that the front matter names.</param>
    public static QuizSyntax Read(
        SourceText source, MarkdownDocument document, DiagnosticBag diagnostics, Cancellation cancellation, string? language = null) =>
        new QuizReader(source, document, diagnostics, cancellation).Read(language);

    private QuizSyntax Read(string? language)
    {
        (var frontMatter, var frontMatterSpan) = FrontMatterReader.Read(_source, _diagnostics);
        language ??= frontMatter.FirstOrDefault(attribute => attribute.Key.Text == "language")?.Value.Text;
        if (language is not null)
        {
            _numbers = new PrintedNumbers(NumberMarks.Of(language));
            _isRightToLeft = TextDirection.IsRightToLeft(language);
        }

        var document = _document;
        MarkdownLimits.Report(document, _diagnostics);
        _formulas = FormulaText.Of(document, _text, _cancellation);
        _definitions = new LinkDefinitions(document);

        List<HeadingBlock> headings = [.. document.OfType<HeadingBlock>()];
        var anchors = Anchors(headings.Select(WordsOf));
        TitleSyntax? title = null;
        var questions = new List<QuestionBuilder>();
        List<Section> sections = [.. Sections(document)];
        for (var i = 0; i < sections.Count; i++)
        {
            _cancellation.Look();
            (var heading, var words, var blocks) = sections[i];
            if (heading is null)
            {
                // Without a title the words are what is left of one, and its absence is reported.
                if (document.OfType<HeadingBlock>().Any(other => other.Level == 1))
                    _diagnostics.Report(Definitions.WordsBeforeTitle, blocks[0].Span.ToTextSpan());
                _ = NewProseReader().Read(blocks);
                continue;
            }

            var question = questions.Count > 0 ? questions[questions.Count - 1] : null;
            var kind = KindOf(heading, words);
            if (kind is SectionKind.Title && title is not null) kind = null;
            if (kind > SectionKind.Question && question is null) kind = null;
            if (kind is null || (kind is SectionKind.Title && question is not null))
            {
                kind = Guess(sections, i, title, question);
                ReportHeading(heading, words, kind, title is not null, questions.Count);
            }

            switch (kind)
            {
                case SectionKind.Title:
                    title = ReadTitle(heading, words, blocks);
                    break;
                case SectionKind.Question:
                    questions.Add(ReadQuestion(heading, words, blocks, question?.Number ?? 0));
                    break;
                case SectionKind.Hint:
                    question!.Hints.Add(ReadSection(heading, blocks, null));
                    break;
                case SectionKind.Answer:
                    question!.Answers.Add(ReadSection(heading, blocks, "answer"));
                    break;
                case SectionKind.Explanation:
                    question!.Explanations.Add(ReadSection(heading, blocks, null));
                    break;
                case SectionKind.Slip:
                    question!.Slips.Add(ReadSection(heading, blocks, "slip"));
                    break;
                case SectionKind.Erratum:
                    question!.Errata.Add(ReadSection(heading, blocks, "erratum"));
                    break;
                default:
                    _ = NewProseReader().Read(blocks);
                    break;
            }
        }

        _links.AddRange(_definitions.Check(_diagnostics, _cancellation));
        return new QuizSyntax(
            _text.Length,
            frontMatter,
            frontMatterSpan,
            title,
            [.. questions.Select((question, i) => question.Build(FingerprintOf(questions, i)))],
            [.. headings.Select(heading => heading.Span.Start)],
            anchors,
            _links,
            _suppressions);
    }

    private ProseReader NewProseReader() =>
        new(_text, _formulas, _definitions, _numbers, _isRightToLeft, _links, _suppressions, _comments, _diagnostics, _cancellation);

    private string FingerprintOf(List<QuestionBuilder> questions, int index)
    {
        _cancellation.Look();
        var question = questions[index];
        (var end, var lastComment) = index + 1 < questions.Count
            ? (questions[index + 1].Heading.Start, questions[index + 1].FirstComment)
            : (_text.Length, _comments.Count);
        var range = TextSpan.FromBounds(question.Heading.End, end);
        var comments = _comments.GetRange(question.FirstComment, lastComment - question.FirstComment);
        return FingerprintOf(question.HeadingWords, range, comments);
    }

    private string FingerprintOf(string headingWords, TextSpan range, IEnumerable<TextSpan> comments) => Fingerprint.Of(
        headingWords, _text, range, [.. comments, .. _definitions.RemovalsIn(range).Select(edit => edit.Span)]);

    private string WordsOf(HeadingBlock heading)
    {
        var span = ProseContent.SpanOf(heading.Inline);
        return _text.Substring(span.Start, span.Length).Trim();
    }

    // The anchors that Git hosts give to headings: the words in lower case joined by hyphens, numbered where they repeat.
    private HashSet<string> Anchors(IEnumerable<string> headings)
    {
        var anchors = new HashSet<string>();
        var repeats = new Dictionary<string, int>();
        foreach (var heading in headings)
        {
            _cancellation.Look();
            var words = heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_');
            var anchor = string.Concat(words).Replace(' ', '-');
            repeats.TryGetValue(anchor, out var number);
            for (var unique = anchor; !anchors.Add(unique); unique = anchor + "-" + number.ToString(CultureInfo.InvariantCulture)) number++;
            repeats[anchor] = number;
        }

        return anchors;
    }

    private static SectionKind? KindOf(HeadingBlock heading, string words) => (heading.IsSetext, heading.Level, words) switch
    {
        (false, 1, _) => SectionKind.Title,
        (false, 2, _) when SectionHeading.OfQuestion(words) is not null => SectionKind.Question,
        (false, 3, _) => SectionHeading.OfPart(words),
        _ => null,
    };

    // What a heading that the format does not know was meant to be, by its words, the comment below it and what follows.
    private SectionKind? Guess(List<Section> sections, int index, TitleSyntax? title, QuestionBuilder? question)
    {
        (var heading, var words, var blocks) = sections[index];
        var kind = SectionHeading.Guess(words);
        var comment = blocks.Count > 0 && blocks[0] is HtmlBlock { Type: HtmlBlockType.Comment } html ? html : null;
        if (comment is not null && MetadataSpan(comment, "quiz") is not null) kind = SectionKind.Question;
        if (comment is not null && MetadataSpan(comment, "answer") is not null) kind = SectionKind.Answer;
        if (comment is not null && MetadataSpan(comment, "slip") is not null) kind = SectionKind.Slip;
        if (comment is not null && MetadataSpan(comment, "erratum") is not null) kind = SectionKind.Erratum;

        var isBeforeAnswer = index + 1 < sections.Count && SectionHeading.Guess(sections[index + 1].Words) == SectionKind.Answer;
        kind ??= heading!.Level switch
        {
            _ when title is null && (heading.Level == 1 || question is null) => SectionKind.Title,
            2 when isBeforeAnswer => SectionKind.Question,
            3 when question is { Answers.Count: 0 } => SectionKind.Answer,
            _ => null,
        };
        return kind > SectionKind.Question && question is null ? null : kind;
    }

    private IEnumerable<Section> Sections(MarkdownDocument document)
    {
        HeadingBlock? heading = null;
        var blocks = new List<Block>();
        foreach (var block in document)
        {
            // Definitions are not words, and Markdig gathers them in a block without a place of its own.
            if (block is LinkReferenceDefinitionGroup) continue;
            if (block is not HeadingBlock next)
            {
                blocks.Add(block);
                continue;
            }

            if (heading is not null || blocks.Count > 0) yield return new Section(heading, heading is null ? "" : WordsOf(heading), blocks);
            heading = next;
            blocks = [];
        }

        if (heading is not null || blocks.Count > 0) yield return new Section(heading, heading is null ? "" : WordsOf(heading), blocks);
    }

    private TitleSyntax ReadTitle(HeadingBlock heading, string words, List<Block> blocks)
    {
        var title = NewProseReader().ReadHeading(heading);
        var introduction = NewProseReader().Read(blocks);
        foreach (var quotation in introduction.Quotations)
            _diagnostics.Report(Definitions.QuotationInIntroduction, quotation.Comment.Span, quotation.Description);
        var span = heading.Span.ToTextSpan();
        var end = blocks.Count > 0 ? Math.Min(_text.Length, blocks[blocks.Count - 1].Span.End + 1) : span.End;
        var fingerprint = FingerprintOf(words, TextSpan.FromBounds(span.End, Math.Max(span.End, end)), _comments);
        return new TitleSyntax(title, span, introduction, fingerprint);
    }

    private QuestionBuilder ReadQuestion(HeadingBlock heading, string words, List<Block> blocks, int previous)
    {
        var firstComment = _comments.Count;
        (var written, var titleStart) = SectionHeading.OfQuestion(words) ?? (SectionHeading.NumberIn(words), null);
        Passage? title = null;
        var headingWords = titleStart is null ? "" : words.Substring(titleStart.Value);
        if (titleStart is { } start)
        {
            CutBefore(heading, _text.IndexOf(words, ProseContent.SpanOf(heading.Inline).Start, StringComparison.Ordinal) + start);
            title = NewProseReader().ReadHeading(heading);
        }

        var prompt = ReadSection(heading, blocks, "quiz");
        var number = written ?? previous + 1;

        // Without words below its heading, a question asks what its heading says.
        if (title is null || prompt.Prose.Text.Blocks.Any(block => ProseContent.IsWritten(block, prompt.Prose.Text.Range)))
            return new QuestionBuilder(number, written is not null, title, prompt, headingWords, firstComment);
        var asked = prompt with { Prose = prompt.Prose with { Text = title with { IsLine = false } } };
        return new QuestionBuilder(number, written is not null, null, asked, headingWords, firstComment);
    }

    // Takes the number out of a heading, so that its title is left.
    private static void CutBefore(HeadingBlock heading, int start)
    {
        while (heading.Inline!.FirstChild is LiteralInline literal && literal.Span.Start < start)
        {
            if (literal.Span.End < start)
            {
                literal.Remove();
                continue;
            }

            literal.Content.Start += start - literal.Span.Start;
            literal.Span.Start = start;
        }
    }

    private SectionSyntax ReadSection(HeadingBlock heading, List<Block> blocks, string? metadata)
    {
        CommentSyntax? comment = null;
        var html = blocks.Count > 0 ? blocks[0] as HtmlBlock : null;
        if (metadata is not null && html is { Type: HtmlBlockType.Comment } && MetadataSpan(html, metadata) is { } span)
        {
            comment = CommentReader.Read(_text, span, _diagnostics, meant: metadata);
            _comments.Add(span);
            blocks.RemoveAt(0);
        }

        var headingSpan = heading.Span.ToTextSpan();
        var name = _text.Substring(headingSpan.Start, headingSpan.Length);
        var isPrompt = metadata == "quiz";
        var prose = NewProseReader().Read(blocks, canEndInChoices: isPrompt, isPrompt && comment is null ? metadata : null);

        // That of a prompt may stand between its blocks. Where it stands elsewhere in its section, that is reported and no more.
        return new SectionSyntax(
            new Token(name, headingSpan), comment ?? prose.Misplaced.FirstOrDefault(other => other.Name.Text == metadata), prose);
    }

    // The comment with the metadata fills its block alone; the first other comment of a section may be a claim that opens there.
    private TextSpan? MetadataSpan(HtmlBlock html, string metadata)
    {
        var span = html.Span.ToTextSpan();
        var block = _text.Substring(span.Start, span.Length).TrimEnd();
        var isMetadata = CommentReader.IsNamed(block, metadata)
            && block.IndexOf(CommentReader.Close, System.StringComparison.Ordinal) == block.Length - CommentReader.Close.Length;
        return isMetadata ? new TextSpan(span.Start, block.Length) : null;
    }

    private void ReportHeading(HeadingBlock heading, string words, SectionKind? kind, bool hasTitle, int questionCount)
    {
        var span = heading.Span.ToTextSpan();
        var plain = SectionHeading.Plain(words);
        var odd = SectionHeading.Lookalike(words);
        void Report(DiagnosticDefinition definition, params object[] arguments) =>
            _diagnostics.ReportSlip(definition, span, kind is null ? default : span, arguments);
        void ReportAs(string? meant, DiagnosticDefinition definition, params object[] arguments)
        {
            _diagnostics.Fixing(span, meant);
            Report(definition, arguments);
        }

        switch (heading.Level, words)
        {
            case var _ when heading.IsSetext:
                Report(Definitions.HeadingUnderlined);
                break;
            case (3, _) when questionCount == 0 && SectionHeading.OfPart(words) is not null:
                Report(Definitions.SectionOutsideQuestion, words);
                break;
            case (1, _) when kind is null or SectionKind.Title:
                Report(hasTitle ? Definitions.TitleRepeated : Definitions.TitleTooLate);
                break;
            case (2, _) when odd is not null && SectionHeading.OfQuestion(plain) is not null:
            case (3, _) when odd is not null && SectionHeading.OfPart(plain) is not null:
                var typed = new string('#', heading.Level) + " " + plain;
                ReportAs(typed, Definitions.HeadingLookalike, CodePoint.Of(odd.Value), typed);
                break;
            case (2, _) when kind == SectionKind.Question:
                var number = SectionHeading.NumberIn(words) ?? questionCount + 1;
                var isAlone = SectionHeading.IsQuestionAlone(words);
                ReportAs(isAlone ? $"## Question {number}" : null, Definitions.QuestionHeading, number);
                break;
            default:
                var written = new string('#', heading.Level) + " " + words;
                string[] known = kind switch
                {
                    SectionKind.Title => ["# " + words],
                    SectionKind.Question => [$"## Question {questionCount + 1}"],
                    { } part => ["### " + part],
                    _ => ["## Question 1", .. SectionHeading.Parts.Select(part => "### " + part)],
                };
                var suggestion = NearestName.Sentence(known.Length == 1 ? known[0] : NearestName.Nearest(written, known));
                var isName = kind > SectionKind.Question && SectionHeading.IsNear(words, kind.Value);
                ReportAs(isName ? known[0] : null, Definitions.HeadingUnknown, suggestion);
                break;
        }
    }
}
