// How many requests a client may make. No test waits for the end of a window.

using System.Net;
using Xunit;

namespace QuizKit.AspNetCore.Tests;

public sealed class RateLimitTests
{
    [Fact]
    public async Task One_request_too_many_is_refused_and_told_when_to_come_back()
    {
        await using var app = await StartAsync();

        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await StatusAsync(app));
        using var refused = await app.SendAsync("/quiz");
        using var reply = await app.PostAsync("/quiz/questions/nile-flows-north/reply", "{\"reply\":\"yes\"}");

        var problem = await QuizApp.ProblemAsync(HttpStatusCode.TooManyRequests, refused);
        var seconds = refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        Assert.InRange(seconds, 1, 3600);
        Assert.Equal($"Too many requests. Try again in {seconds} s.", problem.GetProperty("detail").GetString());
        Assert.Equal("no-store", refused.Headers.CacheControl!.ToString());
        Assert.DoesNotContain("Alexandria", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await QuizApp.ProblemAsync(HttpStatusCode.TooManyRequests, reply);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Addresses_are_one_client_if_one_host_may_have_both(string first, string second, bool same)
    {
        await using var app = await StartAsync();

        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, (QuizApp.AddressHeader, first)));

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(app, (QuizApp.AddressHeader, first)));
        Assert.Equal(same ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK, await StatusAsync(app, (QuizApp.AddressHeader, second)));
    }

    [Fact]
    public async Task A_user_who_is_signed_in_is_one_client_at_every_address()
    {
        await using var app = await StartAsync();

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, (QuizApp.UserHeader, "ada"), (QuizApp.AddressHeader, $"192.0.2.{i}")));

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(app, (QuizApp.UserHeader, "ada"), (QuizApp.AddressHeader, "192.0.2.9")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, (QuizApp.UserHeader, "bob"), (QuizApp.AddressHeader, "192.0.2.9")));
    }

    [Fact]
    public async Task The_app_may_name_its_clients()
    {
        await using var app = await StartAsync(limit => limit.Client = _ => "everybody");

        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, (QuizApp.AddressHeader, $"192.0.2.{i}")));

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(app, (QuizApp.AddressHeader, "192.0.2.9")));
    }

    [Fact]
    public async Task Two_quizzes_count_on_their_own_and_without_a_limit_nothing_is_counted()
    {
        static void Limit(QuizOptions options) => options.RateLimit!.Requests = 1;

        await using var app = await QuizApp.StartAsync(
            services => services.AddQuiz(RiversQuiz.Quiz, Limit).AddQuiz(NeuralNetworks.Chapter6Quiz.Quiz, options => options.RateLimit = null),
            app =>
            {
                app.MapQuiz("/quiz", "rivers");
                app.MapQuiz("/open", "neural-networks");
            });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(app));
        for (var i = 0; i < 400; i++)
        {
            using var response = await app.SendAsync("/open/questions/multiply-adds");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public void Numbers_that_allow_nothing_are_refused_where_they_are_set()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuizRateLimit { Requests = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuizRateLimit { Window = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuizOptions { MaxRequestBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuizOptions { MaxAge = TimeSpan.FromSeconds(-1) });
    }

    private static Task<QuizApp> StartAsync(Action<QuizRateLimit>? configure = null) => QuizApp.StartAsync(RiversQuiz.Quiz, options =>
    {
        options.RateLimit = new QuizRateLimit { Requests = 3, Window = TimeSpan.FromHours(1) };
        configure?.Invoke(options.RateLimit);
    });

    private static async Task<HttpStatusCode> StatusAsync(QuizApp app, params (string, string)[] headers)
    {
        using var response = await app.SendAsync("/quiz", headers);
        return response.StatusCode;
    }
}
