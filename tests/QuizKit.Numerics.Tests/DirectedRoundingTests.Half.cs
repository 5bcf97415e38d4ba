// Sums and dot products of binary16 numbers, in every direction.

using System.Numerics;
using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed partial class DirectedRoundingTests
{
    private const double HalfMax = 65504;

    [Fact]
    public void Binary16_sums_and_dot_products_are_the_exact_ones_rounded_once() => ForEachArray(seed: 21, 3 * ArraysOfAKind, (numbers, kind, length) =>
    {
        var a = numbers.Halves(kind, length);
        var b = numbers.Halves(numbers.Other(kind), a.Length);
        Array.Resize(ref b, a.Length);
        var (wideA, wideB) = (Widen(a), Widen(b));
        BigInteger sum = Reference.Total(wideA), dot = Reference.Total(wideA, wideB);
        foreach (var rounding in Directions)
        {
            var expected = Rounded(sum, wideA, Reference.DoubleScale, ReferenceFormat.Half, rounding);
            if (!Same((double)ExactSum.Sum(a, rounding), expected)) return $"sum {rounding} of {Show(a)}";
            var expectedDot = Rounded(dot, Products(wideA, wideB), Reference.ProductScale, ReferenceFormat.Half, rounding);
            if (!Same((double)ExactSum.Dot(a, b, rounding), expectedDot)) return $"{rounding}: {Show(a)} times {Show(b)}";
            if (rounding != Rounding.ToNearestEven) continue;
            if (!Same((double)ExactSum.Sum(a), expected) || !Same((double)ExactSum.Dot(a, b), expectedDot)) return "without a direction: " + Show(a);
        }

        return null;
    });

    [Theory]
    [MemberData(nameof(SpecialSums))]
    public void Special_sums_of_binary16_numbers_follow_IEEE_754_in_every_direction(string values, string results)
    {
        var expected = results.Split(' ');
        double tiny = (double)Half.Epsilon, next = (double)Half.BitIncrement((Half)1);
        foreach (var rounding in Directions)
        {
            var half = Word(expected[(int)rounding], HalfMax, tiny, next);
            foreach (var copies in Copies(values))
            {
                Half[] halves = [.. Words(values, copies, HalfMax, tiny, next).Select(value => (Half)value)];
                Half[] ones = [.. halves.Select(_ => (Half)1)];
                Assert.Equal(Bits(half), Bits((double)ExactSum.Sum(halves, rounding)));
                Assert.Equal(Bits(half), Bits((double)ExactSum.Dot(halves, ones, rounding)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public void Sums_of_binary16_numbers_allocate_nothing(int length)
    {
        Half[] values = [.. Enumerable.Range(0, length).Select(i => (Half)(i % 7))];

        Assert.Equal(0, Allocations.Of(() => _ = (ExactSum.Sum(values), ExactSum.Dot(values, values))));
    }
}
