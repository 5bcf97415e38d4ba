// Prefixes, segments, groups, strides, residuals and comparisons: each sum against arbitrary precision.

using System.Numerics;
using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed class PartsTests
{
    private static readonly int ArraysOfAKind = Thorough.Count(400);

    [Fact]
    public void Every_prefix_is_the_exact_sum_rounded_once() => ForEachFormat(seed: 41, ArraysOfAKind, arrays =>
    {
        var values = arrays.Values;
        double[] sums;
        if (arrays.Singles is { } singles)
        {
            var destination = new float[values.Length + 1];
            destination[^1] = 7;
            ExactSum.CumulativeSum(singles, destination);
            if (destination[^1] != 7) return "more than the prefixes";
            sums = Widen(destination);
        }
        else
        {
            // In place.
            sums = [.. values];
            ExactSum.CumulativeSum(sums, sums);
        }

        var total = BigInteger.Zero;
        for (var i = 0; i < values.Length; i++)
        {
            total += Reference.Total([values[i]]);
            if (!Same(sums[i], arrays.Format.Round(total, 1, Reference.DoubleScale))) return $"prefix {i}";
        }

        return null;
    });

    [Fact]
    public void Prefixes_follow_IEEE_754()
    {
        double[] values = [-0.0, -0.0, 0.0, 1, -1, double.PositiveInfinity, 1, double.NegativeInfinity, 1];
        double[] expected = [-0.0, -0.0, 0.0, 1, 0.0, double.PositiveInfinity, double.PositiveInfinity, double.NaN, double.NaN];
        var sums = new double[values.Length];

        ExactSum.CumulativeSum(values, sums);

        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), sums.Select(BitConverter.DoubleToInt64Bits));
        ExactSum.CumulativeSum(default(ReadOnlySpan<double>), default);
    }

    [Fact]
    public void Prefixes_may_replace_the_numbers_and_not_overlap_them_otherwise()
    {
        float[] numbers = [1, 2, 3, 4];

        ExactSum.CumulativeSum(numbers, numbers);

        Assert.Equal([1, 3, 6, 10], numbers);
        Refused("1 elements from its beginning", () => ExactSum.CumulativeSum(numbers.AsSpan(0, 3), numbers.AsSpan(1, 3)));
        Refused("-1 elements from its beginning", () => ExactSum.CumulativeSum(numbers.AsSpan(1, 3), numbers.AsSpan(0, 3)));
        Refused("The destination has 3 elements; 4 sums need as many.", () => ExactSum.CumulativeSum(numbers, numbers.AsSpan(0, 3)));
        Assert.Equal([1, 3, 6, 10], numbers);
    }

    [Fact]
    public void Every_segment_and_every_group_is_the_exact_sum_rounded_once() => ForEachFormat(seed: 42, ArraysOfAKind, arrays =>
    {
        var values = arrays.Values;
        var random = new Random(values.Length);
        var keys = new int[values.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = random.Next(5);
        var groups = new double[5];
        int[] cuts = [.. Enumerable.Range(0, 4).Select(_ => random.Next(values.Length + 1)).Order()];
        var segments = new double[3];
        if (arrays.Singles is { } singles)
        {
            float[] singleGroups = new float[5], singleSegments = new float[3];
            ExactSum.SumGroups(singles, keys, singleGroups);
            ExactSum.SumSegments(singles, cuts, singleSegments);
            (groups, segments) = (Widen(singleGroups), Widen(singleSegments));
        }
        else
        {
            ExactSum.SumGroups(values, keys, groups);
            ExactSum.SumSegments(values, cuts, segments);
        }

        for (var k = 0; k < groups.Length; k++)
        {
            if (!IsSumOf(arrays, groups[k], [.. values.Where((_, i) => keys[i] == k)])) return $"group {k} of {string.Join(", ", keys)}";
        }

        for (var k = 0; k < segments.Length; k++)
        {
            if (!IsSumOf(arrays, segments[k], values[cuts[k]..cuts[k + 1]])) return $"segment {k} of {string.Join(", ", cuts)}";
        }

        return null;
    });

    [Fact]
    public void Segments_and_groups_may_be_empty()
    {
        var sums = new double[] { 9, 9, 9 };
        ExactSum.SumSegments([1.0, 2, 3], [0, 2, 2, 3], sums);
        Assert.Equal([3, 0, 3], sums);
        ExactSum.SumGroups([1.0, 2, 3], [2, 0, 2], sums);
        Assert.Equal([2, 0, 4], sums);
        ExactSum.SumSegments([], [0], default(Span<double>));
        ExactSum.SumGroups([], [], sums);
        Assert.Equal([0, 0, 0], sums);
        ExactSum.SumGroups([], [], default(Span<double>));
    }

    [Fact]
    public void Bad_offsets_are_named_and_nothing_is_written()
    {
        var sums = new double[] { 9, 9 };
        double[] values = [1, 2, 3];
        Refused("offsets[1] is 1; it must be 2 to 3.", () => ExactSum.SumSegments(values, [2, 1, 3], sums));
        Refused("offsets[2] is 4; it must be 1 to 3.", () => ExactSum.SumSegments(values, [0, 1, 4], sums));
        Refused("offsets[0] is -1; it must be 0 to 3.", () => ExactSum.SumSegments(values, [-1, 1, 3], sums));
        Refused("3 offsets make 2 segments", () => ExactSum.SumSegments(values, [0, 1, 3], sums.AsSpan(1)));
        Refused("There are no offsets", () => ExactSum.SumSegments(values, [], default(Span<double>)));
        Refused("overlaps", () => ExactSum.SumSegments(values, [0, 1, 3], values.AsSpan(0, 2)));
        Assert.Equal([9, 9], sums);
    }

    [Fact]
    public void Bad_keys_are_named_and_nothing_is_written()
    {
        var sums = new float[] { 9, 9 };
        float[] values = [1, 2];
        Refused("keys[1] is 2; the groups are 0 to 1.", () => ExactSum.SumGroups(values, [0, 2], sums));
        Refused("keys[0] is -1; the groups are 0 to 1.", () => ExactSum.SumGroups(values, [-1, 1], sums));
        Refused("keys[0] is 0; the destination has no elements.", () => ExactSum.SumGroups(values, [0, 1], []));
        Refused("there are 2 numbers and 1 keys", () => ExactSum.SumGroups(values, [0], sums));
        Refused("overlaps", () => ExactSum.SumGroups(values, [0, 1], values));
        Assert.Equal([9, 9], sums);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(5000)]
    [InlineData(int.MaxValue)]
    public void Strided_sums_are_those_of_the_numbers_picked(int stride)
    {
        var numbers = new HostileNumbers(43);
        foreach (var length in new[] { 0, 1, 2, 13, 14, 15, 16, 4999, 10_001 })
        {
            var values = numbers.Doubles(Hostility.AnyBits, length);
            var singles = numbers.Singles(Hostility.AnyBits, length);
            Assert.Equal(ExactSum.Sum(Every(values)), ExactSum.SumStrided(values, stride));
            Assert.Equal(ExactSum.Sum(Every(singles)), ExactSum.SumStrided(singles, stride));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ExactSum.SumStrided([1.0], stride - stride));

        T[] Every<T>(T[] all) => [.. all.Where((_, i) => i % stride == 0)];
    }

    [Fact]
    public void A_sum_and_its_residual_are_the_exact_sum_rounded_twice() => ForEachFormat(seed: 44, ArraysOfAKind, arrays =>
    {
        var values = arrays.Values;
        var factors = arrays.Numbers.Shuffled(values);
        float[] singleFactors = [.. arrays.Singles is null ? [] : factors.Select(factor => (float)factor)];
        var (sum, sumResidual) = arrays.Singles is { } x ? ExactSum.SumWithResidual(x) : ExactSum.SumWithResidual(values);
        var (dot, dotResidual) = arrays.Singles is { } a ? ExactSum.DotWithResidual(a, singleFactors) : ExactSum.DotWithResidual(values, factors);
        return Differs(sum, sumResidual, Reference.Total(values) << Reference.DoubleScale) ? $"sum {sum:R} and {sumResidual:R}"
            : Differs(dot, dotResidual, Reference.Total(values, factors)) ? $"dot product {dot:R} and {dotResidual:R}" : null;

        bool Differs(double rounded, double residual, BigInteger total)
        {
            if (!Same(rounded, arrays.Format.Round(total, 1, Reference.ProductScale))) return true;
            if (!double.IsFinite(rounded)) return !Same(residual, 0.0);
            var rest = total - (Reference.Total([rounded]) << Reference.DoubleScale);
            return !Same(residual, arrays.Format.Round(rest, 1, Reference.ProductScale));
        }
    });

    [Fact]
    public void Residuals_of_special_sums_are_zero()
    {
        Assert.Equal((1e100, 1.0), ExactSum.SumWithResidual([1.0, 1e100]));
        Assert.Equal((0.0, 0.0), ExactSum.SumWithResidual(default(ReadOnlySpan<double>)));
        var (sum, residual) = ExactSum.SumWithResidual([-0.0]);
        Assert.True(Same(sum, -0.0) && Same(residual, 0.0));
        Assert.Equal((double.PositiveInfinity, 0.0), ExactSum.SumWithResidual([double.MaxValue, double.MaxValue]));
        Assert.Equal((double.NaN, 0.0), ExactSum.SumWithResidual([double.NaN, 1]));
        Assert.Throws<ArgumentException>(() => ExactSum.DotWithResidual([1.0], [1, 2]));
    }

    [Fact]
    public void Sums_are_compared_exactly() => ForEachFormat(seed: 45, ArraysOfAKind, arrays =>
    {
        // Equal, nearly equal, or not at all.
        var left = arrays.Values;
        var right = arrays.Numbers.Shuffled(left);
        if (left.Length % 3 == 0) right[0] = arrays.Singles is null ? double.BitIncrement(right[0]) : float.BitIncrement((float)right[0]);
        if (left.Length % 5 == 0) right = right[1..];
        if (!right.All(double.IsFinite)) return null;
        var expected = Reference.Total(left).CompareTo(Reference.Total(right));
        float[] singles = [.. arrays.Singles is null ? [] : right.Select(value => (float)value)];
        var actual = arrays.Singles is { } x ? ExactSum.Compare(x, singles) : ExactSum.Compare(left, right);
        ExactAccumulator leftSum = new(), rightSum = new();
        foreach (var value in left) leftSum.Add(value);
        foreach (var value in right) rightSum.Add(value);
        return actual == expected && leftSum.CompareTo(rightSum) == expected && rightSum.CompareTo(leftSum) == -expected ? null : "comparison";
    });

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.NaN, double.NegativeInfinity)]
    [InlineData(double.NaN, 1.0)]
    [InlineData(double.PositiveInfinity, 1e30)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, -5.0)]
    [InlineData(0.0, -0.0)]
    public void Special_sums_are_compared_as_numbers_are(double left, double right)
    {
        Assert.Equal(left.CompareTo(right), ExactSum.Compare([left], [right]));
        Assert.Equal(right.CompareTo(left), ExactSum.Compare([right], [left]));
        Assert.Equal(left.CompareTo(right), ExactSum.Compare([(float)left], [(float)right, 0]));
    }

    [Fact]
    public void Sums_beyond_the_range_of_the_format_differ_and_are_less_than_infinity()
    {
        const double max = double.MaxValue;
        Assert.Equal(-1, ExactSum.Compare([max, max], [max, max, double.Epsilon]));
        Assert.Equal(-1, ExactSum.Compare([max, max], [double.PositiveInfinity]));
        Assert.Equal(0, ExactSum.Compare(default(ReadOnlySpan<double>), [-0.0]));
        Assert.Throws<ArgumentNullException>(() => new ExactAccumulator().CompareTo(null!));
    }

    private static bool IsSumOf(Arrays arrays, double sum, double[] values) => values.All(value => value == 0 && double.IsNegative(value))
        ? sum == 0
        : Same(sum, arrays.Format.Round(Reference.Total(values), 1, Reference.DoubleScale));

    private static void Refused(string message, Action sum) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(sum).Message, StringComparison.Ordinal);
}
