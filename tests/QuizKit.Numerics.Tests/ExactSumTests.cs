// The exact sum and dot product in memory, against arbitrary precision.

using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed class ExactSumTests
{
    // 7 kinds of arrays, 4 operations: 1,176,000 arrays in all.
    private static readonly int Arrays = Thorough.Count(42_000);

    [Fact]
    public void Sums_of_binary32_numbers_are_the_exact_ones_rounded_once() => ForEachArray(seed: 1, Arrays, (numbers, kind, length) =>
    {
        var values = numbers.Singles(kind, length);
        return Same(ExactSum.Sum(values), Reference.Sum(values)) ? null : Show(values);
    });

    [Fact]
    public void Sums_of_binary64_numbers_are_the_exact_ones_rounded_once() => ForEachArray(seed: 2, Arrays, (numbers, kind, length) =>
    {
        var values = numbers.Doubles(kind, length);
        return Same(ExactSum.Sum(values), Reference.Sum(values)) ? null : Show(values);
    });

    [Fact]
    public void Dot_products_of_binary32_numbers_are_the_exact_ones_rounded_once() => ForEachArray(seed: 3, Arrays, (numbers, kind, length) =>
    {
        var a = numbers.Singles(kind, length);
        var b = numbers.Singles(numbers.Other(kind), a.Length);
        Array.Resize(ref b, a.Length);
        return Same(ExactSum.Dot(a, b), Reference.Dot(a, b)) ? null : Show(a) + " times " + Show(b);
    });

    [Fact]
    public void Dot_products_of_binary64_numbers_are_the_exact_ones_rounded_once() => ForEachArray(seed: 4, Arrays, (numbers, kind, length) =>
    {
        var a = numbers.Doubles(kind, length);
        var b = numbers.Doubles(numbers.Other(kind), a.Length);
        Array.Resize(ref b, a.Length);
        return Same(ExactSum.Dot(a, b), Reference.Dot(a, b)) ? null : Show(a) + " times " + Show(b);
    });

    [Fact]
    public void Long_arrays_are_summed_as_exactly_as_short_ones() => ForEachArray(seed: 5, arrays: 2, (numbers, kind, _) =>
    {
        const int length = 40_000;
        var (singles, doubles) = (numbers.Singles(kind, length), numbers.Doubles(kind, length));
        var (otherSingles, otherDoubles) = (numbers.Shuffled(singles), numbers.Shuffled(doubles));
        return !Same(ExactSum.Sum(singles), Reference.Sum(singles)) ? "sum of binary32"
            : !Same(ExactSum.Sum(doubles), Reference.Sum(doubles)) ? "sum of binary64"
            : !Same(ExactSum.Dot(singles, otherSingles), Reference.Dot(singles, otherSingles)) ? "dot product of binary32"
            : !Same(ExactSum.Dot(doubles, otherDoubles), Reference.Dot(doubles, otherDoubles)) ? "dot product of binary64"
            : null;
    });

    /// <summary>Blocks that fold, blocks that do not, and the ends of blocks and of vectors.</summary>
    [Fact]
    public void Arrays_of_any_length_with_outliers_anywhere_are_summed_exactly()
    {
        var random = new Random(11);
        for (var i = 0; i < Thorough.Count(400); i++)
        {
            // Some whole arrays are small enough for the lower half of every product to underflow.
            var scale = random.Next(3) == 0 ? random.Next(-540, -470) : 0;
            double[] a = [.. Enumerable.Range(0, random.Next(5000)).Select(_ => Math.ScaleB(random.NextDouble() - 0.5, scale))];
            double[] b = [.. a.Select(_ => Math.ScaleB(random.NextDouble() - 0.5, scale))];
            for (var outliers = random.Next(4); outliers > 0 && a.Length > 0; outliers--)
            {
                // Far above, far below, products that underflow, sums that overflow on the way.
                var at = random.Next(a.Length);
                a[at] = Math.ScaleB(random.NextDouble() - 0.5, random.Next(-1080, 1024));
                if (random.Next(2) == 0) b[at] = Math.ScaleB(random.NextDouble() - 0.5, random.Next(-1080, 1024));
            }

            float[] singlesA = [.. a.Select(Narrow)], singlesB = [.. b.Select(Narrow)];
            Assert.Equal(Reference.Sum(a), ExactSum.Sum(a));
            Assert.Equal(Reference.Dot(a, b), ExactSum.Dot(a, b));
            Assert.Equal(Reference.Sum(singlesA), ExactSum.Sum(singlesA));
            Assert.Equal(Reference.Dot(singlesA, singlesB), ExactSum.Dot(singlesA, singlesB));
        }

        static float Narrow(double value) => Math.Abs(value) > float.MaxValue ? float.MaxValue / 3 : (float)value;
    }

    /// <summary>Large numbers that cancel among small ones, from gaps that binary64 sums bridge to gaps that they do not.</summary>
    [Fact]
    public void Binary32_numbers_as_far_apart_as_binary64_sums_allow_are_summed_exactly()
    {
        var random = new Random(12);
        foreach (var length in new[] { 5, 64, 1000, 1024, 1025, 4099 })
        {
            for (var gap = 0; gap <= 50; gap++)
            {
                var values = new float[length];
                for (var i = 0; i < length / 3; i++) values[i] = MathF.ScaleB(2 - MathF.ScaleB(random.Next(9), -23), gap - 60);
                for (var i = 0; i < length / 3; i++) values[(length / 3) + i] = -values[i];
                for (var i = length / 3 * 2; i < length; i++) values[i] = MathF.ScaleB(1 + MathF.ScaleB(random.Next(1 << 23), -23), -60);
                Assert.Equal(Reference.Sum(values), ExactSum.Sum(values));
                random.Shuffle(values);
                Assert.Equal(Reference.Sum(values), ExactSum.Sum(values));
            }
        }
    }

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_never_passed_over(float value, float sum)
    {
        for (var at = 0; at < 2100; at += 7)
        {
            var singles = new float[2100];
            singles[at] = value;
            var doubles = singles.Select(single => (double)single).ToArray();
            float[] ones = [.. singles.Select(_ => 1f)];
            double[] doubleOnes = [.. singles.Select(_ => 1.0)];

            Assert.Equal(sum, ExactSum.Sum(singles));
            Assert.Equal(sum, ExactSum.Sum(doubles));
            Assert.Equal(sum, ExactSum.Dot(singles, ones));
            Assert.Equal(sum, ExactSum.Dot(ones, singles));
            Assert.Equal(sum, ExactSum.Dot(doubles, doubleOnes));
            Assert.True(float.IsNaN(ExactSum.Dot(singles, new float[2100])));
            Assert.True(double.IsNaN(ExactSum.Dot(doubles, new double[2100])));
        }
    }

    [Fact]
    public void Zeros_keep_their_sign_in_arrays_of_any_length()
    {
        foreach (var length in new[] { 1, 3, 8, 1000, 1024, 1025, 5000 })
        {
            float[] singles = [.. Enumerable.Repeat(-0f, length)], ones = [.. Enumerable.Repeat(1f, length)];
            double[] doubles = [.. Enumerable.Repeat(-0.0, length)], doubleOnes = [.. Enumerable.Repeat(1.0, length)];
            Zero(isNegative: true);
            singles[length / 2] = 0f;
            doubles[length / 2] = 0.0;
            Zero(isNegative: false);

            void Zero(bool isNegative)
            {
                double[] sums = [ExactSum.Sum(singles), ExactSum.Sum(doubles), ExactSum.Dot(singles, ones), ExactSum.Dot(doubleOnes, doubles)];
                Assert.All(sums, sum =>
                {
                    Assert.Equal(0, sum);
                    Assert.Equal(isNegative, double.IsNegative(sum));
                });
            }
        }
    }

    [Fact]
    public void Long_arrays_that_cancel_give_a_positive_zero()
    {
        float[] values = [.. Enumerable.Repeat(-0f, 600), .. Enumerable.Repeat(1f, 600), .. Enumerable.Repeat(-1f, 600)];

        Assert.Equal(0u, BitConverter.SingleToUInt32Bits(ExactSum.Sum(values)));
        Assert.Equal(0x80000000, BitConverter.SingleToUInt32Bits(ExactSum.Sum(values.AsSpan(0, 600))));
    }

    [Fact]
    public void Products_that_underflow_and_cancel_give_a_positive_zero() =>
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(ExactSum.Dot([1e-200, 1e-200], [-1e-200, 1e-200])));

    [Fact]
    public void No_permutation_changes_a_bit() => ForEachArray(seed: 6, arrays: 200, (numbers, kind, length) =>
    {
        var values = numbers.Doubles(kind, length + 10);
        var sums = Enumerable.Range(0, 10).Select(_ => ExactSum.Sum(numbers.Shuffled(values))).Append(ExactSum.Sum(values));
        return sums.Select(BitConverter.DoubleToInt64Bits).Distinct().Count() == 1 ? null : Show(values);
    });

    [Theory]
    [InlineData(new float[] { }, 0f)]
    [InlineData(new[] { -0f, -0f }, -0f)]
    [InlineData(new[] { -0f, 0f, -0f }, 0f)]
    [InlineData(new[] { 1f, -1f }, 0f)]
    [InlineData(new[] { float.MaxValue, float.MaxValue, -float.MaxValue }, float.MaxValue)]
    [InlineData(new[] { float.MaxValue, float.MaxValue }, float.PositiveInfinity)]
    [InlineData(new[] { -float.MaxValue, -1.01412048e31f }, float.NegativeInfinity)]
    [InlineData(new[] { -float.MaxValue, -1.0141203e31f }, -float.MaxValue)]
    [InlineData(new[] { float.Epsilon, -float.Epsilon, float.Epsilon }, float.Epsilon)]
    [InlineData(new[] { float.PositiveInfinity, 1f }, float.PositiveInfinity)]
    [InlineData(new[] { float.NegativeInfinity, float.MaxValue }, float.NegativeInfinity)]
    [InlineData(new[] { float.PositiveInfinity, float.NegativeInfinity }, float.NaN)]
    [InlineData(new[] { float.NaN, 1f }, float.NaN)]
    public void Special_numbers_follow_IEEE_754(float[] values, float sum)
    {
        Assert.Equal(BitConverter.SingleToUInt32Bits(Canonical(sum)), BitConverter.SingleToUInt32Bits(Canonical(ExactSum.Sum(values))));
        double[] doubles = [.. values.Select(value => (double)value)];
        Assert.Equal(
            BitConverter.DoubleToUInt64Bits(CanonicalDouble(values)), BitConverter.DoubleToUInt64Bits(CanonicalNaN(ExactSum.Sum(doubles))));
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 0f, float.NaN)]
    [InlineData(float.PositiveInfinity, -2f, float.NegativeInfinity)]
    [InlineData(float.NaN, 0f, float.NaN)]
    [InlineData(-0f, 3f, -0f)]
    [InlineData(-0f, -3f, 0f)]
    [InlineData(1e-30f, -1e-30f, -0f)]
    [InlineData(1e30f, 1e30f, float.PositiveInfinity)]
    public void A_product_of_special_numbers_follows_IEEE_754(float a, float b, float product) =>
        Assert.Equal(
            BitConverter.SingleToUInt32Bits(Canonical(product)), BitConverter.SingleToUInt32Bits(Canonical(ExactSum.Dot([a], [b]))));

    [Fact]
    public void Merged_accumulators_hold_the_sum_of_both()
    {
        var numbers = new HostileNumbers(7);
        foreach (var kind in Enum.GetValues<Hostility>())
        {
            var values = numbers.Doubles(kind, 200);
            var left = new ExactAccumulator();
            var right = new ExactAccumulator();
            for (var i = 0; i < values.Length; i++) (i % 3 == 0 ? left : right).Add(values[i]);

            left.Merge(right);

            Assert.Equal(Reference.Sum(values), left.ToDouble());
        }
    }

    [Fact]
    public void Accumulated_terms_give_the_bits_of_the_whole_array_whenever_they_are_read() => ForEachArray(seed: 8, 60, (numbers, kind, _) =>
    {
        var values = numbers.Doubles(kind, 600);
        var factors = numbers.Shuffled(values);
        ExactAccumulator sum = new(), products = new();
        for (var i = 0; i < values.Length; i++)
        {
            sum.Add(values[i]);
            products.AddProduct(values[i], factors[i]);
            var length = i + 1;
            if (length % 97 == 0 && !Same(sum.ToDouble(), ExactSum.Sum(values.AsSpan(0, length)))) return $"sum of the first {length}";
        }

        return !Same(sum.ToDouble(), ExactSum.Sum(values)) ? "sum" : Same(products.ToDouble(), ExactSum.Dot(values, factors)) ? null : "products";
    });

    [Fact]
    public void Sums_of_arrays_allocate_nothing()
    {
        foreach (var length in new[] { 1, 8, 100, 5000 })
        {
            // Similar magnitudes take one run, others several passes, and the largest ones a term at a time.
            foreach (var spread in new[] { 1, 300, 1020 })
            {
                double[] a = [.. Enumerable.Range(0, length).Select(i => Math.ScaleB(1.1, i % 2 * spread))];
                float[] b = [.. Enumerable.Range(0, length).Select(i => MathF.ScaleB(1.1f, i % 2 * spread / 10))];
                Assert.Equal(0, Allocations.Of(() => _ = ExactSum.Sum(a) + ExactSum.Sum(b) + ExactSum.Dot(a, a) + ExactSum.Dot(b, b)));
            }
        }
    }

    [Fact]
    public void Sixty_doublings_neither_overflow_nor_lose_a_bit()
    {
        var accumulator = new ExactAccumulator();
        accumulator.Add(double.Epsilon);
        accumulator.Add(-double.MaxValue);
        for (var i = 0; i < 60; i++) accumulator.Merge(accumulator);
        for (var i = 0; i < 1 << 10; i++) accumulator.AddProduct(double.MaxValue, Math.ScaleB(1, 50));

        Assert.Equal(Math.ScaleB(double.Epsilon, 60), accumulator.ToDouble());
    }

    [Fact]
    public void A_cleared_accumulator_holds_nothing()
    {
        var accumulator = new ExactAccumulator();
        accumulator.Add(float.NaN);
        accumulator.Add(1.5);

        accumulator.Clear();

        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(accumulator.ToDouble()));
    }

    [Fact]
    public void Arrays_of_two_lengths_have_no_dot_product()
    {
        var exception = Assert.Throws<ArgumentException>(() => ExactSum.Dot([1f], [1f, 2f]));

        Assert.Contains("1 and 2 elements", exception.Message);
    }

    private static float Canonical(float value) => float.IsNaN(value) ? float.NaN : value;

    private static double CanonicalNaN(double value) => double.IsNaN(value) ? double.NaN : value;

    /// <summary>The sum of so few binary32 numbers is exact in binary64, but for the sign of a zero and for ulps far apart.</summary>
    private static double CanonicalDouble(float[] values) =>
        values.Length == 0 ? 0.0 : CanonicalNaN(values.Skip(1).Aggregate((double)values[0], (sum, value) => sum + value));
}
