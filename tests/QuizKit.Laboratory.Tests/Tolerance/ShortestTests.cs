// Numbers of two digits around a given one.

using System.Globalization;
using QuizKit.Laboratory.Tolerance;
using Xunit;

namespace QuizKit.Laboratory.Tests.Tolerance;

public sealed class ShortestTests
{
    [Theory]
    [InlineData(0.001234, 0.0012, 0.0013)]
    [InlineData(0.0012, 0.0012, 0.0012)]
    [InlineData(0.099999, 0.099, 0.1)]
    [InlineData(1e-300, 1e-300, 1e-300)]
    [InlineData(123456.0, 120000.0, 130000.0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(double.Epsilon, 0.0, 1e-323)]
    public void A_number_lies_between_two_of_two_digits(double value, double below, double above)
    {
        Assert.Equal(below, Shortest.Below(value));
        Assert.Equal(above, Shortest.Above(value));
    }

    [Fact]
    public void A_tolerance_is_written_as_it_is_read()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var value = Math.Pow(10, (40 * random.NextDouble()) - 30);
            var (below, above) = (Shortest.Below(value), Shortest.Above(value));

            Assert.InRange(value, below, above);
            Assert.InRange(above - below, 0, 0.11 * value);
            Assert.Equal(above, double.Parse(Shortest.TextOf(above), CultureInfo.InvariantCulture));
        }
    }
}
