// Norms, averages and variances, against quotients and roots in arbitrary precision.

using System.Numerics;
using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed class StatisticsTests
{
    private static readonly int ArraysOfAKind = Thorough.Count(400);

    [Fact]
    public void Statistics_are_the_exact_ones_rounded_once_for_every_order() => ForEachFormat(seed: 31, ArraysOfAKind, arrays =>
    {
        var (values, format) = (arrays.Values, arrays.Format);
        BigInteger n = values.Length, sum = Reference.Total(values), squares = Reference.Total(values, values);
        var spread = (n * squares) - (sum * sum);
        const int scale = Reference.ProductScale;
        (string Name, double Expected, Func<float[], float> Single, Func<double[], double> Double)[] all =
        [
            ("squares", format.Round(squares, 1, scale), x => ExactSum.SumOfSquares(x), x => ExactSum.SumOfSquares(x)),
            ("magnitudes", format.Round(Reference.Total(values.Select(Math.Abs)), 1, Reference.DoubleScale),
                x => ExactSum.SumOfMagnitudes(x), x => ExactSum.SumOfMagnitudes(x)),
            ("norm", format.RoundRoot(squares, 1, scale), x => ExactSum.Norm(x), x => ExactSum.Norm(x)),
            ("average", format.Round(sum, n, Reference.DoubleScale), x => ExactSum.Average(x), x => ExactSum.Average(x)),
            ("variance", format.Round(spread, n * n, scale), x => ExactSum.Variance(x), x => ExactSum.Variance(x)),
            ("deviation", format.RoundRoot(spread, n * n, scale), x => ExactSum.StandardDeviation(x), x => ExactSum.StandardDeviation(x)),
        ];
        if (values.Length > 1)
        {
            all =
            [
                .. all,
                ("sample variance", format.Round(spread, n * (n - 1), scale), x => ExactSum.SampleVariance(x), x => ExactSum.SampleVariance(x)),
                ("sample deviation", format.RoundRoot(spread, n * (n - 1), scale),
                    x => ExactSum.SampleStandardDeviation(x), x => ExactSum.SampleStandardDeviation(x)),
            ];
        }

        // In the order given, and in another one.
        foreach (var order in new[] { values, arrays.Numbers.Shuffled(values) })
        {
            float[] singles = [.. order.Select(value => (float)value)];
            foreach (var (name, expected, single, wide) in all)
            {
                var actual = arrays.Singles is null ? wide(order) : single(singles);
                if (!Same(actual, expected)) return $"{name} {actual:R}, not {expected:R},";
            }
        }

        return null;
    });

    [Fact]
    public void Weighted_averages_are_the_exact_ones_rounded_once_for_every_order() => ForEachFormat(seed: 32, ArraysOfAKind, arrays =>
    {
        var (values, weights) = (arrays.Values, arrays.Numbers.Shuffled(arrays.Values));
        var (total, products) = (Reference.Total(weights), Reference.Total(weights, values));
        if (total.IsZero) return null;
        var expected = arrays.Format.Round(products, total, Reference.ProductScale - Reference.DoubleScale);
        var actual = Actual(values, weights);
        var reversed = Actual([.. values.Reverse()], [.. weights.Reverse()]);
        if (products.IsZero) return actual == 0 && reversed == 0 ? null : "zero";
        return Same(actual, expected) && Same(reversed, expected) ? null : $"{actual:R}, not {expected:R},";

        double Actual(double[] x, double[] w) => arrays.Singles is null
            ? ExactSum.WeightedAverage(x, w)
            : ExactSum.WeightedAverage([.. x.Select(value => (float)value)], [.. w.Select(value => (float)value)]);
    });

    [Fact]
    public void Long_arrays_have_exact_statistics()
    {
        var random = new Random(33);
        double[] values = [.. Enumerable.Range(0, 5000).Select(_ => 1e8 + random.NextDouble())];
        float[] singles = [.. values.Select(value => (float)(value - 1e8) - 0.5f)];
        foreach (var (format, x, isSingle) in new[] { (ReferenceFormat.Double, values, false), (ReferenceFormat.Single, Widen(singles), true) })
        {
            BigInteger n = x.Length, sum = Reference.Total(x), squares = Reference.Total(x, x);
            Assert.Equal(format.RoundRoot(squares, 1, Reference.ProductScale), isSingle ? ExactSum.Norm(singles) : ExactSum.Norm(values));
            Assert.Equal(
                format.Round(Reference.Total(x.Select(Math.Abs)), 1, Reference.DoubleScale),
                isSingle ? ExactSum.SumOfMagnitudes(singles) : ExactSum.SumOfMagnitudes(values));
            Assert.Equal(
                format.Round((n * squares) - (sum * sum), n * n, Reference.ProductScale),
                isSingle ? ExactSum.Variance(singles) : ExactSum.Variance(values));
        }
    }

    [Fact]
    public void Small_cases_are_those_of_a_pocket_calculator()
    {
        double[] values = [2, 4, 4, 4, 5, 5, 7, 9];

        Assert.Equal(232, ExactSum.SumOfSquares(values));
        Assert.Equal(5, ExactSum.Average(values));
        Assert.Equal(4, ExactSum.Variance(values));
        Assert.Equal(2, ExactSum.StandardDeviation(values));
        Assert.Equal(32.0 / 7, ExactSum.SampleVariance(values));
        Assert.Equal(5, ExactSum.Norm([3f, -4f]));
        Assert.Equal(7, ExactSum.SumOfMagnitudes([3f, -4f]));
        Assert.Equal(1.75, ExactSum.WeightedAverage([1.0, 2.0], [1.0, 3.0]));
        Assert.Equal(0.1, ExactSum.Average(Enumerable.Repeat(0.1, 10).ToArray()));
        Assert.Equal(0, ExactSum.Variance([0.1, 0.1, 0.1]));
    }

    /// <summary>Squares of these are beyond the range of the format, in either direction.</summary>
    [Fact]
    public void Squares_neither_overflow_nor_underflow_on_the_way()
    {
        Assert.Equal(5e200, ExactSum.Norm([3e200, 4e200]), 5e200 * 1e-15);
        Assert.Equal(5 * double.Epsilon, ExactSum.Norm([3 * double.Epsilon, 4 * double.Epsilon]));
        Assert.Equal(double.MaxValue, ExactSum.Norm([double.MaxValue, 1]));
        Assert.Equal(double.PositiveInfinity, ExactSum.Norm([double.MaxValue, double.MaxValue]));
        Assert.Equal(double.MaxValue, ExactSum.Average([double.MaxValue, double.MaxValue]));
        Assert.Equal(double.MaxValue, ExactSum.StandardDeviation([double.MaxValue, -double.MaxValue]));
        Assert.Equal(double.PositiveInfinity, ExactSum.Variance([double.MaxValue, -double.MaxValue]));
        Assert.Equal(double.PositiveInfinity, ExactSum.SumOfMagnitudes([double.MaxValue, -double.MaxValue]));
        Assert.Equal(float.MaxValue, ExactSum.WeightedAverage([float.MaxValue, float.MaxValue], [1e30f, 1e30f]));
    }

    /// <summary>The averages and the norm lie half way between two numbers, or a little beside it: 2^-1077 or 2^-2149 of them.</summary>
    [Theory]
    [InlineData(4, 0.0, 0)]
    [InlineData(4, double.Epsilon, 1)]
    [InlineData(4, -double.Epsilon, 0)]
    [InlineData(12, 0.0, 2)]
    [InlineData(12, double.Epsilon, 2)]
    [InlineData(12, -double.Epsilon, 1)]
    public void A_remainder_far_below_a_tie_decides(int ulps, double crumb, int expected)
    {
        var ulp = Math.ScaleB(1, -52);
        Assert.Equal(1 + (expected * ulp), ExactSum.Average([2, 1, 1, 1, 1, 1, 1 + (ulps * ulp), crumb]));
        Assert.Equal(1, ExactSum.Norm([1, Math.ScaleB(1, -26), Math.ScaleB(1, -53)]));
        foreach (var beyond in new[] { Math.ScaleB(1, -60), double.Epsilon })
            Assert.Equal(1 + ulp, ExactSum.Norm([1, Math.ScaleB(1, -26), Math.ScaleB(1, -53), beyond]));
    }

    [Theory]
    [InlineData(double.NaN, double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity)]
    public void Numbers_that_are_not_finite_follow_IEEE_754(double value, double average, double norm)
    {
        double[] values = [1, value, 3];
        float[] singles = [1, (float)value, 3];
        Assert.Equal(average, ExactSum.Average(values));
        Assert.Equal(average, ExactSum.Average(singles));
        Assert.Equal(norm, ExactSum.Norm(values));
        Assert.Equal(norm, ExactSum.Norm(singles));
        Assert.Equal(norm, ExactSum.SumOfSquares(values));
        Assert.Equal(norm, ExactSum.SumOfMagnitudes(values));
        Assert.Equal(norm, ExactSum.SumOfMagnitudes(singles));
        Assert.Equal(norm, ExactSum.SumOfMagnitudes(Enumerable.Repeat(values, 900).SelectMany(x => x).ToArray()));
        Assert.All(
            [ExactSum.Variance(values), ExactSum.SampleVariance(values), ExactSum.StandardDeviation(values), ExactSum.Variance(singles)],
            result => Assert.True(double.IsNaN(result)));
        Assert.Equal(average, ExactSum.WeightedAverage(values, [1, 1, 1]));
        Assert.Equal(average, ExactSum.WeightedAverage(values, [-1, -1, -1]));
        Assert.Equal(-average, ExactSum.WeightedAverage(values, [-4, 1, 1]));
        Assert.True(double.IsNaN(ExactSum.WeightedAverage([1, 2, 3], values)));
        Assert.True(double.IsNaN(ExactSum.Average([value, -value])));
    }

    [Fact]
    public void Zeros_keep_the_sign_that_a_quotient_of_sums_has()
    {
        Signed(isNegative: true, ExactSum.Average([-0.0, -0.0]), ExactSum.WeightedAverage([-0.0], [2.0]), ExactSum.WeightedAverage([-0.0], [-2.0]));
        Signed(
            isNegative: false,
            ExactSum.Average([-0.0, 0.0]), ExactSum.Average([1.0, -1.0]), ExactSum.Norm([-0.0]), ExactSum.SumOfSquares([-0.0]),
            ExactSum.SumOfMagnitudes([-0.0, -0.0]), ExactSum.SumOfMagnitudes([-0f]), ExactSum.Variance([-0.0]), ExactSum.StandardDeviation([5.0]),
            ExactSum.WeightedAverage([0.0], [2.0]), ExactSum.WeightedAverage([0.0], [-2.0]));

        static void Signed(bool isNegative, params double[] zeros) => Assert.All(zeros, zero =>
        {
            Assert.Equal(0, zero);
            Assert.Equal(isNegative, double.IsNegative(zero));
        });
    }

    [Fact]
    public void Sums_and_norms_of_no_numbers_are_zero()
    {
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(ExactSum.SumOfSquares(default(ReadOnlySpan<double>))));
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(ExactSum.SumOfMagnitudes(default(ReadOnlySpan<double>))));
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(ExactSum.Norm(default(ReadOnlySpan<double>))));
    }

    [Fact]
    public void Too_few_numbers_have_no_average_and_no_variance()
    {
        Refused("An average needs at least one number; there are 0.", () => ExactSum.Average(default(ReadOnlySpan<double>)));
        Refused("A variance needs at least one number; there are 0.", () => ExactSum.Variance(default(ReadOnlySpan<float>)));
        Refused("A variance needs at least one number; there are 0.", () => ExactSum.StandardDeviation(default(ReadOnlySpan<float>)));
        Refused("The variance of a sample needs at least two numbers; there are 1.", () => ExactSum.SampleVariance([1.0]));
        Refused("The variance of a sample needs at least two numbers; there are 1.", () => ExactSum.SampleStandardDeviation([1.0]));
        Refused("A weighted average needs at least one number; there are 0.", () => ExactSum.WeightedAverage([], default(ReadOnlySpan<float>)));
        Refused("there are 1 numbers and 2 weights", () => ExactSum.WeightedAverage([1.0], [1, 2]));
        Refused("The weights add up to zero", () => ExactSum.WeightedAverage([1.0, 2], [1, -1]));

        static void Refused<T>(string message, Func<T> average) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => average()).Message, StringComparison.Ordinal);
    }
}
