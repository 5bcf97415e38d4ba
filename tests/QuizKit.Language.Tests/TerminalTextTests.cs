// How blocks look in a terminal: columns of tables, code apart from words, items close together.

using QuizKit.Language.Model;
using QuizKit.Language.Rendering;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class TerminalTextTests
{
    private static RichTextModel Answer(string markdown)
    {
        var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf(markdown));
        Assert.Empty(problems);
        return model.Questions[0].Answer;
    }

    [Fact]
    public void The_columns_of_a_table_are_as_wide_as_their_widest_cell_and_keep_their_side()
    {
        var text = Answer("""
            | River | Length | Mouth |
            | --- | ---: | :---: |
            | Volga | 3,530 km | Caspian Sea |
            | Ob | $10^3$ | |
            """);

        Assert.Equal(
            """
            River │   Length │    Mouth
            ──────┼──────────┼────────────
            Volga │ 3,530 km │ Caspian Sea
            Ob    │      10³ │
            """,
            text.UnicodeText);
        Assert.Equal("River | Length | Mouth\nVolga | 3,530 km | Caspian Sea\nOb | 10^3 | ", text.PlainText);
    }

    [Fact]
    public void Wide_letters_take_two_columns_and_combining_ones_none()
    {
        var text = Answer("| a | b |\n| --- | --- |\n| 日本語 | 1 |\n| ｱｲｳ | 2 |\n| e\u0301e\u0301e\u0301 | 3 |\n| 한국 | 4 |\n| 👩\u200D🔬 | 5 |");

        Assert.Equal(
            "a      │ b\n───────┼──\n日本語 │ 1\nｱｲｳ    │ 2\ne\u0301e\u0301e\u0301    │ 3\n한국   │ 4\n👩\u200D🔬     │ 5", text.UnicodeText);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("数", 2)]
    [InlineData("，（Ａ", 6)]
    [InlineData("ｱ", 1)]
    [InlineData("가", 2)]
    [InlineData("\u1100\u1161\u11A8", 2)]
    [InlineData("n\u0303o", 2)]
    [InlineData("\u2066x\u2069", 1)]
    [InlineData("𝒜", 1)]
    [InlineData("𠀋", 2)]
    [InlineData("😀!", 3)]
    [InlineData("\u00AD", 0)]
    public void The_width_of_a_line_is_that_of_its_characters(string line, int width) => Assert.Equal(width, DisplayWidth.Of(line));

    [Fact]
    public void Code_stands_apart_from_the_words_around_it()
    {
        var text = Answer("Before:\n\n```python\nfor i in x:\n    print(i)\n\nend\n```\n\nAfter, with `code`.");

        Assert.Equal("Before:\n\n    for i in x:\n        print(i)\n\n    end\n\nAfter, with code.", text.UnicodeText);
        Assert.Equal("Before:\n\nfor i in x:\n    print(i)\n\nend\n\nAfter, with code.", text.PlainText);
    }

    [Theory]
    [InlineData("Words:\n\n- a\n- b\n  - c\n  - d\n- e\n\nMore.", "Words:\n\n• a\n• b\n  • c\n  • d\n• e\n\nMore.")]
    [InlineData("- a\n\n- b", "• a\n\n• b")]
    [InlineData("1. a\n2. b\n\n   c", "1. a\n\n2. b\n\n   c")]
    [InlineData("- a\n\n  - b\n  - c\n\n- d", "• a\n\n  • b\n  • c\n\n• d")]
    [InlineData("- a\n  ```\n  x\n\n  y\n  ```\n- b", "• a\n      x\n\n      y\n• b")]
    [InlineData("- a\n- b\n\n* c\n* d", "• a\n• b\n\n• c\n• d")]
    [InlineData("- > a\n  >\n  > b\n- c", "• a\n\n  b\n• c")]
    public void Items_are_as_far_apart_as_their_author_wrote_them(string markdown, string expected)
    {
        var text = Answer(markdown);

        Assert.Equal(expected, text.UnicodeText);
        Assert.Equal(expected.Replace('•', '-').Replace("      ", "  ", StringComparison.Ordinal), text.PlainText);
    }

    [Fact]
    public void The_ticked_choices_are_a_list_of_that_kind()
    {
        const string Choices = "## Question 1\n<!-- quiz: id=one -->\n\nWhich?\n\n- [x] two\n- [ ] four\n- [x] three\n";

        var answer = FrontEnd.Compile(Samples.FrontMatter + Choices).Model.Questions[0].Answer;

        Assert.Equal(("• two\n• three", "- two\n- three"), (answer.UnicodeText, answer.PlainText));
    }

    [Fact]
    public void A_claim_that_quotes_rows_has_no_line_below_them()
    {
        var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf(
            "| a | b |\n| --- | --- |\n| one | <!-- claim: x -->two |\n| three | four<!-- /claim --> |"));

        Assert.NotEmpty(model.Questions[0].Answer.UnicodeText);
        Assert.All(model.Questions[0].Claims, claim => Assert.DoesNotContain("─", claim.Statement.UnicodeText, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.Equal("QK0043", problem.Definition.Rule.Id));
    }
}
