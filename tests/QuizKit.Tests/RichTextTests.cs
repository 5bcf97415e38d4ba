// A text and its four forms.

using Xunit;

namespace QuizKit.Tests;

public sealed class RichTextTests
{
    [Fact]
    public void A_text_has_four_forms_and_is_printed_in_Unicode()
    {
        var text = new RichText("$x^2$", "x^2", "x²", "<math></math>");

        Assert.Equal(("$x^2$", "x^2", "x²", "<math></math>"), (text.Markdown, text.PlainText, text.UnicodeText, text.Html));
        Assert.Equal("x²", text.ToString());
    }

    [Theory]
    [InlineData("words", "words", "words", "words", "words")]
    [InlineData("a ⟦**¦¦¦<b>⟧word⟦**¦¦¦</b>⟧.", "a **word**.", "a word.", "a word.", "a <b>word</b>.")]
    [InlineData("⟦1¦2¦3¦4⟧", "1", "2", "3", "4")]
    [InlineData("⁞⟦a⁞¦⁞⁞b⁞⟧⟦⁞⟦¦⁞¦¦⁞⟧¦⁞⁞⟧", "⟦a¦⁞b⟧⟦", "⟦a¦⁞b⟧¦", "⟦a¦⁞b⟧⟧", "⟦a¦⁞b⟧⁞")]
    [InlineData("", "", "", "", "")]
    public void Interleaved_forms_are_told_apart(string interleaved, string markdown, string plain, string unicode, string html)
    {
        var text = RichText.FromInterleaved(interleaved);

        Assert.Equal((markdown, plain, unicode, html), (text.Markdown, text.PlainText, text.UnicodeText, text.Html));
    }

    [Fact]
    public void A_form_is_made_once_and_equal_forms_are_one_string()
    {
        var different = RichText.FromInterleaved("⟦a¦b¦c¦d⟧");
        var equal = RichText.FromInterleaved(new string('a', 3));

        Assert.Same(different.Html, different.Html);
        Assert.Same(equal.Markdown, equal.Html);
    }

    [Theory]
    [InlineData("words <em>in</em> a line", true)]
    [InlineData("<strong>True.</strong> It is", true)]
    [InlineData("<span data-claim=\"a\">words</span>", true)]
    [InlineData("<math display=\"block\"><mi>x</mi></math>", true)]
    [InlineData("", true)]
    [InlineData("<p>words</p>", false)]
    [InlineData("<ol start=\"3\">\n<li>words</li>\n</ol>", false)]
    [InlineData("<div data-claim=\"a\">\n<p>words</p>\n</div>", false)]
    [InlineData("<pre><code>x</code></pre>", false)]
    public void A_text_tells_whether_its_HTML_fits_into_a_line(string html, bool isPhrasing)
    {
        Assert.Equal(isPhrasing, new RichText("", "", "", html).IsPhrasing);
    }

    [Theory]
    [InlineData("<p>It is <span data-claim=\"a\">so <span data-claim=\"b-2\">and so</span></span>.</p>", "<p>It is <span>so <span>and so</span></span>.</p>")]
    [InlineData("<div data-claim=\"a\">\n<p>It is.</p>\n</div>", "<div>\n<p>It is.</p>\n</div>")]
    [InlineData("<code> data-claim=\"a\"</code>", "<code> data-claim=\"a\"</code>")]
    [InlineData("<p>It is.</p>", "<p>It is.</p>")]
    public void A_text_without_claims_has_the_same_words_and_does_not_name_them(string html, string expected)
    {
        var text = new RichText("m", "p", "u", html).WithoutClaims();

        Assert.Equal(("m", "p", "u", expected), (text.Markdown, text.PlainText, text.UnicodeText, text.Html));
    }

    [Fact]
    public void A_form_that_is_null_is_refused_by_its_name()
    {
        Assert.Equal("markdown", Assert.Throws<ArgumentNullException>(() => new RichText(null!, "", "", "")).ParamName);
        Assert.Equal("plainText", Assert.Throws<ArgumentNullException>(() => new RichText("", null!, "", "")).ParamName);
        Assert.Equal("unicodeText", Assert.Throws<ArgumentNullException>(() => new RichText("", "", null!, "")).ParamName);
        Assert.Equal("html", Assert.Throws<ArgumentNullException>(() => new RichText("", "", "", null!)).ParamName);
    }
}
