// Sums and dot products in every format and direction, against a reference that compares with neighbors.

using System.Globalization;
using System.Numerics;
using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed partial class DirectedRoundingTests
{
    private static readonly int ArraysOfAKind = Thorough.Count(200);

    private static readonly Rounding[] Directions = Enum.GetValues<Rounding>();

    /// <summary>Terms, and their sum rounded in each direction.</summary>
    public static TheoryData<string, string> SpecialSums => new()
    {
        { "", "0 0 0 0" },
        { "-0 -0", "-0 -0 -0 -0" },
        { "0 0", "0 0 0 0" },
        { "0 -0", "0 0 -0 0" },
        { "1 -1", "0 0 -0 0" },
        { "1 -1 0", "0 0 -0 0" },
        { "max max", "inf max max inf" },
        { "-max -max", "-inf -max -inf -max" },
        { "max tiny", "max max max inf" },
        { "-max -tiny", "-max -max -inf -max" },
        { "max max -max", "max max max max" },
        { "inf 1", "inf inf inf inf" },
        { "-inf max", "-inf -inf -inf -inf" },
        { "inf -inf", "nan nan nan nan" },
        { "nan 1", "nan nan nan nan" },
        { "tiny tiny -tiny", "tiny tiny tiny tiny" },
        { "1 tiny", "1 1 1 next" },
        { "-1 -tiny", "-1 -1 -next -1" },
    };

    [Fact]
    public void Sums_and_dot_products_lie_on_the_side_of_the_exact_one_that_the_direction_says() => ForEachFormat(seed: 22, ArraysOfAKind, arrays =>
    {
        var values = arrays.Values;
        var factors = arrays.Numbers.Shuffled(values);
        BigInteger sum = Reference.Total(values), dot = Reference.Total(values, factors);
        float[] singleFactors = arrays.Singles is null ? [] : [.. factors.Select(factor => (float)factor)];
        foreach (var rounding in Directions)
        {
            var actual = arrays.Singles is { } a ? ExactSum.Sum(a, rounding) : ExactSum.Sum(values, rounding);
            if (!Same(actual, Rounded(sum, values, Reference.DoubleScale, arrays.Format, rounding))) return $"sum {rounding}, {actual:R},";
            actual = arrays.Singles is { } b ? ExactSum.Dot(b, singleFactors, rounding) : ExactSum.Dot(values, factors, rounding);
            if (!Same(actual, Rounded(dot, Products(values, factors), Reference.ProductScale, arrays.Format, rounding))) return $"dot product {rounding}, {actual:R},";
        }

        return null;
    });

    [Fact]
    public void Accumulators_round_in_every_direction_and_return_the_residual_as_sums_of_arrays_do() => ForEachFormat(seed: 23, ArraysOfAKind, arrays =>
    {
        var sum = new ExactAccumulator();
        var half = arrays.Values.Length / 2;
        sum.AddRange(arrays.Values.AsSpan(half));
        foreach (var value in arrays.Values[..half]) sum.Add(value);
        if (arrays.Singles is { } singles)
        {
            if (sum.ToSingleWithResidual() is var single && !single.Equals(ExactSum.SumWithResidual(singles))) return $"residual {single}";
        }
        else if (sum.ToDoubleWithResidual() is var wide && !wide.Equals(ExactSum.SumWithResidual(arrays.Values)))
        {
            return $"residual {wide}";
        }

        foreach (var rounding in Directions)
        {
            var expected = arrays.Singles is { } a ? ExactSum.Sum(a, rounding) : ExactSum.Sum(arrays.Values, rounding);
            var isDownToZero = rounding == Rounding.Down && expected == 0 && arrays.Values.Length > 0;
            var actual = arrays.Singles is null ? sum.ToDouble(rounding) : sum.ToSingle(rounding);
            if (!Same(actual, isDownToZero ? -0.0 : expected)) return $"{rounding}, {actual:R},";
        }

        return null;
    });

    [Fact]
    public void Accumulators_without_terms_are_positive_zero_in_every_direction()
    {
        var sum = new ExactAccumulator();
        Assert.All(Directions, rounding => Assert.Equal(0, Bits(sum.ToDouble(rounding))));
        sum.Add(-1);
        sum.Subtract(-1);
        Assert.All(Directions, rounding => Assert.Equal(0, Bits(sum.ToSingle(rounding))));
        Assert.Equal((0, 0), sum.ToDoubleWithResidual());
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.ToDouble((Rounding)4));
    }

    [Theory]
    [MemberData(nameof(SpecialSums))]
    public void Special_sums_follow_IEEE_754_in_every_direction(string values, string results)
    {
        var expected = results.Split(' ');
        foreach (var rounding in Directions)
        {
            var result = expected[(int)rounding];
            foreach (var copies in Copies(values))
            {
                var doubles = Words(values, copies, double.MaxValue, double.Epsilon, double.BitIncrement(1));
                float[] singles = [.. Words(values, copies, float.MaxValue, float.Epsilon, float.BitIncrement(1)).Select(value => (float)value)];
                double[] ones = [.. doubles.Select(_ => 1.0)];
                float[] singleOnes = [.. ones.Select(_ => 1f)];

                var wide = Word(result, double.MaxValue, double.Epsilon, double.BitIncrement(1));
                Assert.Equal(Bits(wide), Bits(ExactSum.Sum(doubles, rounding)));
                Assert.Equal(Bits(wide), Bits(ExactSum.Dot(doubles, ones, rounding)));
                var single = Word(result, float.MaxValue, float.Epsilon, float.BitIncrement(1));
                Assert.Equal(Bits(single), Bits(ExactSum.Sum(singles, rounding)));
                Assert.Equal(Bits(single), Bits(ExactSum.Dot(singleOnes, singles, rounding)));
            }
        }
    }

    [Fact]
    public void A_product_too_small_for_the_format_becomes_zero_or_the_smallest_number()
    {
        double[] expected = [0.0, 0.0, 0.0, double.Epsilon];
        Assert.Equal(expected.Select(Bits), Directions.Select(rounding => Bits(ExactSum.Dot([1e-300], [1e-300], rounding))));
        expected = [-0.0, -0.0, -double.Epsilon, -0.0];
        Assert.Equal(expected.Select(Bits), Directions.Select(rounding => Bits(ExactSum.Dot([1e-300], [-1e-300], rounding))));
    }

    [Fact]
    public void Sums_of_every_kind_allocate_nothing()
    {
        foreach (var length in new[] { 1, 100, 5000 })
        {
            foreach (var spread in new[] { 1, 1020 })
            {
                double[] a = [.. Enumerable.Range(0, length).Select(i => Math.ScaleB(1.1, i % 2 * spread))];
                float[] b = [.. Enumerable.Range(0, length).Select(i => MathF.ScaleB(1.1f, i % 2 * spread / 10))];
                Complex[] d = [.. a.Select(value => new Complex(value, -value))];
                var sums = new double[length];
                Assert.Equal(0, Allocations.Of(Run));

                void Run()
                {
                    _ = (ExactSum.Sum(a, Rounding.Down), ExactSum.Dot(b, b, Rounding.Up));
                    _ = (ExactSum.SumOfSquares(a), ExactSum.SumOfMagnitudes(a), ExactSum.SumOfMagnitudes(b), ExactSum.SumStrided(a, 2));
                    _ = (ExactSum.SumWithResidual(a), ExactSum.DotWithResidual(b, b), ExactSum.Compare(a, a), ExactSum.ConjugateDot(d, d));
                    ExactSum.CumulativeSum(a, sums);
                    ExactMatrix.MultiplyVector(a, 1, length, a, sums.AsSpan(0, 1));
                }
            }
        }
    }

    [Fact]
    public void A_direction_that_does_not_exist_is_refused_with_those_that_do()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => ExactSum.Sum([1.0], (Rounding)4));

        Assert.Contains("ToNearestEven, TowardZero, Down, Up", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactSum.Dot([1f], [1f], (Rounding)(-1)));
    }

    [Fact]
    public void Directed_dot_products_need_two_arrays_of_one_length() =>
        Assert.Throws<ArgumentException>(() => ExactSum.Dot([1.0], [1, 2], Rounding.Up));

    /// <summary>With many equal zeros the array does not fit in one block, and without them it takes a few vectors at most.</summary>
    private static int[] Copies(string values) => values is "1 -1" or "0 -0" or "-0 -0" or "0 0" ? [1, 40, 3000] : [1];

    private static double[] Words(string values, int copies, double max, double tiny, double next) =>
    [
        .. Enumerable.Repeat(values.Split(' ', StringSplitOptions.RemoveEmptyEntries), copies).SelectMany(words => words)
            .Select(word => Word(word, max, tiny, next)),
    ];

    private static double Word(string word, double max, double tiny, double next) => word[0] == '-'
        ? -Word(word[1..], max, tiny, next)
        : word switch
        {
            "max" => max,
            "tiny" => tiny,
            "next" => next,
            "inf" => double.PositiveInfinity,
            "nan" => double.NaN,
            _ => double.Parse(word, CultureInfo.InvariantCulture),
        };

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

    /// <summary>Products of which only the zeros and their signs count.</summary>
    private static double[] Products(double[] a, double[] b) =>
        [.. a.Zip(b, (x, y) => x == 0 || y == 0 ? x * y : 1)];

    private static double Rounded(BigInteger total, double[] terms, int scale, ReferenceFormat format, Rounding rounding)
    {
        if (!total.IsZero) return format.Round(total, 1, scale, rounding);
        if (terms.All(term => term == 0 && double.IsNegative(term))) return -0.0;
        return rounding == Rounding.Down && !terms.All(term => term == 0 && !double.IsNegative(term)) ? -0.0 : 0.0;
    }
}
