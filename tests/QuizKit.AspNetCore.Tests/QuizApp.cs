// An app that serves quizzes on a free port of this machine.

using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace QuizKit.AspNetCore.Tests;

internal sealed class QuizApp : IAsyncDisposable
{
    /// <summary>The address from which a request seems to come.</summary>
    public const string AddressHeader = "X-Test-Address";

    /// <summary>The user who sends a request.</summary>
    public const string UserHeader = "X-Test-User";

    private readonly WebApplication _app;

    private QuizApp(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    /// <summary>An app with one quiz at <c>/quiz</c>.</summary>
    public static Task<QuizApp> StartAsync(Quiz quiz, Action<QuizOptions>? configure = null) =>
        StartAsync(services => services.AddQuiz(quiz, configure), app => app.MapQuiz("/quiz"));

    public static async Task<QuizApp> StartAsync(Action<IServiceCollection> register, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        register(builder.Services);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (IPAddress.TryParse(context.Request.Headers[AddressHeader], out var address)) context.Connection.RemoteIpAddress = address;
            if (context.Request.Headers[UserHeader] is [{ } user])
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new System.Security.Claims.Claim(ClaimTypes.NameIdentifier, user)], "test"));
            return next(context);
        });
        map(app);
        await app.StartAsync();
        return new QuizApp(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Sends a request with headers.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json) =>
        Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Posts a reply, which must not be refused.</summary>
    public async Task<JsonElement> ReplyAsync(string id, string reply, string query = "")
    {
        using var response = await PostAsync($"/quiz/questions/{id}/reply{query}", JsonSerializer.Serialize(new { reply }));
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The problem details of a response with a status.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpStatusCode status, HttpResponseMessage response)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem;
    }
}
