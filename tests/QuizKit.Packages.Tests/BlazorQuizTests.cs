// The Blazor sample as it runs: its pages, the style sheet out of the package, and a reply as a form.

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
        await using var server = await WebServer.StartAsync(sample, "BlazorQuiz");

        var style = Regex.Match(await server.Client.GetStringAsync("/"), "href=\"(_content/QuizKit.Blazor/quizkit[^\"]*)\"").Groups[1].Value;
        Assert.Contains(".quizkit", await server.Client.GetStringAsync(style), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/questions/nothing")).StatusCode);

        var page = await server.Client.GetStringAsync("/questions/neural-networks");
        Assert.Equal(Chapter6Quiz.Quiz.Questions.Count, Regex.Count(page, "<form "));
        var answer = Chapter6Quiz.MultiplyAdds.Answer.Text.Html;
        Assert.DoesNotContain(answer, page, StringComparison.Ordinal);
        var form = Regex.Match(page, "(?s)<form (?:(?!<form ).)*value=\"multiply-adds\".*?</form>").Value;
        var fields = Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")
            .Select(field => KeyValuePair.Create(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)));
        using var posted = await server.Client.PostAsync(
            "/questions/neural-networks", new FormUrlEncodedContent([.. fields, new("quizkit.Reply", "136,448"), new("quizkit.Action", "check")]));
        Assert.Contains(answer, await posted.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
