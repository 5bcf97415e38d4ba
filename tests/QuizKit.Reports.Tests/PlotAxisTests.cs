// The axes of a plot: which values are printed, and where a value lies.

using QuizKit.Reports.Svg;
using Xunit;

namespace QuizKit.Reports.Tests;

public class PlotAxisTests
{
    [Theory]
    [InlineData(new[] { 0.0, 10 }, false, "0 2 4 6 8 10")]
    [InlineData(new[] { -1.0, 1 }, false, "−1 −0.5 0 0.5 1")]
    [InlineData(new[] { 0.1, 0.3 }, false, "0.1 0.15 0.2 0.25 0.3")]
    [InlineData(new[] { 5.0, 5 }, false, "4.4 4.6 4.8 5 5.2 5.4 5.6")]
    [InlineData(new[] { 1e-7, 3e-5 }, true, "10⁻⁷ 10⁻⁶ 10⁻⁵ 10⁻⁴")]
    [InlineData(new[] { 1e-12, 1.0 }, true, "10⁻¹² 10⁻¹⁰ 10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 10⁰")]
    [InlineData(new[] { 2.0, 8 }, true, "2 3 4 5 6 7 8")]
    [InlineData(new[] { 1e4, 1e16 }, true, "10⁴ 10⁶ 10⁸ 10¹⁰ 10¹² 10¹⁴ 10¹⁶")]
    [InlineData(new[] { 1.0, 1e4 }, true, "10⁰ 10¹ 10² 10³ 10⁴")]
    [InlineData(new[] { 2e8, 8e8 }, true, "2·10⁸ 4·10⁸ 6·10⁸ 8·10⁸")]
    [InlineData(new[] { -2.5e-6, 2.5e-6 }, false, "−3·10⁻⁶ −2·10⁻⁶ −10⁻⁶ 0 10⁻⁶ 2·10⁻⁶ 3·10⁻⁶")]
    [InlineData(new[] { 0.0, 120_000 }, false, "0 20,000 40,000 60,000 80,000 100,000 120,000")]
    [InlineData(new double[0], false, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(new[] { double.NaN, double.PositiveInfinity, 0, 1, 100 }, true, "10⁰ 10¹ 10²")]
    public void Ticks_are_round_few_and_short(double[] values, bool isLog, string expected)
    {
        var axis = PlotAxis.Over(values, isLog);

        Assert.Equal(expected, string.Join(' ', axis.Ticks.Select(axis.LabelOf)));
    }

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
