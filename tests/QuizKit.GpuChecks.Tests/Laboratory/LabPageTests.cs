// The page of the laboratory, from an archived report: the story at its top, its sections and its glossary.
// QUIZKIT_LAB_PAGE=LAB.json in the environment writes the page of that report beside it, to look at.

using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using QuizKit.GpuChecks.Reports;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports;
using QuizKit.Reports.Formats;
using QuizKit.Reports.Terminal;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Laboratory;

public sealed class LabPageTests
{
    private static readonly LabReport Report = Read(Repository.PathOf("evidence/h200/lab.json"));

    private static readonly IDocument Page = new HtmlParser().ParseDocument(Write(ReportFormat.Html, Report));

    [Fact]
    public void It_begins_with_the_question_a_finding_for_each_part_and_two_trees()
    {
        var top = Page.QuerySelector("header")!;

        Assert.Contains("why might the outputs differ by more than machine epsilon", top.TextContent, StringComparison.Ordinal);
        var findings = top.QuerySelectorAll("ul > li").ToList();
        Assert.Equal(["#section-order", "#section-pair", "#section-variation", "#section-cure"], findings.Select(item => item.QuerySelector("a")!.GetAttribute("href")));
        Assert.Contains("4,364 of 8,560 logits of numpy and torch differ", findings[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("100 sums of the same 1,000,000 binary32 numbers", findings[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("gave 95 different results on cuda", findings[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("1.09 to 3.07 times on cuda", findings[3].TextContent, StringComparison.Ordinal);
        var trees = top.QuerySelectorAll(".figures svg").Select(svg => svg.GetAttribute("aria-label")).ToList();
        Assert.Equal(["numpy: 16 products and the bias (16): 17 addends, height 5", "torch: 16 products and the bias (16): 17 addends, height 6"], trees);
    }

    [Fact]
    public void Each_section_begins_with_its_finding_and_a_plot_that_says_what_to_see()
    {
        foreach (var id in new[] { "order", "pair", "variation", "cure" })
        {
            var section = Page.GetElementById("section-" + id)!;
            Assert.Equal("strong", section.QuerySelector("p")!.ClassName);
            var figure = section.Children.First(child => child.ClassName == "figures").QuerySelector("figure")!;
            Assert.True(figure.QuerySelector("figcaption")!.TextContent.Length > 40, id);
            Assert.NotEmpty(section.QuerySelectorAll("details"));
        }
    }

    [Fact]
    public void Every_link_leads_somewhere_and_every_term_that_is_used_is_explained()
    {
        string[] ids = [.. Page.QuerySelectorAll("[id]").Select(element => element.Id!)];

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Page.QuerySelectorAll("a[href]"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
        Assert.All(Glossary.Terms, term => Assert.Contains(term.Anchor, ids));

        // A term is linked where it is used first in a section, and only there.
        var links = Page.QuerySelectorAll("#section-order a[href='#term-binary32']");
        Assert.Single(links);
        Assert.Equal("binary32", links[0].TextContent);
    }

    [Fact]
    public void A_report_of_one_part_begins_with_that_part()
    {
        var document = LabDocument.Of(Report with { Parts = [LabPart.Order], Pair = null, Variation = [], Cure = [] });

        Assert.Equal(["order", "glossary"], document.Sections.Select(section => section.Id));
        Assert.DoesNotContain(document.Introduction, block => block is DocumentList or DocumentTree);
    }

    [Fact]
    public void Without_trees_of_a_pair_two_orders_of_one_operation_are_drawn()
    {
        var trees = (Report with { Pair = null }).Contrast;

        Assert.Equal(["numpy.sum", "torch.sum"], trees.Select(tree => tree.Title));
        Assert.All(trees, tree => Assert.Equal(20, tree.Tallest));
    }

    [Theory]
    [InlineData("table")]
    [InlineData("markdown")]
    public void Other_formats_have_the_same_findings_and_the_glossary(string format)
    {
        var text = Write(ReportFormat.Common.Single(one => one.Name == format), Report);

        Assert.Contains("4,364 of 8,560 logits", text, StringComparison.Ordinal);
        Assert.Contains("Unit in the last place", text, StringComparison.Ordinal);
        Assert.DoesNotContain("(#term-", text, StringComparison.Ordinal);
        if (format == "markdown") Assert.Contains("- [The cure and its cost](#the-cure-and-its-cost): ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_to_look_at_is_written_where_it_is_asked_for()
    {
        if (Environment.GetEnvironmentVariable("QUIZKIT_LAB_PAGE") is not { } json) return;
        var page = Path.ChangeExtension(json, ".html");
        File.WriteAllText(page, Write(ReportFormat.Html, Read(json)));
        Assert.True(new FileInfo(page).Length > 0);
    }

    private static string Write(ReportFormat format, LabReport report)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        format.Render!(LabDocument.Of(report), new ReportDestination(writer, PlainConsole.On(writer)));
        return writer.ToString();
    }

    private static LabReport Read(string path)
    {
        var json = JsonSerializer.Deserialize(File.ReadAllText(path), ReportJsonContext.Default.LabReportJson)!;
        var lab = json.Laboratory;
        return new LabReport(lab.Parts, json.Devices, json.LeftOut, new LabSettings(lab.Scale, lab.Seed, lab.Runs) { Schedules = lab.Schedules })
        {
            Machine = json.Machine,
            Orders = lab.Orders,

            // A report of an earlier version lacks this field.
            Pair = lab.Pair is { OtherLibraries: null } pair ? pair with { OtherLibraries = [] } : lab.Pair,
            Variation = lab.Variation,
            Cure = lab.Cure,
            Failures = lab.Failures,
            IsComplete = lab.Complete,
        };
    }
}
