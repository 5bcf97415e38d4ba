// The axes of a plot: which values are printed, and where a value lies.

using QuizKit.Reports.Svg;
using Xunit;

namespace QuizKit.Reports.Tests;

public class PlotAxisTests
{
    [Theory]
    [InlineData(new[] { 0.0, 10 }, false, "0 2 4 6 8 10")]
    [InlineData(new[] { -1.0, 1 }, false, "-1 -0.5 0 0.5 1")]
    [InlineData(new[] { 0.1, 0.3 }, false, "0.1 0.15 0.2 0.25 0.3")]
    [InlineData(new[] { 5.0, 5 }, false, "4.4 4.6 4.8 5 5.2 5.4 5.6")]
    [InlineData(new[] { 1e-7, 3e-5 }, true, "1e-7 1e-6 1e-5 0.0001")]
    [InlineData(new[] { 1e-12, 1.0 }, true, "1e-12 1e-10 1e-8 1e-6 0.0001 0.01 1")]
    [InlineData(new[] { 2.0, 8 }, true, "2 3 4 5 6 7 8")]
    [InlineData(new double[0], false, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(new[] { double.NaN, double.PositiveInfinity, 0, 1, 100 }, true, "1 10 100")]
    public void Ticks_are_round_and_few(double[] values, bool isLog, string expected) =>
        Assert.Equal(expected, string.Join(' ', PlotAxis.Over(values, isLog).Ticks.Select(tick => NumberText.Of(tick))));

    [Fact]
    public void A_value_lies_between_the_ends_by_its_logarithm_or_by_itself()
    {
        Assert.Equal(0.5, PlotAxis.Over([1, 100], isLog: true).PositionOf(10), 12);
        Assert.Equal(0.25, PlotAxis.Over([0, 4], isLog: false).PositionOf(1), 12);
    }

    [Fact]
    public void What_has_no_logarithm_has_no_place_on_a_logarithmic_axis()
    {
        var axis = PlotAxis.Over([1, 100], isLog: true);

        Assert.Equal([false, false, false, true], new[] { 0, -1, double.NaN, 7 }.Select(axis.CanShow));
    }
}
