// Before a reply, nothing on the wire depends on the answer.

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using QuizKit.NeuralNetworks;
using Xunit;

namespace QuizKit.AspNetCore.Tests;

public sealed class SecrecyTests
{
    private static readonly RichText Other = new("Something else", "Something else", "Something else", "<p>Something else</p>");

    private static readonly Quiz[] Quizzes = [RiversQuiz.Quiz, Chapter6Quiz.Quiz, Chapter6CompanionsQuiz.Quiz];

    // The members of the views and of a hint. None of them is one of an answer.
    private static readonly HashSet<string> Shown =
    [
        "id", "language", "isRightToLeft", "title", "description", "introduction", "questions", "number", "kind", "prompt", "choices", "letter", "text",
        "unit", "hintCount", "tags", "markdown", "plainText", "unicodeText", "html", "questionId", "count",
    ];

    public static TheoryData<string> Ids => [.. Quizzes.Select(quiz => quiz.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Every_byte_that_can_be_fetched_is_the_same_for_a_quiz_with_other_answers(string id)
    {
        var quiz = Find(id);
        await using var app = await QuizApp.StartAsync(quiz, WithoutLimit);
        await using var other = await QuizApp.StartAsync(WithOtherAnswers(quiz), WithoutLimit);

        foreach (var path in Paths(quiz))
        {
            var expected = await ResponseAsync(app, path);
            Assert.Equal(expected, await ResponseAsync(other, path));
        }

        // The two do differ: the same reply is right for one of them alone.
        var question = quiz.Questions.First(it => !it.IsSelfGraded);
        var reply = RightReply(question);
        Assert.Equal("Correct", (await app.ReplyAsync(question.Id, reply)).GetProperty("outcome").GetString());
        Assert.Equal("Incorrect", (await other.ReplyAsync(question.Id, reply)).GetProperty("outcome").GetString());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Nothing_that_can_be_fetched_has_the_words_of_an_answer_a_flag_or_a_claim(string id)
    {
        var quiz = Find(id);
        string[] secrets = [.. quiz.Languages.SelectMany(language => quiz.In(language).Questions).SelectMany(Secrets).Distinct()];
        Assert.True(secrets.Length > quiz.Questions.Count, $"only {secrets.Length} secrets are looked for");
        await using var app = await QuizApp.StartAsync(quiz, WithoutLimit);

        foreach (var path in Paths(quiz))
        {
            using var response = await app.Client.GetAsync(path);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            using var json = JsonDocument.Parse(bytes);

            Assert.DoesNotContain(secrets, secret => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
            Assert.DoesNotContain(quiz.Claims, claim => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(claim.Id)) >= 0);
            if (response.IsSuccessStatusCode) Assert.All(Members(json.RootElement), member => Assert.Contains(member, Shown));
        }
    }

    [Fact]
    public async Task After_a_reply_and_a_reveal_the_secrets_are_there()
    {
        await using var app = await QuizApp.StartAsync(Chapter6Quiz.Quiz, WithoutLimit);

        foreach (var question in Chapter6Quiz.Quiz.Questions)
        {
            var graded = await app.ReplyAsync(question.Id, RightReply(question));
            using var revealed = await app.PostAsync($"/quiz/questions/{question.Id}/reveal", "{}");

            var answer = graded.GetProperty("answer");
            Assert.Equal(question.Answer.Text.Html, answer.GetProperty("text").GetProperty("html").GetString());
            Assert.Equal(
                question.Errata.Select(erratum => erratum.Text.Html),
                answer.GetProperty("errata").EnumerateArray().Select(text => text.GetProperty("html").GetString()));
            Assert.Equal(answer.GetRawText(), await revealed.Content.ReadAsStringAsync());
        }
    }

    private static void WithoutLimit(QuizOptions options) => options.RateLimit = null;

    private static Quiz Find(string id) => Quizzes.Single(quiz => quiz.Id == id);

    // Everything that the endpoints answer to GET, also with an error.
    private static IEnumerable<string> Paths(Quiz quiz) =>
        from query in quiz.Languages.SelectMany(language => new[] { $"?language={language}", $"?language={language}&seed=3" })
        from path in quiz.Questions.SelectMany(question => new[]
            {
                $"/questions/{question.Id}", $"/questions/{question.Id}/hints/1", $"/questions/{question.Id}/hints/2", $"/questions/{question.Id}x",
            })
            .Prepend("")
        select $"/quiz{path}{query}";

    private static async Task<string> ResponseAsync(QuizApp app, string path)
    {
        using var response = await app.Client.GetAsync(path);
        var headers = response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Date").OrderBy(header => header.Key)
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n\n{Convert.ToHexString(await response.Content.ReadAsByteArrayAsync())}";
    }

    private static string RightReply(Question question) => question.Match(
        open: _ => "",
        trueFalse: it => it.IsTrue ? "true" : "false",
        numeric: it => it.Format(it.CorrectValue),
        choice: it => string.Join(", ", Enumerable.Range(0, it.Choices.Count).Where(i => it.Choices[i].IsCorrect).Select(it.LetterOf)));

    // The sentences behind a question that its learner does not see: those of twelve characters and more that no prompt, choice or hint has.
    private static IEnumerable<string> Secrets(Question question)
    {
        RichText?[] hidden =
        [
            question.Answer.Text, question.Explanation, .. question.Errata.Select(erratum => erratum.Text),
            .. question is ChoiceQuestion choice ? choice.Choices.Select(it => it.Feedback) : [],
            .. question is NumericQuestion numeric ? numeric.Slips.Select(slip => slip.Feedback) : [],
        ];
        RichText[] shown =
        [
            question.Prompt, .. question.Hints, .. question is ChoiceQuestion offered ? offered.Choices.Select(it => it.Text) : [],
        ];
        var visible = string.Concat(shown.SelectMany(text => new[] { text.Markdown, text.PlainText, text.UnicodeText, text.Html }));
        return hidden.OfType<RichText>().SelectMany(text => new[] { text.Markdown, text.PlainText, text.UnicodeText })
            .SelectMany(text => Regex.Split(text, @"(?<=\.)\s|\n"))
            .Select(sentence => sentence.Trim())
            .Where(sentence => sentence.Length >= 12 && !visible.Contains(sentence, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Members(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Members(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Members),
        _ => [],
    };

    private static Quiz WithOtherAnswers(Quiz quiz) => new(
        quiz.Id, quiz.Language, quiz.Title, quiz.Introduction, [.. quiz.Questions.Select(WithAnotherAnswer)], quiz.DisplayTitle, quiz.Description,
        translations: [.. quiz.Translations.Select(it => new QuizTranslation(it.Language, WithOtherAnswers(it.Quiz)))]);

    private static Question WithAnotherAnswer(Question question)
    {
        Answer answer = new(Other, Provenance.Editors);
        return question.Match<Question>(
            open: it => new OpenQuestion(it.Id, it.Number, it.Prompt, answer, [], [], it.Tags, [], it.Language, it.Title, it.Hints, Other),
            trueFalse: it => new TrueFalseQuestion(
                it.Id, it.Number, it.Prompt, answer, !it.IsTrue, [], [], it.Tags, [], it.Language, it.Title, it.Hints, Other),
            numeric: it => new NumericQuestion(
                it.Id, it.Number, it.Prompt, answer, 123, 456, 7, it.Unit, [], [], it.Tags, [], it.Language, it.Title, it.Hints, Other,
                [new NumberRange(1, 2)], 3, [new Slip(5, Other)]),
            choice: it => new ChoiceQuestion(
                it.Id, it.Number, it.Prompt, answer, [.. it.Choices.Select(one => new Choice(one.Text, !one.IsCorrect, Other, "mistake"))], [], [], it.Tags,
                [], it.Language, it.Title, it.Hints, Other));
    }
}
