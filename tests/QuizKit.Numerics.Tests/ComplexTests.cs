// Sums and dot products of complex numbers, part by part against arbitrary precision.

using System.Numerics;
using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed class ComplexTests
{
    [Fact]
    public void Both_parts_are_the_exact_ones_rounded_once() => ForEachArray(seed: 61, Thorough.Count(400), (numbers, kind, length) =>
    {
        var (a, b) = (Numbers(numbers, kind, length), Numbers(numbers, numbers.Other(kind), length));
        length = Math.Min(a.Length, b.Length);
        (a, b) = (a[..length], b[..length]);
        double[] realA = [.. a.Select(x => x.Real)], realB = [.. b.Select(x => x.Real)];
        double[] imaginaryA = [.. a.Select(x => x.Imaginary)], imaginaryB = [.. b.Select(x => x.Imaginary)];
        var sum = ExactSum.Sum(a);
        if (sum != new Complex(Reference.Sum(realA), Reference.Sum(imaginaryA))) return $"sum {sum}";
        BigInteger reals = Reference.Total(realA, realB), imaginaries = Reference.Total(imaginaryA, imaginaryB);
        BigInteger mixed = Reference.Total(realA, imaginaryB), otherMixed = Reference.Total(imaginaryA, realB);
        var dot = ExactSum.Dot(a, b);
        if (dot != Rounded(reals - imaginaries, mixed + otherMixed)) return $"dot product {dot}";
        var conjugate = ExactSum.ConjugateDot(a, b);
        return conjugate == Rounded(reals + imaginaries, mixed - otherMixed) ? null : $"conjugate dot product {conjugate}";
    });

    [Fact]
    public void Long_arrays_have_the_same_bits_in_every_order()
    {
        var random = new Random(62);
        Complex[] a = [.. Enumerable.Range(0, 1000).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5))];
        Complex[] b = [.. a.Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5))];
        var expected = Rounded(
            Reference.Total([.. a.Select(x => x.Real)], [.. b.Select(x => x.Real)])
                - Reference.Total([.. a.Select(x => x.Imaginary)], [.. b.Select(x => x.Imaginary)]),
            Reference.Total([.. a.Select(x => x.Real)], [.. b.Select(x => x.Imaginary)])
                + Reference.Total([.. a.Select(x => x.Imaginary)], [.. b.Select(x => x.Real)]));

        Assert.Equal(expected, ExactSum.Dot(a, b));
        Assert.Equal(expected, ExactSum.Dot([.. b.Reverse()], [.. a.Reverse()]));
    }

    [Fact]
    public void Small_products_are_those_of_the_textbook()
    {
        Complex[] a = [new(1, 2), new(0, 1)], b = [new(3, 4), new(0, 1)];
        Assert.Equal(new Complex(1, 3), ExactSum.Sum(a));
        Assert.Equal(new Complex(-5 - 1, 10), ExactSum.Dot(a, b));
        Assert.Equal(new Complex(11 + 1, -2), ExactSum.ConjugateDot(a, b));
        Assert.Equal(Complex.Zero, ExactSum.Sum(default(ReadOnlySpan<Complex>)));
        Assert.Equal(Complex.Zero, ExactSum.Dot(default(ReadOnlySpan<Complex>), []));
        Assert.Contains("2 and 1 elements", Assert.Throws<ArgumentException>(() => ExactSum.Dot(a, [1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_are_zeros_infinities_and_NaN_on_their_own()
    {
        var sum = ExactSum.Sum([new Complex(double.PositiveInfinity, -0.0), new Complex(1, -0.0)]);
        Assert.True(double.IsPositiveInfinity(sum.Real) && Same(sum.Imaginary, -0.0));
        var dot = ExactSum.Dot([new Complex(double.PositiveInfinity, 1)], [new Complex(1, 1)]);
        Assert.True(double.IsPositiveInfinity(dot.Real) && double.IsPositiveInfinity(dot.Imaginary));
        dot = ExactSum.Dot([new Complex(double.PositiveInfinity, 0)], [new Complex(1, 0)]);
        Assert.True(double.IsPositiveInfinity(dot.Real) && double.IsNaN(dot.Imaginary));
    }

    private static Complex[] Numbers(HostileNumbers numbers, Hostility kind, int length)
    {
        double[] real = numbers.Doubles(kind, length), imaginary = numbers.Doubles(kind, length);
        return [.. real.Zip(imaginary, (x, y) => new Complex(x, y))];
    }

    private static Complex Rounded(BigInteger real, BigInteger imaginary) => new(
        ReferenceFormat.Double.Round(real, 1, Reference.ProductScale), ReferenceFormat.Double.Round(imaginary, 1, Reference.ProductScale));
}
