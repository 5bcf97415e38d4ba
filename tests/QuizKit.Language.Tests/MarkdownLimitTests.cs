// How many marks a paragraph may have, to the mark.

using QuizKit.Language.Diagnostics;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class MarkdownLimitTests
{
    [Theory]
    [InlineData("a](b ", 100, "'](' without a ')'", 1)]
    [InlineData("[a](b ", 100, "'](' without a ')'", 2)]
    [InlineData("<!a ", 100, "'<!' and '<?' without an end", 0)]
    [InlineData("<?a ", 100, "'<!' and '<?' without an end", 0)]
    [InlineData("*a ", 1000, "marks of emphasis", 0)]
    [InlineData("[a ", 1000, "opening brackets", 0)]
    public void A_paragraph_has_so_many_marks_and_no_more(string piece, int limit, string marks, int place)
    {
        string Repeat(int count) => string.Concat(Enumerable.Repeat(piece, count));
        var quiz = FrontEnd.QuizOf("A " + Repeat(limit + 1));
        var start = quiz.IndexOf("A " + piece, StringComparison.Ordinal);

        var problem = Assert.Single(FrontEnd.Compile(quiz).Problems);

        Assert.Equal(
            $"A paragraph has at most {limit} {marks}. Begin a new paragraph, or put a backslash before marks that are meant as words.",
            problem.Message);
        Assert.Equal(start + 2 + (limit * piece.Length) + place, problem.Span.Start);
        foreach (var allowed in new[] { Repeat(limit), Repeat(limit) + "\n\nA " + Repeat(limit) })
            Assert.DoesNotContain(FrontEnd.Compile(FrontEnd.QuizOf("A " + allowed)).Problems, item => item.Definition == Definitions.MarksTooMany);
    }

    [Theory]
    [InlineData("a] ")]
    [InlineData("[a](b) ")]
    [InlineData("<https://example.org> ")]
    [InlineData("< a ")]
    [InlineData("<a ")]
    public void What_has_an_end_or_needs_none_is_not_counted(string piece)
    {
        var quiz = FrontEnd.QuizOf(string.Concat(Enumerable.Repeat(piece, 300)));

        Assert.DoesNotContain(FrontEnd.Compile(quiz).Problems, item => item.Definition == Definitions.MarksTooMany);
    }
}
