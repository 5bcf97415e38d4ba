// Marks in the quiz's own HTML: one behind the last of a claim's words, however many elements wrap them.

using QuizKit.GpuChecks.Reports.Html;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public class ClaimMarksTests
{
    [Theory]
    [InlineData(
        "<p>It is <span data-claim=\"a\">so</span>.</p>",
        "<p>It is <span id=\"quote-a\" class=\"quote A\" data-claim=\"a\">so</span>[a].</p>")]
    [InlineData(
        "<p><span data-claim=\"a\">one</span></p><p><span data-claim=\"a\">two</span></p>",
        "<p><span id=\"quote-a\" class=\"quote A\" data-claim=\"a\">one</span></p><p><span class=\"quote A\" data-claim=\"a\">two</span>[a]</p>")]
    [InlineData(
        "<p><span data-claim=\"a\">x <span data-claim=\"b\">y</span></span></p>",
        "<p><span id=\"quote-a\" class=\"quote A\" data-claim=\"a\">x <span id=\"quote-b\" class=\"quote B\" data-claim=\"b\">y</span>[b]</span>[a]</p>")]
    [InlineData(
        "<div data-claim=\"a\"><p>x</p>\n<p>y</p>\n</div>",
        "<div id=\"quote-a\" class=\"quote A\" data-claim=\"a\"><p>x</p>\n<p>y[a]</p>\n</div>")]
    [InlineData(
        "<div data-claim=\"a\"><ul><li>x</li></ul></div>",
        "<div id=\"quote-a\" class=\"quote A\" data-claim=\"a\"><ul><li>x</li></ul>[a]</div>")]
    [InlineData("<p><span data-claim=\"other\">x</span><br>y</p>", "<p><span data-claim=\"other\">x</span><br>y</p>")]
    [InlineData("<p><span data-claim=\"a\">x<br>y</span></p>", "<p><span id=\"quote-a\" class=\"quote A\" data-claim=\"a\">x<br>y</span>[a]</p>")]
    [InlineData("no markup", "no markup")]
    public void The_mark_stands_behind_the_last_word(string html, string expected) => Assert.Equal(
        expected, ClaimMarks.Insert(html, id => id == "other" ? null : new ClaimMark(id.ToUpperInvariant(), $"[{id}]")));
}
