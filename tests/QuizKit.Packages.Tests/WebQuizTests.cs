// The web quiz as it runs: before a reply nothing on the wire tells the answer, after it everything is there.

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using QuizKit.NeuralNetworks;
using Xunit;

namespace QuizKit.Packages.Tests;

/// <summary>The sample, built from the packages.</summary>
public sealed class WebQuiz(PackedPackages packages) : IAsyncLifetime
{
    private WebServer? _server;

    internal HttpClient Client => _server!.Client;

    public async Task InitializeAsync()
    {
        var sample = Consumer.OfSample(packages, "WebQuiz");
        await sample.BuildAsync();
        _server = await WebServer.StartAsync(sample, "WebQuiz");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}

/// <summary>The app of the package's README, as it stands there, in a web project of its own.</summary>
[Collection(PackedPackagesTests.Name)]
public sealed class WebReadmeTests(PackedPackages packages)
{
    [Fact]
    public async Task The_app_of_the_README_of_QuizKit_AspNetCore_serves_the_quiz_and_grades()
    {
        // The first block of indented lines.
        var readme = packages.ReadText("QuizKit.AspNetCore", "README.md").Split('\n');
        var lines = readme.SkipWhile(line => !line.StartsWith("    ", StringComparison.Ordinal))
            .TakeWhile(line => line.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Length == 0 ? "" : line[4..]).ToList();
        Assert.InRange(lines.Count(line => line.Length > 0), 5, 15);
        var consumer = new Consumer(packages, "WebReadme");
        consumer.Write("WebReadme.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit.AspNetCore" Version="{packages.Version}" />
                <PackageReference Include="QuizKit.NeuralNetworks" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        consumer.Write("Program.cs", string.Join('\n', lines));
        await consumer.BuildAsync();
        await using var server = await WebServer.StartAsync(consumer, "WebReadme");

        var quiz = await server.Client.GetFromJsonAsync<JsonElement>("/quiz");
        using var response = await server.Client.PostAsJsonAsync("/quiz/questions/multiply-adds/reply", new { reply = "136,448" });
        using var unknown = await server.Client.GetAsync("/quiz/questions/multiply-ads");

        Assert.Equal(Chapter6Quiz.Quiz.Questions.Select(question => question.Id), quiz.GetProperty("questions").EnumerateArray().Select(it => it.GetProperty("id").GetString()));
        Assert.Equal("Correct", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("outcome").GetString());
        Assert.Equal("multiply-adds", (await unknown.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("nearest").GetString());
    }
}

[Collection(PackedPackagesTests.Name)]
public sealed class WebQuizTests(WebQuiz web) : IClassFixture<WebQuiz>
{
    private static readonly Quiz Quiz = Chapter6Quiz.Quiz;

    /// <summary>Everything that can be fetched of a question without a reply.</summary>
    private static readonly string[] QuestionPaths =
        [.. Quiz.Questions.SelectMany(question => new[] { $"/{Quiz.Id}/{question.Id}", $"/api/{Quiz.Id}/questions/{question.Id}" }), "/", $"/api/{Quiz.Id}"];

    [Fact]
    public async Task Nothing_that_can_be_fetched_without_a_reply_tells_an_answer()
    {
        string[] secrets = [.. Quiz.Questions.SelectMany(Secrets).Distinct()];
        Assert.True(secrets.Length > 300, $"only {secrets.Length} secrets are looked for");

        foreach (var path in QuestionPaths)
        {
            var body = Everything(await web.Client.GetStringAsync(path));

            Assert.DoesNotContain(secrets, secret => body.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotMatch("(?i)data-claim|istrue|iscorrect|correctvalue|printedvalue|refuted|qualified|confirmed|erratum|errata|checked|2,?817|70,?912|136,?448", body);
        }
    }

    [Fact]
    public async Task A_choice_looks_the_same_whether_it_is_right_or_wrong()
    {
        var page = Parse(await web.Client.GetStringAsync("/warm-up/nonlinear"));
        string[] boxes = [.. page.Descendants("input").Select(input =>
        {
            input.SetAttributeValue("id", "");
            input.SetAttributeValue("value", "");
            input.SetAttributeValue("aria-label", "");
            return input.Parent!.Name + input.ToString();
        })];
        var question = await web.Client.GetFromJsonAsync<JsonElement>("/api/warm-up/questions/nonlinear");

        Assert.Equal(4, boxes.Length);
        Assert.Single(boxes.Distinct());
        Assert.Equal(4, question.GetProperty("choices").GetArrayLength());
        Assert.All(
            question.GetProperty("choices").EnumerateArray(),
            choice => Assert.Equal(["letter", "text"], choice.EnumerateObject().Select(property => property.Name)));
    }

    [Fact]
    public async Task After_a_reply_the_answer_and_its_errata_are_there_in_the_page_and_in_JSON()
    {
        foreach (var question in Quiz.Questions)
        {
            var reply = question.Match(open: _ => "", trueFalse: _ => "true", numeric: _ => "1", choice: _ => "a");
            var page = await PostAsync($"/{Quiz.Id}/{question.Id}", reply);
            var answer = (await PostJsonAsync($"/api/{Quiz.Id}/questions/{question.Id}/reply", reply)).GetProperty("answer");

            Assert.Contains(question.Answer.Text.Html, page, StringComparison.Ordinal);
            Assert.Equal(question.Answer.Text.Html, answer.GetProperty("text").GetProperty("html").GetString());
            Assert.All(question.Errata, erratum => Assert.Contains(erratum.Text.Html, page, StringComparison.Ordinal));
            Assert.Equal(
                question.Errata.Select(erratum => erratum.Text.Html),
                answer.GetProperty("errata").EnumerateArray().Select(item => item.GetProperty("html").GetString()));
            Parse(page);
        }
    }

    [Theory]
    [InlineData("/neural-networks/questions/multiply-adds", "136,448 multiply-adds", "Correct", false)]
    [InlineData("/neural-networks/questions/multiply-adds", "70912", "Incorrect", true)]
    [InlineData("/neural-networks/questions/multiply-adds", "5", "Incorrect", false)]
    [InlineData("/neural-networks/questions/backpropagation", "false", "Correct", false)]
    [InlineData("/neural-networks/questions/backpropagation", "true", "Incorrect", false)]
    [InlineData("/neural-networks/questions/gelu-in-transformers", "", "SelfGraded", false)]
    [InlineData("/warm-up/questions/nonlinear", "a,c", "Correct", false)]
    [InlineData("/warm-up/questions/nonlinear", "a", "Incorrect", false)]
    [InlineData("/warm-up/questions/learning-rate", "0.11", "Correct", false)]
    public async Task A_reply_is_graded(string path, string reply, string outcome, bool repeatsPrintedError)
    {
        var result = await PostJsonAsync($"/api{path}/reply", reply);

        Assert.Equal(outcome, result.GetProperty("outcome").GetString());
        Assert.Equal(repeatsPrintedError, result.GetProperty("repeatsPrintedError").GetBoolean());
    }

    [Fact]
    public async Task A_reply_that_is_not_understood_reveals_nothing_and_comes_back_harmless()
    {
        const string Reply = "\"><script>alert(1)</script>";

        var page = await PostAsync("/neural-networks/multiply-adds", Reply);
        var json = await PostJsonAsync("/api/neural-networks/questions/multiply-adds/reply", Reply);

        var parsed = Parse(page);
        Assert.Empty(parsed.Descendants("script"));
        Assert.Equal(Reply, parsed.Descendants("input").Single().Attribute("value")!.Value);
        Assert.Contains("is not a number", parsed.Descendants("p").Single(p => p.Attribute("role")?.Value == "alert").Value, StringComparison.Ordinal);
        Assert.DoesNotContain(Secrets(Chapter6Quiz.MultiplyAdds), secret => Everything(page).Contains(secret, StringComparison.Ordinal));
        Assert.Equal(("NotUnderstood", JsonValueKind.Null), (json.GetProperty("outcome").GetString(), json.GetProperty("answer").ValueKind));
        Assert.DoesNotContain("136", json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_response_has_the_headers_that_keep_a_page_to_itself()
    {
        foreach (var path in new[] { "/", "/style.css", "/neural-networks/multiply-adds", "/api/neural-networks", "/nowhere/at-all" })
        {
            using var response = await web.Client.GetAsync(path);

            Assert.Equal(path == "/nowhere/at-all" ? HttpStatusCode.NotFound : HttpStatusCode.OK, response.StatusCode);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
            Assert.True(path.StartsWith("/api", StringComparison.Ordinal) ? response.Headers.CacheControl!.NoCache : response.Headers.CacheControl!.NoStore);
            Assert.False(response.Headers.Contains("Set-Cookie"));
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task What_is_no_form_is_refused()
    {
        using var text = await web.Client.PostAsync("/neural-networks/multiply-adds", new StringContent("reply=5"));
        using var large = await web.Client.PostAsync(
            "/neural-networks/multiply-adds", new FormUrlEncodedContent([new("reply", new string('1', 100_000))]));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
        Assert.InRange((int)large.StatusCode, 400, 499);
    }

    // Each sentence of an answer and of an erratum, each quotation of a claim that the prompt does not make, and each expectation, as a
    // reader would see it. Short ones could stand anywhere.
    private static IEnumerable<string> Secrets(Question question)
    {
        var texts = question.Errata.Select(erratum => erratum.Text)
            .Concat(question.Claims.Where(claim => claim.Origin != ClaimOrigin.Prompt).Select(claim => claim.Statement)).Append(question.Answer.Text);
        var prompt = question.Prompt.UnicodeText + question.Prompt.PlainText;
        return texts.SelectMany(text => new[] { text.UnicodeText, text.PlainText, text.Markdown, Words(text.Html) })
            .SelectMany(text => Regex.Split(text, @"(?<=\.)\s|\n"))
            .Select(sentence => sentence.Trim())
            .Where(sentence => sentence.Length >= 12 && !prompt.Contains(sentence, StringComparison.Ordinal));
    }

    // All that a page or JSON holds, attributes and comments included, and then its words as they are read.
    private static string Everything(string body)
    {
        var text = Regex.Replace(body, @"\\u([0-9A-Fa-f]{4})", match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());
        return $"{WebUtility.HtmlDecode(text)}\n{Words(text)}";
    }

    private static string Words(string html) => WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]*>", ""));

    private async Task<string> PostAsync(string path, string reply)
    {
        using var response = await web.Client.PostAsync(path, new FormUrlEncodedContent([new("reply", reply)]));
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private async Task<JsonElement> PostJsonAsync(string path, string reply)
    {
        using var response = await web.Client.PostAsJsonAsync(path, new { reply });
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private static XElement Parse(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">", page, StringComparison.Ordinal);
        var root = XElement.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.Empty(root.Descendants("script"));
        return root;
    }
}
