// The page on quizzes over HTTP: its requests get the responses that it shows.

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.AspNetCore.Tests;

public sealed class WebGuideTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Every_request_shown_gets_the_response_shown_below_it()
    {
        var examples = FencedExamples.In(FencedExamples.ReadPage("web.md")).Where(example => !example.Is("csharp")).ToList();
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        Assert.Equal(14, examples.Count);
        foreach (var pair in examples.Chunk(2))
        {
            Assert.True(pair[0].Is("http") && pair[1].Is("json"), $"line {pair[0].Line}");
            using var response = await app.Client.SendAsync(Request(pair[0].Text));
            var json = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());

            Assert.Equal(pair[1]["status"] ?? "200", response.StatusCode.ToString("D"));
            Assert.Equal(pair[1].Text, JsonSerializer.Serialize(json, Indented).ReplaceLineEndings("\n") + "\n");
        }
    }

    // The first line, the headers, an empty line, and the body.
    private static HttpRequestMessage Request(string text)
    {
        var parts = text.Split("\n\n", 2);
        var lines = parts[0].TrimEnd().Split('\n');
        var request = new HttpRequestMessage(new HttpMethod(lines[0].Split(' ')[0]), lines[0].Split(' ')[1]);
        if (parts.Length == 2) request.Content = new StringContent(parts[1], Encoding.UTF8, lines[1].Split(": ")[1]);
        return request;
    }
}
