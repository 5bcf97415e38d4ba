// The page. It is well-formed XML as well as HTML, so that any tool can read it. RichText.Html is inserted as it is, because it is
// safe; everything else is encoded.

using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using QuizKit;

namespace StaticPage;

internal static class QuizPage
{
    /// <summary>Writes the page of a quiz.</summary>
    public static string Write(Quiz quiz)
    {
        var page = new StringBuilder();
        page.Append($"""
            <!DOCTYPE html>
            <html lang="{Encode(quiz.Language)}" dir="{(quiz.IsRightToLeft ? "rtl" : "ltr")}">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: http:" />
            <title>{Encode(quiz.Title.PlainText)}</title>
            <style>
            {Style()}</style>
            </head>
            <body>
            <a class="skip" href="#questions">Skip to the questions</a>
            <header>
            <h1>{quiz.Title.Html}</h1>
            {quiz.Introduction?.Html}
            {About(quiz)}
            <p>Open an answer by its button, or with Enter where it has the focus.</p>
            </header>
            <nav aria-label="Questions">
            <ol>

            """);
        foreach (Question question in quiz.Questions)
            page.Append($"<li><a href=\"#{question.Id}\">{Encode(ShortPrompt(question))}</a></li>\n");
        page.Append("</ol>\n</nav>\n<main id=\"questions\" tabindex=\"-1\">\n");
        foreach (Question question in quiz.Questions) WriteQuestion(page, question);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    // What the front matter says about the quiz.
    private static string About(Quiz quiz) => string.Concat(
        new[] { ("Author", quiz.Author), ("Source", quiz.Source), ("Licence", quiz.Licence) }
            .Where(pair => pair.Item2 is not null)
            .Select(pair => $"<p>{pair.Item1}: {Encode(pair.Item2!)}</p>\n"));

    private static void WriteQuestion(StringBuilder page, Question question)
    {
        page.Append($"""
            <article id="{question.Id}" aria-labelledby="{question.Id}-heading">
            <h2 id="{question.Id}-heading">Question {question.Number}{(question.Title is null ? "" : ": " + question.Title.Html)}</h2>
            {question.Prompt.Html}

            """);
        if (question is ChoiceQuestion choices)
            page.Append($"<ol type=\"a\">{string.Concat(choices.Choices.Select(choice => $"<li>{choice.Text.Html}</li>"))}</ol>\n");

        foreach (RichText hint in question.Hints)
            page.Append($"<details>\n<summary>Hint<span class=\"unseen\"> to question {question.Number}</span></summary>\n{hint.Html}\n</details>\n");

        string author = question.Answer.Provenance == Provenance.Editors ? ", by the editors" : "";
        page.Append($"""
            <details>
            <summary>Answer<span class="unseen"> to question {question.Number}</span>{author}</summary>
            <div class="answer">
            {question.Answer.Text.Html}
            </div>

            """);
        WriteWrongAnswers(page, question);
        if (question.Explanation is not null) page.Append($"<div class=\"explanation\">\n{question.Explanation.Html}\n</div>\n");
        foreach (Erratum erratum in question.Errata)
        {
            page.Append($"""
                <div class="erratum">
                <h3>Erratum<span class="unseen"> to question {question.Number}</span></h3>
                {erratum.Text.Html}
                </div>

                """);
        }

        WriteClaims(page, question);
        page.Append("</details>\n</article>\n");
    }

    // What the author says to those who choose a wrong answer, or compute one.
    private static void WriteWrongAnswers(StringBuilder page, Question question)
    {
        (string Answer, RichText Feedback)[] wrong = question switch
        {
            ChoiceQuestion choices =>
            [
                .. choices.Choices.Select((choice, i) => (choices.LetterOf(i), Choice: choice))
                    .Where(pair => pair.Choice.Feedback is not null).Select(pair => (pair.Item1, pair.Choice.Feedback!)),
            ],
            NumericQuestion numeric => [.. numeric.Slips.Select(slip => (numeric.Format(slip.Value), slip.Feedback))],
            _ => [],
        };
        if (wrong.Length == 0) return;
        page.Append("<dl class=\"wrong\">\n");
        foreach ((string answer, RichText feedback) in wrong) page.Append($"<dt>{Encode(answer)}</dt>\n<dd>{feedback.Html}</dd>\n");
        page.Append("</dl>\n");
    }

    // The claims of the answer with their expected verdicts, for readers who want to know how far to trust it.
    private static void WriteClaims(StringBuilder page, Question question)
    {
        if (question.Claims.Count == 0) return;
        page.Append(
            $"<details class=\"claims\">\n<summary>What is claimed<span class=\"unseen\"> in question {question.Number}</span></summary>\n<ul>\n");
        foreach (Claim claim in question.Claims)
        {
            string expectation = (claim.IsExecutable, claim.Expected) switch
            {
                (false, _) => $"No program can check this. {claim.NotExecutableReason}",
                (true, ExpectedVerdict.Refuted) => "False as printed: see the erratum.",
                (true, ExpectedVerdict.Qualified) => "Holds within limits.",
                _ => "Holds as printed.",
            };
            string statement = claim.Statement.IsPhrasing ? $"<p>{claim.Statement.Html}</p>" : claim.Statement.Html;
            page.Append($"<li>{statement}\n<p class=\"verdict\">{Encode(expectation)}</p></li>\n");
        }

        page.Append("</ul>\n</details>\n");
    }

    // The beginning of the prompt's first block, up to the end of a word.
    private static string ShortPrompt(Question question)
    {
        const int Length = 70;
        string prompt = question.Prompt.UnicodeText.Split("\n\n")[0].Replace('\n', ' ');
        if (prompt.Length <= Length) return prompt;
        int end = prompt.LastIndexOf(' ', Length);
        return string.Concat(prompt.AsSpan(0, end > 0 ? end : Length), " …");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static string Style()
    {
        using var reader = new StreamReader(typeof(QuizPage).Assembly.GetManifestResourceStream("style.css")!);
        return reader.ReadToEnd();
    }
}
