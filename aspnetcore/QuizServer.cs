// A quiz as its endpoints serve it.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using QuizKit.Sessions;

namespace QuizKit.AspNetCore;

/// <summary>
/// What the endpoints of a quiz do. It has no state but the windows of the rate limit: a reply is graded by what the request says.
/// </summary>
internal sealed class QuizServer(Func<Quiz> quiz, QuizOptions options) : IDisposable
{
    private const string ReplyExample = "{ \"reply\": \"…\" } or { \"reply\": \"…\", \"seed\": 7 }";

    private const string RevealExample = "{ } or { \"seed\": 7 }";

    private int _mappings;

    public Quiz Quiz => quiz();

    public ClientRateLimiter? RateLimiter { get; } = options.RateLimit is { } limit ? new ClientRateLimiter(limit) : null;

    /// <summary>A name for an endpoint, which has to be unique in the app: the quiz may be mapped more than once.</summary>
    public Func<string, string> NextNames()
    {
        var mapping = Interlocked.Increment(ref _mappings);
        var suffix = mapping == 1 ? "" : "-" + mapping.ToString(CultureInfo.InvariantCulture);
        var id = Quiz.Id;
        return operation => $"{id}-{operation}{suffix}";
    }

    public IResult ShowQuiz(HttpContext context, string? language, string? seed)
    {
        if (!TryReadSeed(context, seed, out var number, out var problem)) return problem;
        var shown = LanguageChoice.In(context, Quiz, language);
        return Document(context, QuizView.Of(Shuffled(shown, number), options.Hints), QuizJson.Wire.QuizView);
    }

    public IResult ShowQuestion(HttpContext context, string id, string? language, string? seed)
    {
        if (!TryReadSeed(context, seed, out var number, out var problem)) return problem;
        return TryFind(context, id, language, number, out var question, out problem)
            ? Document(context, QuestionView.Of(question, options.Hints), QuizJson.Wire.QuestionView)
            : problem;
    }

    public IResult ShowHint(HttpContext context, string id, string number, string? language)
    {
        if (!TryFind(context, id, language, null, out var question, out var problem)) return problem;
        var count = options.Hints ? question.Hints.Count : 0;
        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place >= 1 && place <= count)
        {
            var hint = new ShownHint(question.Id, place, count, question.Hints[place - 1].WithoutClaims());
            return Document(context, hint, QuizJson.Wire.ShownHint);
        }

        NoStore(context);
        return RequestProblems.UnknownHint(question, number, count);
    }

    public async Task<IResult> GradeAsync(HttpContext context, string id, string? language, string? seed)
    {
        NoStore(context);
        (var request, var wrong) = await RequestBody.ReadAsync(
            context.Request, QuizJson.Wire.ReplyRequest, options.MaxRequestBytes, ReplyExample);
        if (request is null) return wrong!;
        return TryFindShown(context, id, language, seed, request.Seed, out var question, out var problem)
            ? TypedResults.Json(new GradedReply(question, question.Grade(request.Reply)), QuizJson.Wire.GradedReply)
            : problem;
    }

    public async Task<IResult> RevealAsync(HttpContext context, string id, string? language, string? seed)
    {
        NoStore(context);
        (var request, var wrong) = await RequestBody.ReadAsync(
            context.Request, QuizJson.Wire.RevealRequest, options.MaxRequestBytes, RevealExample);
        if (request is null) return wrong!;
        return TryFindShown(context, id, language, seed, request.Seed, out var question, out var problem)
            ? TypedResults.Json(new RevealedAnswer(question), QuizJson.Wire.RevealedAnswer)
            : problem;
    }

    public void Dispose() => RateLimiter?.Dispose();

    // The question of a reply, by the seed of the address or of the body.
    private bool TryFindShown(
        HttpContext context,
        string id,
        string? language,
        string? seed,
        int? bodySeed,
        [NotNullWhen(true)] out Question? question,
        [NotNullWhen(false)] out IResult? problem)
    {
        question = null;
        if (!TryReadSeed(context, seed, out var number, out problem)) return false;
        if (number is { } ofAddress && bodySeed is { } ofBody && ofAddress != ofBody)
        {
            problem = RequestProblems.TwoSeeds(ofAddress, ofBody);
            return false;
        }

        return TryFind(context, id, language, number ?? bodySeed, out question, out problem);
    }

    private bool TryFind(
        HttpContext context,
        string id,
        string? language,
        int? seed,
        [NotNullWhen(true)] out Question? question,
        [NotNullWhen(false)] out IResult? problem)
    {
        question = LanguageChoice.In(context, Quiz, language).FindQuestion(id);
        problem = null;
        if (question is null)
        {
            NoStore(context);
            problem = RequestProblems.UnknownQuestion(Quiz, id);
            return false;
        }

        if (seed is { } number && question is ChoiceQuestion choice) question = choice.Shuffled(number);
        return true;
    }

    private static bool TryReadSeed(HttpContext context, string? seed, out int? number, [NotNullWhen(false)] out IResult? problem)
    {
        number = null;
        problem = null;
        if (string.IsNullOrEmpty(seed)) return true;
        if (int.TryParse(seed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read))
        {
            number = read;
            return true;
        }

        NoStore(context);
        problem = RequestProblems.NotASeed(seed);
        return false;
    }

    // In the order that a session with this seed has, whenever it starts.
    private static Quiz Shuffled(Quiz quiz, int? seed)
    {
        if (seed is null || quiz.Questions.Count == 0) return quiz;
        var session = QuizSession.Start(quiz, DateTimeOffset.UnixEpoch, seed);
        return new Quiz(
            quiz.Id,
            quiz.Language,
            quiz.Title,
            quiz.Introduction,
            [.. session.Questions.Select(question => question.Question)],
            quiz.DisplayTitle,
            quiz.Description,
            quiz.Author,
            quiz.Source,
            quiz.Licence,
            assets: quiz.Assets);
    }

    // What a cache may keep. The tag is a weak one, because the app may compress the bytes after this.
    private FileContentHttpResult Document<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes), 0, 16)}\"", isWeak: true);
        var isPrivate = context.User.Identity is { IsAuthenticated: true }
            || context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null;
        context.Response.Headers.CacheControl = options.MaxAge == TimeSpan.Zero
            ? "no-cache"
            : string.Create(
                CultureInfo.InvariantCulture, $"{(isPrivate ? "private" : "public")}, max-age={(long)options.MaxAge.TotalSeconds}");
        return TypedResults.Bytes(bytes, "application/json; charset=utf-8", entityTag: tag);
    }

    private static void NoStore(HttpContext context) => context.Response.Headers.CacheControl = "no-store";
}
