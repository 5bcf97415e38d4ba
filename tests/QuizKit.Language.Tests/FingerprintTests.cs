// What the fingerprint of a question is made of: its words, and nothing that a translator could not see.

using System.Security.Cryptography;
using System.Text;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class FingerprintTests
{
    private const string Body = "## Question 1: Sums\n<!-- quiz: id=one -->\n\nWhat is $1 + 1$?\n\n### Answer\n\nTwo,\nsay all.\n";

    private static string Of(string question, string below = "") => QuizBinder.Bind(
        new SourceText(Samples.FrontMatter + question + below), new DiagnosticBag(), Cancellation.Never).Questions[0].Fingerprint;

    [Fact]
    public void It_is_the_beginning_of_the_SHA_256_of_the_words()
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes("Sums\nWhat is $1 + 1$?\n### Answer\nTwo,\nsay all."));

        Assert.Equal(Convert.ToHexStringLower(digest)[..8], Of(Body));
    }

    [Theory]
    [InlineData("## Question 1:", "## Question 7:")]
    [InlineData("## Question 1:", "## Question:")]
    [InlineData("id=one", "id=one tags=a")]
    [InlineData("say all.", "say all.  ")]
    [InlineData("say all.", "say\u0020all.<!-- note: x -->")]
    [InlineData("\nTwo", "\n\n\nTwo")]
    [InlineData("\nTwo,\nsay all.", "\n<!-- claim: a -->\nTwo,\nsay all.<!-- /claim -->")]
    [InlineData("\nTwo,", "\n<!-- markdownlint-disable -->\nTwo,")]
    [InlineData("\n", "\r\n")]
    public void It_leaves_out_numbers_comments_and_white_space(string old, string changed)
    {
        Assert.Contains(old, Body, StringComparison.Ordinal);

        Assert.Equal(Of(Body), Of(Body.Replace(old, changed, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Sums", "sums")]
    [InlineData(": Sums", "")]
    [InlineData("$1 + 1$", "$1+1$")]
    [InlineData("Two,\nsay", "Two, say")]
    [InlineData("### Answer", "### Hint\n\nCount.\n\n### Answer")]
    [InlineData("say all.", "say  all.")]
    [InlineData("say all.", "say\u00A0all.")]
    [InlineData("say all.", "say `<!-- all -->`.")]
    public void It_changes_with_each_word(string old, string changed)
    {
        Assert.Contains(old, Body, StringComparison.Ordinal);

        Assert.NotEqual(Of(Body), Of(Body.Replace(old, changed, StringComparison.Ordinal)));
    }

    [Fact]
    public void Comments_in_code_are_words()
    {
        var (one, two) = (Body + "\n```html\n<!-- a -->\n```\n", Body + "\n```html\n<!-- b -->\n```\n");

        Assert.NotEqual(Of(one), Of(two));
    }

    private static string OfTitle(string text) =>
        QuizBinder.Bind(new SourceText(text), new DiagnosticBag(), Cancellation.Never).TitleFingerprint!;

    [Fact]
    public void That_of_the_title_has_the_introduction_and_nothing_below()
    {
        const string Introduction = "# Sums &\n<!-- note: x -->\n\nOn *sums*.\n\n- one  \n- two\n\n[a]: https://example.org\n\n";
        var expected = Convert.ToHexStringLower(SHA256.HashData("Sums &\nOn *sums*.\n- one\n- two"u8))[..8];
        var text = Samples.FrontMatter.Replace("# A sample\n", Introduction, StringComparison.Ordinal);

        Assert.Equal(expected, OfTitle(text));
        Assert.Equal(expected, OfTitle(text + Body));
        Assert.Equal(expected, OfTitle(text.Replace("\n", "\r\n", StringComparison.Ordinal) + Body));
        Assert.NotEqual(expected, OfTitle(text.Replace("# Sums", "# sums", StringComparison.Ordinal)));
        Assert.NotEqual(expected, OfTitle(text.Replace("- two", "- Two", StringComparison.Ordinal)));
    }

    [Fact]
    public void Definitions_and_what_stands_below_do_not_count()
    {
        var link = Body.Replace("say all", "say [all][a]", StringComparison.Ordinal);
        const string Next = "\n## Question 2\n<!-- quiz: id=two -->\n\nWhat?\n\n### Answer\n\nThat.\n";

        Assert.Equal(Of(Body), Of(Body, Next));
        Assert.Equal(Of(link, "\n[a]: https://example.org\n"), Of(link, "\n" + Next + "\n[a]: https://example.com\n"));
    }
}
