// The web page that is the quiz: read back as a browser reads it.

using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.NeuralNetworks;
using QuizKit.Reports.Formats;
using QuizKit.Snapshots;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public class HtmlReportTests
{
    [Fact]
    public void A_report_with_everything_in_it_is_as_accepted()
    {
        var page = FixedReport.Write(ReportFormat.Html, FixedReport.Create());

        // The style sheet is a file of its own in the repository.
        page = Regex.Replace(page, "<style>.*</style>", "<style>…</style>", RegexOptions.Singleline);
        Snapshot.Verify(Regex.Replace(page, "sha256-[^&']*", "sha256-…"), "html");
    }

    [Fact]
    public void Every_claim_of_the_chapter_has_its_mark_in_the_text_and_its_details_below()
    {
        var page = Parse(FixedReport.Of([FakeCatalog.Cpu], (_, _) => Confirmed, Chapter6Quiz.Quiz));

        Assert.Equal(20, page.QuerySelectorAll("section.question").Length);
        Assert.All(Chapter6Quiz.Quiz.Claims, claim =>
        {
            var link = Assert.Single(page.QuerySelectorAll($"a.mark[href='#claim-{claim.Id}']"));
            Assert.Contains(claim.IsExecutable ? "✓ confirmed" : "§ not checkable", link.TextContent, StringComparison.Ordinal);
            Assert.NotNull(page.GetElementById("quote-" + claim.Id));
            var details = page.GetElementById("claim-" + claim.Id)!;
            Assert.Equal("DETAILS", details.ParentElement!.TagName);
            if (claim.NotExecutableReason is { } reason) Assert.Contains(reason, details.TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_words_of_the_quiz_are_all_there()
    {
        var page = Parse(FixedReport.Of([FakeCatalog.Cpu], (_, _) => Confirmed, Chapter6Quiz.Quiz));

        foreach (var mark in page.QuerySelectorAll("a.mark")) mark.Remove();
        Assert.All(Chapter6Quiz.Quiz.Questions, question =>
        {
            var text = Words(page.GetElementById("question-" + question.Id)!.TextContent);
            IEnumerable<RichText> parts = [question.Prompt, question.Answer.Text, .. question.Errata.Select(erratum => erratum.Text)];
            Assert.All(parts, part => Assert.Contains(Words(new HtmlParser().ParseDocument(part.Html).Body!.TextContent), text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Nothing_runs_nothing_is_loaded_and_a_policy_forbids_both()
    {
        var page = Parse(FixedReport.Create());

        Assert.Empty(page.QuerySelectorAll("script, link, iframe, object, embed, base, form, [onclick], [onload], [style], [src]"));
        Assert.All(page.QuerySelectorAll("[href]"), element => Assert.StartsWith("#", element.GetAttribute("href"), StringComparison.Ordinal));
        var policy = page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content")!;
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        var style = System.Text.Encoding.UTF8.GetBytes(page.QuerySelector("style")!.TextContent);
        Assert.Contains(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(style)), policy, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_leads_somewhere_and_no_id_is_given_twice()
    {
        var page = Parse(FixedReport.Create());

        string[] ids = [.. page.QuerySelectorAll("[id]").Select(element => element.Id!)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(page.QuerySelectorAll("[href]"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
    }

    [Fact]
    public void Text_from_a_device_stays_text()
    {
        var page = Parse(FixedReport.Create());

        var finding = page.QuerySelectorAll("#claim-total-multiply-adds .finding")[^1].TextContent;
        Assert.StartsWith("</td><script>alert(1)</script> | `a`", finding, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Source.Text, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Several_devices_each_have_their_mark()
    {
        var page = Parse(FixedReport.Create());

        string[] marks = [.. page.QuerySelectorAll("a.mark[href='#claim-total-multiply-adds']").Select(mark => Words(mark.TextContent))];
        Assert.Equal(["✗ refuted cpu: total-multiply-adds", "✓ confirmed opencl: total-multiply-adds"], marks);
        Assert.Equal(["cpu: CPU accelerator", "opencl: pthread [basic]"], page.QuerySelectorAll("#claim-total-multiply-adds h5").Select(h => h.TextContent));
    }

    [Fact]
    public void What_is_not_as_expected_is_named_at_the_top_and_unfolded_below()
    {
        var page = Parse(FixedReport.Create());

        var top = page.QuerySelector("header")!.TextContent;
        Assert.Contains("total-multiply-adds on opencl: confirmed, expected refuted", top, StringComparison.Ordinal);
        Assert.Contains("total-multiply-adds-corrected on opencl: error", top, StringComparison.Ordinal);
        Assert.Equal(
            ["claim-total-multiply-adds", "claim-total-multiply-adds-corrected"],
            page.QuerySelectorAll("details.claim[open] > .body").Select(body => body.Id));
    }

    [Fact]
    public void A_check_that_a_stopped_run_did_not_come_to_says_so()
    {
        var page = Parse(FixedReport.Stopped());

        Assert.Contains("… not run", page.QuerySelector("a.mark[href='#claim-parallel-reduction-varies']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Stopped after 1 of 5 checks.", page.QuerySelector(".result")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_questions_of_the_chosen_claims_are_shown()
    {
        var whole = FixedReport.AsExpected();
        RunReport report = new(
            whole.Quiz,
            whole.Request with { Claims = [whole.Quiz.FindClaim(SampleQuiz.Refuted)!] },
            [],
            [.. whole.Results.Take(1)],
            IsComplete: true);

        var page = Parse(report);

        Assert.Equal(["question-multiply-adds"], page.QuerySelectorAll("section.question").Select(section => section.Id));
        Assert.Empty(page.QuerySelectorAll($"a.mark[href='#claim-{SampleQuiz.Corrected}']"));
    }

    private static Outcome Confirmed { get; } = new() { Verdict = Verdict.Confirmed, Finding = "So it is." };

    private static IDocument Parse(RunReport report) => new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true })
        .ParseDocument(FixedReport.Write(ReportFormat.Html, report));

    private static string Words(string text) => Regex.Replace(text, @"\s+", " ").Trim();
}
