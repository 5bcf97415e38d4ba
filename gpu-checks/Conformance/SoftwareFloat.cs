// Binary32 arithmetic in integers: a reference that shares neither code nor hardware with what it checks.

using System;
using System.Numerics;

namespace QuizKit.GpuChecks.Conformance;

/// <summary>
/// Exact rational arithmetic with one rounding to binary32, ties to even, and the rules of IEEE 754 for infinities and NaN. NaN has no
/// payload here.
/// </summary>
internal static class SoftwareFloat
{
    /// <summary>A finite float as an integer multiple of 2⁻¹⁴⁹.</summary>
    public static BigInteger Scaled(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var exponent = (int)((bits >> 23) & 0xFF);
        BigInteger significand = bits & 0x7FFFFF;
        if (exponent > 0) significand = (significand | 0x800000) << (exponent - 1);
        return (bits >> 31) != 0 ? -significand : significand;
    }

    /// <summary>Rounds numerator/denominator · 2⁻¹⁴⁹ to the nearest float, ties to even; the sign of a zero is given.</summary>
    public static float Round(BigInteger numerator, BigInteger denominator, bool zeroIsNegative)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        if (numerator.IsZero) return zeroIsNegative ? -0f : 0f;
        var negative = numerator.Sign < 0;
        var magnitude = BigInteger.Abs(numerator);

        // The quotient has to fit into 24 bits; a smaller shift than 0 would be below the smallest subnormal.
        var quotient = magnitude / denominator;
        var shift = Math.Max(0, (int)quotient.GetBitLength() - 24);
        var unit = denominator << shift;
        var significand = BigInteger.DivRem(magnitude, unit, out var remainder);
        var twice = remainder << 1;
        if (twice > unit || (twice == unit && !significand.IsEven)) significand++;
        if (significand.GetBitLength() > 24)
        {
            significand >>= 1;
            shift++;
        }

        // Bits of a positive float count its multiples of 2⁻¹⁴⁹ in steps of the exponent.
        var bits = shift == 0 ? (uint)significand : ((uint)(shift + 1) << 23) + ((uint)significand - 0x800000u);
        if (bits > 0x7F800000u || shift > 253) bits = 0x7F800000u;
        return BitConverter.UInt32BitsToSingle(negative ? bits | 0x80000000u : bits);
    }

    /// <summary>a+b.</summary>
    public static float Add(float a, float b)
    {
        if (float.IsNaN(a) || float.IsNaN(b) || (float.IsInfinity(a) && float.IsInfinity(b) && a != b)) return float.NaN;
        if (float.IsInfinity(a)) return a;
        if (float.IsInfinity(b)) return b;
        return Round(Scaled(a) + Scaled(b), BigInteger.One, a == 0f && b == 0f && float.IsNegative(a) && float.IsNegative(b));
    }

    /// <summary>a−b.</summary>
    public static float Subtract(float a, float b) => Add(a, -b);

    /// <summary>a·b.</summary>
    public static float Multiply(float a, float b)
    {
        var negative = float.IsNegative(a) ^ float.IsNegative(b);
        if (float.IsNaN(a) || float.IsNaN(b)) return float.NaN;
        if (float.IsInfinity(a) || float.IsInfinity(b)) return a == 0f || b == 0f ? float.NaN : Infinity(negative);
        return Round(Scaled(a) * Scaled(b), BigInteger.One << 149, negative);
    }

    /// <summary>a/b.</summary>
    public static float Divide(float a, float b)
    {
        var negative = float.IsNegative(a) ^ float.IsNegative(b);
        if (float.IsNaN(a) || float.IsNaN(b) || (a == 0f && b == 0f) || (float.IsInfinity(a) && float.IsInfinity(b))) return float.NaN;
        if (float.IsInfinity(a) || b == 0f) return Infinity(negative);
        if (float.IsInfinity(b)) return negative ? -0f : 0f;
        return Round(Scaled(a) << 149, Scaled(b), negative);
    }

    /// <summary>√a.</summary>
    public static float SquareRoot(float a)
    {
        if (a == 0f || float.IsNaN(a) || float.IsPositiveInfinity(a)) return a;
        if (a < 0f) return float.NaN;

        // √(s·2⁻¹⁴⁹) in multiples of 2⁻¹⁴⁹ is √(s·2¹⁴⁹). 129 more bits and one for "not exact" leave a single rounding to do.
        var radicand = Scaled(a) << (149 + 256);
        var root = IntegerRoot(radicand);
        return Round((root << 1) + (root * root == radicand ? 0 : 1), BigInteger.One << 129, zeroIsNegative: false);
    }

    /// <summary>a·b+c with one rounding.</summary>
    public static float FusedMultiplyAdd(float a, float b, float c)
    {
        var productIsNegative = float.IsNegative(a) ^ float.IsNegative(b);
        var productIsZero = a == 0f || b == 0f;
        var productIsInfinite = float.IsInfinity(a) || float.IsInfinity(b);
        if (float.IsNaN(a) || float.IsNaN(b) || float.IsNaN(c) || (productIsInfinite && productIsZero)) return float.NaN;
        if (productIsInfinite) return Add(Infinity(productIsNegative), c);
        if (float.IsInfinity(c)) return c;
        return Round(
            (Scaled(a) * Scaled(b)) + (Scaled(c) << 149),
            BigInteger.One << 149,
            productIsZero && c == 0f && productIsNegative && float.IsNegative(c));
    }

    /// <summary>⌊√n⌋, by Newton's method from above.</summary>
    internal static BigInteger IntegerRoot(BigInteger n)
    {
        var root = BigInteger.One << (int)((n.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (n / root)) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }

    private static float Infinity(bool negative) => negative ? float.NegativeInfinity : float.PositiveInfinity;
}
