// The numbers that prose and formulas print.

using System.Globalization;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class PrintedNumbersTests
{
    private const string Stable = "en en-GB de de-CH fr es es-MX es-AR it it-CH nl da sv nb fi pl cs sk hu ro bg hr sl el tr ru uk pt pt-PT vi id "
        + "ja zh-Hans ko hi ta bn en-IN ar fa he th";

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
    [InlineData("99% of x2 and v1.2", new[] { 99.0, 0.99 })]
    [InlineData("5 km, 6km, 99 %", new[] { 5.0, 6, 99, 0.99 })]
    [InlineData(@"$12.5\,\%$", new[] { 12.5, 0.125 })]
    [InlineData(@"$\frac{1}{2}$ or 3/4", new[] { 1.0, 2, 3, 4, 0.5, 0.75 })]
    [InlineData("It is -1/4.", new[] { -0.25, 0.25, 1, -1, 4 })]
    [InlineData("on 1/2/2024, 1/2.5, a/2, 1/0", new[] { 1.0, 2, 2024, 2.5, 0 })]
    [InlineData(@"$10^3$ and $x_{2}$", new[] { 1000.0, 10, 3, 2 })]
    [InlineData(@"$\frac12$, $x_2$ and .5", new[] { 0.5 })]
    [InlineData("1e-7, 1.5E3 and 6e5x", new[] { 1e-7, 1500, 6 })]
    [InlineData("1.36 × 10 ^ 5, 1.36·10⁶ and 10⁻³", new[] { 1.36e5, 1e5, 10, 1.36e6, 1e6, 1e-3 })]
    [InlineData("2\u00A0817, 3\u202F530, 4&nbsp;294, 5&#8239;123 and $6\\,789$", new[] { 2817.0, 3530, 4294, 5123, 6789 })]
    [InlineData("2'817 and 3’530", new[] { 2817.0, 3530 })]
    [InlineData("page 3 400 words and 1,36,448", new[] { 3.0, 400, 1, 36448 })]
    [InlineData("[10, 64, 32, 1]", new[] { 10.0, 64, 32, 1 })]
    [InlineData("no number", new double[0])]
    public void Every_number_is_found_with_its_grouping_sign_and_power_of_ten(string markdown, double[] numbers)
    {
        Assert.Equal(numbers.Order(), Find("en", markdown).Order());
    }

    [Theory]
    [InlineData("de", @"0,25, also $\frac{1}{4} = 0{,}25$", new[] { 0.25, 1, 4 })]
    [InlineData("de", "3.530 km, 1.234.567,8", new[] { 3530, 1234567.8 })]
    [InlineData("de", "4\u202F294 km, 4'294 km", new[] { 4294.0 })]
    [InlineData("de", "`0.25` und 1.5", new[] { 0.25, 1.5 })]
    [InlineData("de", "1,36e5, 1,36 · 10^5", new[] { 1.36e5, 1e5 })]
    [InlineData("de", "(3, 4), [1,2,30]", new[] { 3.0, 4, 1, 2, 30 })]
    [InlineData("de", "$-0{,}5$ und 50 %", new[] { -0.5, 0.5, 50 })]
    [InlineData("fr", "3 530 km, 1\u202F234,5", new[] { 3530, 1234.5 })]
    [InlineData("fr", "en 2024 100 trains", new[] { 2024.0, 100 })]
    [InlineData("de-CH", "1’234.5 und 2,5", new[] { 1234.5, 2, 5 })]
    [InlineData("es-MX", "1,234.5", new[] { 1234.5 })]
    [InlineData("es-AR", "1.234,5", new[] { 1234.5 })]
    [InlineData("en-IN", "1,36,448 and 12,34,567.5 and 136,448", new[] { 136448, 1234567.5 })]
    [InlineData("hi", "१,३६,४४८", new[] { 136448.0 })]
    [InlineData("fa", "۲٬۸۱۷٫۵", new[] { 2817.5 })]
    [InlineData("ar", "١٢ و ٣٫٥ و ٥٠٪", new[] { 12, 3.5, 50, 0.5 })]
    [InlineData("ja", "１，２３４．５ と ５０％", new[] { 1234.5, 50, 0.5 })]
    [InlineData("xx", "1,234.5", new[] { 1234.5 })]
    public void Each_language_writes_its_marks(string language, string markdown, double[] numbers)
    {
        Assert.Equal(numbers.Order(), Find(language, markdown).Order());
    }

    [Fact]
    public void A_number_in_the_pattern_of_each_culture_is_found()
    {
        // given: cultures whose marks are the same in each release of ICU
        var random = new Random(11);
        foreach (var culture in Stable.Split(' ').Select(CultureInfo.GetCultureInfo))
        {
            var numbers = new PrintedNumbers(NumberMarks.Of(culture.Name));
            for (var i = 0; i < 100; i++)
            {
                var number = Math.Round(random.NextDouble() * Math.Pow(10, random.Next(1, 9)), 2);
                var written = number.ToString("N2", culture);

                // then
                Assert.True(numbers.Find($"x = {written}.", Cancellation.Never).Contains(number), $"{culture}: {written}");
            }
        }
    }

    private static IReadOnlyList<double> Find(string language, string markdown) =>
        new PrintedNumbers(NumberMarks.Of(language)).Find(markdown, Cancellation.Never);
}
