// What stands in a quiz file, with every place: headings, comments and prose, before anyone asks what they mean.

using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

/// <summary>A piece of text and its place in the file.</summary>
internal sealed record Token(string Text, TextSpan Span)
{
    /// <summary>A part of the text at its own place, or at that of the whole where the text is not what stands there.</summary>
    public Token Part(int start, int length) =>
        new(Text.Substring(start, length), Span.Length == Text.Length ? new TextSpan(Span.Start + start, length) : Span);
}

/// <summary>A <c>key=value</c> of a comment or a <c>key: value</c> of the front matter.</summary>
internal sealed record AttributeSyntax(Token Key, Token Value);

/// <summary>A comment: <c>&lt;!-- name: key=value … --&gt;</c>.</summary>
/// <param name="Name">The name, with a slash before it for a closing comment.</param>
/// <param name="Argument">The bare word after the name, which <c>claim</c> takes as its id; null where there is none.</param>
/// <param name="Attributes">The <c>key=value</c> pairs in order.</param>
/// <param name="Span">The comment from <c>&lt;</c> to <c>&gt;</c>.</param>
internal sealed record CommentSyntax(Token Name, Token? Argument, IReadOnlyList<AttributeSyntax> Attributes, TextSpan Span);

/// <summary>A claim or a not-checkable passage: its opening comment and the words up to its closing comment.</summary>
/// <param name="Comment">The opening comment, whose name tells which of the two it is.</param>
/// <param name="Range">Everything between its two comments.</param>
/// <param name="Words">The quoted words.</param>
/// <param name="Numbers">Every number that they print, found when somebody asks.</param>
internal sealed record QuotationSyntax(CommentSyntax Comment, TextSpan Range, Passage Words, Lazy<IReadOnlyList<double>> Numbers)
{
    /// <summary>Every number that the words print.</summary>
    public IReadOnlyList<double> PrintedNumbers => Numbers.Value;

    public bool IsClaim => Comment.Name.Text == CommentReader.Claim;

    /// <summary>What messages call it.</summary>
    public string Description => Describe(Comment);

    /// <summary>What messages call the quotation that a comment opens.</summary>
    public static string Describe(CommentSyntax comment) =>
        comment.Name.Text == CommentReader.Claim ? $"claim '{comment.Argument?.Text}'" : "not-checkable passage";
}

/// <summary>One item of a task list.</summary>
/// <param name="Text">Its words.</param>
/// <param name="IsChecked">Whether it is ticked.</param>
/// <param name="Span">The item.</param>
/// <param name="Feedback">The words of the quotation that ends it, or null.</param>
/// <param name="Comment">Its <c>choice</c> comment, or null.</param>
internal sealed record ChoiceSyntax(Passage Text, bool IsChecked, TextSpan Span, Passage? Feedback, CommentSyntax? Comment);

/// <summary>The prose of a section.</summary>
/// <param name="Text">The words, without comments and without the choices.</param>
/// <param name="Quotations">The claims and the not-checkable passages in the order in which they open.</param>
/// <param name="Choices">The items of the task list that ends the section, if one does.</param>
/// <param name="Numbers">Every number that the words print, found when somebody asks.</param>
/// <param name="Misplaced">The comments that belong below a heading, and are reported here.</param>
internal sealed record ProseSyntax(
    Passage Text,
    IReadOnlyList<QuotationSyntax> Quotations,
    IReadOnlyList<ChoiceSyntax> Choices,
    Lazy<IReadOnlyList<double>> Numbers,
    IReadOnlyList<CommentSyntax> Misplaced)
{
    /// <summary>No prose.</summary>
    public static readonly ProseSyntax Empty = new(Passage.Empty, [], [], new Lazy<IReadOnlyList<double>>(() => []), []);

    /// <summary>Every number that the words print.</summary>
    public IReadOnlyList<double> PrintedNumbers => Numbers.Value;
}

/// <summary>A heading, the comment with its metadata if there is one, and the prose below it.</summary>
internal sealed record SectionSyntax(Token Heading, CommentSyntax? Comment, ProseSyntax Prose);

/// <summary>The title and the introduction below it.</summary>
/// <param name="Title">The words of the title.</param>
/// <param name="Span">The heading.</param>
/// <param name="Introduction">The words below it.</param>
/// <param name="Fingerprint">What its words are reduced to, so that a translation knows whether they have changed.</param>
internal sealed record TitleSyntax(Passage Title, TextSpan Span, ProseSyntax Introduction, string Fingerprint);

/// <summary>A question.</summary>
/// <param name="Number">The number that its heading prints, otherwise the one after that of the question above it.</param>
/// <param name="IsNumbered">Whether its heading prints the number.</param>
/// <param name="Title">The words behind the number, or null.</param>
/// <param name="Prompt">The heading, the comment and what is asked.</param>
/// <param name="Hints">The hints, in order.</param>
/// <param name="Answers">The answers: at most one, if the file is right.</param>
/// <param name="Explanations">The explanations: at most one, if the file is right.</param>
/// <param name="Slips">The wrong numbers that the question knows, in order.</param>
/// <param name="Errata">The errata, in order.</param>
/// <param name="Fingerprint">What its words are reduced to, so that a translation knows whether they have changed.</param>
internal sealed record QuestionSyntax(
    int Number,
    bool IsNumbered,
    Passage? Title,
    SectionSyntax Prompt,
    IReadOnlyList<SectionSyntax> Hints,
    IReadOnlyList<SectionSyntax> Answers,
    IReadOnlyList<SectionSyntax> Explanations,
    IReadOnlyList<SectionSyntax> Slips,
    IReadOnlyList<SectionSyntax> Errata,
    string Fingerprint)
{
    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>The number in the heading, or null where it prints none in ordinary digits.</summary>
    public TextSpan? NumberSpan
    {
        get
        {
            var heading = Prompt.Heading;
            var start = IsNumbered ? heading.Text.IndexOfAny(Digits) : -1;
            if (start < 0) return null;
            var length = heading.Text.Substring(start).TakeWhile(c => c is >= '0' and <= '9').Count();
            return new TextSpan(heading.Span.Start + start, length);
        }
    }

    /// <summary>All sections, in the order in which they are read.</summary>
    public IEnumerable<SectionSyntax> Sections => [Prompt, .. Hints, .. Answers, .. Explanations, .. Slips, .. Errata];
}

/// <summary>A link, a picture or a definition that links refer to.</summary>
/// <param name="Url">Where it leads, as written, and the span of the whole link.</param>
/// <param name="IsImage">Whether it shows a picture.</param>
/// <param name="HasWords">Whether it has words to show: those of the link, or the picture's alternative text.</param>
/// <param name="IsReference">Whether a definition holds the address, which is checked there.</param>
internal sealed record LinkSyntax(Token Url, bool IsImage, bool HasWords, bool IsReference = false);

/// <summary>A whole file.</summary>
/// <param name="Length">The length of the text.</param>
/// <param name="FrontMatter">The attributes of the front matter.</param>
/// <param name="FrontMatterSpan">The front matter with its fences, empty where there is none.</param>
/// <param name="Title">The title, or null.</param>
/// <param name="Questions">The questions in the order of the file.</param>
/// <param name="SectionStarts">Where each heading begins, in order.</param>
/// <param name="Anchors">What a link within the file can lead to.</param>
/// <param name="Links">Every link and picture.</param>
/// <param name="Suppressions">Every <c>suppress</c> comment.</param>
internal sealed record QuizSyntax(
    int Length,
    IReadOnlyList<AttributeSyntax> FrontMatter,
    TextSpan FrontMatterSpan,
    TitleSyntax? Title,
    IReadOnlyList<QuestionSyntax> Questions,
    IReadOnlyList<int> SectionStarts,
    IReadOnlyCollection<string> Anchors,
    IReadOnlyList<LinkSyntax> Links,
    IReadOnlyList<CommentSyntax> Suppressions);
