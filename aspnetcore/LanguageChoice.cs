// The language in which a client gets a quiz.

using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace QuizKit.AspNetCore;

internal static class LanguageChoice
{
    /// <summary>
    /// The quiz in a language: that of the address if it names one, or the first of <c>Accept-Language</c> that the quiz has, by the
    /// lookup of RFC 4647; where it has none, the quiz as it was registered. The response says which it is.
    /// </summary>
    public static Quiz In(HttpContext context, Quiz quiz, string? language)
    {
        var chosen = string.IsNullOrEmpty(language) ? Accepted(context, quiz) : quiz.FindLanguage(language);
        context.Response.Headers.ContentLanguage = (chosen ?? quiz).Language;
        return chosen ?? quiz;
    }

    private static Quiz? Accepted(HttpContext context, Quiz quiz)
    {
        if (quiz.Languages.Count == 1) return null;
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);

        // A stable order: of equally good ones, the first.
        var accepted = context.Request.GetTypedHeaders().AcceptLanguage
            .Where(it => it.Quality != 0).OrderByDescending(it => it.Quality ?? 1).Select(it => it.Value.ToString());
        foreach (var tag in accepted)
        {
            if (tag == "*") return null;
            if (quiz.FindLanguage(tag) is { } found) return found;
        }

        return null;
    }
}
