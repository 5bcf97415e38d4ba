// Links and pictures that refer to a definition elsewhere in the file.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class LinkDefinitionTests
{
    [Theory]
    [InlineData("[a *b*][m]", "[a *b*](https://x.org)", "a b (https://x.org)", "<a href=\"https://x.org\">a <em>b</em></a>")]
    [InlineData("[M][]", "[M](https://x.org)", "M (https://x.org)", "<a href=\"https://x.org\">M</a>")]
    [InlineData("[m], b", "[m](https://x.org), b", "m (https://x.org), b", "<a href=\"https://x.org\">m</a>, b")]
    [InlineData("![a b][m]", "![a b](https://x.org)", "a b", "<img src=\"https://x.org\" alt=\"a b\">")]
    [InlineData("![m]", "![m](https://x.org)", "m", "<img src=\"https://x.org\" alt=\"m\">")]
    [InlineData(
        "[![m]][m]",
        "[![m](https://x.org)](https://x.org)",
        "m (https://x.org)",
        "<a href=\"https://x.org\"><img src=\"https://x.org\" alt=\"m\"></a>")]
    [InlineData("[a][t]", "[a](x&#40;&#41;_1.md \"a &#42;b&#42; &#34;c&#34; &amp;\")", "a (x()_1.md)",
        "<a href=\"x()_1.md\" title=\"a *b* &quot;c&quot; &amp;\">a</a>")]
    [InlineData("[a][s]", "[a](x&#32;y.md)", "a (x y.md)", "<a href=\"x%20y.md\">a</a>")]
    [InlineData("[a][x\\]y]", "[a](z.md)", "a (z.md)", "<a href=\"z.md\">a</a>")]
    public void A_reference_is_a_link_in_every_form(string markdown, string form, string text, string html)
    {
        const string definitions = "\n\n[m]: https://x.org\n[t]: x()_1.md 'a *b* \"c\" &'\n[s]: <x y.md>\n[x\\]y]: z.md\n";
        var answer = Quiz("Y " + markdown + definitions).Questions[0].Answer;

        Assert.Equal(("Y " + form, "Y " + text, $"<p>Y {html}</p>"), (answer.Markdown, answer.PlainText, answer.Html));
        Assert.Equal(answer.Html, Quiz(answer.Markdown).Questions[0].Answer.Html);
    }

    [Theory]
    [InlineData("[a](x\\&lt;y)", "<a href=\"x&amp;lt;y\">a</a>")]
    [InlineData("[a](x&lt\\;y)", "<a href=\"x&amp;lt;y\">a</a>")]
    [InlineData("[a](<x&lt\\; y>)", "<a href=\"x&amp;lt;%20y\">a</a>")]
    [InlineData("[a](x\\_&lt;y)", "<a href=\"x_%3Cy\">a</a>")]
    [InlineData("[a](x\\&amp;lt;y&amp;lt\\;z)", "<a href=\"x&amp;amp;lt;y&amp;lt;z\">a</a>")]
    [InlineData("![a](x.png 'b\\&lt;c')", "<img src=\"x.png\" alt=\"a\" title=\"b&amp;lt;c\">")]
    [InlineData("[a](x.md (b&#60\\;\\)&#41;))", "<a href=\"x.md\" title=\"b&amp;#60;))\">a</a>")]
    [InlineData("> [a](x.md 'b\n>  c\\&lt;\nd')", "<a href=\"x.md\" title=\"b\nc&amp;lt;\nd\">a</a>")]
    [InlineData("[a][]\n\n[a]: x\\&lt;y 'b\\&lt;\n c&lt;'", "<a href=\"x&amp;lt;y\" title=\"b&amp;lt;\nc&lt;\">a</a>")]
    [InlineData("> [a][]\n>\n> [a]:\n> x\\&lt;y 'b\\&lt;\n> c&lt;'", "<a href=\"x&amp;lt;y\" title=\"b&amp;lt;\nc&lt;\">a</a>")]
    public void A_character_after_a_backslash_begins_no_reference_in_an_address_or_a_title(string markdown, string html)
    {
        var answer = Quiz("Y.\n\n" + markdown).Questions[0].Answer;

        Assert.Contains(html, answer.Html, StringComparison.Ordinal);
        Assert.Equal(answer.Html, Quiz(answer.Markdown).Questions[0].Answer.Html);
    }

    [Theory]
    [InlineData("[m]: x.md\n\nA [m].")]
    [InlineData("[m]: x.md\nA [m].")]
    [InlineData("A [m].\n\n[m]:\n  x.md\n")]
    [InlineData("A [m].\n\n> [n]: y.md\n\n[B][n].\n\n[m]: x.md 'a\n  b'\n[o]: z.md\n\n- [o]")]
    public void A_definition_is_no_words_wherever_it_stands(string markdown)
    {
        var answer = Quiz(markdown).Questions[0].Answer;

        Assert.DoesNotContain("]:", answer.Markdown + answer.PlainText + answer.Html, StringComparison.Ordinal);
        Assert.Contains("A m (x.md).", answer.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void One_definition_serves_the_title_the_prompt_and_the_claims()
    {
        var model = Bind(
            "---\nid: t\nlanguage: en\n---\n# The [m]\n\n## Question 1\n<!-- quiz: id=one kind=choice -->\n\nSee [m].\n\n- [x] [m]\n- [ ] b\n\n"
                + "### Answer\n\nA [c <!-- claim: c -->d *e*<!-- /claim -->][m] <!-- claim: f -->\ng [m]<!-- /claim -->[m].\n\n[m]: x.md\n");

        var question = model.Questions[0];
        Assert.Equal(
            ["The [m](x.md)", "See [m](x.md).", "[m](x.md)", "A [c d *e*](x.md)\ng [m](x.md)[m](x.md).", "d *e*", "g [m](x.md)"],
            new[] { model.Title, question.Prompt, question.Typed.Choices[0].Text, question.Answer }
                .Concat(question.Claims.Select(claim => claim.Statement)).Select(text => text.Markdown));
    }

    [Theory]
    [InlineData("a [b][c] d", true)]
    [InlineData("a ![b][c] d", true)]
    [InlineData("a [b][] d", true)]
    [InlineData("a [b] d", false)]
    [InlineData("a [b] [c] d", false)]
    [InlineData("a \\[b][c] d", false)]
    [InlineData("a [b]\\[c] d", false)]
    [InlineData("a [b\\][c] d", false)]
    [InlineData("a `[b][c]` d", false)]
    [InlineData("a []] [[] d", false)]
    [InlineData("a [b][é]\n\n[e]: x.md", true)]
    [InlineData("a [b][É]\n\n[é]: x.md", false)]
    [InlineData("a [b][ß]\n\n[SS]: x.md", false)]
    [InlineData("a [b][ss]\n\n[ß]: x.md", false)]
    [InlineData("a [b][STRASSE]\n\n[straße]: x.md", false)]
    [InlineData("a [b][straẞe]\n\n[STRASSE]: x.md", false)]
    [InlineData("a [b][x  y]\n\n[X y]: x.md", false)]
    [InlineData("a [b][ß]\n\n[s]: x.md", true)]
    public void A_label_without_a_definition_is_reported(string markdown, bool isReported)
    {
        var problems = FrontEnd.Compile(FrontEnd.QuizOf(markdown)).Problems;

        Assert.Equal(isReported, problems.Any(item => item.Definition == Definitions.LinkUndefined));
    }

    [Theory]
    [InlineData("A [a].\n\n[b]: y.md\n\n[A]: x.md\n\n[a]: z.md\n\n[B]: q.md",
        "QK0044 [b]: y.md: No link refers to this definition. Write '[words][b]' where the link should be, or remove the definition.",
        "QK0044 [a]: z.md: '[a]' is defined above, and the first definition counts. Remove one.",
        "QK0044 [B]: q.md: '[B]' is defined above, and the first definition counts. Remove one.")]
    [InlineData("A [ß].\n\n[ß]: x.md\n[SS]: z.md", "QK0044 [SS]: z.md: '[SS]' is defined above, and the first definition counts. Remove one.")]
    [InlineData("A [a].\n\n[a]:\nx.md\n[b]: y.md 'c'",
        "QK0044 [b]: y.md 'c': No link refers to this definition. Write '[words][b]' where the link should be, or remove the definition.")]
    [InlineData("A [a].\n\n[a]: <>", "QK0033 [a]: <>: The link leads nowhere: its address is empty.")]
    [InlineData("A [a][b].\n\n[b]: x.md")]
    public void A_definition_is_unused_or_repeated_or_judged_as_a_link(string markdown, params string[] messages)
    {
        var text = FrontEnd.QuizOf(markdown);

        var problems = FrontEnd.Compile(text).Problems;

        Assert.Equal(
            messages,
            problems.Select(item => $"{item.Definition.Rule.Id} {text.Substring(item.Span.Start, item.Span.Length)}: {item.Message}"));
    }

    private static QuizModel Quiz(string answer) => Bind(FrontEnd.QuizOf(answer));

    private static QuizModel Bind(string quiz)
    {
        var (model, problems) = FrontEnd.Compile(quiz);
        Assert.DoesNotContain(problems, item => item.Definition != Definitions.DefinitionUnused);
        return model;
    }
}
