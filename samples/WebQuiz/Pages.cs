// The pages, as text. RichText.Html is inserted as it is; everything else, especially user input, is encoded.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using QuizKit;

namespace WebQuiz;

internal static class Pages
{
    public static Stream Style() => typeof(Pages).Assembly.GetManifestResourceStream("style.css")!;

    /// <summary>Whether the user must reply again before anything is revealed. An empty reply asks for the answer.</summary>
    public static bool IsRefused(GradeResult result) =>
        result.Outcome == GradeOutcome.NotUnderstood && result.Problem != ReplyProblem.Empty;

    public static string Index(IEnumerable<QuizView> quizzes) => Page("en", "ltr", "Quizzes", "<h1>Quizzes</h1>\n" + string.Concat(quizzes.Select(quiz => $"""
        <section lang="{Encode(quiz.Language)}" dir="{(quiz.IsRightToLeft ? "rtl" : "ltr")}">
        <h2>{quiz.Title.Html}</h2>
        {quiz.Introduction?.Html}
        <ol>{string.Concat(quiz.Questions.Select(question => $"<li><a href=\"/{quiz.Id}/{question.Id}\">{Encode(question.Prompt.PlainText)}</a></li>\n"))}</ol>
        </section>

        """)));

    public static string NotFound() =>
        Page("en", "ltr", "Not found", "<h1>There is no such question</h1>\n<p><a href=\"/\">All questions</a></p>");

    /// <summary>A question with its form, and what was wrong with the last reply, if there was one.</summary>
    public static string Ask(Quiz quiz, QuestionView question, string reply = "", GradeResult? refused = null)
    {
        string reason = refused is null ? "" : $"<p id=\"reason\" class=\"reason\" role=\"alert\">{Encode(refused.Reason!)}</p>\n";
        string field = question.Kind switch
        {
            QuestionKind.TrueFalse => Options("radio", "True or false?", [("true", "True", "True"), ("false", "False", "False")]),
            QuestionKind.Numeric => $"""
                <p><label for="reply">{Encode(question.Unit is null ? "A number" : $"The number of {question.Unit}")}</label>
                <input id="reply" name="reply" value="{Encode(reply)}" autocomplete="off" maxlength="100"{(refused is null ? "" : " aria-invalid=\"true\" aria-describedby=\"reason\"")} /></p>

                """,
            QuestionKind.Choice => Options(
                "checkbox",
                "Which? One or more may be right.",
                question.Choices.Select(choice => (choice.Letter, choice.Text.Html, choice.Text.PlainText))),
            _ => "",
        };
        string button = question.Kind == QuestionKind.Open ? "Show the answer" : "Reply";
        return Page(quiz, question, $"""
            {reason}<form method="post" action="/{quiz.Id}/{question.Id}">
            {field}<p><button>{button}</button></p>
            </form>
            """);
    }

    /// <summary>A question with the outcome of its reply, its answer and its errata.</summary>
    public static string Reveal(Quiz quiz, Question question, string reply, GradeResult result)
    {
        string outcome = result switch
        {
            { IsCorrect: true } => "Correct.",
            { RepeatsPrintedError: true } => "Incorrect, as the printed answer is: see the erratum.",
            { Outcome: GradeOutcome.Incorrect } => "Incorrect.",
            { Outcome: GradeOutcome.SelfGraded } => "Compare for yourself.",
            _ => "No reply.",
        };
        string said = result.Number is null ? "" : $" Your reply: {Encode(reply.Trim())}.";
        string author = question.Answer.Provenance == Provenance.Editors ? ", by the editors" : "";
        string errata = string.Concat(
            question.Errata.Select(erratum => $"<section class=\"erratum\">\n<h2>Erratum</h2>\n{erratum.Text.Html}\n</section>\n"));
        string next = quiz.Questions.FirstOrDefault(other => other.Number > question.Number) is { } following
            ? $"<a href=\"/{quiz.Id}/{following.Id}\">Question {following.Number}</a>"
            : "<a href=\"/\">All questions</a>";
        return Page(quiz, QuestionView.Of(question), $"""
            <p class="outcome" role="status"><strong>{outcome}</strong>{said}</p>
            {string.Concat(result.Feedback.Select(text => $"<div>{text.Html}</div>\n"))}
            <section class="answer">
            <h2>Answer{author}</h2>
            {question.Answer.Text.Html}
            {question.Explanation?.Html}
            </section>
            {errata}<p>{next}</p>
            """);
    }

    // The name repeats the prompt in plain text: not every screen reader derives a name from a formula.
    private static string Options(string type, string legend, IEnumerable<(string Value, string Html, string Name)> options) =>
        $"<fieldset>\n<legend>{legend}</legend>\n"
        + string.Concat(options.Select(option => $"""
            <div><input type="{type}" id="reply-{option.Value}" name="reply" value="{option.Value}" aria-label="{Encode(option.Name)}" />
            <label for="reply-{option.Value}">{option.Html}</label></div>

            """))
        + "</fieldset>\n";

    private static string Page(Quiz quiz, QuestionView question, string body) => Page(quiz.Language, quiz.IsRightToLeft ? "rtl" : "ltr", $"Question {question.Number}: {quiz.Title.PlainText}", $"""
        <p><a href="/">All questions</a> of {quiz.Title.Html}</p>
        <h1>Question {question.Number}{(question.Title is null ? "" : ": " + question.Title.Html)}</h1>
        {question.Prompt.Html}
        {body}
        """);

    private static string Page(string language, string direction, string title, string body) => $"""
        <!DOCTYPE html>
        <html lang="{Encode(language)}" dir="{direction}">
        <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{Encode(title)}</title>
        <link rel="stylesheet" href="/style.css" />
        </head>
        <body>
        <main>
        {body}
        </main>
        </body>
        </html>

        """;

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
