// Text from outside, made safe to print on one line.

using Xunit;

namespace QuizKit.Reports.Tests;

public class OneLineTests
{
    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("  two\r\n\tlines \n", "two lines")]
    [InlineData("red \u001b[31mcode\u0007", "red [31mcode")]
    [InlineData("", "")]
    public void White_space_and_control_characters_become_single_spaces(string text, string expected) =>
        Assert.Equal(expected, OneLine.Of(text));
}
