// Markdown as HTML: which elements it becomes, where a claim's elements stand, and which texts fit into a line.

using QuizKit.Language.Model;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class ProseHtmlTests
{
    private const string Open = "<!-- claim: a -->";
    private const string Close = "<!-- /claim -->";

    [Theory]
    [InlineData("One\ntwo.", "<p>One\ntwo.</p>")]
    [InlineData("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>")]
    [InlineData("One  \ntwo\\\nthree", "<p>One<br>\ntwo<br>\nthree</p>")]
    [InlineData("*a* **b** ***c*** `d  e`", "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em> <code>d  e</code></p>")]
    [InlineData("a < b & \"c\" &nbsp;&lt;", "<p>a &lt; b &amp; \"c\" &nbsp;&lt;</p>")]
    [InlineData("[a *b*](https://x.org/?a&b \"t\\\"\")", "<p><a href=\"https://x.org/?a&amp;b\" title=\"t&quot;\">a <em>b</em></a></p>")]
    [InlineData("<https://x.org> <a@x.org>", "<p><a href=\"https://x.org\">https://x.org</a> <a href=\"mailto:a@x.org\">a@x.org</a></p>")]
    [InlineData("![a *b* $x^2$](x.png)", "<p><img src=\"x.png\" alt=\"a b x^2\"></p>")]
    [InlineData("- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>")]
    [InlineData("3. a\n\n4. b", "<ol start=\"3\">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>")]
    [InlineData("> a\n>\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>")]
    [InlineData("```c#\n  a<b>\n\n```", "<pre><code class=\"language-c#\">  a&lt;b&gt;</code></pre>")]
    [InlineData("```\" onclick=x\na\n```", "<pre><code class=\"language-&quot;\">a</code></pre>")]
    [InlineData("```f&ouml;&nbsp;x\na\n```", "<pre><code>a</code></pre>")]
    [InlineData("``` f&ouml;\na\n```", "<pre><code class=\"language-fö\">a</code></pre>")]
    [InlineData("a\n\n* * *\n\nb", "<p>a</p>\n<hr>\n<p>b</p>")]
    [InlineData(
        "| | a |\n| --- | ---: |\n| b | |",
        "<table>\n<thead>\n<tr><td></td><th scope=\"col\" "
            + "class=\"align-right\">a</th></tr>\n</thead>\n<tbody>\n<tr><td>b</td>"
            + "<td class=\"align-right\"></td></tr>\n</tbody>\n</table>")]
    [InlineData("$$\nx\n$$", "<p><math display=\"block\"><mi>x</mi></math></p>")]
    [InlineData("a $$x$$ b", "<p>a <math display=\"block\"><mi>x</mi></math> b</p>")]
    [InlineData("$x$ and $ x $", "<p><math><mi>x</mi></math> and <math><mi>x</mi></math></p>")]
    [InlineData("a <!-- note: x --> b", "<p>a b</p>")]
    [InlineData("a [b c", "<p>a [b c</p>")]
    [InlineData("[b](# \"\")", "<p><a href=\"#\">b</a></p>")]
    [InlineData("[b](./x:y) ![c](d.png 't <>')", "<p><a href=\"./x:y\">b</a> <img src=\"d.png\" alt=\"c\" title=\"t &lt;&gt;\"></p>")]
    [InlineData("[b](HTTP://x.org/ü?ä=1#ö%20)", "<p><a href=\"HTTP://x.org/%C3%BC?%C3%A4=1#%C3%B6%20\">b</a></p>")]
    [InlineData("[b](MAILTO:a@x.org) <mailto:b@x.org>",
        "<p><a href=\"MAILTO:a@x.org\">b</a> <a href=\"mailto:b@x.org\">mailto:b@x.org</a></p>")]
    [InlineData("<https://x.org/\"é>", "<p><a href=\"https://x.org/%22%C3%A9\">https://x.org/\"é</a></p>")]
    [InlineData("[a](b.md) [c](d.md) <https://x.org>",
        "<p><a href=\"b.md\">a</a> <a href=\"d.md\">c</a> <a href=\"https://x.org\">https://x.org</a></p>")]
    [InlineData("[a <https://x.org> <b@x.org>](c.md)", "<p><a href=\"c.md\">a https://x.org b@x.org</a></p>")]
    [InlineData("[a ![b](c.png) d](e.md)", "<p><a href=\"e.md\">a <img src=\"c.png\" alt=\"b\"> d</a></p>")]
    [InlineData("![a <https://x.org> b](c.png)", "<p><img src=\"c.png\" alt=\"a https://x.org b\"></p>")]
    [InlineData("> $$\n> a > b\n> $$", "<blockquote>\n<p><math display=\"block\"><mi>a</mi><mo>&gt;</mo><mi>b</mi></math></p>\n</blockquote>")]
    [InlineData(
        "> $$\n>a > b\n>c\n> $$",
        "<blockquote>\n<p><math display=\"block\"><mi>a</mi><mo>&gt;</mo><mi>b</mi><mi>c</mi></math></p>\n</blockquote>")]
    [InlineData(
        "> > $$\n> > a\n> >> b\n> > $$",
        "<blockquote>\n<blockquote>\n<p><math display=\"block\"><mi>a</mi><mo>&gt;</mo><mi>b</mi></math></p>\n</blockquote>\n</blockquote>")]
    [InlineData(
        "> $$\n> a\n> $$\n\n$$\nb\n> c\n$$",
        "<blockquote>\n<p><math display=\"block\"><mi>a</mi></math></p>\n</blockquote>\n"
            + "<p><math display=\"block\"><mi>b</mi><mo>&gt;</mo><mi>c</mi></math></p>")]
    [InlineData(
        "- > $$\n  > a > b\n  > $$",
        "<ul>\n<li>\n<blockquote>\n<p><math display=\"block\"><mi>a</mi><mo>&gt;</mo><mi>b</mi></math></p>\n</blockquote>\n</li>\n</ul>")]
    public void Markdown_becomes_semantic_HTML(string markdown, string html)
    {
        Assert.Equal(html, Answer(markdown).Html);
    }

    [Theory]
    [InlineData("[b *c*](javascript:x)", "b <em>c</em>", "QK0034")]
    [InlineData("[b](x:y)", "b", "QK0034")]
    [InlineData("[b](//x.org)", "b", "QK0034")]
    [InlineData("[b](a\\b.md)", "b", "QK0034")]
    [InlineData("<ftp://x.org>", "ftp://x.org", "QK0034")]
    [InlineData("![b *c* $x^2$](data:x 't')", "b c x^2", "QK0034")]
    [InlineData("[b <https://x.org> c](javascript:y)", "b <a href=\"https://x.org\">https://x.org</a> c", "QK0034")]
    [InlineData("[b][m]\n\n[m]: javascript:x", "b", "QK0034")]
    [InlineData("[b]()", "<a href=\"\">b</a>", "QK0033")]
    [InlineData("[b](<>)", "<a href=\"\">b</a>", "QK0033")]
    [InlineData("![b]()", "<img src=\"\" alt=\"b\">", "QK0033")]
    [InlineData("[m][]\n\n[m]: <>", "<a href=\"\">m</a>", "QK0033")]
    [InlineData("![](a.png)", "<img src=\"a.png\" alt=\"\">", "QK0035")]
    [InlineData("[ ](a.md)", "<a href=\"a.md\"></a>", "QK0035")]
    [InlineData("![b [c](d.md) e](f.png)", "<img src=\"f.png\" alt=\"b c e\">", "QK0044")]
    public void Words_with_a_bad_address_stay_and_only_an_allowed_address_is_written(string markdown, string html, string id)
    {
        var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf("A " + markdown));

        Assert.Equal($"<p>A {html}</p>", model.Questions[0].Answer.Html);
        Assert.Equal(id, Assert.Single(problems).Definition.Rule.Id);
    }

    [Theory]
    [InlineData("One. " + Open + "\nTwo." + Close + " Three.", "<p>One.\n<span data-claim=\"a\">Two.</span> Three.</p>")]
    [InlineData(Open + "\nAll *of* it." + Close, "<p><span data-claim=\"a\">All <em>of</em> it.</span></p>")]
    [InlineData("*one " + Open + "two" + Close + "*", "<p><em>one <span data-claim=\"a\">two</span></em></p>")]
    [InlineData(
        "x " + Open + "*one* `two` $z$" + Close,
        "<p>x <span data-claim=\"a\"><em>one</em> <code>two</code> <math><mi>z</mi></math></span></p>")]
    [InlineData(
        "a " + Open + "b.\n\nc" + Close + " d",
        "<p>a <span data-claim=\"a\">b.</span></p>\n<p><span data-claim=\"a\">c</span> d</p>")]
    [InlineData(Open + "\n\nb.\n\nc." + Close + "\n\nd", "<div data-claim=\"a\">\n<p>b.</p>\n<p>c.</p>\n</div>\n<p>d</p>")]
    [InlineData(
        "x " + Open + "b.\n\nc.\n\nd.\n\ne" + Close + " y",
        "<p>x <span data-claim=\"a\">b.</span></p>\n<div data-claim=\"a\">\n<p>c.</p>\n<p>d.</p>\n</div>\n<p><span "
            + "data-claim=\"a\">e</span> y</p>")]
    [InlineData(
        Open + "\n\n| b |\n| --- |\n| c |\n\n" + Close,
        "<div data-claim=\"a\">\n<table>\n<thead>\n<tr><th "
            + "scope=\"col\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>c</td></tr>\n</tbody>\n</table>\n</div>")]
    [InlineData(
        "- x\n- y " + Open + "b\n- c" + Close,
        "<ul>\n<li>x</li>\n<li>y <span data-claim=\"a\">b</span></li>\n<li><span data-claim=\"a\">c</span></li>\n</ul>")]
    [InlineData(
        "x " + Open + "is\n\n$$\nz\n$$\n\nso" + Close + ".",
        "<p>x <span data-claim=\"a\">is</span></p>\n<p><span data-claim=\"a\"><math "
            + "display=\"block\"><mi>z</mi></math></span></p>\n<p><span data-claim=\"a\">so</span>.</p>")]
    [InlineData(
        "x " + Open + "b " + "<!-- claim: c -->d" + Close + " e" + Close,
        "<p>x <span data-claim=\"a\">b <span data-claim=\"c\">d</span> e</span></p>")]
    [InlineData(
        "x " + Open + "<!-- claim: c -->d" + Close + Close + " e",
        "<p>x <span data-claim=\"a\"><span data-claim=\"c\">d</span></span> e</p>")]
    [InlineData(
        "x " + Open + "b " + Close + "<!-- claim: c --> d" + Close,
        "<p>x <span data-claim=\"a\">b</span> <span data-claim=\"c\">d</span></p>")]
    public void The_words_of_a_claim_stand_in_elements_with_its_id(string markdown, string html)
    {
        Assert.Equal(html, Answer("Y.\n\n" + markdown).Html["<p>Y.</p>\n".Length..]);
    }

    [Theory]
    [InlineData("x " + Open + "one *two*" + Close, "one <em>two</em>")]
    [InlineData("**one " + Open + "two" + Close + "**", "two")]
    [InlineData("- one\n- two " + Open + "three" + Close, "three")]
    [InlineData("- x " + Open + "one\n- two" + Close, "<ul>\n<li>one</li>\n<li>two</li>\n</ul>")]
    [InlineData("> x\n>\n> y " + Open + "one\n>\n> two" + Close, "<p>one</p>\n<p>two</p>")]
    [InlineData(Open + "\n\n> one\n\n" + Close, "<blockquote>\n<p>one</p>\n</blockquote>")]
    [InlineData(Open + "\n\n$$\nz\n$$\n\n" + Close, "<math display=\"block\"><mi>z</mi></math>")]
    [InlineData("x " + Open + "b.\n\nc" + Close, "<p>b.</p>\n<p>c</p>")]
    [InlineData("| x | " + Open + "one" + Close + " |\n| --- | --- |", "one")]
    public void A_statement_out_of_one_paragraph_fits_into_a_line(string markdown, string html)
    {
        var statement = Question("What?", "Y.\n\n" + markdown).Claims[0].Statement;

        Assert.Equal(html, statement.Html);
    }

    [Fact]
    public void A_statement_holds_the_claims_inside_it_but_not_itself()
    {
        var question = Question("What?", $"x {Open}one <!-- claim: b -->two{Close} three{Close}");

        Assert.Equal(["one <span data-claim=\"b\">two</span> three", "two"], question.Claims.Select(claim => claim.Statement.Html));
    }

    [Fact]
    public void A_statement_out_of_a_list_has_no_bullet()
    {
        var statement = Question("What?", $"- one\n- two {Open}three{Close}").Claims[0].Statement;

        Assert.Equal(("three", "three", "three"), (statement.Markdown, statement.PlainText, statement.UnicodeText));
    }

    [Fact]
    public void A_choice_of_one_paragraph_and_a_title_fit_into_a_line()
    {
        var quiz = Quiz("What?\n\n- [x] one `two`\n- [ ] three\n\n  four", "This.", "kind=choice");

        Assert.Equal("T <em>x</em>", quiz.Title.Html);
        Assert.Equal(
            ["one <code>two</code>", "<p>three</p>\n<p>four</p>"], quiz.Questions[0].Typed.Choices.Select(choice => choice.Text.Html));
        Assert.Equal("<p>What?</p>", quiz.Questions[0].Prompt.Html);
    }

    [Fact]
    public void The_plain_form_has_no_markup_and_keyboard_formulas_in_lists_too()
    {
        var text = Answer("- $x^2$ is **big**\n- [see](https://x.org) $\\frac{\\partial \\mathcal{L}}{\\partial z}$");

        Assert.Equal("- x^2 is big\n- see (https://x.org) dL/dz", text.PlainText);
        Assert.Equal("• x² is big\n• see (https://x.org) ∂ℒ/∂z", text.UnicodeText);
    }

    private static RichTextModel Answer(string markdown) => Question("What?", markdown).Answer;

    private static QuestionModel Question(string prompt, string answer) => Quiz(prompt, answer).Questions[0];

    private static QuizModel Quiz(string prompt, string answer, string attributes = "")
    {
        var quiz = "---\nid: sample\nlanguage: en\n---\n# T *x*\n\n"
            + $"## Question 1\n<!-- quiz: id=one {attributes} -->\n\n{prompt}\n\n### Answer\n\n{answer}\n";
        var (model, problems) = FrontEnd.Compile(quiz);
        Assert.Empty(problems);
        return model;
    }
}
