// The Blazor sample as it runs: its pages, the style sheet out of the package, and a reply as a form.

using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using QuizKit.NeuralNetworks;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class BlazorQuizTests(PackedPackages packages)
{
    [Fact]
    public async Task The_sample_runs_from_the_packages_and_takes_a_reply_as_a_form()
    {
        var sample = Consumer.OfSample(packages, "BlazorQuiz");
        await sample.BuildAsync();
        var start = new ProcessStartInfo(Dotnet.Host, [Path.Combine("app", "BlazorQuiz.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = sample.Folder,
            RedirectStandardOutput = true,
        };
        using var server = Process.Start(start)!;
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOf(server) };

            var style = Regex.Match(await client.GetStringAsync("/"), "href=\"(_content/QuizKit.Blazor/quizkit[^\"]*)\"").Groups[1].Value;
            Assert.Contains(".quizkit", await client.GetStringAsync(style), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/questions/nothing")).StatusCode);

            var page = await client.GetStringAsync("/questions/neural-networks");
            Assert.Equal(Chapter6Quiz.Quiz.Questions.Count, Regex.Count(page, "<form "));
            var answer = Chapter6Quiz.MultiplyAdds.Answer.Text.Html;
            Assert.DoesNotContain(answer, page, StringComparison.Ordinal);
            var form = Regex.Match(page, "(?s)<form (?:(?!<form ).)*value=\"multiply-adds\".*?</form>").Value;
            var fields = Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")
                .Select(field => KeyValuePair.Create(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)));
            using var posted = await client.PostAsync(
                "/questions/neural-networks", new FormUrlEncodedContent([.. fields, new("quizkit.Reply", "136,448"), new("quizkit.Action", "check")]));
            Assert.Contains(answer, await posted.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task<Uri> AddressOf(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Regex.Match(line, @"http://127\.0\.0\.1:\d+") is { Success: true } address) return new Uri(address.Value);
        }

        throw new InvalidOperationException("The sample ended before it listened.");
    }
}
