// The metrics of the literature against their definitions, and the exact arithmetic below them.

using System.Numerics;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Variation;
using QuizKit.Numerics;
using Xunit;

namespace QuizKit.Laboratory.Tests.Variation;

public sealed class VariabilityTests
{
    [Fact]
    public void The_scalar_variability_is_0_for_the_same_sum_and_the_relative_difference_else()
    {
        Assert.Equal(0, Variability.Vs(3, 3));
        Assert.Equal(0.25, Variability.Vs(3, 4));
        Assert.Equal(0.25, Variability.Vs(-3, 4));
        Assert.Equal(-0.5, Variability.Vs(6, -4));

        // A neighbour in float64 is told from the same number, which 1 − |a/b| in float64 would not do everywhere.
        Assert.All(Enumerable.Range(1, 1000), i => Assert.NotEqual(0, Variability.Vs(Math.BitIncrement(1.0 + (i / 1000.0)), 1.0 + (i / 1000.0))));
        Assert.Throws<DivideByZeroException>(() => Variability.Vs(1, 0));
    }

    [Fact]
    public void The_array_metrics_are_means_over_the_elements()
    {
        float[] a = [1, -2, 4, 0, 0], b = [1, -3, 5, 0, 1];

        Assert.Equal((0 + 0.5 + 0.25 + 0 + 0) / 5, Variability.Vermv(a, b), 1e-15);
        Assert.Equal(3 / 5.0, Variability.Vc(a, b));
        Assert.Equal(0, Variability.Vermv(a, a));
        Assert.Equal(0, Variability.Vc(a, a));
        Assert.Equal(1, Variability.Vc([0f], [-0f]));
        Assert.Throws<ArgumentException>(() => Variability.Vc(a, [1]));
        Assert.Throws<ArgumentException>(() => Variability.Vermv([], []));
    }

    [Fact]
    public void A_power_law_is_found_again_and_too_few_points_give_none()
    {
        var fit = Variability.PowerLaw([.. new[] { 10.0, 100, 1000, 0 }.Select(x => (x, 3 * Math.Sqrt(x)))])!.Value;

        Assert.Equal(0.5, fit.Exponent, 1e-12);
        Assert.Equal(3, fit.Factor, 1e-12);
        Assert.Null(Variability.PowerLaw([(1, 1), (2, 2), (3, 0)]));
        Assert.Null(Variability.PowerLaw([(2, 1), (2, 2), (2, 3)]));
    }

    [Fact]
    public void The_distance_in_ulp_counts_the_numbers_of_the_format()
    {
        Assert.Equal(1, FloatFormat<double>.UlpDistance(1, Math.BitIncrement(1)));
        Assert.Equal(2, FloatFormat<double>.UlpDistance(double.Epsilon, -double.Epsilon));
        Assert.Equal(0, FloatFormat<double>.UlpDistance(0, -0.0));
        Assert.Equal(1L << 52, FloatFormat<double>.UlpDistance(-1, -2));
        Assert.Equal(1L << 23, FloatFormat<float>.UlpDistance(1, 2));
        Assert.Equal(Math.ScaleB(1, -23), FloatFormat<float>.UlpOf(-1));
        Assert.Equal(Math.ScaleB(1, -52), FloatFormat<double>.UlpOf(1));
    }

    [Fact]
    public void The_error_of_a_sum_is_exact_however_much_cancels()
    {
        // given: numbers of both signs and many magnitudes, as integers over 2^1074
        var addends = new Addends<double>("test", [1e300, 1, -1e300, 1e-300, 3e-17, -2]);
        var exact = addends.Values.Aggregate(BigInteger.Zero, (sum, value) => sum + Multiple(value));

        var error = addends.ErrorOf(-1);

        Assert.Equal(BigInteger.Abs(exact - Multiple(-1)), Multiple(error), new WithinRounding());
        Assert.Equal(2e300 + 4, addends.AbsoluteSum);
        Assert.Equal(ExactSum.Sum(addends.Values), addends.Exact);
    }

    [Fact]
    public void Digests_tell_numbers_apart_and_the_seed_alone_decides_them()
    {
        var once = VariationSamples.Singles(VariationSamples.Normal, 1, 100);

        Assert.Equal(once.Digest, VariationSamples.Singles(VariationSamples.Normal, 1, 100).Digest);
        Assert.NotEqual(once.Digest, VariationSamples.Singles(VariationSamples.Normal, 2, 100).Digest);
        Assert.NotEqual(once.Digest, VariationSamples.Singles(VariationSamples.Normal, 1, 101).Digest);
    }

    [Fact]
    public void Samples_are_of_the_distributions_that_they_are_named_after()
    {
        const int count = 100_000;
        double[] uniform = VariationSamples.Doubles(VariationSamples.Uniform, 5, count).Values, normal = VariationSamples.Doubles(VariationSamples.Normal, 5, count).Values;
        var single = VariationSamples.Singles(VariationSamples.Uniform, 5, count).Values;

        // then: means within five standard errors, ends kept, and more bits than float32 has
        Assert.InRange(uniform.Average(), 5 - (5 * 2.89 / Math.Sqrt(count)), 5 + (5 * 2.89 / Math.Sqrt(count)));
        Assert.InRange(single.Average(), 5 - (5 * 2.89 / Math.Sqrt(count)), 5 + (5 * 2.89 / Math.Sqrt(count)));
        Assert.InRange(uniform.Min(), 0, 0.01);
        Assert.InRange(uniform.Max(), 9.99, 10);
        Assert.InRange(normal.Average(), -5 / Math.Sqrt(count), 5 / Math.Sqrt(count));
        Assert.InRange(normal.Average(x => x * x), 1 - (5 * Math.Sqrt(2.0 / count)), 1 + (5 * Math.Sqrt(2.0 / count)));
        Assert.InRange(normal.Average(x => x * x * x * x), 2.7, 3.3);
        Assert.InRange(uniform.Count(x => (float)x == x), 0, 10);
    }

    [Fact]
    public void A_shuffled_array_has_the_same_numbers_in_another_order()
    {
        int[] values = [.. Enumerable.Range(0, 1000)];

        var shuffled = VariationSamples.Shuffled(values, 1);

        Assert.NotEqual(values, shuffled);
        Assert.Equal(values, shuffled.Order());
        Assert.InRange(Math.Abs(KendallTau.Of(values, shuffled)), 0, 5 * KendallTau.DeviationOfUnrelatedOrders(1000));
    }

    private static BigInteger Multiple(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger magnitude = bits & 0xFFFFFFFFFFFFF;
        if (exponent > 0) magnitude = (magnitude | 0x10000000000000) << (exponent - 1);
        return bits < 0 ? -magnitude : magnitude;
    }

    /// <summary>Equal but for one rounding to 53 bits.</summary>
    private sealed class WithinRounding : System.Collections.Generic.IEqualityComparer<BigInteger>
    {
        public bool Equals(BigInteger x, BigInteger y) => BigInteger.Abs(x - y) << 53 <= BigInteger.Abs(x);

        public int GetHashCode(BigInteger obj) => 0;
    }
}
