// Which delimiters make a formula, where one may stand, and what is said of dollar signs that make none.

using Xunit;

namespace QuizKit.Language.Tests;

public sealed class FormulaPlaceTests
{
    private const string Square = "<math><msup><mi>x</mi><mn>2</mn></msup></math>";

    [Theory]
    [InlineData("a $x^2$ b", "<p>a " + Square + " b</p>")]
    [InlineData("a $ x^2 $ b", "<p>a " + Square + " b</p>")]
    [InlineData("a $\nx^2\n$ b", "<p>a " + Square + " b</p>")]
    [InlineData("a $x\n^2$ b", "<p>a " + Square + " b</p>")]
    [InlineData("a $`x^2`$ b", "<p>a " + Square + " b</p>")]
    [InlineData("a \\(x^2\\) b", "<p>a " + Square + " b</p>")]
    [InlineData("a \\\\(x^2\\\\) b", "<p>a " + Square + " b</p>")]
    [InlineData("the $x^2$th and 3$x^2$3, non$x^2$ea", "<p>the " + Square + "th and 3" + Square + "3, non" + Square + "ea</p>")]
    [InlineData("设$x^2$为、「$x^2$」。", "<p>设" + Square + "为、「" + Square + "」。</p>")]
    [InlineData("Из $x^2$й", "<p>Из " + Square + "й</p>")]
    [InlineData("**$x^2$**", "<p><strong>" + Square + "</strong></p>")]
    [InlineData("> a $x\n> ^2$ b", "<blockquote>\n<p>a " + Square + " b</p>\n</blockquote>")]
    [InlineData("> > a \\(x\n> >^2\\) b", "<blockquote>\n<blockquote>\n<p>a " + Square + " b</p>\n</blockquote>\n</blockquote>")]
    [InlineData("- a $x\n  ^2$ b", "<ul>\n<li>a " + Square + " b</li>\n</ul>")]
    [InlineData("A \\(ABC\\).", "<p>A <math><mi>A</mi><mi>B</mi><mi>C</mi></math>.</p>")]
    public void A_formula_in_a_line_may_stand_anywhere(string markdown, string html) => Compiles(markdown, html);

    [Theory]
    [InlineData("$$\nx^2\n$$")]
    [InlineData("$$x\n^2$$")]
    [InlineData("$$ x\n^2\n$$")]
    [InlineData("$$\nx\n^2 $$  ")]
    [InlineData("\\[ x^2 \\]")]
    [InlineData("\\[\nx\n^2\n\\]")]
    [InlineData("\\\\[\nx^2\n\\\\]")]
    [InlineData("```math\nx^2\n```")]
    [InlineData("~~~~ math\nx\n^2\n~~~~")]
    public void A_formula_on_lines_of_its_own_is_displayed(string markdown)
    {
        const string Displayed = "<p><math display=\"block\"><msup><mi>x</mi><mn>2</mn></msup></math></p>";
        Compiles(markdown, Displayed);
        Compiles("a\n" + markdown + "\nb", "<p>a</p>\n" + Displayed + "\n<p>b</p>");
        Compiles("> " + markdown.Replace("\n", "\n> ", StringComparison.Ordinal), "<blockquote>\n" + Displayed + "\n</blockquote>");
        Compiles("> " + markdown.Replace("\n", "\r\n>", StringComparison.Ordinal), "<blockquote>\n" + Displayed + "\n</blockquote>");
        Compiles(
            "1. > " + markdown.Replace("\n", "\n   > ", StringComparison.Ordinal),
            "<ol>\n<li>\n<blockquote>\n" + Displayed + "\n</blockquote>\n</li>\n</ol>");
    }

    [Theory]
    [InlineData("a $$\nx^2\n$$ b")]
    [InlineData("a $$x\n^2$$ b")]
    [InlineData("a \\[x^2\\] b")]
    [InlineData("a \\[\nx^2\n\\] b")]
    public void A_displayed_formula_may_stand_among_words(string markdown) =>
        Compiles(markdown, "<p>a <math display=\"block\"><msup><mi>x</mi><mn>2</mn></msup></math> b</p>");

    [Theory]
    [InlineData("$5 and $6")]
    [InlineData("US$5, AU$6 and $1,000.50.")]
    [InlineData("$5–$10, ($3 million), $2bn.")]
    [InlineData("\\$5 \\$x\\$")]
    [InlineData("\\[1\\] \\[sic\\]: \\(see below\\) [a\\](b\\)", "[1] [sic]: (see below) [a](b)")]
    [InlineData("\\[a\\_b\\](c)", "[a_b](c)")]
    [InlineData("`$x$` `\\(x\\)`", "$x$ \\(x\\)")]
    public void Money_and_what_is_escaped_or_code_stay_words(string markdown, string? plain = null)
    {
        var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf(markdown));

        Assert.Empty(problems);
        Assert.Equal(plain ?? markdown.Replace("\\", "", StringComparison.Ordinal), model.Questions[0].Answer!.PlainText);
        Assert.DoesNotContain("<math", model.Questions[0].Answer!.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a «$x $» b", "Write '$x$'")]
    [InlineData("a «$ x$» b", "Write '$x$'")]
    [InlineData("«$x $» and «$ y$»", "Write '$", 2)]
    [InlineData("«$»PATH is $x$", "no partner")]
    [InlineData("«$HOME/bin:$»PATH", "touches these dollar signs")]
    [InlineData("«$»x + 1", "no partner")]
    [InlineData("«$»5x", "no partner")]
    [InlineData("It is «$»5 + 3.", "no partner")]
    [InlineData("a «$»x\n- b$ c", "cut off")]
    [InlineData("a «$$»\nx = 1\n+ y\n$$ c", "cut off")]
    [InlineData("a «$$»x\n\nb", "no partners")]
    [InlineData("$$\nx\n$$ «where»", "Put them on the next line")]
    [InlineData("- «$$»\nx", "not closed in its list item")]
    [InlineData("> «$$»\n> x", "not closed in its list item or quotation")]
    [InlineData("a «\\(» \\alpha", "no '\\)'")]
    [InlineData("a «\\[» \\alpha\n\nb", "no '\\]'")]
    [InlineData("| a |\n| - |\n| $x «|» y$ |", "Write '\\|', or '\\vert'")]
    public void What_makes_no_formula_is_one_error_with_its_reason(string marked, string reason, int count = 1)
    {
        var markdown = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        var quiz = FrontEnd.QuizOf(markdown);

        var problems = FrontEnd.Compile(quiz).Problems;

        Assert.Equal(count, problems.Count);
        var start = marked.IndexOf('«', StringComparison.Ordinal);
        var words = marked[(start + 1)..marked.IndexOf('»', StringComparison.Ordinal)];
        Assert.Equal(quiz.IndexOf(markdown, StringComparison.Ordinal) + start, problems[0].Span.Start);
        Assert.Equal(words, quiz.Substring(problems[0].Span.Start, problems[0].Span.Length));
        Assert.Contains(reason, problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_escaped_bar_in_a_table_is_a_bar_in_a_formula_too()
    {
        var quiz = FrontEnd.QuizOf("| a |\n| - |\n| <!-- claim: c -->$\\|x\\|$<!-- /claim --> |");

        var (model, problems) = FrontEnd.Compile(quiz);

        Assert.Empty(problems);
        Assert.Equal("a\n|x|", model.Questions[0].Answer!.PlainText);
        Assert.Equal("$|x|$", model.Questions[0].Claims[0].Statement.Markdown);
    }

    [Fact]
    public void A_mistake_in_a_formula_over_lines_has_its_place()
    {
        var quiz = FrontEnd.QuizOf("> a $x +\n>   \\nonsense$ b\n>\n> \\[ y\n> \\nonsense\n> \\]");

        var problems = FrontEnd.Compile(quiz).Problems;

        Assert.Equal(2, problems.Count);
        Assert.All(problems, problem => Assert.Equal("\\nonsense", quiz.Substring(problem.Span.Start, problem.Span.Length)));
    }

    private static void Compiles(string markdown, string html)
    {
        var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf(markdown));

        Assert.Empty(problems);
        var answer = model.Questions[0].Answer!;
        Assert.Equal(html, answer.Html);

        // The Markdown form means the same again.
        var (again, others) = FrontEnd.Compile(FrontEnd.QuizOf(answer.Markdown));
        Assert.Empty(others);
        var second = again.Questions[0].Answer!;
        Assert.Equal((html, answer.PlainText, answer.UnicodeText), (second.Html, second.PlainText, second.UnicodeText));
    }
}
