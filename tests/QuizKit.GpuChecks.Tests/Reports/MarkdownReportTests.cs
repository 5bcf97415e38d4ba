// The Markdown of a pull request comment: what it shows, and that nothing measured can break it.

using System.Text;
using System.Text.RegularExpressions;
using QuizKit.GpuChecks.Reports.Markdown;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Reports.Formats;
using QuizKit.Reports.Markdown;
using QuizKit.Snapshots;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public class MarkdownReportTests
{
    [Fact]
    public void A_report_with_everything_in_it_reads_well() => Snapshot.Verify(FixedReport.Write(ReportFormat.Markdown, FixedReport.Create()), "md");

    [Fact]
    public void What_broke_and_what_differs_leads_the_table()
    {
        var rows = Rows(FixedReport.Write(ReportFormat.Markdown, FixedReport.Create()));

        Assert.Contains("error", rows[0], StringComparison.Ordinal);
        Assert.Contains("**confirmed**, expected refuted", rows[1], StringComparison.Ordinal);
        Assert.Equal(10, rows.Length);
    }

    [Fact]
    public void No_measured_text_makes_a_cell_a_tag_a_mention_or_a_link()
    {
        var markdown = FixedReport.Write(ReportFormat.Markdown, FixedReport.Create());

        Assert.All(Rows(markdown), row => Assert.Equal(8, Regex.Count(row, @"(?<!\\)\|")));
        Assert.DoesNotContain("<script", markdown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"@team|#7|(?<!\\)\[x\]|(?<!\\)`a|(?<!\\)\*\*b|(?<!\\)\$a|<!--", markdown);
        Assert.DoesNotContain(markdown, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Even_the_longest_report_fits_into_a_comment_and_says_what_it_leaves_out()
    {
        var long_ = FixedReport.Of([FakeCatalog.Cpu], (claim, _) => SampleQuiz.Expected(claim) with { Finding = new string('ä', 10_000) });

        var markdown = FixedReport.Write(ReportFormat.Markdown, long_);

        Assert.InRange(Encoding.UTF8.GetByteCount(markdown), 60_000, MarkdownReport.LongestReport);
        Assert.Contains("questions are omitted", markdown, StringComparison.Ordinal);
        Assert.Equal(5, Rows(markdown).Length);
        Assert.Equal(Regex.Count(markdown, "<details"), Regex.Count(markdown, "</details>"));
    }

    [Theory]
    [InlineData("plain words, 3.14 and 1e-7", "plain words, 3.14 and 1e-7")]
    [InlineData("a|b", "a\\|b")]
    [InlineData("zero_grad", "zero_grad")]
    [InlineData("_emphasis_", "\\_emphasis\\_")]
    [InlineData("1. not a list", "1\\. not a list")]
    [InlineData("0.25 is a number", "0.25 is a number")]
    [InlineData("- not a list", "\\- not a list")]
    [InlineData("x <b>", "x &lt;b&gt;")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("https://example.org", "https\\://example.org")]
    public void Text_is_escaped_where_it_means_something(string text, string expected) => Assert.Equal(expected, MarkdownText.Of(text));

    private static string[] Rows(string markdown) =>
        [.. markdown.Split('\n').SkipWhile(line => !line.StartsWith("| ---", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith('|'))];
}
