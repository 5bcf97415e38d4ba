// Reads a whole quiz file: front matter, then sections under headings.

using System.Globalization;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Markdown;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal sealed class QuizReader
{
    private static readonly Regex QuestionHeading = new("^Question ([1-9][0-9]{0,6})$", RegexOptions.CultureInvariant);

    private readonly SourceText _source;
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<LinkSyntax> _links = [];
    private readonly List<CommentSyntax> _suppressions = [];
    private string _formulas = "";
    private LinkDefinitions _definitions = new([]);

    private sealed class QuestionBuilder(int printedNumber, SectionSyntax prompt)
    {
        public List<SectionSyntax> Answers { get; } = [];

        public List<SectionSyntax> Errata { get; } = [];

        public QuestionSyntax Build() => new(printedNumber, prompt, Answers, Errata);
    }

    private QuizReader(SourceText source, DiagnosticBag diagnostics)
    {
        _source = source;
        _text = source.ToString();
        _diagnostics = diagnostics;
    }

    public static QuizSyntax Read(SourceText source, DiagnosticBag diagnostics) => new QuizReader(source, diagnostics).Read();

    private QuizSyntax Read()
    {
        (var frontMatter, var frontMatterSpan) = FrontMatterReader.Read(_source, _diagnostics);
        var document = MarkdownParser.Parse(_text, frontMatterSpan.End);
        MarkdownLimits.Report(document, _diagnostics);
        _formulas = FormulaText.Of(document, _text);
        _definitions = new LinkDefinitions(document);

        TitleSyntax? title = null;
        var questions = new List<QuestionBuilder>();
        foreach ((var heading, var blocks) in Sections(document))
        {
            if (heading is null)
            {
                _diagnostics.Report(Definitions.WordsBeforeTitle, blocks[0].Span.ToTextSpan());
                _ = NewProseReader().Read(blocks);
                continue;
            }

            var words = WordsOf(heading);
            var question = QuestionHeading.Match(words);
            var isMarkedByHashes = !heading.IsSetext;
            if (isMarkedByHashes && heading.Level == 1 && title is null && questions.Count == 0)
            {
                title = ReadTitle(heading, blocks);
            }
            else if (isMarkedByHashes && heading.Level == 2 && question.Success)
            {
                var number = int.Parse(question.Groups[1].Value, CultureInfo.InvariantCulture);
                questions.Add(new QuestionBuilder(number, ReadSection(heading, blocks, "quiz")));
            }
            else if (isMarkedByHashes && heading.Level == 3 && questions.Count > 0 && words == "Answer")
            {
                questions[questions.Count - 1].Answers.Add(ReadSection(heading, blocks, "answer"));
            }
            else if (isMarkedByHashes && heading.Level == 3 && questions.Count > 0 && words == "Erratum")
            {
                questions[questions.Count - 1].Errata.Add(ReadSection(heading, blocks, "erratum"));
            }
            else
            {
                ReportHeading(heading, words, hasTitle: title is not null, hasQuestion: questions.Count > 0);
                _ = NewProseReader().Read(blocks);
            }
        }

        _links.AddRange(_definitions.Check(_diagnostics));
        List<HeadingBlock> headings = [.. document.OfType<HeadingBlock>()];
        return new QuizSyntax(
            frontMatter,
            frontMatterSpan,
            title,
            [.. questions.Select(question => question.Build())],
            [.. headings.Select(heading => heading.Span.Start)],
            Anchors(headings.Select(WordsOf)),
            _links,
            _suppressions);
    }

    private ProseReader NewProseReader() => new(_text, _formulas, _definitions, _links, _suppressions, _diagnostics);

    private string WordsOf(HeadingBlock heading)
    {
        var span = ProseContent.SpanOf(heading.Inline);
        return _text.Substring(span.Start, span.Length).Trim();
    }

    // The anchors that Git hosts give to headings: the words in lower case joined by hyphens, numbered where they repeat.
    private static HashSet<string> Anchors(IEnumerable<string> headings)
    {
        var anchors = new HashSet<string>();
        var repeats = new Dictionary<string, int>();
        foreach (var heading in headings)
        {
            var words = heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_');
            var anchor = string.Concat(words).Replace(' ', '-');
            repeats.TryGetValue(anchor, out var number);
            for (var unique = anchor; !anchors.Add(unique); unique = anchor + "-" + number.ToString(CultureInfo.InvariantCulture)) number++;
            repeats[anchor] = number;
        }

        return anchors;
    }

    private static IEnumerable<(HeadingBlock? Heading, List<Block> Blocks)> Sections(MarkdownDocument document)
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

            if (heading is not null || blocks.Count > 0) yield return (heading, blocks);
            heading = next;
            blocks = [];
        }

        if (heading is not null || blocks.Count > 0) yield return (heading, blocks);
    }

    private TitleSyntax ReadTitle(HeadingBlock heading, List<Block> blocks)
    {
        var title = NewProseReader().ReadHeading(heading);
        var introduction = NewProseReader().Read(blocks);
        foreach (var quotation in introduction.Quotations)
            _diagnostics.Report(Definitions.QuotationInIntroduction, quotation.Comment.Span, quotation.Description);
        return new TitleSyntax(title, heading.Span.ToTextSpan(), introduction);
    }

    private SectionSyntax ReadSection(HeadingBlock heading, List<Block> blocks, string metadata)
    {
        CommentSyntax? comment = null;
        if (blocks.Count > 0 && blocks[0] is HtmlBlock { Type: HtmlBlockType.Comment } html && MetadataSpan(html, metadata) is { } span)
        {
            comment = CommentReader.Read(_text, span, _diagnostics, meant: metadata);
            blocks.RemoveAt(0);
        }

        var headingSpan = heading.Span.ToTextSpan();
        var name = _text.Substring(headingSpan.Start, headingSpan.Length);
        return new SectionSyntax(new Token(name, headingSpan), comment, NewProseReader().Read(blocks, canEndInChoices: metadata == "quiz"));
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

    private void ReportHeading(HeadingBlock heading, string words, bool hasTitle, bool hasQuestion)
    {
        var span = heading.Span.ToTextSpan();
        switch (heading.Level, words)
        {
            case var _ when heading.IsSetext:
                _diagnostics.Report(Definitions.HeadingUnderlined, span);
                break;
            case (1, _):
                _diagnostics.Report(hasTitle ? Definitions.TitleRepeated : Definitions.TitleTooLate, span);
                break;
            case (3, "Answer" or "Erratum") when !hasQuestion:
                _diagnostics.Report(Definitions.SectionOutsideQuestion, span, words);
                break;
            default:
                var written = new string('#', heading.Level) + " " + words;
                _diagnostics.Report(
                    Definitions.HeadingUnknown, span, NearestName.Suggest(written, ["## Question 1", "### Answer", "### Erratum"]));
                break;
        }
    }
}
