// Binary64 arithmetic in integers: a reference that shares neither code nor hardware with what it checks.

using System;
using System.Numerics;

namespace QuizKit.GpuChecks.Conformance;

/// <summary>
/// Exact rational arithmetic with one rounding to binary64, ties to even, and the rules of IEEE 754 for infinities and NaN. NaN has no
/// payload here.
/// </summary>
internal static class SoftwareDouble
{
    /// <summary>A finite double as an integer multiple of 2⁻¹⁰⁷⁴.</summary>
    public static BigInteger Scaled(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger significand = bits & 0xFFFFFFFFFFFFFul;
        if (exponent > 0) significand = (significand | 0x10000000000000ul) << (exponent - 1);
        return (bits >> 63) != 0 ? -significand : significand;
    }

    /// <summary>a+b.</summary>
    public static double Add(double a, double b)
    {
        if (double.IsNaN(a) || double.IsNaN(b) || (double.IsInfinity(a) && double.IsInfinity(b) && a != b)) return double.NaN;
        if (double.IsInfinity(a)) return a;
        if (double.IsInfinity(b)) return b;
        return Round(Scaled(a) + Scaled(b), BigInteger.One, a == 0 && b == 0 && double.IsNegative(a) && double.IsNegative(b));
    }

    /// <summary>a−b.</summary>
    public static double Subtract(double a, double b) => Add(a, -b);

    /// <summary>a·b.</summary>
    public static double Multiply(double a, double b)
    {
        var negative = double.IsNegative(a) ^ double.IsNegative(b);
        if (double.IsNaN(a) || double.IsNaN(b)) return double.NaN;
        if (double.IsInfinity(a) || double.IsInfinity(b)) return a == 0 || b == 0 ? double.NaN : Infinity(negative);
        return Round(Scaled(a) * Scaled(b), BigInteger.One << 1074, negative);
    }

    /// <summary>a/b.</summary>
    public static double Divide(double a, double b)
    {
        var negative = double.IsNegative(a) ^ double.IsNegative(b);
        if (double.IsNaN(a) || double.IsNaN(b) || (a == 0 && b == 0) || (double.IsInfinity(a) && double.IsInfinity(b))) return double.NaN;
        if (double.IsInfinity(a) || b == 0) return Infinity(negative);
        if (double.IsInfinity(b)) return negative ? -0.0 : 0.0;
        return Round(Scaled(a) << 1074, Scaled(b), negative);
    }

    /// <summary>a·b+c with one rounding.</summary>
    public static double FusedMultiplyAdd(double a, double b, double c)
    {
        var productIsNegative = double.IsNegative(a) ^ double.IsNegative(b);
        var productIsZero = a == 0 || b == 0;
        var productIsInfinite = double.IsInfinity(a) || double.IsInfinity(b);
        if (double.IsNaN(a) || double.IsNaN(b) || double.IsNaN(c) || (productIsInfinite && productIsZero)) return double.NaN;
        if (productIsInfinite) return Add(Infinity(productIsNegative), c);
        if (double.IsInfinity(c)) return c;
        return Round(
            (Scaled(a) * Scaled(b)) + (Scaled(c) << 1074),
            BigInteger.One << 1074,
            productIsZero && c == 0 && productIsNegative && double.IsNegative(c));
    }

    private static double Infinity(bool negative) => negative ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Rounds numerator/denominator · 2⁻¹⁰⁷⁴ to the nearest double, ties to even; the sign of a zero is given.</summary>
    private static double Round(BigInteger numerator, BigInteger denominator, bool zeroIsNegative)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        if (numerator.IsZero) return zeroIsNegative ? -0.0 : 0.0;
        var negative = numerator.Sign < 0;
        var magnitude = BigInteger.Abs(numerator);

        // The quotient has to fit into 53 bits; a smaller shift than 0 would be below the smallest subnormal.
        var shift = Math.Max(0, (int)(magnitude / denominator).GetBitLength() - 53);
        var unit = denominator << shift;
        var significand = BigInteger.DivRem(magnitude, unit, out var remainder);
        var twice = remainder << 1;
        if (twice > unit || (twice == unit && !significand.IsEven)) significand++;
        if (significand.GetBitLength() > 53)
        {
            significand >>= 1;
            shift++;
        }

        const ulong infinity = 0x7FF0000000000000ul;
        var bits = shift > 2045 ? infinity
            : shift == 0 ? (ulong)significand
            : ((ulong)(shift + 1) << 52) + ((ulong)significand - 0x10000000000000ul);
        return BitConverter.UInt64BitsToDouble(negative ? bits | 0x8000000000000000ul : bits);
    }
}
