// Correctly rounded sums and dot products of arrays in memory.

using System;

namespace QuizKit.Numerics;

/// <summary>
/// The exact sum or dot product of numbers in memory, rounded once to nearest, ties to even. The order of the input changes no
/// bit of it, and <see cref="DeviceSum"/> gives the same bits on any device.
/// </summary>
public static class ExactSum
{
    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static float Sum(ReadOnlySpan<float> values)
    {
        var accumulator = new ExactAccumulator();
        var tabled = 0;
        var table = TableFor(values.Length, exponents: 255, pieces: 1, FixedPoint.SinglePosition - 1);
        foreach (var value in values)
        {
            var bits = BitConverter.SingleToUInt32Bits(value);
            var exponent = (int)(bits >> 23) & 0xFF;
            if (table is null || (uint)(exponent - 1) >= 0xFE)
            {
                accumulator.Add(value);
                continue;
            }

            table.Add(exponent, 0, (bits & 0x7FFFFF) | 0x800000, (int)bits >> 31);
            tabled++;
        }

        Add(table, tabled, accumulator);
        return accumulator.ToSingle();
    }

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static double Sum(ReadOnlySpan<double> values)
    {
        var accumulator = new ExactAccumulator();
        var tabled = 0;
        var table = TableFor(values.Length, exponents: 2047, pieces: 2, FixedPoint.DoublePosition - 1);
        foreach (var value in values)
        {
            var bits = BitConverter.DoubleToUInt64Bits(value);
            var exponent = (int)(bits >> 52) & 0x7FF;
            if (table is null || (uint)(exponent - 1) >= 0x7FE)
            {
                accumulator.Add(value);
                continue;
            }

            var sign = (int)((long)bits >> 63);
            table.Add(exponent, 0, (uint)bits, sign);
            table.Add(exponent, 1, ((uint)(bits >> 32) & 0xFFFFF) | 0x100000, sign);
            tabled++;
        }

        Add(table, tabled, accumulator);
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
        var tabled = 0;
        var table = TableFor(a.Length, exponents: 509, pieces: 2, FixedPoint.SinglePosition - 151);
        for (var i = 0; i < a.Length; i++)
        {
            uint left = BitConverter.SingleToUInt32Bits(a[i]), right = BitConverter.SingleToUInt32Bits(b[i]);
            int exponentA = (int)(left >> 23) & 0xFF, exponentB = (int)(right >> 23) & 0xFF;
            if (table is null || (uint)(exponentA - 1) >= 0xFE || (uint)(exponentB - 1) >= 0xFE)
            {
                accumulator.AddProduct(a[i], b[i]);
                continue;
            }

            var product = (ulong)((left & 0x7FFFFF) | 0x800000) * ((right & 0x7FFFFF) | 0x800000);
            var sign = (int)(left ^ right) >> 31;
            table.Add(exponentA + exponentB, 0, (uint)product, sign);
            table.Add(exponentA + exponentB, 1, (uint)(product >> 32), sign);
            tabled++;
        }

        Add(table, tabled, accumulator);
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
        var tabled = 0;
        var table = TableFor(a.Length, exponents: 4093, pieces: 4, -2);
        for (var i = 0; i < a.Length; i++)
        {
            ulong left = BitConverter.DoubleToUInt64Bits(a[i]), right = BitConverter.DoubleToUInt64Bits(b[i]);
            int exponentA = (int)(left >> 52) & 0x7FF, exponentB = (int)(right >> 52) & 0x7FF;
            if (table is null || (uint)(exponentA - 1) >= 0x7FE || (uint)(exponentB - 1) >= 0x7FE)
            {
                accumulator.AddProduct(a[i], b[i]);
                continue;
            }

            var high = Math.BigMul((left & 0xFFFFFFFFFFFFF) | 0x10000000000000, (right & 0xFFFFFFFFFFFFF) | 0x10000000000000, out var low);
            var exponent = exponentA + exponentB;
            var sign = (int)((long)(left ^ right) >> 63);
            table.Add(exponent, 0, (uint)low, sign);
            table.Add(exponent, 1, (uint)(low >> 32), sign);
            table.Add(exponent, 2, (uint)high, sign);
            table.Add(exponent, 3, (uint)(high >> 32), sign);
            tabled++;
        }

        Add(table, tabled, accumulator);
        return accumulator.ToDouble();
    }

    internal static void RequireSameLength(long a, long b)
    {
        if (a != b) throw new ArgumentException($"A dot product needs two arrays of one length; these have {a} and {b} elements.");
    }

    /// <summary>A table costs as much to empty as a few additions for each exponent: short arrays do without.</summary>
    private static ExponentTable? TableFor(int length, int exponents, int pieces, int firstPosition) =>
        length > 2 * exponents * pieces ? new ExponentTable(exponents, pieces, firstPosition) : null;

    private static void Add(ExponentTable? table, int tabled, ExactAccumulator accumulator)
    {
        table?.AddTo(accumulator);

        // What went into the table was not zero, even if it cancelled.
        if (tabled > 0) accumulator.Note(SpecialTerms.NotNegativeZero);
    }
}
