// What a cache may keep, and in which language a client gets a quiz.

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace QuizKit.AspNetCore.Tests;

public sealed class CacheTests
{
    private static readonly string[] Documents =
        ["/quiz", "/quiz/", "/quiz?seed=4", "/quiz/questions/nile-flows-north", "/quiz/questions/longest-in-europe/hints/1"];

    [Fact]
    public async Task A_document_that_did_not_change_is_not_sent_again()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        foreach (var path in Documents)
        {
            using var first = await app.SendAsync(path);
            using var again = await app.SendAsync(path, ("If-None-Match", first.Headers.ETag!.ToString()));
            using var german = await app.SendAsync(path, ("If-None-Match", first.Headers.ETag!.ToString()), ("Accept-Language", "de"));

            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Equal("application/json", first.Content.Headers.ContentType!.MediaType);
            Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
            Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
            Assert.Equal(HttpStatusCode.OK, german.StatusCode);
            Assert.NotEqual(first.Headers.ETag, german.Headers.ETag);
        }
    }

    [Fact]
    public async Task The_tag_depends_on_the_content_and_is_the_same_in_every_run()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);
        await using var other = await QuizApp.StartAsync(RiversQuiz.Quiz);
        await using var withoutHints = await QuizApp.StartAsync(RiversQuiz.Quiz, options => options.Hints = false);

        Assert.Equal(await TagAsync(app), await TagAsync(other));
        Assert.NotEqual(await TagAsync(app), await TagAsync(withoutHints));

        static async Task<string> TagAsync(QuizApp app)
        {
            using var response = await app.SendAsync("/quiz");
            return response.Headers.ETag!.ToString();
        }
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("DE", "de")]
    [InlineData("fr, de;q=0.5", "de")]
    [InlineData("en;q=0.3, de;q=0.4", "de")]
    [InlineData("en-GB, de", "en")]
    [InlineData("de;q=0, en", "en")]
    [InlineData("fr", "en")]
    [InlineData("*, de;q=0.1", "en")]
    [InlineData("not a header;;q=x", "en")]
    public async Task Without_a_language_in_the_address_the_client_s_own_decides(string? accepted, string language)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        using var response = await app.SendAsync("/quiz", accepted is null ? [] : [("Accept-Language", accepted)]);

        Assert.Equal([language], response.Content.Headers.ContentLanguage);
        Assert.Equal(["Accept-Language"], response.Headers.Vary);
    }

    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-CH", "de")]
    [InlineData("en", "en")]
    [InlineData("fr", "en")]
    public async Task The_language_of_the_address_decides_before_that_of_the_client(string asked, string language)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        using var response = await app.SendAsync($"/quiz?language={asked}", ("Accept-Language", asked == "de" ? "en" : "de"));

        Assert.Equal([language], response.Content.Headers.ContentLanguage);
        Assert.Empty(response.Headers.Vary);
    }

    [Fact]
    public async Task A_quiz_that_is_registered_in_a_language_is_shown_in_it_to_clients_that_accept_neither()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz.In("de"));

        using var french = await app.SendAsync("/quiz", ("Accept-Language", "fr"));
        using var english = await app.SendAsync("/quiz", ("Accept-Language", "en"));

        Assert.Equal(["de"], french.Content.Headers.ContentLanguage);
        Assert.Equal(["en"], english.Content.Headers.ContentLanguage);
    }

    [Fact]
    public async Task With_a_maximum_age_shared_caches_keep_what_needs_no_user()
    {
        static void Register(IServiceCollection services)
        {
            services.AddAuthorization();
            services.AddQuiz(RiversQuiz.Quiz, options => options.MaxAge = TimeSpan.FromHours(1));
        }

        await using var open = await QuizApp.StartAsync(Register, app => app.MapQuiz("/quiz"));
        await using var restricted = await QuizApp.StartAsync(
            Register,
            app =>
            {
                app.UseAuthorization();
                app.MapQuiz("/quiz").RequireAuthorization();
            });

        using var anonymous = await open.SendAsync("/quiz");
        using var known = await open.SendAsync("/quiz", (QuizApp.UserHeader, "ada"));
        using var required = await restricted.SendAsync("/quiz", (QuizApp.UserHeader, "ada"));

        Assert.Equal("public, max-age=3600", anonymous.Headers.CacheControl!.ToString());
        Assert.Equal("max-age=3600, private", known.Headers.CacheControl!.ToString());
        Assert.Equal("max-age=3600, private", required.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("reply", "{\"reply\":\"yes\"}")]
    [InlineData("reply", "{\"reply\":\"perhaps\"}")]
    [InlineData("reply", "nonsense")]
    [InlineData("reveal", "{}")]
    public async Task No_cache_keeps_an_answer_or_an_error(string action, string body)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz, options => options.MaxAge = TimeSpan.FromHours(1));

        using var posted = await app.PostAsync($"/quiz/questions/nile-flows-north/{action}", body);
        using var unknown = await app.SendAsync("/quiz/questions/nowhere");
        using var noHint = await app.SendAsync("/quiz/questions/nile-flows-north/hints/1");
        using var noSeed = await app.SendAsync("/quiz?seed=x");

        Assert.All([posted, unknown, noHint, noSeed], response => Assert.Equal("no-store", response.Headers.CacheControl?.ToString()));
    }
}
