// Lines and places of a file.

using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData("", new[] { "" })]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\nb\n", new[] { "a", "b", "" })]
    [InlineData("a\r\nb\rc\u0085d\u2028e\u2029f", new[] { "a", "b", "c", "d", "e", "f" })]
    [InlineData("\n\r\n\r\r", new[] { "", "", "", "", "" })]
    public void A_line_ends_where_the_compiler_ends_it(string text, string[] lines)
    {
        var source = new SourceText(text);

        Assert.Equal(lines, Enumerable.Range(0, source.LineCount).Select(line => source.ToString(source.Line(line))));
        Assert.Equal(
            text, string.Concat(Enumerable.Range(0, source.LineCount).Select(line => source.ToString(source.LineWithBreak(line)))));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(2, 1, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(5, 3, 1)]
    [InlineData(6, 3, 2)]
    public void A_place_counts_lines_and_columns_from_1(int position, int line, int column) =>
        Assert.Equal((line, column), new SourceText("a\r\nb\nc").PlaceOf(position));

    [Fact]
    public void Two_spans_overlap_where_they_have_a_character_in_common()
    {
        Assert.True(new TextSpan(0, 2).OverlapsWith(new TextSpan(1, 1)));
        Assert.False(new TextSpan(0, 2).OverlapsWith(new TextSpan(2, 1)));
        Assert.True(new TextSpan(0, 2).Contains(new TextSpan(2, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextSpan.FromBounds(2, 1));
    }
}
