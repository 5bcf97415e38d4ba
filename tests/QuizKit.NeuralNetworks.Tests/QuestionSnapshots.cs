// Locks the content: all texts of each question, out of the compiled objects. A changed word turns one of these red.

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
    public void Each_question_reads_as_accepted_in_German(string id) =>
        Snapshot.Verify(Words(Chapter6Quiz.Quiz.In("de").FindQuestion(id)!), "md", id);

    [Fact]
    public void The_quiz_has_its_title_introduction_and_questions_in_order()
    {
        var quiz = Chapter6Quiz.Quiz;
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"{quiz.Id} ({quiz.Language})\n{quiz.Title}\n\n{quiz.Introduction}\n\n");
        foreach (var question in quiz.Questions)
        {
            var errata = question.Errata.Count == 0 ? "" : ", errata: " + string.Join(", ", question.Errata.Select(erratum => erratum.Kind));
            page.Append(CultureInfo.InvariantCulture, $"{question.Number}. {question.Id} ({question.Kind}{errata})\n");
        }

        Snapshot.Verify(page.ToString());
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

        page.Append(CultureInfo.InvariantCulture, $"\n## Plain text\n\n```text\n{Texts(question, text => text.PlainText)}\n```\n");
        page.Append(CultureInfo.InvariantCulture, $"\n## HTML\n\n```html\n{Texts(question, text => text.Html)}\n```\n");
        return page.ToString();
    }

    // The words of a translation: everything else is that of the original, which another test compares.
    private static string Words(Question question)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {question.Number} ({question.Language})\n\n{question.Prompt}\n\n");
        if (question is NumericQuestion number) page.Append(CultureInfo.InvariantCulture, $"[{number.Unit}]\n\n");
        page.Append(CultureInfo.InvariantCulture, $"## Answer\n\n{question.Answer}\n");
        foreach (var erratum in question.Errata) page.Append(CultureInfo.InvariantCulture, $"\n## Erratum\n\n{erratum.Text}\n");
        return page.ToString();
    }

    // Every text of a question in one of its forms.
    private static string Texts(Question question, Func<RichText, string> form) => string.Join("\n\n", [
        form(question.Prompt),
        form(question.Answer.Text),
        .. question.Errata.Select(erratum => $"Erratum: {form(erratum.Text)}"),
        .. question.Claims.Select(claim => $"{claim.Id}: {form(claim.Statement)}"),
    ]);
}
