// The binned sum in memory: against its definition in arbitrary precision, and within its bound of the exact sum.

using System.Numerics;
using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed class BinnedSumTests
{
    private static readonly int Arrays = Thorough.Count(3000);

    [Fact]
    public void Sums_of_binary32_numbers_are_those_of_the_definition() => ForEachArray(seed: 51, Arrays, (numbers, kind, length) =>
    {
        var values = numbers.Singles(kind, length);
        return Same(BinnedSum.Sum(values), Single(Widen(values))) ? null : Show(values);
    });

    [Fact]
    public void Sums_of_binary64_numbers_are_those_of_the_definition() => ForEachArray(seed: 52, Arrays, (numbers, kind, length) =>
    {
        var values = numbers.Doubles(kind, length);
        return Same(BinnedSum.Sum(values), Double(values)) ? null : Show(values);
    });

    [Fact]
    public void Dot_products_of_binary32_numbers_are_those_of_the_definition() => ForEachArray(seed: 53, Arrays, (numbers, kind, length) =>
    {
        var a = numbers.Singles(kind, length);
        var b = numbers.Singles(numbers.Other(kind), a.Length);
        Array.Resize(ref b, a.Length);
        return Same(BinnedSum.Dot(a, b), Single(Products(Widen(a), Widen(b)))) ? null : Show(a) + " times " + Show(b);
    });

    [Fact]
    public void Dot_products_of_binary64_numbers_are_the_sums_of_rounded_products() => ForEachArray(seed: 54, Arrays, (numbers, kind, length) =>
    {
        var a = numbers.Doubles(kind, length);
        var b = numbers.Doubles(numbers.Other(kind), a.Length);
        Array.Resize(ref b, a.Length);
        return Same(BinnedSum.Dot(a, b), BinnedSum.Sum(Products(a, b))) ? null : Show(a) + " times " + Show(b);
    });

    /// <summary>Magnitudes that rise and fall along the array, so that the sum begins again anywhere, and ends of blocks and vectors.</summary>
    [Fact]
    public void Long_arrays_are_summed_by_the_definition_wherever_the_largest_number_is()
    {
        var random = new Random(55);
        for (var i = 0; i < Thorough.Count(60); i++)
        {
            int length = 1 + random.Next(9000), rise = random.Next(-3, 4), spread = random.Next(120);
            double[] doubles = [.. Enumerable.Range(0, length).Select(Number)];
            float[] singles = [.. doubles.Select(value => (float)value)], others = [.. singles.Reverse()];
            if (random.Next(2) == 0) doubles[random.Next(length)] = Math.ScaleB(random.NextDouble() - 0.5, random.Next(-1074, 1024));

            Assert.Equal(Double(doubles), BinnedSum.Sum(doubles));
            Assert.Equal(Single(Widen(singles)), BinnedSum.Sum(singles));
            Assert.Equal(Single(Products(Widen(singles), Widen(others))), BinnedSum.Dot(singles, others));
            Assert.Equal(Double(Products(doubles, doubles)), BinnedSum.Dot(doubles, doubles));

            double Number(int k) => Math.ScaleB(random.NextDouble() - 0.5, (rise * k / 300) + random.Next(-spread, 1));
        }
    }

    /// <summary>The largest number of an array is the upper end of a bin, or next to it.</summary>
    [Fact]
    public void Numbers_at_the_end_of_a_bin_are_in_it_whatever_their_sign()
    {
        var random = new Random(56);
        double[] ends = [16, Math.BitDecrement(16), Math.BitIncrement(16), float.BitDecrement(16), float.BitIncrement(16)];
        for (var i = 0; i < 400; i++)
        {
            var end = ends[i % ends.Length];
            double[] doubles = [.. Enumerable.Range(0, 1 + random.Next(1100)).Select(_ => Math.ScaleB(random.NextDouble() - 0.5, -60))];
            for (var k = i % 4; k >= 0; k--) doubles[random.Next(doubles.Length)] = random.Next(2) == 0 ? end : -end;
            float[] singles = [.. doubles.Select(value => (float)value)];

            Assert.Equal(Double(doubles), BinnedSum.Sum(doubles));
            Assert.Equal(Double([.. doubles.Select(value => -value)]), -BinnedSum.Sum(doubles));
            Assert.Equal(Single(Widen(singles)), BinnedSum.Sum(singles));
        }
    }

    [Fact]
    public void No_permutation_changes_a_bit() => ForEachArray(seed: 57, arrays: 100, (numbers, kind, length) =>
    {
        // Some lengths are those of several blocks.
        var values = numbers.Doubles(kind, length % 8 == 0 ? 3000 + length : length);
        var singles = numbers.Singles(kind, values.Length);
        var sums = Enumerable.Range(0, 5).Select(_ => BinnedSum.Sum(numbers.Shuffled(values))).Append(BinnedSum.Sum(values));
        var singleSums = Enumerable.Range(0, 5).Select(_ => BinnedSum.Sum(numbers.Shuffled(singles))).Append(BinnedSum.Sum(singles));
        return sums.Select(BitConverter.DoubleToInt64Bits).Distinct().Count() == 1
            && singleSums.Select(BitConverter.SingleToInt32Bits).Distinct().Count() == 1 ? null : Show(values);
    });

    [Fact]
    public void The_error_is_at_most_the_bound() => ForEachArray(seed: 58, arrays: Thorough.Count(2000), (numbers, kind, length) =>
    {
        // Some lengths are those of several blocks.
        var doubles = numbers.Doubles(kind, length == 24 ? 2500 : length);
        var singles = numbers.Singles(kind, doubles.Length);
        var (otherDoubles, otherSingles) = (numbers.Shuffled(doubles), numbers.Shuffled(singles));
        ExactAccumulator ofDoubles = new(), ofSingles = new(), ofDoubleProducts = new(), ofSingleProducts = new();
        ofDoubles.AddRange(doubles);
        ofSingles.AddRange(singles);
        ofDoubleProducts.AddProducts(doubles, otherDoubles);
        ofSingleProducts.AddProducts(singles, otherSingles);
        double doubleSum = BinnedSum.Sum(doubles), doubleDot = BinnedSum.Dot(doubles, otherDoubles);
        float singleSum = BinnedSum.Sum(singles), singleDot = BinnedSum.Dot(singles, otherSingles);
        double[] singleProducts = Products(Widen(singles), Widen(otherSingles)), doubleProducts = Products(doubles, otherDoubles);
        return IsWithin(ofDoubles, doubleSum, BinnedSum.ErrorBound(doubles.Length, doubles.Max(Math.Abs), doubleSum))
            && IsWithin(ofSingles, singleSum, BinnedSum.ErrorBound(singles.Length, singles.Max(Math.Abs), singleSum))
            && IsWithin(ofSingleProducts, singleDot, BinnedSum.DotErrorBound(singles.Length, singleProducts.Max(Math.Abs), singleDot))
            && IsWithin(ofDoubleProducts, doubleDot, BinnedSum.DotErrorBound(doubles.Length, doubleProducts.Max(Math.Abs), doubleDot))
            ? null
            : Show(doubles);
    });

    /// <summary>Each term but one loses almost half a quantum, all in one direction, and the sum is a number of the format.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void There_are_sums_whose_error_is_almost_the_bound(int length)
    {
        double singleLoss = Math.ScaleB(0.999, 4 - 51 - 1), doubleLoss = Math.ScaleB(0.999, 4 - 77 - 1);
        float[] singles = [10, .. Enumerable.Repeat((float)singleLoss, length - 1), -10];
        double[] doubles = [10, .. Enumerable.Repeat(doubleLoss, length - 1), -10];

        Assert.Equal(0, BinnedSum.Sum(singles));
        Assert.Equal(0, BinnedSum.Sum(doubles));
        var (singleBound, doubleBound) = (BinnedSum.ErrorBound(length + 1, 10, 0f), BinnedSum.ErrorBound(length + 1, 10, 0.0));
        Assert.InRange(ExactSum.Sum(singles), 0.95 * singleBound, singleBound);
        Assert.InRange(ExactSum.Sum(doubles), 0.95 * doubleBound, doubleBound);
    }

    [Fact]
    public void What_is_far_below_the_largest_number_is_dropped_and_what_is_near_is_not()
    {
        Assert.Equal(0, BinnedSum.Sum([Math.ScaleB(1, 80), 1, Math.ScaleB(-1, 80)]));
        Assert.Equal(1, BinnedSum.Sum([Math.ScaleB(1, 68), 1, Math.ScaleB(-1, 68)]));
        Assert.Equal(0, BinnedSum.Sum([MathF.ScaleB(1, 52), 1, MathF.ScaleB(-1, 52)]));
        Assert.Equal(1, BinnedSum.Sum([MathF.ScaleB(1, 44), 1, MathF.ScaleB(-1, 44)]));
        Assert.Equal(0f, BinnedSum.Dot([MathF.ScaleB(1, 26), 1, MathF.ScaleB(-1, 26)], [MathF.ScaleB(1, 26), 1, MathF.ScaleB(1, 26)]));
        Assert.Equal(1f, BinnedSum.Dot([MathF.ScaleB(1, 22), 1, MathF.ScaleB(-1, 22)], [MathF.ScaleB(1, 22), 1, MathF.ScaleB(1, 22)]));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.75, 1)]
    [InlineData(1.5, 2)]
    [InlineData(2.5, 2)]
    [InlineData(-2.5, -2)]
    [InlineData(-3.5, -4)]
    public void A_term_half_way_between_two_multiples_becomes_the_even_one(double quanta, double rounded)
    {
        double single = Math.ScaleB(1, 4 - 51), wide = Math.ScaleB(1, 4 - 77), largest = Math.ScaleB(1, 1028 - 77);

        Assert.Equal((float)(rounded * single), BinnedSum.Sum([10, (float)(quanta * single), -10]));
        Assert.Equal((float)(rounded * single), BinnedSum.Dot([10, (float)(quanta * single), -10], [1, 1, 1]));
        Assert.Equal(rounded * wide, BinnedSum.Sum([10, quanta * wide, -10]));
        Assert.Equal(rounded * largest, BinnedSum.Sum([double.MaxValue, quanta * largest, -double.MaxValue]));
    }

    [Theory]
    [InlineData(new float[] { }, 0f)]
    [InlineData(new[] { -0f, -0f }, -0f)]
    [InlineData(new[] { -0f, 0f, -0f }, 0f)]
    [InlineData(new[] { 1f, -1f }, 0f)]
    [InlineData(new[] { float.MaxValue, float.MaxValue, -float.MaxValue }, float.MaxValue)]
    [InlineData(new[] { float.MaxValue, float.MaxValue }, float.PositiveInfinity)]
    [InlineData(new[] { float.Epsilon, -float.Epsilon, float.Epsilon }, float.Epsilon)]
    [InlineData(new[] { float.PositiveInfinity, 1f }, float.PositiveInfinity)]
    [InlineData(new[] { float.NegativeInfinity, float.MaxValue }, float.NegativeInfinity)]
    [InlineData(new[] { float.PositiveInfinity, float.NegativeInfinity }, float.NaN)]
    [InlineData(new[] { float.NaN, 1f }, float.NaN)]
    public void Special_numbers_follow_IEEE_754(float[] values, float sum)
    {
        Assert.Equal(BitConverter.SingleToUInt32Bits(sum), BitConverter.SingleToUInt32Bits(BinnedSum.Sum(values)));
        float[] ones = [.. values.Select(_ => 1f)];
        Assert.Equal(BitConverter.SingleToUInt32Bits(sum), BitConverter.SingleToUInt32Bits(BinnedSum.Dot(values, ones)));
    }

    [Theory]
    [InlineData(new double[] { }, 0.0)]
    [InlineData(new[] { -0.0, -0.0 }, -0.0)]
    [InlineData(new[] { -0.0, 0.0, -0.0 }, 0.0)]
    [InlineData(new[] { double.MaxValue, double.MaxValue, -double.MaxValue }, double.MaxValue)]
    [InlineData(new[] { double.MaxValue, double.MaxValue }, double.PositiveInfinity)]
    [InlineData(new[] { double.Epsilon, -double.Epsilon, double.Epsilon }, double.Epsilon)]
    [InlineData(new[] { double.NegativeInfinity, double.MaxValue }, double.NegativeInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    [InlineData(new[] { double.NaN, 1.0 }, double.NaN)]
    public void Special_binary64_numbers_follow_IEEE_754(double[] values, double sum)
    {
        Assert.True(Same(sum, BinnedSum.Sum(values)));
        Assert.True(Same(sum, BinnedSum.Dot(values, [.. values.Select(_ => 1.0)])));
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
            Array.Fill(singles, 16f);
            singles[at] = value;
            var doubles = Widen(singles);

            Assert.Equal(sum, BinnedSum.Sum(singles));
            Assert.Equal(sum, BinnedSum.Sum(doubles));
            Assert.Equal(sum, BinnedSum.Dot(singles, [.. singles.Select(_ => 1f)]));
            Assert.Equal(sum, BinnedSum.Dot(doubles, [.. doubles.Select(_ => 1.0)]));
            Assert.True(float.IsNaN(BinnedSum.Dot(singles, new float[2100])));
            Assert.True(double.IsNaN(BinnedSum.Dot(doubles, new double[2100])));
        }
    }

    [Fact]
    public void Products_that_underflow_or_overflow_are_those_of_IEEE_754()
    {
        Assert.True(Same(-0.0, BinnedSum.Dot([1e-200, -1e-200], [-1e-200, 1e-200])));
        Assert.True(Same(0.0, BinnedSum.Dot([1e-200, 1e-200], [-1e-200, 1e-200])));
        Assert.Equal(double.PositiveInfinity, BinnedSum.Dot([1e200, 1.0], [1e200, -1.0]));
        Assert.Equal(1f, BinnedSum.Dot([1e30f, 1f, 1e30f], [1e-30f, 1f, -1e-30f]));
    }

    [Fact]
    public void Sums_of_arrays_allocate_nothing()
    {
        foreach (var length in new[] { 1, 8, 100, 5000 })
        {
            foreach (var spread in new[] { 1, 300, 1020 })
            {
                double[] a = [.. Enumerable.Range(0, length).Select(i => Math.ScaleB(1.1, i % 2 * spread))];
                float[] b = [.. Enumerable.Range(0, length).Select(i => MathF.ScaleB(1.1f, i % 2 * spread / 10))];
                Assert.Equal(0, Allocations.Of(() => _ = BinnedSum.Sum(a) + BinnedSum.Sum(b) + BinnedSum.Dot(a, a) + BinnedSum.Dot(b, b)));
            }
        }
    }

    [Fact]
    public void A_bound_needs_a_length_and_is_infinite_for_arguments_that_are_not_finite()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BinnedSum.ErrorBound(-1, 1, 1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinnedSum.DotErrorBound(-1, 1, 1.0));
        Assert.Equal(double.PositiveInfinity, BinnedSum.ErrorBound(1, double.NaN, 1f));
        Assert.Equal(double.PositiveInfinity, BinnedSum.ErrorBound(1, 1, double.NaN));
        Assert.Equal(double.PositiveInfinity, BinnedSum.DotErrorBound(1, double.PositiveInfinity, 1f));
        Assert.Equal(BinnedSum.ErrorBound(9, 5, 1.0), BinnedSum.ErrorBound(9, -5, -1.0));
    }

    [Fact]
    public void Arrays_of_two_lengths_have_no_dot_product()
    {
        var exception = Assert.Throws<ArgumentException>(() => BinnedSum.Dot([1f], [1f, 2f]));

        Assert.Contains("1 and 2 elements", exception.Message);
        Assert.Throws<ArgumentException>(() => BinnedSum.Dot([1.0], [1.0, 2.0]));
    }

    private static double[] Products(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x * y)];

    private static bool IsWithin(ExactAccumulator exact, double sum, double bound)
    {
        exact.Subtract(sum);
        return Math.Abs(exact.ToDouble()) <= bound || !double.IsFinite(sum);
    }

    private static double Single(double[] terms) => ByDefinition(terms, 51, ReferenceFormat.Single);

    private static double Double(double[] terms) => ByDefinition(terms, 77, ReferenceFormat.Double);

    /// <summary>Rounds each term to the quantum of the largest magnitude, and the sum of these to a format.</summary>
    private static double ByDefinition(double[] terms, int bits, ReferenceFormat format)
    {
        var special = terms.Where(term => !double.IsFinite(term)).Sum();
        if (special != 0) return double.IsNaN(special) ? double.NaN : special;

        // In units of 2^-1200: every term and every quantum is a whole multiple.
        const int scale = 1200;
        BigInteger[] integers = [.. terms.Select(term => Reference.Total([term]) << (scale - Reference.DoubleScale))];
        var largest = integers.Max(BigInteger.Abs);
        var top = (int)(largest - 1).GetBitLength();
        while ((top - scale - 4) % 8 != 0) top++;
        var quantum = BigInteger.One << (top - bits);
        var total = integers.Aggregate(BigInteger.Zero, (sum, term) => sum + Rounded(term, quantum));
        return total.IsZero && terms.All(term => Same(term, -0.0)) ? -0.0 : format.Round(total, 1, scale);
    }

    private static BigInteger Rounded(BigInteger term, BigInteger quantum)
    {
        var multiple = BigInteger.DivRem(BigInteger.Abs(term), quantum, out var left);
        var side = (2 * left).CompareTo(quantum);
        if (side > 0 || (side == 0 && !multiple.IsEven)) multiple++;
        return multiple * quantum * term.Sign;
    }
}
