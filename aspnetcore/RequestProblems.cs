// What is wrong with a request, as problem details (RFC 9457).

using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using QuizKit.Language.Diagnostics;

namespace QuizKit.AspNetCore;

internal static class RequestProblems
{
    public static ProblemHttpResult UnknownQuestion(Quiz quiz, string id)
    {
        var nearest = NearestName.Nearest(id, quiz.Questions.Select(question => question.Id));
        return TypedResults.Problem(
            $"The quiz '{quiz.Id}' has no question '{Shorten(id)}'.{NearestName.Sentence(nearest)}",
            statusCode: StatusCodes.Status404NotFound,
            extensions: nearest is null ? null : new Dictionary<string, object?> { ["nearest"] = nearest });
    }

    public static ProblemHttpResult UnknownHint(Question question, string number, int count) => TypedResults.Problem(
        count == 0
            ? $"The question '{question.Id}' has no hints."
            : $"The question '{question.Id}' has no hint '{Shorten(number)}'. Its hints have the numbers 1 to {Invariant(count)}.",
        statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult NotASeed(string seed) => TypedResults.Problem(
        $"'{Shorten(seed)}' is not a seed. Write a whole number from {Invariant(int.MinValue)} to {Invariant(int.MaxValue)}.",
        statusCode: StatusCodes.Status400BadRequest);

    public static ProblemHttpResult TwoSeeds(int query, int body) => TypedResults.Problem(
        $"The address has the seed {Invariant(query)}, and the body {Invariant(body)}. Send the one with which the question was shown.",
        statusCode: StatusCodes.Status400BadRequest);

    public static ProblemHttpResult NotJson() => TypedResults.Problem(
        "The content type of the body is not application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType);

    /// <param name="error">What the reader found; its own message names types of .NET.</param>
    /// <param name="example">A body that is right.</param>
    public static ProblemHttpResult Malformed(JsonException error, string example)
    {
        // Lines and bytes are counted from 0. A missing member has the place of the end.
        var place = error is { LineNumber: { } line, BytePositionInLine: { } position }
            ? $" Line {Invariant(line + 1)}, byte {Invariant(position + 1)} is the first that does not fit."
            : "";
        return TypedResults.Problem(
            $"The body is not as expected.{place} Send {example}.", statusCode: StatusCodes.Status400BadRequest);
    }

    public static ProblemHttpResult TooLarge(int limit) => TypedResults.Problem(
        $"The body is larger than {Invariant(limit)} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);

    public static ProblemHttpResult TooManyRequests(TimeSpan retryAfter) => TypedResults.Problem(
        $"Too many requests. Try again in {Invariant(Seconds(retryAfter))} s.", statusCode: StatusCodes.Status429TooManyRequests);

    /// <summary>Whole seconds, of which no client comes back too early.</summary>
    public static long Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds));

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
