// Registering and mapping quizzes, what an app adds to the endpoints, and how they describe themselves.

using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QuizKit.NeuralNetworks;
using Xunit;

namespace QuizKit.AspNetCore.Tests;

public sealed class MappingTests
{
    private static readonly string[] Operations = ["rivers-get", "rivers-question", "rivers-hint", "rivers-reply", "rivers-reveal"];

    [Fact]
    public async Task Several_quizzes_have_endpoints_and_options_of_their_own()
    {
        await using var app = await QuizApp.StartAsync(
            services => services.AddQuiz(RiversQuiz.Quiz, options => options.Hints = false).AddQuiz(Chapter6Quiz.Quiz),
            app =>
            {
                app.MapQuiz("/a/rivers", "rivers");
                app.MapGroup("/b").MapQuiz("networks", "neural-networks");
            });

        Assert.Equal("rivers", (await app.GetAsync("/a/rivers")).GetProperty("id").GetString());
        Assert.Equal("neural-networks", (await app.GetAsync("/b/networks")).GetProperty("id").GetString());
        using var elsewhere = await app.Client.GetAsync("/b/networks/questions/longest-in-europe");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Mapping_says_what_is_wrong_with_the_registration()
    {
        Assert.Equal("No quiz is registered. Call builder.Services.AddQuiz first.", await MessageAsync(_ => { }, null));
        Assert.Equal(
            "Several quizzes are registered: rivers, neural-networks. Name one: app.MapQuiz(\"/rivers\", \"rivers\").",
            await MessageAsync(services => services.AddQuiz(RiversQuiz.Quiz).AddQuiz(Chapter6Quiz.Quiz), null));
        Assert.Equal("No quiz 'lakes' is registered. There are: rivers.", await MessageAsync(services => services.AddQuiz(RiversQuiz.Quiz), "lakes"));

        static async Task<string> MessageAsync(Action<IServiceCollection> register, string? id) =>
            (await Assert.ThrowsAsync<InvalidOperationException>(() => QuizApp.StartAsync(register, app => app.MapQuiz("/quiz", id)))).Message;
    }

    [Fact]
    public void A_quiz_is_registered_once()
    {
        var services = new ServiceCollection().AddQuiz(RiversQuiz.Quiz);

        var thrown = Assert.Throws<ArgumentException>(() => services.AddQuiz(RiversQuiz.Quiz.In("de")));

        Assert.StartsWith("A quiz 'rivers' is registered already.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiz_that_is_given_by_a_function_is_the_present_one_in_each_request()
    {
        var present = RiversQuiz.Quiz;
        await using var app = await QuizApp.StartAsync(services => services.AddQuiz(() => present), app => app.MapQuiz("/quiz"));
        using var before = await app.SendAsync("/quiz");

        present = new Quiz("rivers", "en", RiversQuiz.Quiz.Title, null, [RiversQuiz.NileFlowsNorth]);

        using var after = await app.SendAsync("/quiz", ("If-None-Match", before.Headers.ETag!.ToString()));
        using var removed = await app.SendAsync("/quiz/questions/two-colours");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Single((await app.GetAsync("/quiz")).GetProperty("questions").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, removed.StatusCode);
    }

    [Fact]
    public async Task A_filter_of_the_app_sees_the_grade_of_a_reply()
    {
        var seen = new List<(string Id, double? Score)>();
        await using var app = await QuizApp.StartAsync(
            services => services.AddQuiz(RiversQuiz.Quiz),
            app => app.MapQuiz("/quiz").AddEndpointFilter(async (context, next) =>
            {
                var result = await next(context);
                if (result is IValueHttpResult { Value: GradedReply reply }) seen.Add((reply.QuestionId, reply.Score));
                return result;
            }));

        await app.GetAsync("/quiz");
        await app.ReplyAsync("into-the-black-sea", "c");
        await app.ReplyAsync("into-the-black-sea", "?");

        Assert.Equal([("into-the-black-sea", 0.5), ("into-the-black-sea", null)], seen);
    }

    [Fact]
    public async Task What_the_app_requires_of_the_group_holds_for_every_endpoint()
    {
        await using var app = await QuizApp.StartAsync(
            services => services.AddQuiz(RiversQuiz.Quiz),
            app => app.MapQuiz("/quiz").AddEndpointFilter((_, _) => ValueTask.FromResult<object?>(TypedResults.StatusCode(418))));

        foreach (var path in new[] { "/quiz", "/quiz/questions/two-colours", "/quiz/questions/longest-in-europe/hints/1" })
        {
            using var got = await app.Client.GetAsync(path);
            Assert.Equal(418, (int)got.StatusCode);
        }

        foreach (var action in new[] { "reply", "reveal" })
        {
            using var posted = await app.PostAsync($"/quiz/questions/two-colours/{action}", "{\"reply\":\"\"}");
            Assert.Equal(418, (int)posted.StatusCode);
        }
    }

    [Fact]
    public async Task The_JSON_is_the_same_whatever_the_options_of_the_app()
    {
        await using var plain = await QuizApp.StartAsync(RiversQuiz.Quiz);
        await using var other = await QuizApp.StartAsync(
            services => services.AddQuiz(RiversQuiz.Quiz).ConfigureHttpJsonOptions(json =>
            {
                json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper;
                json.SerializerOptions.WriteIndented = true;
            }),
            app => app.MapQuiz("/quiz"));

        Assert.Equal(await plain.Client.GetStringAsync("/quiz"), await other.Client.GetStringAsync("/quiz"));
        Assert.Equal(
            (await plain.ReplyAsync("nile-flows-north", "no")).GetRawText(), (await other.ReplyAsync("nile-flows-north", "no")).GetRawText());
    }

    [Fact]
    public async Task The_OpenAPI_document_has_each_operation_once_with_its_parameters_bodies_and_problems()
    {
        await using var app = await QuizApp.StartAsync(
            services => services.AddQuiz(RiversQuiz.Quiz).AddOpenApi(),
            app =>
            {
                app.MapQuiz("/v1");
                app.MapQuiz("/v2");
                app.MapOpenApi();
            });

        var document = await app.GetAsync("/openapi/v1.json");

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value).ToList();
        Assert.Equal(
            Operations.Concat(Operations.Select(operation => operation + "-2")).Order(),
            operations.Select(operation => operation.GetProperty("operationId").GetString()!).Order());
        Assert.All(operations, operation =>
        {
            Assert.EndsWith(".", operation.GetProperty("summary").GetString(), StringComparison.Ordinal);
            Assert.True(operation.GetProperty("responses").TryGetProperty("429", out _));
        });
        var reply = document.GetProperty("paths").GetProperty("/v1/questions/{id}/reply").GetProperty("post");
        Assert.Equal(
            ["id", "language", "seed"], reply.GetProperty("parameters").EnumerateArray().Select(it => it.GetProperty("name").GetString()!).Order());
        Assert.Equal(
            ["200", "400", "404", "413", "415", "429"], reply.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order());
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.Equal(["reply"], schemas.GetProperty("ReplyRequest").GetProperty("required").EnumerateArray().Select(it => it.GetString()!));
        Assert.Equal(
            Enum.GetNames<GradeOutcome>(), schemas.GetProperty("GradeOutcome").GetProperty("enum").EnumerateArray().Select(it => it.GetString()!));
    }
}
