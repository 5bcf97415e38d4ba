// The quizzes of this app, and the session of each learner in each of them.

using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using QuizKit;
using QuizKit.NeuralNetworks;
using QuizKit.Sessions;

namespace BlazorQuiz;

public sealed class SessionStore(IMemoryCache sessions)
{
    private const string Cookie = "learner";

    public static IReadOnlyList<Quiz> Quizzes { get; } = [FractionsQuiz.Quiz, Chapter6Quiz.Quiz];

    public static Quiz? Find(string id, string? language) =>
        Quizzes.FirstOrDefault(quiz => quiz.Id == id) is { } quiz ? quiz.In(language ?? quiz.Language) : null;

    /// <summary>Gives a new browser an id, by which nobody else can guess its sessions.</summary>
    public static void Identify(HttpContext context)
    {
        string learner = Guid.TryParse(context.Request.Cookies[Cookie], out Guid known) ? known.ToString("N") : Guid.NewGuid().ToString("N");
        context.Items[Cookie] = learner;
        context.Response.Cookies.Append(Cookie, learner, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true });
    }

    public static string LearnerOf(HttpContext context) => (string)context.Items[Cookie]!;

    /// <summary>The session of a learner in a quiz, in the language of that quiz; a new one where there is none.</summary>
    public QuizSession Get(string learner, Quiz quiz) =>
        sessions.Get<string>((learner, quiz.Id)) is { } json ? QuizSession.Read(json, quiz) : Start(learner, quiz);

    public QuizSession Start(string learner, Quiz quiz)
    {
        QuizSession session = QuizSession.Start(quiz, DateTimeOffset.UtcNow, Random.Shared.Next(), SessionShuffle.Choices);
        Save(learner, session);
        return session;
    }

    public void Save(string learner, QuizSession session) => sessions.Set(
        (learner, session.Quiz.Id), session.ToJson(), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromHours(8) });
}
