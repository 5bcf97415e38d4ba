// Headings with titles and without numbers, ids made of words, hints, explanations, and what the front matter says of the quiz.

using System.Globalization;
using System.Text;
using QuizKit.Language.Binding;
using QuizKit.Language.Model;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class QuestionPartTests
{
    private const string Rest = "\n\nWhat?\n\n### Answer\n\nIt is 5.\n\n";

    [Theory]
    [InlineData("Question 3", 3, "")]
    [InlineData("Question", 1, "")]
    [InlineData("Question 3.", 3, "")]
    [InlineData("Question 3:", 3, "")]
    [InlineData("Question 3: On *five*", 3, "On <em>five</em>")]
    [InlineData("Question 3 : Cinq", 3, "Cinq")]
    [InlineData("Question 3. `a` or b", 3, "<code>a</code> or b")]
    [InlineData("Question 3) Five", 3, "Five")]
    [InlineData("Question 3 - Five", 3, "Five")]
    [InlineData("Question 3 – 4: a dash", 3, "4: a dash")]
    [InlineData("Question 3 — 1. Five", 3, "1. Five")]
    [InlineData("Question: Five & six", 1, "Five &amp; six")]
    [InlineData("Question: 3 apples", 1, "3 apples")]
    [InlineData("3. Five", 3, "Five")]
    [InlineData("3: Five", 3, "Five")]
    [InlineData("3) **Five**", 3, "<strong>Five</strong>")]
    public void A_heading_has_a_number_and_a_title_where_it_writes_them(string heading, int number, string title)
    {
        var question = Assert.Single(Compile($"## {heading}{Rest}").Questions);

        Assert.Equal((number, title), (question.Number, question.Title?.Html ?? ""));
    }

    [Theory]
    [InlineData("<!-- quiz: id=five -->\n\nWhat?")]
    [InlineData("What?\n\n<!-- quiz: id=five -->")]
    [InlineData("What?\n\n<!-- note: first -->\n\n<!-- quiz: id=five -->\n\nOr which?")]
    public void The_comment_of_a_question_stands_anywhere_alone_in_its_prompt(string prompt)
    {
        var question = Assert.Single(Compile($"## Question 1\n\n{prompt}\n\n### Answer\n\nIt is 5.\n").Questions);

        Assert.Equal("five", question.Id);
        Assert.DoesNotContain("quiz:", question.Prompt.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_comment_of_a_question_is_misplaced()
    {
        var (_, problems) = FrontEnd.Compile(
            "---\nid: a\nlanguage: en\n---\n# T\n\n## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n<!-- quiz: id=two -->\n\n### Answer\n\nIt is 5.\n");

        Assert.Equal("The comment 'quiz' belongs on the line below its heading.", Assert.Single(problems).Message);
    }

    [Theory]
    [InlineData("Rivers & *lakes*, part 2", "rivers-lakes-part-2")]
    [InlineData("1000 Fragen", "q-1000-fragen")]
    public void The_id_of_a_quiz_is_made_of_its_title_where_it_writes_none(string title, string id)
    {
        var (model, problems) = FrontEnd.Compile($"---\nlanguage: en\n---\n# {title}\n");

        Assert.Empty(problems);
        Assert.Equal(id, model.Id);
    }

    [Theory]
    [InlineData("Question 3 Five")]
    [InlineData("Question 3:Five")]
    [InlineData("Question -3")]
    [InlineData("Question 03: Five")]
    [InlineData("Q3: Five")]
    [InlineData("3")]
    [InlineData("3.")]
    [InlineData("3.5 metres")]
    [InlineData("Questions: Five")]
    public void Any_other_heading_is_one_error(string heading) =>
        Assert.Equal("QK0007", Assert.Single(FrontEnd.Compile(Samples.FrontMatter + $"## {heading}{Rest}").Problems).Definition.Rule.Id);

    [Theory]
    [InlineData("Question 1|Question 3|Question 7", "1 3 7")]
    [InlineData("Question|Question|Question", "1 2 3")]
    [InlineData("Question 4|Question|Question: C|Question 9", "4 5 6 9")]
    public void Numbers_stay_as_written_and_continue_where_they_are_not(string headings, string numbers)
    {
        var questions = headings.Split('|').Select((heading, i) => $"## {heading}\n<!-- quiz: id=a{i} -->{Rest}");

        Assert.Equal(numbers, string.Join(' ', Compile(string.Concat(questions)).Questions.Select(question => question.Number)));
    }

    [Theory]
    [InlineData("1 3 3 4", 1)]
    [InlineData("1 2 9 3 4", 1)]
    [InlineData("2 1 1", 2)]
    public void Numbers_that_do_not_rise_are_reported_where_they_fall(string numbers, int count)
    {
        var questions = numbers.Split(' ').Select((number, i) => $"## Question {number}\n<!-- quiz: id=a{i} -->{Rest}");

        var problems = FrontEnd.Compile(Samples.FrontMatter + string.Concat(questions)).Problems;

        Assert.Equal(Enumerable.Repeat("QK0008", count), problems.Select(problem => problem.Definition.Rule.Id));
    }

    [Fact]
    public void Words_of_a_heading_with_none_below_are_the_prompt()
    {
        var question = Assert.Single(Compile("## Question 1: Is $2$ a *prime*?\n\n- [x] yes\n- [ ] no\n").Questions);

        Assert.Null(question.Title);
        Assert.Equal("Is 2 a prime?", question.Prompt.PlainText);
        Assert.StartsWith("<p>Is <math", question.Prompt.Html, StringComparison.Ordinal);
        Assert.True(Assert.Single(question.Sentences).IsQuestion);
    }

    [Theory]
    [InlineData("What is the sum of 2 + 2?", "what-is-the-sum-of-2-2")]
    [InlineData("Größe, Œuvre & Łódź", "grosse-oeuvre-lodz")]
    [InlineData("It doesn't, it doesn’t", "it-doesnt-it-doesnt")]
    [InlineData("2 + 2", "q-2-2")]
    [InlineData("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight")]
    [InlineData("Counterrevolutionaries misunderstand internationalization everywhere", "counterrevolutionaries-misunderstand-internationalization")]
    [InlineData("Die Zahl π ist", "die-zahl-ist")]
    [InlineData("Что это?", null)]
    [InlineData("\uD835 x", "x")]
    [InlineData("", null)]
    public void The_first_words_of_a_text_make_a_slug(string text, string? slug)
    {
        Assert.Equal(slug, Slug.FromWords(text));
        Assert.True(slug is null || Slug.IsValid(slug));
    }

    [Fact]
    public void An_id_loses_the_accents_of_Unicode_without_the_libraries_of_the_machine()
    {
        for (var c = '\u0080'; c < '\uFFFF'; c++)
        {
            if (char.IsSurrogate(c) || c is >= '\uFDD0' and <= '\uFDEF' or '\uFFFE') continue;
            var letters = c.ToString().Normalize(NormalizationForm.FormKD).ToLowerInvariant()
                .Where(part => char.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark).ToArray();
            if (letters is [var letter] && char.IsAsciiLetterOrDigit(letter)) Assert.Equal("a" + letter, Slug.FromWords($"a{c}"));
        }
    }

    [Theory]
    [InlineData("a\uFFFEb\uFFFFc\uFDD0d\uD800")]
    public void Characters_that_cannot_be_normalized_divide_words(string text) => Assert.Equal("a-b-c-d", Slug.FromWords(text));

    [Theory]
    [InlineData("## Question 1: Law of *large* numbers", "law-of-large-numbers")]
    [InlineData("## Question 1", "what")]
    [InlineData("## Question 1: Title\n<!-- quiz: id=mine -->", "mine")]
    [InlineData("## Question 1: Title\n<!-- quiz: tags=a -->", "title")]
    public void A_question_without_an_id_gets_one_from_its_title_or_its_words(string heading, string id) =>
        Assert.Equal(id, Assert.Single(Compile(heading + Rest).Questions).Id);

    [Theory]
    [InlineData("## Question 1: One", "## Question 2: One!", 15)]
    [InlineData("## Question 1: One", "## Question 2\n<!-- quiz: id=one -->", 7)]
    [InlineData("## Question 1\n<!-- quiz: id=one -->", "## Question 2: One", 16)]
    public void A_made_id_that_is_taken_is_an_error_at_the_question_that_writes_none(string first, string second, int line)
    {
        var text = Samples.FrontMatter + first + Rest + second + Rest;

        var problem = Assert.Single(FrontEnd.Compile(text).Problems);

        Assert.Equal("QK0015", problem.Definition.Rule.Id);
        Assert.Equal(line, text.Take(problem.Span.Start).Count(c => c == '\n') + 1);
        Assert.StartsWith("The question writes no id, and its words make 'one'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hints_and_an_explanation_are_parts_of_a_question_and_may_make_claims()
    {
        var question = Assert.Single(Compile("""
            ## Question 1: Two

            Which one?

            - [x] a $x^2$
            - [ ] b

            ### Hint

            It is *first*.

            ### Hint

            It <!-- claim: order expect=refuted -->is before b.<!-- /claim -->

            ### Explanation

            Because $x^2$.

            ### Erratum
            <!-- erratum: kind=imprecise claim=order -->

            Not quite.
            """).Questions);

        Assert.Equal(["It is <em>first</em>.", "It is before b."], question.Hints.Select(hint => hint.Html.Replace("<p>", "").Split("</p>")[0]).Select(Unmarked));
        Assert.Equal("Because x².", question.Explanation!.UnicodeText);
        Assert.Equal("a x²", question.Answer.UnicodeText);
        Assert.StartsWith("<p>a <math", question.Answer.Html, StringComparison.Ordinal);
        Assert.Equal(ClaimOrigin.Hint, Assert.Single(question.Claims).Origin);
        Assert.Equal(
            [ClaimOrigin.Prompt, ClaimOrigin.Hint, ClaimOrigin.Hint, ClaimOrigin.Explanation, ClaimOrigin.Erratum],
            question.Sentences.Select(sentence => sentence.Origin));
    }

    [Theory]
    [InlineData("- [x] *a*\n- [x] b\n- [ ] c")]
    [InlineData("- [x] *a*\n\n- [x] b\n\n- [ ] c")]
    [InlineData("- [x] a\n\n  ```\n  x\n  ```\n- [x] b\n- [ ] c")]
    [InlineData("1. [x] a\n   1. b\n   2. c\n2. [x] b\n3. [ ] c")]
    public void Several_right_choices_are_an_answer_in_a_list(string choices)
    {
        var answer = Assert.Single(Compile($"## Question 1\n\nWhich?\n\n{choices}\n").Questions).Answer;

        var written = Assert.Single(Compile($"## Question 1\n\nWhich?\n\n### Answer\n\n{answer.Markdown}\n").Questions).Answer;
        Assert.Equal(Dense(written), Dense(answer));
    }

    [Theory]
    [InlineData("### Hint\n\n", "The hint has no words.")]
    [InlineData("### Explanation\n\n", "The explanation has no words.")]
    [InlineData("### Explanation\n\nA.\n\n### Explanation\n\nB.", "This is a second explanation of one question.")]
    [InlineData("### Hint 1\n\nA.", "Unknown heading. Did you mean '### Hint'?")]
    [InlineData("### Explanations\n\nA.", "Unknown heading. Did you mean '### Explanation'?")]
    [InlineData("### Hint\n<!-- answer: author=editors -->\n\nA.", "The comment 'answer' belongs on the line below its heading.")]
    public void Each_mistake_in_a_part_is_one_error(string part, string message) =>
        Assert.StartsWith(
            message, Assert.Single(FrontEnd.Compile(FrontEnd.QuizOf($"It is.\n\n{part}")).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void The_front_matter_says_what_a_quiz_is()
    {
        var (model, problems) = FrontEnd.Compile("""
            ---
            id: a
            language: en
            title: "Statistics: \"an\" introduction"
            description: 'It''s about chance'
            author: Jules Verne, A. N. Other
            source: https://example.org/a?b#c
            license: CC BY 4.0
            tags: [chance, means]
            ---
            # Chapter 3

            ## Question 1
            <!-- quiz: tags="means, sums" -->

            What?

            ### Answer

            It is.
            """);

        Assert.Empty(problems);
        Assert.Equal(
            ("Statistics: \"an\" introduction", "It's about chance", "Jules Verne, A. N. Other", "https://example.org/a?b#c", "CC BY 4.0"),
            (model.DisplayTitle, model.Description, model.Author, model.Source, model.Licence));
        Assert.Equal("Chapter 3", model.Title.PlainText);
        Assert.Equal(["chance", "means", "sums"], Assert.Single(model.Questions).Tags.Select(tag => tag.Slug));
    }

    [Theory]
    [InlineData("author:", "QK0005")]
    [InlineData("author: \"\"", "QK0005")]
    [InlineData("licence: a\nlicense: b", "QK0004")]
    [InlineData("tags: Big", "QK0005")]
    [InlineData("date: 2020", "QK0004")]
    public void Each_mistake_in_the_front_matter_is_one_error(string lines, string id)
    {
        var quiz = FrontEnd.QuizOf("It is.").Replace("language: en\n", $"language: en\n{lines}\n", StringComparison.Ordinal);

        Assert.Equal(id, Assert.Single(FrontEnd.Compile(quiz).Problems).Definition.Rule.Id);
    }

    private static QuizModel Compile(string questions)
    {
        var (model, problems) = FrontEnd.Compile(Samples.FrontMatter + questions);
        Assert.Empty(problems.Select(problem => problem.Message));
        return model;
    }

    private static string Unmarked(string html) => html.Replace("<span data-claim=\"order\">", "").Replace("</span>", "");

    // White space between elements of HTML means nothing.
    private static RichTextModel Dense(RichTextModel text) => text with { Html = text.Html.Replace(">\n", ">").Replace("\n<", "<") };
}
