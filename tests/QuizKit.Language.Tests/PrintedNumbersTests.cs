// The numbers that prose and formulas print.

using QuizKit.Language.Syntax;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class PrintedNumbersTests
{
    [Theory]
    [InlineData("$2{,}817$ parameters", new[] { 2817.0 })]
    [InlineData("1,234,567 and 12,34", new[] { 1234567.0, 12, 34 })]
    [InlineData(@"$0.25^9 \approx 3.8 \times 10^{-6}$", new[] { 0.25, 9, 3.8e-6, 1e-6 })]
    [InlineData("$O(10^{-7})$", new[] { 1e-7, 10, 7, -7 })]
    [InlineData("$b = -1.5$", new[] { -1.5, 1.5 })]
    [InlineData("It is $-5$.", new[] { -5.0, 5 })]
    [InlineData("It falls to -5 or \u22126 degrees.", new[] { -5.0, 5, -6, 6 })]
    [InlineData("$7 - 5$", new[] { 7.0, 5 })]
    [InlineData("the range 7-5", new[] { 7.0, 5 })]
    [InlineData("99% of x2 and v1.2", new[] { 99.0 })]
    [InlineData("5 km, 6km, 99%", new[] { 5.0, 6, 99 })]
    [InlineData(@"$\frac{1}{2}$ or 3/4", new[] { 1.0, 2, 3, 4 })]
    [InlineData(@"$10^3$ and $x_{2}$", new[] { 1000.0, 10, 3, 2 })]
    [InlineData(@"$\frac12$, $x_2$ and .5", new double[0])]
    [InlineData("1e-7", new[] { 1.0, 7 })]
    [InlineData("[10, 64, 32, 1]", new[] { 10.0, 64, 32, 1 })]
    [InlineData("no number", new double[0])]
    public void Every_number_is_found_with_its_grouping_sign_and_power_of_ten(string markdown, double[] numbers)
    {
        Assert.Equal(numbers.Order(), PrintedNumbers.Find(markdown, Cancellation.Never).Order());
    }
}
