// What an editor asks of a quiz: its questions and their sections, its ids and where each is used, its formulas.

using QuizKit.Language.Binding;
using QuizKit.Language.Formulas;
using QuizKit.Language.Markdown;
using QuizKit.Language.Model;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Editing;

/// <summary>The set of names that an id belongs to: two ids of one set are the same if their words are.</summary>
internal enum IdSet
{
    /// <summary>The id of the quiz.</summary>
    Quiz,

    /// <summary>Ids of questions and claims.</summary>
    Question,

    Tag,

    Misconception,
}

/// <summary>A place where an id is written.</summary>
/// <param name="Set">The set of names.</param>
/// <param name="Text">The id.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="IsDefinition">Whether the place gives something that id; otherwise it refers to it.</param>
internal readonly record struct IdPlace(IdSet Set, string Text, TextSpan Span, bool IsDefinition);

/// <summary>A heading of a question below its first.</summary>
/// <param name="Name">Its words.</param>
/// <param name="Heading">The heading.</param>
/// <param name="End">Where the section ends.</param>
internal sealed record OutlineSection(string Name, TextSpan Heading, int End);

/// <summary>A question.</summary>
/// <param name="Heading">The words of its heading, without the hashes.</param>
/// <param name="Id">Its id, also where it is made of words; null where there is none.</param>
/// <param name="IdIsWritten">Whether the file has the id.</param>
/// <param name="HeadingSpan">The heading.</param>
/// <param name="CommentSpan">Its comment, or null.</param>
/// <param name="End">Where the question ends.</param>
/// <param name="Sections">The sections below its prompt, in the order of the file.</param>
/// <param name="Model">What it means; null where an error keeps it from meaning anything.</param>
internal sealed record OutlineQuestion(
    string Heading,
    string? Id,
    bool IdIsWritten,
    TextSpan HeadingSpan,
    TextSpan? CommentSpan,
    int End,
    IReadOnlyList<OutlineSection> Sections,
    QuestionModel? Model);

/// <summary>A formula that was read.</summary>
/// <param name="Span">The formula with its delimiters.</param>
/// <param name="Formula">What it means.</param>
/// <param name="IsDisplayed">Whether it stands on lines of its own.</param>
internal readonly record struct OutlineFormula(TextSpan Span, TexNode Formula, bool IsDisplayed);

/// <summary>A file. Every span is one of its text.</summary>
/// <param name="Title">The words of the title and its heading, or null.</param>
/// <param name="FrontMatter">The front matter with its fences, empty where there is none.</param>
/// <param name="Questions">The questions in the order of the file.</param>
/// <param name="Ids">Every id, in the order of the file.</param>
/// <param name="Formulas">Every formula, in the order of the file.</param>
internal sealed record QuizOutline(
    (string Words, TextSpan Heading)? Title,
    TextSpan FrontMatter,
    IReadOnlyList<OutlineQuestion> Questions,
    IReadOnlyList<IdPlace> Ids,
    IReadOnlyList<OutlineFormula> Formulas)
{
    public static readonly QuizOutline Empty = new(null, default, [], [], []);

    /// <summary>The outline of a file.</summary>
    /// <param name="source">The text of the file.</param>
    /// <param name="quiz">What it means.</param>
    /// <param name="spanInFile">From a span of the text that was read to one of the file.</param>
    public static QuizOutline Of(SourceText source, BoundQuiz quiz, Func<TextSpan, TextSpan> spanInFile)
    {
        if (quiz.Syntax is not { } syntax) return Empty;
        var models = new Dictionary<int, string>();
        foreach (var (id, _, heading) in quiz.Questions) models[heading.Start] = id;

        // A translation of a quiz with errors may translate one question twice.
        var byId = new Dictionary<string, QuestionModel>(StringComparer.Ordinal);
        foreach (var question in quiz.Model.Questions) byId[question.Id] = question;
        var ids = new List<IdPlace>(IdsOfFrontMatter(syntax));
        var questions = new List<OutlineQuestion>();
        for (var i = 0; i < syntax.Questions.Count; i++)
        {
            var question = syntax.Questions[i];
            var heading = spanInFile(question.Prompt.Heading.Span);
            var end = i + 1 < syntax.Questions.Count ? spanInFile(syntax.Questions[i + 1].Prompt.Heading.Span).Start : source.Length;
            var written = Attribute(question.Prompt.Comment, "id")?.Text;
            var id = models.TryGetValue(heading.Start, out var bound) ? bound : written;
            questions.Add(new OutlineQuestion(
                question.Prompt.Heading.Text.Trim('#', ' ', '\t'),
                id,
                written is not null,
                heading,
                question.Prompt.Comment is { } comment ? spanInFile(comment.Span) : null,
                end,
                SectionsOf(question, end, spanInFile),
                bound is not null && byId.TryGetValue(bound, out var model) ? model : null));
            ids.AddRange(IdsOf(question));
        }

        return new QuizOutline(
            syntax.Title is { } title ? (WordsOf(source, spanInFile(title.Span)), spanInFile(title.Span)) : null,
            spanInFile(syntax.FrontMatterSpan),
            questions,
            [.. ids.Select(place => place with { Span = spanInFile(place.Span) }).OrderBy(place => place.Span.Start)],
            [
                .. FormulasOf(syntax).Select(formula => formula with { Span = spanInFile(formula.Span) })
                    .OrderBy(formula => formula.Span.Start),
            ]);
    }

    private static string WordsOf(SourceText source, TextSpan heading) => source.ToString(heading).Trim('#', ' ', '\t', '\r', '\n');

    /// <summary>The outline of a part of a file, at its place in the whole: without the title and the front matter.</summary>
    /// <param name="by">How far the part moves. What would come before the start of the text is left out.</param>
    public QuizOutline Moved(int by)
    {
        TextSpan Move(TextSpan span) => new(span.Start + by, span.Length);
        return new QuizOutline(
            null,
            default,
            [.. Questions.Select(question => question with
            {
                HeadingSpan = Move(question.HeadingSpan),
                CommentSpan = question.CommentSpan is { } comment ? Move(comment) : null,
                End = question.End + by,
                Sections =
                [
                    .. question.Sections.Select(section => section with { Heading = Move(section.Heading), End = section.End + by }),
                ],
            })],
            [.. Ids.Where(place => place.Span.Start + by >= 0).Select(place => place with { Span = Move(place.Span) })],
            [.. Formulas.Where(formula => formula.Span.Start + by >= 0).Select(formula => formula with { Span = Move(formula.Span) })]);
    }

    private static List<OutlineSection> SectionsOf(QuestionSyntax question, int end, Func<TextSpan, TextSpan> spanInFile)
    {
        List<(string Name, TextSpan Heading)> headings =
        [
            .. question.Sections.Skip(1)
                .Select(section => (section.Heading.Text.Trim('#', ' ', '\t'), spanInFile(section.Heading.Span)))
                .OrderBy(section => section.Item2.Start),
        ];
        return [.. headings.Select((section, i) =>
            new OutlineSection(section.Name, section.Heading, i + 1 < headings.Count ? headings[i + 1].Heading.Start : end))];
    }

    private static IEnumerable<IdPlace> IdsOfFrontMatter(QuizSyntax syntax)
    {
        foreach (var attribute in syntax.FrontMatter)
        {
            if (attribute.Key.Text == "id") yield return new IdPlace(IdSet.Quiz, attribute.Value.Text, attribute.Value.Span, true);
            if (attribute.Key.Text == "tags")
                foreach (var tag in Parts(attribute.Value)) yield return new IdPlace(IdSet.Tag, tag.Text, tag.Span, true);
        }
    }

    private static IEnumerable<IdPlace> IdsOf(QuestionSyntax question)
    {
        if (Attribute(question.Prompt.Comment, "id") is { } id) yield return new IdPlace(IdSet.Question, id.Text, id.Span, true);
        foreach (var tag in Parts(Attribute(question.Prompt.Comment, "tags")))
            yield return new IdPlace(IdSet.Tag, tag.Text, tag.Span, true);
        foreach (var section in question.Sections)
        {
            foreach (var quotation in section.Prose.Quotations)
            {
                if (quotation is { IsClaim: true, Comment.Argument: { } claim })
                    yield return new IdPlace(IdSet.Question, claim.Text, claim.Span, true);
            }

            foreach (var choice in section.Prose.Choices)
            {
                if (Attribute(choice.Comment, "misconception") is { } mistake)
                    yield return new IdPlace(IdSet.Misconception, mistake.Text, mistake.Span, true);
            }
        }

        foreach (var slip in question.Slips)
        {
            if (Attribute(slip.Comment, "misconception") is { } mistake)
                yield return new IdPlace(IdSet.Misconception, mistake.Text, mistake.Span, true);
        }

        foreach (var corrected in question.Errata.SelectMany(erratum => Parts(Attribute(erratum.Comment, "claim"))))
            yield return new IdPlace(IdSet.Question, corrected.Text, corrected.Span, false);
    }

    private static Token? Attribute(CommentSyntax? comment, string key) =>
        comment?.Attributes.FirstOrDefault(attribute => attribute.Key.Text == key)?.Value;

    // The parts of a list, in brackets or not.
    private static IEnumerable<Token> Parts(Token? list)
    {
        if (list is null) yield break;
        var start = 0;
        foreach (var part in list.Text.Split(','))
        {
            var words = part.Trim(' ', '\t', '[', ']');
            if (words.Length > 0) yield return list.Part(start + part.IndexOf(words, StringComparison.Ordinal), words.Length);
            start += part.Length + 1;
        }
    }

    // A section keeps the formulas of all of its passages together.
    private static IEnumerable<OutlineFormula> FormulasOf(QuizSyntax syntax)
    {
        var passages = syntax.Questions
            .SelectMany(question => question.Sections.SelectMany(PassagesOf).Append(question.Title))
            .Concat([syntax.Title?.Title, syntax.Title?.Introduction.Text]);
        foreach (var formulas in passages.OfType<Passage>().Select(passage => passage.Formulas).Distinct())
        {
            foreach (var pair in formulas)
                yield return new OutlineFormula(pair.Key.Span.ToTextSpan(), pair.Value, pair.Key is FormulaBlock);
        }
    }

    private static IEnumerable<Passage> PassagesOf(SectionSyntax section) =>
        [section.Prose.Text, .. section.Prose.Choices.SelectMany(choice => new[] { choice.Text, choice.Feedback }).OfType<Passage>()];
}
