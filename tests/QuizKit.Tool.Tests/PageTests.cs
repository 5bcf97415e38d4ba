// The page of a quiz: what stands in it, in which language, and what it prints.

using System.Text.RegularExpressions;
using QuizKit.Loading;
using QuizKit.Tool.Pages;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed partial class PageTests : IDisposable
{
    private const string Whole =
        """
        ---
        id: whole
        language: en
        description: All that a page shows.
        author: A & B
        ---
        # The *title*

        The introduction.

        ## Question 1: One
        <!-- quiz: id=questions -->

        Which?

        - [x] this
        - [ ] that
          > The feedback.

        ### Hint

        The hint.

        ### Explanation

        The explanation.

        ## Question 2
        <!-- quiz: id=two kind=numeric value=5 -->

        What is $2 + 2$?

        | a | b |
        | --- | --- |
        | ![A dot](dot.png) | ![Far](https://example.org/far.png) |

        ### Answer
        <!-- answer: author=editors -->

        <!-- claim: sum expect=refuted values=5 -->
        It is 5.<!-- /claim -->

        ### Slip
        <!-- slip: value=22 -->

        The slip.

        ### Erratum
        <!-- erratum: kind=wrong-result claim=sum value=4 -->

        The erratum: 4.

        """;

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public void Every_part_of_a_quiz_stands_in_its_page_and_answers_are_folded()
    {
        var page = QuizPage.Write(Load(Whole));

        string[] parts =
        [
            "<h1>The <em>title</em></h1>", "The introduction.", "A &amp; B", "All that a page shows.", "Question 1</span>: <span>One</span>", "<p>Which?</p>",
            "<li>this</li>", "<p>The hint.</p>", "<dt>b. that</dt>", "The feedback.", "<p>The explanation.</p>", "(by the editors)", "It is 5.", "<dt>22</dt>",
            "The slip.", "The erratum: 4.",
        ];
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
        var screen = page[..page.IndexOf("<section class=\"sheet\"", StringComparison.Ordinal)];
        var unfolded = Folded.Replace(screen, "");
        string[] hidden = ["The hint.", "The feedback.", "The explanation.", "It is 5.", "The slip.", "The erratum: 4."];
        Assert.All(hidden, part => Assert.DoesNotContain(part, unfolded, StringComparison.Ordinal));
        Assert.DoesNotContain("<details open", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_elements_have_one_id_and_every_link_of_the_page_leads_to_one()
    {
        var page = QuizPage.Write(Load(Whole));

        List<string> ids = [.. Id.Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Contains("questions", ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Anchor.Matches(page).Select(match => match.Groups[1].Value), target => Assert.Contains(target, ids));
        Assert.Equal(3, Anchor.Count(page));
    }

    [Fact]
    public void Answers_are_printed_at_the_end_or_not_at_all()
    {
        var quiz = Load(Whole);

        var with = QuizPage.Write(quiz);
        var without = QuizPage.Write(quiz, new PageOptions { PrintedAnswers = PrintedAnswers.None });
        var shown = QuizPage.Write(quiz, new PageOptions { ShowsPrint = true });

        Assert.Equal(2, with.Split("It is 5.").Length - 1);
        Assert.Equal(1, without.Split("It is 5.").Length - 1);
        Assert.Contains("<style media=\"print\">", with, StringComparison.Ordinal);
        Assert.Contains("<style media=\"all\">", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_of_the_page_are_in_the_language_of_the_quiz_or_say_that_they_are_not()
    {
        var german = QuizPage.Write(Load("---\nlanguage: de-AT\n---\n# A\n\n## Question 1\n\nWarum?\n\n### Answer\n\nDarum.\n"));
        var hebrew = QuizPage.Write(Load("---\nid: a\nlanguage: he\n---\n# A\n\n## Question 1\n<!-- quiz: id=a -->\n\nB?\n\n### Answer\n\nC.\n"));

        Assert.Contains("<html lang=\"de-AT\" dir=\"ltr\">", german, StringComparison.Ordinal);
        Assert.Contains("<summary>Antwort<", german, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"he\" dir=\"rtl\">", hebrew, StringComparison.Ordinal);
        Assert.Contains("<summary lang=\"en\" dir=\"ltr\">Answer<", hebrew, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_that_is_not_translated_has_its_own_language()
    {
        var path = _here.Write("a.quiz.md", "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=a -->\n\nWhy?\n\n### Answer\n\nSo.\n");
        _here.Write("a.de.quiz.md", "---\nlanguage: de\n---\n# Titel\n");

        var page = QuizPage.Write(QuizLoader.Load(path).Quiz!.In("de"));

        Assert.Contains("<html lang=\"de\"", page, StringComparison.Ordinal);
        Assert.Contains("<article id=\"a\" lang=\"en\" dir=\"ltr\"", page, StringComparison.Ordinal);
        Assert.Contains("<summary lang=\"de\" dir=\"ltr\">Antwort<", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_beside_the_quiz_are_embedded_and_others_stay()
    {
        _here.Write("dot.png", [1, 2, 3]);

        var quiz = _here.Write("whole.quiz.md", Whole);
        var run = Workplace.Run("export", quiz, "--format", "html", "--output", _here.PathOf("whole.html"));
        Assert.Equal(0, run.ExitCode);
        var page = File.ReadAllText(_here.PathOf("whole.html"));

        Assert.Contains("<img src=\"data:image/png;base64,AQID\" alt=\"A dot\">", page, StringComparison.Ordinal);
        Assert.Contains("<img src=\"https://example.org/far.png\" alt=\"Far\">", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("<details>.*?</details>", RegexOptions.Singleline)]
    private static partial Regex Folded { get; }

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Id { get; }

    [GeneratedRegex("href=\"#([^\"]*)\"")]
    private static partial Regex Anchor { get; }

    private Quiz Load(string text)
    {
        var loaded = QuizLoader.Load(_here.Write("page.quiz.md", text));
        Assert.DoesNotContain(loaded.Problems, problem => problem.IsError);
        return loaded.Quiz!;
    }
}
