// The Markdown form of a text means by itself what the text means in its file, or the file does not compile.

using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class MarkdownFormTests
{
    private const string Note = "<!-- note: x -->";
    private const string Open = "<!-- claim: c -->";
    private const string Close = "<!-- /claim -->";

    [Theory]
    [InlineData("Hello <img src=x onerror=alert(1) " + Note + ">.")]
    [InlineData("Hello <" + Note + "img src=x onerror=alert(1)>.")]
    [InlineData("The [Volga](javas" + Note + "cript:alert(1)).")]
    [InlineData("The [Volga]" + Note + "(javascript:alert(1)).")]
    [InlineData("The <java" + Note + "script:alert(1)>.")]
    [InlineData("The *" + Note + "*b** c.")]
    [InlineData("The _b_" + Note + "c.")]
    [InlineData("The `a`" + Note + "`b`.")]
    [InlineData("The &am" + Note + "p; b.")]
    [InlineData("The $xy$" + Note + "2.")]
    [InlineData("The !" + Note + "[b](c.png).")]
    [InlineData("- [ ]" + Note + " b")]
    [InlineData("The [m] $xy$" + Note + "b.\n\n[m]: https://x.org")]
    [InlineData("a\n\n- b\n  " + Note + "\n  c")]
    [InlineData("<--cl" + Note + "aim: b")]
    [InlineData("-" + Note + "|")]
    [InlineData("The b[" + Note + "^1].")]
    public void A_comment_that_keeps_Markdown_apart_is_an_error_at_the_comment(string markdown)
    {
        var quiz = FrontEnd.QuizOf(markdown);

        var only = Assert.Single(FrontEnd.Compile(quiz).Problems);
        Assert.Equal((Definitions.CommentKeepsApart, quiz.IndexOf(Note, StringComparison.Ordinal)), (only.Definition, only.Span.Start));
    }

    [Fact]
    public void Of_many_comments_the_one_that_keeps_Markdown_apart_is_named()
    {
        var words = string.Concat(Enumerable.Repeat($"a {Note} b. ", 90));
        var quiz = FrontEnd.QuizOf(words + "The [Volga]" + Note + "(map.png). " + words);

        var only = Assert.Single(FrontEnd.Compile(quiz).Problems);
        var place = quiz.IndexOf("[Volga]", StringComparison.Ordinal) + "[Volga]".Length;
        Assert.Equal((Definitions.CommentKeepsApart, place), (only.Definition, only.Span.Start));
    }

    [Theory]
    [InlineData("One.\n" + Note + "\nTwo.", "One.\n\nTwo.")]
    [InlineData("- One.\n" + Note + "\nTwo.", "- One.\n\nTwo.")]
    [InlineData("> One.\n> " + Note + "\n> Two.", "> One.\n>\n> Two.")]
    [InlineData("- a\n" + Note + "\n- b", "- a\n\n* b")]
    [InlineData("1. a\n" + Note + "\n2. b", "1. a\n\n2) b")]
    [InlineData("| a |\n| - |\n| b |\n" + Note + "\nc", "| a |\n| --- |\n| b |\n\nc")]
    [InlineData("a\n" + Note + "\n* * *", "a\n* * *")]
    [InlineData("  - a\n  - b", "- a\n\n- b", "- a\n- b")]
    [InlineData("\\\na", "\\\na")]
    [InlineData("a  " + Note + "\nb", "a\nb")]
    [InlineData("a " + Note + "  \nb", "a  \nb")]
    [InlineData("a " + Note + " `b  c`  \nd", "a `b  c`  \nd")]
    [InlineData("1. a\n2.\n3. b", "1. a\n2.\n3. b")]
    [InlineData("```\n- <!-- note: x -->\n```", "```\n- <!-- note: x -->\n```")]
    public void The_form_has_the_paragraphs_items_and_breaks_of_the_HTML(string markdown, string form, string? other = null)
    {
        var answer = Question(markdown).Answer;

        Assert.Equal(other ?? form, answer.Markdown);
        AssertSame(answer);
    }

    [Theory]
    [InlineData("> x\n> y " + Open + "one\n> two" + Close, "one\ntwo")]
    [InlineData("> x\n>\n> y " + Open + "one\n>\n> two" + Close, "one\n\ntwo")]
    [InlineData("- x " + Open + "one\n- two" + Close, "- one\n- two")]
    [InlineData("1. x\n1. y " + Open + "one\n1. two" + Close, "2. one\n3. two")]
    [InlineData("- x\n\n- y " + Open + "one\n\ntwo" + Close, "- one\n\ntwo")]
    [InlineData("- > x " + Open + "one\n  > - two" + Close, "one\n\n- two")]
    [InlineData("a " + Open + "- b" + Close, "\\- b")]
    [InlineData("a " + Open + "2. b" + Close, "2\\. b")]
    [InlineData("a " + Open + "# b" + Close, "\\# b")]
    [InlineData("a " + Open + "> b" + Close, "\\> b")]
    [InlineData("a " + Open + "+ b" + Close + " c", "\\+ b")]
    [InlineData("| x | y |\n| - | - |\n| z | a " + Open + "`p \\| q`" + Close + " |", "`p | q`")]
    [InlineData("| x | y |\n| - | :-: |\n| z " + Open + "one | two" + Close + " |", "one\n\ntwo")]
    [InlineData("| x | y |\n| - | :-: |\n| z " + Open + "one | two |\n| a | b" + Close + " |", "|  |  |\n| --- | :-: |\n| one | two |\n| a | b |")]
    [InlineData("> x " + Open + "one\n>\n> $$\n> y\n> $$\n>\n> ```\n> z\n> ```" + "\n>\n> a" + Close, "one\n\n$$\ny\n$$\n\n```\nz\n```\n\na")]
    public void The_form_of_a_claim_stands_without_what_is_around_it(string markdown, string form)
    {
        var statement = Question("Y.\n\n" + markdown).Claims[0].Statement;

        Assert.Equal(form, statement.Markdown);
        AssertSame(statement);
    }

    [Fact]
    public void Fragments_in_any_order_have_a_form_that_means_the_same()
    {
        string[] fragments =
        [
            "one", "two", " ", " ", "\n", "\n", "\n\n", "*em*", "**st**", "`co de`", "[li](3)", "![al](5.7)", Note, Note, Open, Close,
            "\n- it", "\n1. or", "\n2. ", "\n  ", "\n> ", "$x$", "\n$$\ny\n$$\n", "\n```\ncode\n```\n", "\\*", "[x]", "[ ]",
            "\n\n| a | b |\n| - | - |\n| c | d |\n\n", "\n* * *\n", "&nbsp;", "\\\n", "  \n", ".", "*", "_", "[", "](", "<", "#", "\t",
        ];
        var random = new Random(14);
        var accepted = 0;
        for (var round = 0; round < Thorough.Count(1500); round++)
        {
            var markdown = string.Concat(Enumerable.Range(0, 1 + (round % 12)).Select(_ => fragments[random.Next(fragments.Length)]));
            var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf(markdown));
            if (problems.Any(item => item.Definition.Rule.IsError)) continue;
            accepted++;
            AssertSame(model.Questions[0].Answer);
            foreach (var claim in model.Questions[0].Claims) AssertSame(claim.Statement);
        }

        Assert.InRange(accepted, Thorough.Count(500), 1500);
    }

    [Fact]
    public void Hostile_Markdown_has_a_form_that_means_the_same_or_does_not_compile()
    {
        var accepted = 0;
        foreach ((_, var quiz) in Thorough.Cases(HostileMarkdown.Quizzes().Concat(HostileMarkdown.Mixed(seed: 4, count: 1000))))
        {
            var (model, problems) = FrontEnd.Compile(quiz);
            if (problems.Any(item => item.Definition.Rule.IsError)) continue;
            accepted++;
            AssertSame(model.Questions[0].Answer);
            foreach (var claim in model.Questions[0].Claims) AssertSame(claim.Statement);
        }

        Assert.InRange(accepted, Thorough.Count(200), 5000);
    }

    // The form as an answer of its own: the same HTML but for the elements of claims, and the same words.
    private static void AssertSame(RichTextModel text)
    {
        var html = Regex.Replace(text.Html, "</?span[^>]*>|\n?</?div[^>]*>\n?", "").Trim(' ');
        var again = Question(text.Markdown).Answer;
        if (!html.StartsWith("<p>", StringComparison.Ordinal) && again.Html == $"<p>{html}</p>") html = again.Html;
        Assert.Equal(html.Replace("\n", "", StringComparison.Ordinal), again.Html.Replace("\n", "", StringComparison.Ordinal));
        Assert.Equal((text.PlainText, text.UnicodeText), (again.PlainText, again.UnicodeText));
    }

    private static QuestionModel Question(string answer)
    {
        var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf(answer));
        Assert.DoesNotContain(problems, item => item.Definition.Rule.IsError);
        return model.Questions[0];
    }
}
