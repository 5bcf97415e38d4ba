// Forms without a script: a server on a port of its own renders the components, and takes the posts of a browser.

using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QuizKit.NeuralNetworks;
using QuizKit.Sessions;
using Xunit;
using static QuizKit.Blazor.Tests.TestQuestions;

namespace QuizKit.Blazor.Tests;

public sealed class FormPostTests : IAsyncLifetime, IDisposable
{
    private readonly SiteState _state = new();
    private readonly HttpClient _client = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton(_state);
        _app = builder.Build();
        _app.UseAntiforgery();
        _app.MapRazorComponents<SiteRoot>();
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Nothing_in_a_page_of_the_whole_chapter_tells_an_answer()
    {
        _state.Questions = [.. Chapter6Quiz.Quiz.Questions, .. Chapter6CompanionsQuiz.Quiz.Questions];
        string[] secrets = [.. _state.Questions.SelectMany(Secrets.Of).Distinct()];
        Assert.True(secrets.Length > 300, $"only {secrets.Length} secrets are looked for");
        var prompts = string.Concat(_state.Questions.SelectMany(question => new[] { question.Prompt.PlainText, question.Prompt.UnicodeText }));

        var page = await GetAsync("chapter");

        Assert.Equal(_state.Questions.Count, page.Forms.Length);
        var everything = Secrets.Everything(page.DocumentElement.OuterHtml);
        Assert.DoesNotMatch("__RequestVerificationToken\" value=\"[^\"]", everything);
        Assert.DoesNotContain(
            secrets, secret => !prompts.Contains(secret, StringComparison.Ordinal) && everything.Contains(secret, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotMatch("(?i)data-claim|istrue|iscorrect|quizkit-right|quizkit-wrong|quizkit-mark|erratum|2,?817|70,?912|136,?448", everything);
    }

    [Fact]
    public async Task A_post_grades_its_own_question_and_no_other()
    {
        var page = await GetAsync("questions");

        var posted = await PostAsync(page, "number", "check", reply: ["42"]);

        Assert.Equal([GradeOutcome.Correct], _state.Replies.Select(reply => reply.Outcome));
        Assert.Equal("Correct", Status(posted, "number"));
        Assert.Equal("", Status(posted, "several"));
        Assert.Equal("Forty-two are right.", posted.QuerySelector(".quizkit-erratum > :last-child")!.TextContent);
        Assert.Single(posted.QuerySelectorAll(".quizkit-answer"));
        Assert.Equal("question-number-status", posted.QuerySelector("[autofocus]")!.Id);
    }

    [Fact]
    public async Task Hints_and_what_was_chosen_stay_from_one_post_to_the_next()
    {
        var page = await GetAsync("questions");

        page = await PostAsync(page, "several", "hint", reply: [KeyOf(page, "two")]);
        Assert.Equal(["First hint."], page.QuerySelectorAll(".quizkit-hint > :last-child").Select(hint => hint.TextContent));
        Assert.Contains("quizkit-hint", page.QuerySelector("[autofocus]")!.ClassName, StringComparison.Ordinal);
        Assert.Equal("two", page.QuerySelector("input[checked] + label > :last-child")!.TextContent);

        page = await PostAsync(page, "several", "hint", reply: [KeyOf(page, "two"), KeyOf(page, "one")]);
        Assert.Equal(2, page.QuerySelectorAll(".quizkit-hint").Length);

        page = await PostAsync(page, "several", "check", reply: [KeyOf(page, "two"), KeyOf(page, "one")]);
        Assert.Equal(2, page.QuerySelectorAll(".quizkit-hint").Length);
        Assert.Equal("One leaves one.", page.QuerySelector(".quizkit-feedback > :last-child")!.TextContent);
    }

    [Fact]
    public async Task Enter_in_a_field_posts_no_button_and_checks()
    {
        var page = await PostAsync(await GetAsync("questions"), "number", action: null, reply: ["43"]);

        Assert.Equal("Incorrect", Status(page, "number"));
    }

    [Fact]
    public async Task A_reply_that_is_not_understood_comes_back_harmless()
    {
        const string Reply = "\"><script>alert(1)</script>";

        var page = await PostAsync(await GetAsync("questions"), "number", "check", reply: [Reply]);

        Assert.Empty(page.QuerySelectorAll("script, .quizkit-answer"));
        var field = page.GetElementById("question-number-reply")!;
        Assert.Equal((Reply, "true"), (field.GetAttribute("value"), field.GetAttribute("aria-invalid")));
        Assert.True(field.HasAttribute("autofocus"));
    }

    [Fact]
    public async Task Choices_are_named_by_their_words_so_that_another_order_grades_rightly()
    {
        for (var i = 0; i < 5; i++)
        {
            var page = await GetAsync("shuffled");

            await PostAsync(page, "several", "check", reply: [KeyOf(page, "four"), KeyOf(page, "two")]);
        }

        Assert.Equal(5, _state.Replies.Count(reply => reply.IsCorrect));
        Assert.True(_state.Seed > 5, "each request has an order of its own");
    }

    [Theory]
    [InlineData("Hints", "1000000000000", 2)]
    [InlineData("Hints", "-1", 0)]
    [InlineData("Hints", "many", 0)]
    [InlineData("Shown", "9223372036854775807", 0)]
    [InlineData("Shown", "-9223372036854775808", 0)]
    [InlineData("Action", "grade", 0)]
    [InlineData("Reply", "no-such-choice", 0)]
    public async Task Fields_that_no_page_has_made_are_harmless(string field, string value, int hints)
    {
        var page = await PostAsync(await GetAsync("questions"), "several", "nothing", reply: [], fields: form => form["quizkit." + field] = value);

        Assert.InRange(page.QuerySelectorAll(".quizkit-hint").Length, 0, hints);
        Assert.Empty(page.QuerySelectorAll(".quizkit-answer"));
        Assert.Empty(_state.Replies);
    }

    [Fact]
    public async Task A_post_without_the_antiforgery_token_is_refused()
    {
        var page = await GetAsync("questions");

        using var response = await SendAsync(page, "number", "check", ["42"], form => form.Remove("__RequestVerificationToken"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(_state.Replies);
    }

    [Fact]
    public async Task Several_tries_tell_the_verdict_and_keep_the_answer()
    {
        _state.MultipleTries = true;

        var page = await PostAsync(await GetAsync("questions"), "number", "check", reply: ["44"]);
        Assert.Equal("IncorrectThat is with the fence.", Status(page, "number"));
        Assert.Empty(page.QuerySelectorAll(".quizkit-answer"));

        page = await PostAsync(page, "number", "check", reply: ["42"]);
        Assert.Equal("Correct", Status(page, "number"));
    }

    [Fact]
    public async Task A_run_through_a_quiz_needs_nothing_but_posts()
    {
        _state.Session = Session(Number, Open, TrueFalse);
        var page = await GetAsync("player");
        Assert.Equal("1 / 3", page.QuerySelector(".quizkit-progress")!.TextContent);

        page = await PostAsync(page, "", "skip", reply: []);
        Assert.Equal("Question 5", Heading(page));
        page = await PostAsync(page, "", "check", reply: ["Because."]);
        Assert.Equal("Because.", page.QuerySelector("textarea")!.TextContent);
        Assert.Contains("For a good reason.", page.QuerySelector(".quizkit-answer")!.TextContent, StringComparison.Ordinal);
        page = await PostAsync(page, "", "0.5", reply: ["Because."]);
        Assert.Equal(("Because.", 0.5), (_state.Session.Questions[1].Reply, _state.Session.Questions[1].Score));

        page = await PostAsync(page, "", "next", reply: []);
        page = await PostAsync(page, "", "check", reply: ["false"]);
        Assert.Equal("Incorrect", page.QuerySelector("[role=status]")!.TextContent);
        page = await PostAsync(page, "", "next", reply: []);
        Assert.Equal("Question 4", Heading(page));
        page = await PostAsync(page, "", "reveal", reply: []);
        page = await PostAsync(page, "", "next", reply: []);

        Assert.Equal(("Result", "Points: 0.5 / 3"), (Heading(page), page.QuerySelector(".quizkit-points")!.TextContent));
        page = await PostAsync(page, "", "restart", reply: []);
        Assert.Equal("Question 1", Heading(page));
        Assert.Equal(5, _state.Session.Score.Remaining);
    }

    [Fact]
    public async Task An_open_question_that_is_not_graded_ends_with_next()
    {
        _state.Session = Session(Open, Number);
        var page = await PostAsync(await GetAsync("player"), "", "check", reply: ["Because."]);

        page = await PostAsync(page, "", "next", reply: ["Because."]);

        Assert.Equal("Question 4", Heading(page));
        Assert.Equal((QuestionState.Revealed, "Because."), (_state.Session.Questions[0].State, _state.Session.Questions[0].Reply));
    }

    [Fact]
    public async Task A_page_that_was_left_open_does_not_answer_another_question()
    {
        _state.Session = Session(Number, TrueFalse);
        var old = await GetAsync("player");
        await PostAsync(old, "", "check", reply: ["42"]);

        // The same reply again, as after a reload, and then when the quiz is over.
        var again = await PostAsync(old, "", "check", reply: ["42"]);
        Assert.Equal(("Question 3", ""), (Heading(again), again.QuerySelector("[role=status]")!.TextContent));
        Assert.Equal(1, _state.Session.Score.Graded);
        await PostAsync(again, "", "check", reply: ["true"]);
        var late = await PostAsync(old, "", "check", reply: ["40"]);
        Assert.Equal("Result", Heading(late));
        Assert.Equal(2, _state.Session.Score.Points);
    }

    [Fact]
    public async Task The_time_of_a_question_goes_on_between_the_requests()
    {
        var clock = new StepClock();
        (_state.Session, _state.Clock) = (Session(Number, TrueFalse), clock);
        var page = await GetAsync("player");

        clock.Now = Start.AddSeconds(20);
        await PostAsync(page, "", "check", reply: ["42"]);

        Assert.Equal(TimeSpan.FromSeconds(20), _state.Session.Questions[0].Time);
    }

    private async Task<IHtmlDocument> GetAsync(string path) => new HtmlParser().ParseDocument(await _client.GetStringAsync(path));

    private async Task<IHtmlDocument> PostAsync(
        IHtmlDocument page, string question, string? action, string[] reply, Action<Dictionary<string, string>>? fields = null)
    {
        using var response = await SendAsync(page, question, action, reply, fields);
        return new HtmlParser().ParseDocument(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    // Posts what a browser would: the hidden fields of the form, the reply, and the button.
    private Task<HttpResponseMessage> SendAsync(
        IHtmlDocument page, string question, string? action, string[] reply, Action<Dictionary<string, string>>? fields)
    {
        var form = page.Forms.Single(form =>
            question.Length == 0 || form.QuerySelector("input[name='quizkit.Question']")!.GetAttribute("value") == question);
        var values = form.QuerySelectorAll("input[type=hidden]").ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value")!);
        if (action is not null) values["quizkit.Action"] = action;
        fields?.Invoke(values);
        var content = new FormUrlEncodedContent(values.Concat(reply.Select(one => KeyValuePair.Create("quizkit.Reply", one))));
        return _client.PostAsync(form.GetAttribute("action"), content);
    }

    private static string KeyOf(IHtmlDocument page, string words) =>
        page.QuerySelectorAll("input[aria-label]").Single(input => input.GetAttribute("aria-label")!.EndsWith(". " + words, StringComparison.Ordinal))
            .GetAttribute("value")!;

    private static string Status(IHtmlDocument page, string question) => page.GetElementById($"question-{question}-status")!.TextContent;

    private static string Heading(IHtmlDocument page) => page.QuerySelector("h2")!.TextContent;

    private sealed class StepClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
