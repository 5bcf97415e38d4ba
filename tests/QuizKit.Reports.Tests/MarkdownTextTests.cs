// Untrusted text in Markdown: what would mean something gets a backslash, and what reads better without one has none.

using QuizKit.Reports.Markdown;
using Xunit;

namespace QuizKit.Reports.Tests;

public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("-1", @"\-1")]
    [InlineData("+ a", @"\+ a")]
    [InlineData("a - b + c", "a - b + c")]
    [InlineData("1. First", @"1\. First")]
    [InlineData("12) Twelfth", @"12\) Twelfth")]
    [InlineData("12.", @"12\.")]
    [InlineData("3.14", "3.14")]
    [InlineData("a. b", "a. b")]
    [InlineData(".5", ".5")]
    [InlineData("a) b", "a) b")]
    [InlineData("https://example.org", @"https\://example.org")]
    [InlineData("a: b", "a: b")]
    [InlineData("a:", "a:")]
    [InlineData("[a](b)", @"\[a\]\(b)")]
    [InlineData("f(x)", "f(x)")]
    [InlineData("(x)", "(x)")]
    [InlineData("{a}", "{a}")]
    [InlineData("snake_case", "snake_case")]
    [InlineData("_a_", @"\_a\_")]
    [InlineData("a_", @"a\_")]
    [InlineData("a_ b", @"a\_ b")]
    [InlineData("![a]", @"\!\[a\]")]
    [InlineData("no!", "no!")]
    [InlineData("a*b|c~d$e^f`g\\h", @"a\*b\|c\~d\$e\^f\`g\\h")]
    [InlineData("<b> & @team #1", "&lt;b&gt; &amp; @\u200bteam #\u200b1")]
    public void A_sign_has_a_backslash_where_it_would_mean_something(string text, string markdown) => Assert.Equal(markdown, MarkdownText.Of(text));

    [Theory]
    [InlineData("numpy.sum", "`numpy.sum`")]
    [InlineData("a`b", @"a\`b")]
    [InlineData("a|b", @"a\|b")]
    [InlineData("a\nb", "a b")]
    public void An_identifier_is_code_unless_it_would_end_it(string identifier, string markdown) => Assert.Equal(markdown, MarkdownText.Code(identifier));

    [Fact]
    public void A_column_of_identifiers_is_code_and_an_empty_cell_is_empty()
    {
        var table = new DocumentTable("", [new DocumentColumn("name", IsCode: true), new DocumentColumn("n", IsNumber: true)], [["a_b_", "1"], ["", "2"]]);

        Assert.Contains("| `a_b_` | 1 |\n|  | 2 |\n", MarkdownRenderer.Of(new DocumentSection("names", "Names", [table]), null), StringComparison.Ordinal);
    }
}
