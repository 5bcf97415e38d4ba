// What stands last in a file, whole or cut off, in every kind of line end: it is read, and every place lies in the file.

using Markdig.Extensions.Tables;
using Markdig.Syntax;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Markdown;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class EndOfFileTests
{
    private static readonly string[] Starts =
    [
        "", "\uFEFF", "---", "---\n", "---\n---", "---\n\n---\n", Samples.FrontMatter, Samples.FrontMatter + "## Question 1",
        Samples.FrontMatter + "## Question 1\n<!-- quiz: id=one kind=choice -->\n\nWhat?\n\n",
        Samples.FrontMatter + "## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n\nThis.\n\n",
        Samples.FrontMatter + "## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n\nThis.\n",
        Samples.FrontMatter + Samples.Question + "### Erratum\n",
    ];

    private static readonly string[] Blocks =
    [
        "", "```", "~~~", "````", "```text", "```\nx", "```\nx\n```", "$$", "$$\nx", "$$\nx\n$$", "$$x$$", "$", "$x", "$x$", "$x\\", "\\", "&", "&amp",
        "<", "<b", "<!", "<!-", "<!--", "<!-- ", "<!-- note", "<!-- note: x --", "<!-- note: x -->", "<!-- claim: x -->", "x<!-- claim: x -->",
        "<!-- claim: x -->\n<!-- /claim -->", "x<!-- /claim -->", "<?", "<![CDATA[", "<!A", "</", "<http:", "<http://x>", "[", "![", "[x", "[x]", "[x](",
        "[x](y", "[x](y \"", "[x](y)", "![x](y)", "[x]:", "[x]: y", "[x]: y \"", "[^1]", "[^1]: x", "*", "**", "***", "*x", "*x*", "_", "`", "``", "`x", "`x`",
        "#", "##", "# x", "## ", "### Answer", "x\n=", "x\n-", "-", "- ", "- x", "- [ ]", "- [x]", "- [x] ", "- [x] a", "- [x] a\n- [ ]", "- [ ] a\n-", "1.",
        "1. ", "1. x", ">", "> ", "> x", "> ```", "> $$", "> $$\n> x", ">>>>", "- ```", "- $$", "1. - > ```", "- - -", "* * *", "    x", "\t", "\tx", "x  ",
        "x\\\n", "|", "| a", "| a |\n| - |", "| a |\n| - |\n", "| a |\n| - |\n| b", "| a |\n|", "a | b\n- | -", "> | a |\n> | - |", "\0", "\uD800", "\uDC00x",
        "\uFFFE", "\u2028", "\u0085", "x\uFEFF", "{", "}", "$\\left", "$\\left($", "$\\sqrt[$", "$x^$", "$\uD835$",
    ];

    private static readonly string[] Ends = ["", "\n", "\n\n", " ", "  ", "\t", "\n ", "\n\t", "\n>", "\n    ", "\0", "\uD800"];

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Whatever_ends_a_file_is_read_and_every_place_lies_in_the_file(string lineEnd)
    {
        foreach (var start in Starts)
        {
            foreach (var block in Blocks)
            {
                foreach (var end in Thorough.Cases(Ends, oneOf: 6)) Read((start + block + end).Replace("\n", lineEnd, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_quiz_cut_off_between_any_two_characters_is_read()
    {
        foreach (var quiz in new[] { Samples.EveryKind, Samples.EveryKind.ReplaceLineEndings("\r\n"), Samples.EveryKind.ReplaceLineEndings("\r") })
        {
            for (var length = 0; length < quiz.Length; length += Thorough.Count(1, few: 7)) Read(quiz[..length]);
        }
    }

    [Theory]
    [InlineData("```", "QK0025", "This code block is never closed.")]
    [InlineData("~~~", "QK0025", "This code block is never closed.")]
    [InlineData("> ```", "QK0025", "This code block is never closed.")]
    [InlineData("$$", "QK0022", "This '$$' is never closed.")]
    [InlineData("- $$", "QK0022", "This '$$' is not closed in its list item or quotation. "
        + "Each line of the formula, and the '$$' below it, begins like the first: as far in, or with its '>'.")]
    public void A_fence_as_the_last_characters_of_a_file_is_unclosed(string fence, string id, string message)
    {
        var text = Samples.FrontMatter + Samples.Question + "\n" + fence;

        var problem = Assert.Single(Read(text));

        Assert.Equal((id, message), (problem.Definition.Rule.Id, problem.Message));
        Assert.Equal(fence.TrimStart('>', '-', ' '), text.Substring(problem.Span.Start, problem.Span.Length));
    }

    // What looks for the blocks of a claim relies on it.
    [Fact]
    public void Blocks_side_by_side_are_in_the_order_of_the_text()
    {
        foreach ((var name, var quiz) in HostileMarkdown.Mixed(seed: 14, count: 2_000))
        {
            foreach (var container in MarkdownParser.Parse(quiz, 0, Cancellation.Never).Descendants<ContainerBlock>())
            {
                var starts = container.Where(block => block is not LinkReferenceDefinitionGroup).Select(block => block.Span.Start).ToList();
                Assert.True(starts.Order().SequenceEqual(starts), $"{container.GetType().Name} {string.Join(",", starts)} of {container.Span.Start}: {name}");
                Assert.True(container is Table or LinkReferenceDefinitionGroup || starts.Count == 0 || starts[0] >= container.Span.Start, $"{container.GetType().Name} {string.Join(",", starts)} from {container.Span.Start}: {name}");
            }
        }
    }

    private static IReadOnlyList<QuizDiagnostic> Read(string text)
    {
        var diagnostics = new DiagnosticBag();
        try
        {
            QuizBinder.Bind(new SourceText(text), diagnostics, Cancellation.Never);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{exception}\nin: …{text[Math.Max(0, text.Length - 80)..]}");
        }

        Assert.All(diagnostics.InTextOrder, problem => Assert.True(
            problem.Span.End <= text.Length, $"{problem.Message} at {problem.Span.Start} of {text.Length}: …{text[Math.Max(0, text.Length - 80)..]}"));
        return diagnostics.InTextOrder;
    }
}
