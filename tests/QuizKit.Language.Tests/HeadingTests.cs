// Headings with tabs, which Markdig puts in another place than they have.

using Xunit;

namespace QuizKit.Language.Tests;

public sealed class HeadingTests
{
    private static readonly string[] Titles =
    [
        "On `a` and *b* [c](d)", "Of <b>x</b>", "Of [a][b]", "Of <!-- claim: x --> it", "[][r]\n\n[r]: https://example.org", "A `b` $\\nope$", "\\*a*",
    ];

    [Theory]
    [InlineData("\t")]
    [InlineData("\t\t")]
    [InlineData(" \t")]
    [InlineData("\t ")]
    public void A_tab_after_the_signs_is_a_space(string blanks)
    {
        foreach (var title in Titles)
        {
            var spaced = FrontEnd.QuizOf("Words.").Replace("# Title", "# " + title, StringComparison.Ordinal);
            var tabbed = spaced.Replace("# " + title, "#" + blanks + title, StringComparison.Ordinal);

            Assert.Equal(Compiled(spaced), Compiled(tabbed));
        }
    }

    [Theory]
    [InlineData("##\tQuestion 1\t")]
    [InlineData("  ## \tQuestion 1 ##")]
    public void A_tab_in_the_heading_of_a_section_is_a_space(string heading)
    {
        var quiz = FrontEnd.QuizOf("Words.").Replace("## Question 1", heading, StringComparison.Ordinal);

        Assert.Empty(FrontEnd.Compile(quiz).Problems);
    }

    // The title, and each problem with the words that it marks.
    private static string Compiled(string quiz)
    {
        var (model, problems) = FrontEnd.Compile(quiz);
        return string.Join('\n', problems.Select(problem => $"{quiz.Substring(problem.Span.Start, problem.Span.Length)}: {problem.Message}")
            .Prepend(model.Title.Html));
    }
}
