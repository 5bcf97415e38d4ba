// Locks the content: each question as a person reads it, out of the compiled objects. A changed word turns one of these red.

using System.Globalization;
using System.Text;
using QuizKit.Snapshots;
using Xunit;

namespace QuizKit.NeuralNetworks.Tests;

public sealed class QuestionSnapshots
{
    public static TheoryData<string> Ids => [.. Chapter6Quiz.Quiz.Questions.Select(question => question.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_question_reads_as_accepted(string id)
    {
        var question = Chapter6Quiz.Quiz.FindQuestion(id)!;

        Snapshot.Verify(Page(question), "md", id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_question_is_the_accepted_page(string id)
    {
        var question = Chapter6Quiz.Quiz.FindQuestion(id)!;

        Snapshot.Verify(HtmlPage(question), "html", id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_question_is_the_accepted_plain_text(string id)
    {
        var question = Chapter6Quiz.Quiz.FindQuestion(id)!;

        Snapshot.Verify(PlainPage(question), "txt", id);
    }

    [Fact]
    public void The_quiz_has_its_title_introduction_and_questions_in_order()
    {
        var quiz = Chapter6Quiz.Quiz;
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"{quiz.Id} ({quiz.Language})\n{quiz.Title}\n\n{quiz.Introduction}\n\n");
        foreach (var question in quiz.Questions)
        {
            var errata = question.Errata.Count == 0 ? "" : ", errata: " + string.Join(", ", question.Errata.Select(erratum => erratum.Kind));
            page.Append(CultureInfo.InvariantCulture, $"{question.Number}. {question.Id} ({question.Kind}, {question.Claims.Count} claims{errata})\n");
        }

        Snapshot.Verify(page.ToString());
    }

    // A whole page: open it in a browser to see the question.
    private static string HtmlPage(Question question)
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"<!doctype html>\n<html lang=\"{Chapter6Quiz.Quiz.Language}\">\n<meta charset=\"utf-8\">\n<title>{question.Id}</title>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>Question {question.Number}</h1>\n{question.Prompt.Html}\n");
        page.Append(CultureInfo.InvariantCulture, $"<h2>Answer</h2>\n{question.Answer.Text.Html}\n");
        foreach (var erratum in question.Errata) page.Append(CultureInfo.InvariantCulture, $"<h2>Erratum</h2>\n{erratum.Text.Html}\n");
        page.Append("<h2>Claims</h2>\n<dl>\n");
        foreach (var claim in question.Claims) page.Append(CultureInfo.InvariantCulture, $"<dt>{claim.Id}</dt>\n<dd>{claim.Statement.Html}</dd>\n");
        return page.Append("</dl>\n</html>\n").ToString();
    }

    private static string PlainPage(Question question)
    {
        var page = new StringBuilder(question.Prompt.PlainText).Append("\n\n").Append(question.Answer.Text.PlainText).Append('\n');
        foreach (var erratum in question.Errata) page.Append(CultureInfo.InvariantCulture, $"\nErratum: {erratum.Text.PlainText}\n");
        foreach (var claim in question.Claims) page.Append(CultureInfo.InvariantCulture, $"\n{claim.Id}: {claim.Statement.PlainText}\n");
        return page.ToString();
    }

    private static string Page(Question question)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# Question {question.Number}: {question.Id} ({question.Kind})\n\n{question.Prompt}\n\n");
        if (question is NumericQuestion number)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"Printed: {number.PrintedValue:N0} {number.Unit}. Correct: {number.CorrectValue:N0}, within {number.Tolerance}.\n\n");
        }

        if (question is TrueFalseQuestion statement) page.Append(CultureInfo.InvariantCulture, $"The statement is {statement.IsTrue}.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"## Answer ({question.Answer.Provenance})\n\n{question.Answer}\n");
        foreach (var erratum in question.Errata)
        {
            page.Append(
                CultureInfo.InvariantCulture, $"\n## Erratum ({erratum.Kind} in {string.Join(", ", erratum.CorrectedClaimIds)})\n\n{erratum.Text}\n");
        }

        page.Append("\n## Claims\n");
        foreach (var claim in question.Claims)
        {
            var verdict = claim.NotExecutableReason ?? claim.Expected + (claim.IsExistential ? ", or not observed" : "");
            var values = claim.Values.Count == 0
                ? ""
                : " [" + string.Join("; ", claim.Values.Select(value => value.ToString(CultureInfo.InvariantCulture))) + "]";
            page.Append(CultureInfo.InvariantCulture, $"\n{claim.Id}{values}: {verdict}\n> {claim.Statement.UnicodeText.Replace("\n", "\n> ", StringComparison.Ordinal)}\n");
        }

        return page.ToString();
    }
}
