// Binary32 arithmetic in integers: a reference that shares no code and no hardware with what it judges.

using System;
using System.Numerics;

namespace QuizKit.GpuChecks.Tests.Arithmetic;

/// <summary>Exact rational arithmetic with one rounding to binary32, ties to even. Finite operands only.</summary>
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

    public static float Add(float a, float b) =>
        Round(Scaled(a) + Scaled(b), BigInteger.One, a == 0f && b == 0f && float.IsNegative(a) && float.IsNegative(b));

    public static float Multiply(float a, float b) =>
        Round(Scaled(a) * Scaled(b), BigInteger.One << 149, float.IsNegative(a) ^ float.IsNegative(b));

    public static float Divide(float a, float b) =>
        Round(Scaled(a) << 149, Scaled(b), float.IsNegative(a) ^ float.IsNegative(b));

    public static float FusedMultiplyAdd(float a, float b, float c)
    {
        var productIsNegative = float.IsNegative(a) ^ float.IsNegative(b);
        var productIsZero = a == 0f || b == 0f;
        return Round(
            (Scaled(a) * Scaled(b)) + (Scaled(c) << 149),
            BigInteger.One << 149,
            productIsZero && c == 0f && productIsNegative && float.IsNegative(c));
    }
}
