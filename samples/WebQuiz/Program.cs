// A web quiz in plain HTML forms, and the same as JSON. A user can read everything that the browser receives, so the
// answer, the claims and the errata stay on the server until a reply has been graded.
//
//     dotnet run
//
// There are no sessions, cookies or accounts, and no request changes anything. So a forged request could do nothing
// in a user's name, and there is no antiforgery token; an app that stores scores needs one: see AddAntiforgery.

using System;
using System.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using QuizKit;
using QuizKit.AspNetCore;
using QuizKit.NeuralNetworks;
using WebQuiz;

// Functions, so that under 'dotnet watch' the next request gets an edited quiz.
Func<Quiz>[] quizzes = [() => WarmUpQuiz.Quiz, () => Chapter6Quiz.Quiz];

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
foreach (Func<Quiz> quiz in quizzes) builder.Services.AddQuiz(quiz);
builder.WebHost.ConfigureKestrel(server =>
{
    server.AddServerHeader = false;
    server.Limits.MaxRequestBodySize = 16 * 1024;
});

WebApplication app = builder.Build();
app.Use((context, next) =>
{
    IHeaderDictionary headers = context.Response.Headers;
    headers.ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    headers.XContentTypeOptions = "nosniff";
    headers["Referrer-Policy"] = "no-referrer";
    headers["Cross-Origin-Opener-Policy"] = "same-origin";
    // A cache must not serve a page with an answer to a user who has not replied.
    headers.CacheControl = "no-store";
    return next(context);
});

app.MapGet("/", () => Page(Pages.Index(quizzes.Select(quiz => QuizView.Of(quiz())))));
app.MapGet("/style.css", () => Results.Stream(Pages.Style(), "text/css"));
app.MapGet("/{quiz}/{question}", (string quiz, string question) =>
    Find(quiz, question) is { } found ? Page(Pages.Ask(found.Quiz, QuestionView.Of(found.Question))) : Page(Pages.NotFound(), 404));
app.MapPost("/{quiz}/{question}", async (string quiz, string question, HttpRequest request) =>
{
    if (Find(quiz, question) is not { } found) return Page(Pages.NotFound(), 404);
    if (!request.HasFormContentType) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
    IFormCollection form = await request.ReadFormAsync();

    // Each ticked box is a field with the letter of its choice.
    string reply = string.Join(",", form["reply"].ToArray());
    GradeResult result = found.Question.Grade(reply);
    return Page(Pages.IsRefused(result)
        ? Pages.Ask(found.Quiz, QuestionView.Of(found.Question), reply, result)
        : Pages.Reveal(found.Quiz, found.Question, reply, result));
});

// The same as JSON: /api/warm-up/questions/nonlinear, and so on.
foreach (string id in quizzes.Select(quiz => quiz().Id)) app.MapQuiz($"/api/{id}", id);

await app.RunAsync();

(Quiz Quiz, Question Question)? Find(string quizId, string questionId) =>
    quizzes.Select(quiz => quiz()).FirstOrDefault(quiz => quiz.Id == quizId) is { } found && found.FindQuestion(questionId) is { } question
        ? (found, question)
        : null;

static IResult Page(string html, int status = 200) => Results.Content(html, "text/html; charset=utf-8", statusCode: status);
