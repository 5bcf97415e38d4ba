// Correctly rounded sums and dot products of arrays in memory.

using System;

namespace QuizKit.Numerics;

/// <summary>
/// The exact sum or dot product of numbers in memory, rounded once to nearest, ties to even. The order of the input changes no
/// bit of it, and <see cref="DeviceSum"/> gives the same bits on any device.
/// </summary>
public static class ExactSum
{
    // Below this many numbers, filling the table of exponents costs more than it saves.
    private const int Few = 512;

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static float Sum(ReadOnlySpan<float> values)
    {
        var accumulator = new ExactAccumulator();
        if (values.Length < Few)
        {
            foreach (var value in values) accumulator.Add(value);
            return accumulator.ToSingle();
        }

        // One integer for each exponent: an addition an element. 2³¹ significands of 24 bits fit in 63.
        Span<long> byExponent = stackalloc long[256];
        byExponent.Clear();
        var special = SpecialTerms.None;
        foreach (var value in values)
        {
            var bits = BitConverter.SingleToInt32Bits(value);
            var exponent = (bits >> 23) & 0xFF;
            if (exponent == 0xFF || (bits & 0x7FFFFFFF) == 0)
            {
                special |= Term.Of(value).Special;
                continue;
            }

            long significand = (bits & 0x7FFFFF) | (exponent == 0 ? 0 : 0x800000);
            var sign = (long)(bits >> 31);
            byExponent[exponent] += (significand ^ sign) - sign;
            special |= SpecialTerms.NotNegativeZero;
        }

        for (var exponent = 0; exponent < 255; exponent++)
        {
            if (byExponent[exponent] != 0) accumulator.AddScaled(byExponent[exponent], FixedPoint.SinglePosition + Math.Max(exponent - 1, 0));
        }

        accumulator.Note(special);
        return accumulator.ToSingle();
    }

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static double Sum(ReadOnlySpan<double> values)
    {
        var accumulator = new ExactAccumulator();
        foreach (var value in values) accumulator.Add(value);
        return accumulator.ToDouble();
    }

    /// <summary>Returns Σ a[i]·b[i], no product rounded.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        RequireSameLength(a.Length, b.Length);
        var accumulator = new ExactAccumulator();
        for (var i = 0; i < a.Length; i++) accumulator.AddProduct(a[i], b[i]);
        return accumulator.ToSingle();
    }

    /// <summary>Returns Σ a[i]·b[i], no product rounded.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        RequireSameLength(a.Length, b.Length);
        var accumulator = new ExactAccumulator();
        for (var i = 0; i < a.Length; i++) accumulator.AddProduct(a[i], b[i]);
        return accumulator.ToDouble();
    }

    internal static void RequireSameLength(long a, long b)
    {
        if (a != b) throw new ArgumentException($"A dot product needs two arrays of one length; these have {a} and {b} elements.");
    }
}
