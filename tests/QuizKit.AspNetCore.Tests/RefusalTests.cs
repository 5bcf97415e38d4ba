// Requests that are refused, each with its status and what to do.

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace QuizKit.AspNetCore.Tests;

public sealed class RefusalTests
{
    private const string Reply = "/quiz/questions/longest-in-europe/reply";

    [Theory]
    [InlineData("/quiz/questions/longest-in-europ", "longest-in-europe")]
    [InlineData("/quiz/questions/LONGEST-IN-EUROPE", "longest-in-europe")]
    [InlineData("/quiz/questions/two-colors/hints/1", "two-colours")]
    [InlineData("/quiz/questions/nile-flow-north?language=de&seed=3", "nile-flows-north")]
    public async Task An_unknown_question_is_not_found_and_the_nearest_is_named(string path, string nearest)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        using var response = await app.Client.GetAsync(path);

        var problem = await QuizApp.ProblemAsync(HttpStatusCode.NotFound, response);
        Assert.Equal(nearest, problem.GetProperty("nearest").GetString());
        Assert.EndsWith($"Did you mean '{nearest}'?", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_without_a_near_one_is_not_found_and_a_long_id_is_not_repeated()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        using var far = await app.Client.GetAsync("/quiz/questions/zzz");
        using var large = await app.Client.GetAsync("/quiz/questions/" + new string('a', 5000));
        using var posted = await app.PostAsync("/quiz/questions/zzz/reveal", "{}");

        Assert.Equal(
            "The quiz 'rivers' has no question 'zzz'.", (await QuizApp.ProblemAsync(HttpStatusCode.NotFound, far)).GetProperty("detail").GetString());
        Assert.InRange((await QuizApp.ProblemAsync(HttpStatusCode.NotFound, large)).GetProperty("detail").GetString()!.Length, 1, 200);
        Assert.False((await QuizApp.ProblemAsync(HttpStatusCode.NotFound, posted)).TryGetProperty("nearest", out _));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("one")]
    [InlineData("99999999999")]
    public async Task A_hint_that_does_not_exist_is_not_found(string number)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        using var response = await app.Client.GetAsync($"/quiz/questions/longest-in-europe/hints/{number}");

        var problem = await QuizApp.ProblemAsync(HttpStatusCode.NotFound, response);
        Assert.Equal(
            $"The question 'longest-in-europe' has no hint '{number}'. Its hints have the numbers 1 to 2.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("2147483648")]
    [InlineData("1&seed=2")]
    public async Task A_seed_that_is_not_an_integer_is_a_bad_request(string seed)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        using var quiz = await app.Client.GetAsync($"/quiz?seed={seed}");
        using var question = await app.Client.GetAsync($"/quiz/questions/longest-in-europe?seed={seed}");
        using var reply = await app.PostAsync($"{Reply}?seed={seed}", "{\"reply\":\"a\"}");

        foreach (var response in new[] { quiz, question, reply })
        {
            var problem = await QuizApp.ProblemAsync(HttpStatusCode.BadRequest, response);
            Assert.Contains("is not a seed. Write a whole number", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "Line 1, byte 1")]
    [InlineData("null", "")]
    [InlineData("[]", "Line 1, byte")]
    [InlineData("{", "Line 1, byte")]
    [InlineData("{}", "")]
    [InlineData("{\"reply\":null}", "")]
    [InlineData("{\"reply\":2817}", "Line 1, byte")]
    [InlineData("{\"reply\":\"a\",\n\"sed\":7}", "Line 2, byte")]
    [InlineData("{\"Reply\":\"a\"}", "Line 1, byte")]
    [InlineData("{\"reply\":\"a\",\"reply\":\"b\"}", "Line 1, byte")]
    [InlineData("{\"reply\":\"a\",\"seed\":1.5}", "Line 1, byte")]
    [InlineData("{\"reply\":\"a\",\"seed\":\"7\"}", "Line 1, byte")]
    [InlineData("{\"reply\":\"a\"} {}", "Line 1, byte")]
    [InlineData("{\"reply\":\"a\",}", "Line 1, byte")]
    [InlineData("reply=a", "Line 1, byte 1")]
    public async Task A_body_that_is_not_a_reply_is_a_bad_request_with_its_place_and_what_to_send(string body, string place)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        using var response = await app.PostAsync(Reply, body);

        var detail = (await QuizApp.ProblemAsync(HttpStatusCode.BadRequest, response)).GetProperty("detail").GetString()!;
        Assert.Contains(place, detail, StringComparison.Ordinal);
        Assert.EndsWith("Send { \"reply\": \"…\" } or { \"reply\": \"…\", \"seed\": 7 }.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("QuizKit", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_UTF8_is_a_bad_request()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);
        using var content = new ByteArrayContent([.. "{\"reply\":\""u8, 0xFF, 0xC0, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await app.Client.PostAsync(Reply, content);

        await QuizApp.ProblemAsync(HttpStatusCode.BadRequest, response);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_of_a_megabyte_is_too_large_whether_its_length_is_announced_or_not(bool chunked)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);
        using var request = new HttpRequestMessage(HttpMethod.Post, Reply)
        {
            Content = new StringContent($"{{\"reply\":\"{new string('a', 1 << 20)}\"}}", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await app.Client.SendAsync(request);

        var problem = await QuizApp.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, response);
        Assert.Equal("The body is larger than 16384 bytes.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_body_of_the_largest_size_is_read_and_one_more_byte_is_not()
    {
        const string Body = "{\"reply\":\"b\"}";
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz, options => options.MaxRequestBytes = Body.Length);

        using var fits = await app.PostAsync(Reply, Body);
        using var larger = await app.PostAsync(Reply, Body + " ");

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        await QuizApp.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, larger);
    }

    [Fact]
    public async Task A_lower_limit_of_the_server_is_a_problem_too()
    {
        await using var app = await QuizApp.StartAsync(
            services => services.AddQuiz(RiversQuiz.Quiz).Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBodySize = 5),
            app => app.MapQuiz("/quiz"));

        using var response = await app.PostAsync(Reply, "{\"reply\":\"b\"}");

        await QuizApp.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, response);
    }

    // What a form on another site can send without asking first: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task What_a_form_on_another_site_can_send_is_refused_with_a_cookie_and_without(string? type)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        foreach (var path in new[] { Reply, Reply.Replace("/reply", "/reveal", StringComparison.Ordinal) })
        {
            foreach (var cookie in new[] { false, true })
            {
                using var content = new ByteArrayContent("{\"reply\":\"b\"}"u8.ToArray());
                if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
                if (cookie) request.Headers.Add("Cookie", "session=1");

                using var response = await app.Client.SendAsync(request);

                Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
                Assert.DoesNotContain("Volga", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_status_of_another_content_type_has_details_in_an_app_with_status_pages()
    {
        await using var app = await QuizApp.StartAsync(
            services => services.AddProblemDetails().AddQuiz(RiversQuiz.Quiz),
            app =>
            {
                app.UseStatusCodePages();
                app.MapQuiz("/quiz");
            });

        using var response = await app.Client.PostAsync(Reply, new StringContent("reply=b", Encoding.UTF8, "text/plain"));

        await QuizApp.ProblemAsync(HttpStatusCode.UnsupportedMediaType, response);
    }

    [Fact]
    public async Task A_script_of_another_site_gets_no_permission_to_send_JSON()
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);
        using var request = new HttpRequestMessage(HttpMethod.Options, Reply);
        request.Headers.Add("Origin", "https://elsewhere.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type");

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/quiz/questions/longest-in-europe/reply")]
    [InlineData("/quiz/questions/longest-in-europe/reveal")]
    public async Task An_answer_cannot_be_fetched_by_a_link(string path)
    {
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        using var response = await app.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }
}
