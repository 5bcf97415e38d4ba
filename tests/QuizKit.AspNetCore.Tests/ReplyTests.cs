// What comes back for a reply: the grade, the answer, and in which order of the choices.

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using QuizKit.NeuralNetworks;
using QuizKit.Sessions;
using Xunit;

namespace QuizKit.AspNetCore.Tests;

public sealed class ReplyTests
{
    [Theory]
    [InlineData("longest-in-europe", "b", "Correct", 1.0)]
    [InlineData("longest-in-europe", "the Volga", "Correct", 1.0)]
    [InlineData("longest-in-europe", "c", "Incorrect", 0.0)]
    [InlineData("into-the-black-sea", "a, c", "Correct", 1.0)]
    [InlineData("into-the-black-sea", "a", "Incorrect", 0.5)]
    [InlineData("length-of-the-danube", "2,850 km", "Correct", 1.0)]
    [InlineData("length-of-the-danube", "2850000 m", "Correct", 1.0)]
    [InlineData("length-of-the-danube", "12", "Incorrect", 0.0)]
    [InlineData("nile-flows-north", "yes", "Correct", 1.0)]
    [InlineData("nile-flows-north", "false", "Incorrect", 0.0)]
    [InlineData("two-colours", "Two rivers meet.", "SelfGraded", null)]
    public async Task A_reply_is_graded_and_its_answer_comes_with_the_grade(string id, string reply, string outcome, double? score)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        var graded = await app.ReplyAsync(id, reply);

        Assert.Equal(id, graded.GetProperty("questionId").GetString());
        Assert.Equal(outcome, graded.GetProperty("outcome").GetString());
        Assert.Equal(score, graded.GetProperty("score").ValueKind == JsonValueKind.Null ? null : graded.GetProperty("score").GetDouble());
        Assert.Equal("None", graded.GetProperty("problem").GetString());
        Assert.Equal(JsonValueKind.Null, graded.GetProperty("reason").ValueKind);
        Assert.Equal(
            RiversQuiz.Quiz.FindQuestion(id)!.Answer.Text.PlainText, graded.GetProperty("answer").GetProperty("text").GetProperty("plainText").GetString());
    }

    [Theory]
    [InlineData("longest-in-europe", "q", "UnknownChoice", "'q' is not one of the choices.")]
    [InlineData("length-of-the-danube", "long", "NotANumber", "'long' is not a number.")]
    [InlineData("length-of-the-danube", "2850 miles", "UnknownUnit", "'miles' is not the unit here.")]
    [InlineData("nile-flows-north", "perhaps", "NotTrueOrFalse", "'perhaps' is neither true nor false.")]
    [InlineData("nile-flows-north", "", "Empty", "There is no reply.")]
    public async Task A_reply_that_is_not_understood_has_its_reason_and_no_answer(string id, string reply, string problem, string reason)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        var graded = await app.ReplyAsync(id, reply);

        Assert.Equal("NotUnderstood", graded.GetProperty("outcome").GetString());
        Assert.Equal(problem, graded.GetProperty("problem").GetString());
        Assert.StartsWith(reason, graded.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, graded.GetProperty("score").ValueKind);
        Assert.Equal(JsonValueKind.Null, graded.GetProperty("answer").ValueKind);
        Assert.Empty(graded.GetProperty("feedback").EnumerateArray());
    }

    [Theory]
    [InlineData("longest-in-europe", "a", "It is the second: it has 2,850 km.")]
    [InlineData("into-the-black-sea", "a, b", "It ends in the Adriatic.")]
    [InlineData("length-of-the-danube", "1771", "That is its length in miles.")]
    public async Task The_feedback_to_a_wrong_reply_is_there(string id, string reply, string feedback)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        var graded = await app.ReplyAsync(id, reply);

        Assert.Equal(feedback, Assert.Single(graded.GetProperty("feedback").EnumerateArray()).GetProperty("plainText").GetString());
    }

    [Fact]
    public async Task The_printed_number_that_an_erratum_corrects_is_told_from_other_wrong_ones()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        var printed = await app.ReplyAsync("length-of-the-danube", "2780");
        var other = await app.ReplyAsync("length-of-the-danube", "12");

        Assert.True(printed.GetProperty("repeatsPrintedError").GetBoolean());
        Assert.False(other.GetProperty("repeatsPrintedError").GetBoolean());
        Assert.Equal(12, other.GetProperty("number").GetDouble());
        var answer = printed.GetProperty("answer");
        Assert.Equal(2850, answer.GetProperty("correctValue").GetDouble());
        Assert.Equal("It has 2,850 km.", Assert.Single(answer.GetProperty("errata").EnumerateArray()).GetProperty("plainText").GetString());
    }

    [Fact]
    public async Task An_answer_says_what_is_right_for_its_kind_of_question()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        Assert.Equal((null, null, "[1]"), await RightAsync("longest-in-europe"));
        Assert.Equal((null, null, "[0,2]"), await RightAsync("into-the-black-sea"));
        Assert.Equal((null, 2850, "[]"), await RightAsync("length-of-the-danube"));
        Assert.Equal((true, null, "[]"), await RightAsync("nile-flows-north"));
        Assert.Equal((null, null, "[]"), await RightAsync("two-colours"));

        async Task<(bool? IsTrue, double? Value, string Choices)> RightAsync(string id)
        {
            using var response = await app.PostAsync($"/quiz/questions/{id}/reveal", "{}");
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            return (answer.GetProperty("isTrue").Deserialize<bool?>(), answer.GetProperty("correctValue").Deserialize<double?>(), answer.GetProperty("correctChoices").GetRawText());
        }
    }

    [Fact]
    public async Task A_reply_is_read_and_answered_in_the_language_of_the_request()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        // A point groups thousands in German and begins decimals in English.
        var german = await app.ReplyAsync("length-of-the-danube", "2.850 km", "?language=de");
        var english = await app.ReplyAsync("length-of-the-danube", "2.850 km", "?language=en");
        var refused = await app.ReplyAsync("nile-flows-north", "vielleicht", "?language=de-AT");

        Assert.Equal(("Correct", "Incorrect"), (german.GetProperty("outcome").GetString(), english.GetProperty("outcome").GetString()));
        Assert.Equal("Sie hat 2.780 km.", german.GetProperty("answer").GetProperty("text").GetProperty("plainText").GetString());
        Assert.StartsWith("'vielleicht' ist weder wahr noch falsch.", refused.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_letters_shown_with_a_seed_are_the_letters_graded_with_it()
    {
        await using var app = await QuizApp.StartAsync(Chapter6CompanionsQuiz.Quiz, options => options.RateLimit = null);
        var moved = 0;

        foreach (var question in Chapter6CompanionsQuiz.Quiz.Questions.OfType<ChoiceQuestion>())
        {
            var right = question.Choices.Where(choice => choice.IsCorrect).Select(choice => choice.Text.Markdown).ToHashSet();
            foreach (var seed in new[] { int.MinValue, -1, 0, 1, 2, 3, int.MaxValue })
            {
                var shown = (await app.GetAsync($"/quiz/questions/{question.Id}?seed={seed}")).GetProperty("choices").EnumerateArray().ToList();
                int[] places = [.. Enumerable.Range(0, shown.Count).Where(i => right.Contains(shown[i].GetProperty("text").GetProperty("markdown").GetString()!))];
                var letters = string.Join(", ", places.Select(i => shown[i].GetProperty("letter").GetString()));
                if (!places.SequenceEqual(Enumerable.Range(0, shown.Count).Where(i => question.Choices[i].IsCorrect))) moved++;

                var byAddress = await app.ReplyAsync(question.Id, letters, $"?seed={seed}");
                using var byBody = await app.PostAsync($"/quiz/questions/{question.Id}/reply", JsonSerializer.Serialize(new { reply = letters, seed }));
                using var revealed = await app.PostAsync($"/quiz/questions/{question.Id}/reveal", $"{{\"seed\":{seed}}}");

                Assert.Equal("Correct", byAddress.GetProperty("outcome").GetString());
                Assert.Equal(places, byAddress.GetProperty("choices").Deserialize<int[]>()!);
                Assert.Equal(byAddress.GetRawText(), await byBody.Content.ReadAsStringAsync());
                Assert.Equal(places, (await revealed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("correctChoices").Deserialize<int[]>()!);
            }
        }

        Assert.True(moved > 10, $"the right letters moved {moved} times only");
    }

    [Fact]
    public async Task A_seed_puts_the_quiz_into_the_order_of_a_session_with_it()
    {
        await using var app = await QuizApp.StartAsync(Chapter6CompanionsQuiz.Quiz);
        var session = QuizSession.Start(Chapter6CompanionsQuiz.Quiz, DateTimeOffset.UtcNow, seed: 11);

        var shown = (await app.GetAsync("/quiz?seed=11")).GetProperty("questions").EnumerateArray().ToList();

        Assert.NotEqual(Chapter6CompanionsQuiz.Quiz.Questions.Select(question => question.Id), session.Questions.Select(it => it.Question.Id));
        Assert.Equal(session.Questions.Select(it => it.Question.Id), shown.Select(question => question.GetProperty("id").GetString()));
        Assert.Equal(
            session.Questions.Select(it => it.Question).OfType<ChoiceQuestion>().SelectMany(question => question.Choices).Select(choice => choice.Text.Html),
            shown.SelectMany(question => question.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("text").GetProperty("html").GetString()));
    }

    [Fact]
    public async Task Two_seeds_that_differ_are_an_error_and_two_equal_ones_are_not()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);
        const string Path = "/quiz/questions/longest-in-europe/reply?seed=1";

        using var different = await app.PostAsync(Path, "{\"reply\":\"a\",\"seed\":2}");
        using var equal = await app.PostAsync(Path, "{\"reply\":\"a\",\"seed\":1}");

        var problem = await QuizApp.ProblemAsync(HttpStatusCode.BadRequest, different);
        Assert.StartsWith("The address has the seed 1, and the body 2.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, equal.StatusCode);
    }

    [Fact]
    public async Task The_hints_are_shown_one_by_one_in_their_order_and_do_not_name_claims()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        var question = await app.GetAsync("/quiz/questions/longest-in-europe");
        var first = await app.GetAsync("/quiz/questions/longest-in-europe/hints/1");
        var second = await app.GetAsync("/quiz/questions/longest-in-europe/hints/2?language=de");

        Assert.Equal(2, question.GetProperty("hintCount").GetInt32());
        Assert.Equal((1, 2), (first.GetProperty("number").GetInt32(), first.GetProperty("count").GetInt32()));
        Assert.Equal("<p>It is <span>in Russia</span>.</p>", first.GetProperty("text").GetProperty("html").GetString());
        Assert.Equal("Er mündet ins Kaspische Meer.", second.GetProperty("text").GetProperty("plainText").GetString());
    }

    [Fact]
    public async Task An_app_without_hints_has_none_and_shows_that_there_are_none()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz, options => options.Hints = false);

        var quiz = await app.GetAsync("/quiz");
        var question = await app.GetAsync("/quiz/questions/longest-in-europe");
        using var hint = await app.Client.GetAsync("/quiz/questions/longest-in-europe/hints/1");

        Assert.All(quiz.GetProperty("questions").EnumerateArray(), it => Assert.Equal(0, it.GetProperty("hintCount").GetInt32()));
        Assert.Equal(0, question.GetProperty("hintCount").GetInt32());
        var problem = await QuizApp.ProblemAsync(HttpStatusCode.NotFound, hint);
        Assert.Equal("The question 'longest-in-europe' has no hints.", problem.GetProperty("detail").GetString());
    }
}
