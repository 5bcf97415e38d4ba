// What editors ask of the language: a check that reads only what has changed, ids and their places, words that may follow, edits.

using System.Globalization;
using System.Text.RegularExpressions;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Editing;
using QuizKit.Language.Formatting;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class EditingTests
{
    // What an edit may leave behind: whatever opens, closes or divides something, and what one question takes from another.
    private static readonly string[] Pieces =
    [
        .. MarkdownPieces.All, "x", "\n", "\n\n", "$", "```\n", "<!--", "-->", "## Question 3\n", "## ", "### Answer\n", "### Hint\n\nwords\n\n",
        "- [x] a\n", "- [ ] b\n", "> q\n", "|", "\\", "[a](#b)", "[a]", "[a]: b\n", "{", "}", "<br>", "<pre>", "<div>", "<!-- note: x -->",
        "<!-- claim: c -->", "<!-- /claim -->", "id=", "=", "---\n", "# T\n", "\r\n", "\\[", "$$\n", "~~~\n", "\u2028", "😀", "![a](p.png)",
        "<!-- suppress: QK0033 reason=x -->", "===\n", "true", "Question", "<<<<<<< a\n", "## Question\n", "## 7. Words\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_check_of_what_has_changed_finds_what_a_check_of_the_whole_finds(int seed)
    {
        var random = new Random(seed);
        var ofParts = 0;
        for (var run = 0; run < Thorough.Count(50); run++)
        {
            var text = random.Next(2) == 0 ? Samples.EveryKind : Quiz(5);
            var cache = new QuizCheckCache("/a.quiz.md", path => !path.EndsWith("p.png", StringComparison.Ordinal));
            for (var edit = 0; edit < 6; edit++)
            {
                text = Edited(text, random);
                var quiz = cache.Check(new SourceText(text), Cancellation.Never);
                if (!quiz.IsOfParts) continue;
                ofParts++;
                var (problems, outline) = Whole(text);
                Assert.Equal(problems.Select(Show), quiz.Problems.Select(Show));
                Assert.Equal(outline.Title, quiz.Outline.Title);
                Assert.Equal(outline.FrontMatter, quiz.Outline.FrontMatter);
                Assert.Equal(outline.Ids, quiz.Outline.Ids);
                Assert.Equal(outline.Formulas.Select(formula => formula.Span), quiz.Outline.Formulas.Select(formula => formula.Span));
                Assert.Equal(outline.Questions.Select(Show), quiz.Outline.Questions.Select(Show));
            }
        }

        // The comparison means something only where it was made.
        Assert.InRange(ofParts, Thorough.Count(30), Thorough.Count(300));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_check_of_a_translation_finds_what_a_check_of_the_whole_finds(int seed)
    {
        var random = new Random(seed);
        var ofParts = 0;
        for (var run = 0; run < Thorough.Count(50); run++)
        {
            var original = OriginalOf(Quiz(6).Replace("number 2,", $"number {run % 3},", StringComparison.Ordinal));
            var text = Quiz(run % 2 == 0 ? 6 : 4).Replace("language: en", "language: de", StringComparison.Ordinal)
                .Replace("tags=rivers -->", run % 5 == 0 ? "-->" : "original=01234567 -->", StringComparison.Ordinal);
            var cache = new QuizCheckCache("/a.de.quiz.md", path => !path.EndsWith("p.png", StringComparison.Ordinal));
            for (var edit = 0; edit < 6; edit++)
            {
                if (edit > 0) text = Edited(text, random);
                if (edit == 3) original = OriginalOf(Quiz(5));
                var quiz = cache.Check(new SourceText(text), Cancellation.Never, _ => original);
                if (!quiz.IsOfParts) continue;
                ofParts++;
                var (problems, outline) = Whole(text, original);
                Assert.Equal(problems.Select(Show), quiz.Problems.Select(Show));
                Assert.Equal(problems.Select(problem => problem.OriginalQuestion), quiz.Problems.Select(problem => problem.OriginalQuestion));
                Assert.Equal(outline.Ids, quiz.Outline.Ids);
                Assert.Equal(outline.Questions.Select(Show), quiz.Outline.Questions.Select(Show));
            }
        }

        Assert.InRange(ofParts, Thorough.Count(30), Thorough.Count(300));
    }

    [Fact]
    public void Only_the_question_whose_original_has_changed_is_read_again()
    {
        var looks = 0;
        var counting = new Cancellation(CancellationToken.None, () => looks++);
        var cache = new QuizCheckCache("/a.de.quiz.md", _ => true);
        var text = new SourceText(Quiz(100).Replace("language: en", "language: de", StringComparison.Ordinal));
        cache.Check(text, counting, _ => OriginalOf(Quiz(100)));
        var first = looks;

        looks = 0;
        var changed = OriginalOf(Quiz(100).Replace("number 50,", "number fifty,", StringComparison.Ordinal));
        var quiz = cache.Check(text, counting, _ => changed);

        Assert.True(quiz.IsOfParts);
        Assert.InRange(looks - 100, 1, first / 20);
    }

    [Fact]
    public void Only_the_question_that_has_changed_is_read_again()
    {
        var looks = 0;
        var counting = new Cancellation(CancellationToken.None, () => looks++);
        var cache = new QuizCheckCache("/a.quiz.md", _ => true);
        cache.Check(new SourceText(Quiz(200)), counting);
        var first = looks;

        looks = 0;
        var quiz = cache.Check(new SourceText(Quiz(200).Replace("number 100,", "number one hundred,", StringComparison.Ordinal)), counting);

        Assert.True(quiz.IsOfParts);
        Assert.Empty(quiz.Problems);
        Assert.Equal(200, quiz.Outline.Questions.Count);
        Assert.InRange(looks - 200, 1, first / 50);
    }

    [Theory]
    [InlineData("id=river-3", "id=river-2", "QK0015")]
    [InlineData("## Question 3", "## Question 2", "QK0008")]
    [InlineData("claim: length-3", "claim: length-2", "QK0015")]
    [InlineData("id=river-3", "id=river2", "QK0030")]
    [InlineData("How long is the *river* number 3", "```\nHow long is the *river* number 3", "QK0025")]
    [InlineData("How long is the *river* number 3", "[How](#no-such-heading) long is the *river* number 3", "QK0033")]
    public void What_reaches_from_one_question_to_another_is_found(string words, string others, string expected)
    {
        var cache = new QuizCheckCache("/a.quiz.md", _ => true);
        Assert.Empty(cache.Check(new SourceText(Quiz(5)), Cancellation.Never).Problems);

        var quiz = cache.Check(new SourceText(Quiz(5).Replace(words, others, StringComparison.Ordinal)), Cancellation.Never);

        Assert.False(quiz.IsOfParts);
        Assert.Contains(expected, quiz.Problems.Select(problem => problem.Definition.Rule.Id));
    }

    [Theory]
    [InlineData("<!-- quiz: id=river-3 kind=choice tags=rivers -->", "<!-- quiz: id=river-3 kind=choice tags=rivers", "QK0013")]
    [InlineData("The river is 3 km long.<!-- /claim -->", "The river is 3 km long.<!-- /claim", "QK0013")]
    [InlineData("The river is 3 km long.<!-- /claim -->", "The river is 3 km long.<!--", "QK0013")]
    [InlineData("### Answer\n\n<!-- claim: length-3 ", "### Answ\n\n<!-- claim: length-3 ", "QK0007")]
    [InlineData("### Answer\n\n<!-- claim: length-3 ", "###Answer\n\n<!-- claim: length-3 ", "QK0007")]
    public void What_is_being_typed_keeps_the_other_questions(string words, string others, string expected)
    {
        var looks = 0;
        var counting = new Cancellation(CancellationToken.None, () => looks++);
        var cache = new QuizCheckCache("/a.quiz.md", _ => true);
        cache.Check(new SourceText(Quiz(100)), counting);
        var first = looks;
        var text = Quiz(100).Replace(words, others, StringComparison.Ordinal);
        Assert.NotEqual(Quiz(100), text);

        looks = 0;
        var quiz = cache.Check(new SourceText(text), counting);

        Assert.True(quiz.IsOfParts);
        Assert.Contains(expected, quiz.Problems.Select(problem => problem.Definition.Rule.Id));
        Assert.Equal(Whole(text).Problems.Select(Show), quiz.Problems.Select(Show));
        Assert.InRange(looks - 100, 1, first / 10);
    }

    [Fact]
    public void A_linked_file_that_comes_is_noticed_without_an_edit()
    {
        var isThere = false;
        var cache = new QuizCheckCache("/a.quiz.md", _ => isThere);
        var source = new SourceText(Quiz(3).Replace("flows north", "[flows](map.png) north", StringComparison.Ordinal));

        Assert.Equal(["QK0033", "QK0033", "QK0033"], cache.Check(source, Cancellation.Never).Problems.Select(problem => problem.Definition.Rule.Id));
        isThere = true;
        Assert.Empty(cache.Check(source, Cancellation.Never).Problems);
    }

    [Fact]
    public void Ids_are_found_where_they_are_given_and_where_they_are_used()
    {
        const string Text = """
            ---
            id: sample
            language: en
            tags: all
            ---
            # A sample

            ## Question 1
            <!-- quiz: id=one kind=numeric value=5 tags="a, b" -->

            What?

            ### Answer

            <!-- claim: sum expect=refuted -->It is 5.<!-- /claim -->

            ### Slip
            <!-- slip: value=7 misconception=wrong-way -->

            Not so.

            ### Erratum
            <!-- erratum: kind=wrong-statement claim="sum" -->

            No.

            """;
        var quiz = new QuizCheckCache("/a.quiz.md", _ => true).Check(new SourceText(Text), Cancellation.Never);

        Assert.Equal(
            [
                "Quiz sample True", "Tag all True", "Question one True", "Tag a True", "Tag b True", "Question sum True",
                "Misconception wrong-way True", "Question sum False",
            ],
            quiz.Outline.Ids.Select(place => $"{place.Set} {place.Text} {place.IsDefinition}"));
        Assert.All(quiz.Outline.Ids, place => Assert.Equal(place.Text, Text.Substring(place.Span.Start, place.Span.Length)));
    }

    /// <summary>What is offered for a key is what the compiler names when it refuses another word.</summary>
    [Theory]
    [InlineData("quiz", "kind", "## Question 1\n<!-- quiz: id=one kind=? -->\n\nWhat?\n\n### Answer\n\nThis.\n")]
    [InlineData("quiz", "value", "## Question 1\n<!-- quiz: id=one kind=true-false value=? -->\n\nWhat?\n\n### Answer\n\nThis.\n")]
    [InlineData("answer", "author", "## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n<!-- answer: author=? -->\n\nThis.\n")]
    [InlineData("claim", "expect", "## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n\nIt is <!-- claim: a expect=? -->this<!-- /claim -->.\n")]
    [InlineData("claim", "kind", "## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n\nIt is <!-- claim: a kind=? -->this<!-- /claim -->.\n")]
    [InlineData("erratum", "kind", Samples.Question + "\n### Erratum\n<!-- erratum: kind=? claim=a -->\n\nNo.\n")]
    public void The_words_that_are_offered_are_those_that_the_compiler_takes(string comment, string key, string question)
    {
        var problems = FrontEnd.Compile(Samples.FrontMatter + question.Replace('?', '§')).Problems;

        var message = Assert.Single(problems, problem => problem.Definition == Definitions.CommentWordInvalid).Message;
        var taken = Regex.Match(message, "The values are (.*)[.]$").Groups[1].Value.Split(", ");
        Assert.Equal(taken.Order(StringComparer.Ordinal), Vocabulary.ValuesOf(comment, key).Select(term => term.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_comments_that_are_offered_are_those_that_the_compiler_takes()
    {
        var message = Definitions.CommentUnknown.Message("x", "");

        var taken = Regex.Match(message, "The comments are (.*)[.]$").Groups[1].Value.Replace(" and", ",", StringComparison.Ordinal).Split(", ");
        Assert.Equal(
            taken.Select(name => name.Trim(',', ' ')).Order(StringComparer.Ordinal),
            Vocabulary.Comments.Select(term => term.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_command_and_environment_that_is_offered_is_part_of_the_language()
    {
        foreach (var name in Vocabulary.TexEnvironments.Where(name => !name.StartsWith("alignat", StringComparison.Ordinal) && name is not ("alignedat" or "array")))
            Assert.Empty(FrontEnd.Compile(FrontEnd.QuizOf($"$$\n\\begin{{{name}}} x \\end{{{name}}}\n$$")).Problems);
        foreach (var term in Vocabulary.TexCommandTerms)
        {
            var problems = FrontEnd.Compile(FrontEnd.QuizOf($"It is $\\{term.Text} x$.")).Problems;
            Assert.DoesNotContain(problems, problem => problem.Definition == Definitions.TexCommandUnknown);
        }
    }

    [Fact]
    public void All_edits_of_a_kind_are_made_in_rounds()
    {
        // Each question has the number of the first: the message of the third is right only after the edit of the second.
        var text = Regex.Replace(Quiz(4), "## Question [0-9]+:", "## Question 1:");

        var after = Fixes.MakeAll(text, problem => problem.Definition.Rule.Id == "QK0008", edited => FrontEnd.Compile(edited).Problems);

        Assert.Equal(Quiz(4), after);
    }

    private static string Edited(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        switch (random.Next(4))
        {
            case 0:
                return text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
            case 1:
                return text.Insert(random.Next(text.Length + 1), text.Substring(at, Math.Min(random.Next(1, 300), text.Length - at)));
            default:
                return text.Insert(at, Pieces[random.Next(Pieces.Length)]);
        }
    }

    private static Translation OriginalOf(string text) =>
        Translation.Of(QuizBinder.Bind(new SourceText(text), new DiagnosticBag(), Cancellation.Never), isRight: true, "de");

    private static (IReadOnlyList<QuizDiagnostic> Problems, QuizOutline Outline) Whole(string text, Translation? translation = null)
    {
        var source = new SourceText(text);
        var diagnostics = new DiagnosticBag();
        var quiz = QuizCheck.Run(
            source, "/a.quiz.md", path => !path.EndsWith("p.png", StringComparison.Ordinal), diagnostics, Cancellation.Never, translation);
        if (!diagnostics.HasError && translation is null) QuizFormatter.ReportIds(source, quiz, diagnostics);
        if (!diagnostics.HasError && translation?.TitleFingerprint is { } title)
            QuizFormatter.ReportFingerprint(source, quiz, title, diagnostics);
        return (diagnostics.InTextOrder, QuizOutline.Of(source, quiz, diagnostics.SpanInFile));
    }

    private static string Show(QuizDiagnostic problem) =>
        $"{problem.Span.Start}+{problem.Span.Length} {problem.Definition.Rule.Id} {problem.Message} {problem.Fix}";

    private static string Show(OutlineQuestion question) => string.Join(
        ' ',
        [
            question.Heading, question.Id, question.IdIsWritten, question.HeadingSpan.Start, question.CommentSpan?.Start, question.End,
            question.Model?.Answer.Markdown, .. question.Sections,
        ]);

    private static string Quiz(int questions) => Samples.FrontMatter + string.Concat(Enumerable.Range(1, questions).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"""
            ## Question {i}: River
            <!-- quiz: id=river-{i} kind={(i % 2 == 0 ? $"numeric value={i} unit=km" : "choice")} tags=rivers -->

            How long is the *river* number {i}, if $x_{i} = 1$ and it flows north?

            {(i % 2 == 0 ? "" : "- [x] Long.\n- [ ] Short.\n  > Look at the map.\n")}
            ### Answer

            <!-- claim: length-{i} values={i} -->
            The river is {i} km long.<!-- /claim -->


            """)));
}
