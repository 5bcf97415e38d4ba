// Maps the endpoints of a quiz.

using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace QuizKit.AspNetCore;

/// <summary>Maps the endpoints of quizzes.</summary>
public static class QuizEndpoints
{
    private const string Json = "application/json";

    /// <summary>
    /// Maps the endpoints of a registered quiz below a prefix:
    /// <list type="bullet">
    /// <item><c>GET /</c>: the quiz without answers.</item>
    /// <item><c>GET /questions/{id}</c>: a question without its answer.</item>
    /// <item><c>GET /questions/{id}/hints/{number}</c>: a hint, from 1.</item>
    /// <item><c>POST /questions/{id}/reply</c>: grades a reply, a <see cref="GradedReply"/>.</item>
    /// <item><c>POST /questions/{id}/reveal</c>: a <see cref="RevealedAnswer"/>.</item>
    /// </list>
    /// All but the hints take a <c>seed</c>, which decides the order of questions and choices, and all a <c>language</c> as a BCP 47 tag.
    /// </summary>
    /// <param name="endpoints">The app, or a group of its endpoints.</param>
    /// <param name="prefix">Where they begin, such as <c>/quiz</c>.</param>
    /// <param name="quizId">The id of the quiz; null for the only one that is registered.</param>
    /// <returns>The group of the endpoints, to add what holds for all: authorization, filters, CORS.</returns>
    /// <exception cref="InvalidOperationException">No such quiz is registered, or several are and <paramref name="quizId"/> is null.</exception>
    public static RouteGroupBuilder MapQuiz(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix, string? quizId = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var server = Find(endpoints.ServiceProvider, quizId);
        var name = server.NextNames();
        var group = endpoints.MapGroup(prefix).WithTags(server.Quiz.Id);
        if (server.RateLimiter is { } limiter)
        {
            group.AddEndpointFilter(limiter.InvokeAsync);
            group.WithMetadata(new ProducesResponseTypeMetadata(
                StatusCodes.Status429TooManyRequests, typeof(ProblemDetails), ["application/problem+json"]));
        }

        group.MapGet("/", (HttpContext context, string? language, string? seed) => server.ShowQuiz(context, language, seed))
            .WithName(name("get")).WithSummary("Gets the quiz without its answers.")
            .Produces<QuizView>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet(
            "/questions/{id}",
            (HttpContext context, string id, string? language, string? seed) => server.ShowQuestion(context, id, language, seed))
            .WithName(name("question")).WithSummary("Gets a question without its answer.")
            .Produces<QuestionView>().Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet(
            "/questions/{id}/hints/{number}",
            (HttpContext context, string id, string number, string? language) => server.ShowHint(context, id, number, language))
            .WithName(name("hint")).WithSummary("Gets a hint of a question.")
            .Produces<ShownHint>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);
        Describe<ReplyRequest, GradedReply>(group.MapPost(
            "/questions/{id}/reply",
            (HttpContext context, string id, string? language, string? seed) => server.GradeAsync(context, id, language, seed)))
            .WithName(name("reply")).WithSummary("Grades a reply. The answer comes with the grade.");
        Describe<RevealRequest, RevealedAnswer>(group.MapPost(
            "/questions/{id}/reveal",
            (HttpContext context, string id, string? language, string? seed) => server.RevealAsync(context, id, language, seed)))
            .WithName(name("reveal")).WithSummary("Reveals the answer to a question without a reply.");
        return group;
    }

    private static RouteHandlerBuilder Describe<TRequest, TResponse>(RouteHandlerBuilder endpoint)
        where TRequest : notnull =>
        endpoint.Accepts<TRequest>(Json).Produces<TResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static QuizServer Find(IServiceProvider services, string? id)
    {
        string[] known = [.. services.GetServices<Quiz>().Select(quiz => quiz.Id)];
        if (known.Length == 0) throw new InvalidOperationException("No quiz is registered. Call builder.Services.AddQuiz first.");
        if (id is null && known.Length > 1)
        {
            throw new InvalidOperationException(
                $"Several quizzes are registered: {string.Join(", ", known)}. Name one: app.MapQuiz(\"/{known[0]}\", \"{known[0]}\").");
        }

        return services.GetKeyedService<QuizServer>(id ?? known[0])
            ?? throw new InvalidOperationException($"No quiz '{id}' is registered. There are: {string.Join(", ", known)}.");
    }
}
