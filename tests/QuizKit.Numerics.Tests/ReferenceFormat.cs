// Rounding in every direction by comparison with the numbers of a format: nothing here computes a bit of the result.

using System.Numerics;

namespace QuizKit.Numerics.Tests;

/// <summary>A format of IEEE 754 whose numbers are binary64 numbers too.</summary>
internal sealed record ReferenceFormat(int Precision, int ExponentBits)
{
    // Every number and every midpoint is a whole multiple of 2^-1075.
    private const int Scale = 1075;

    public static readonly ReferenceFormat Half = new(11, 5);
    public static readonly ReferenceFormat Single = new(24, 8);
    public static readonly ReferenceFormat Double = new(53, 11);

    private long Infinity => ((1L << ExponentBits) - 1) << (Precision - 1);

    private int LowestExponent => 3 - (1 << (ExponentBits - 1)) - Precision;

    /// <summary>Rounds numerator/denominator·2^-scale. Zero gives +0.</summary>
    public double Round(BigInteger numerator, BigInteger denominator, int scale, Rounding rounding = Rounding.ToNearestEven)
    {
        var isNegative = numerator.Sign * denominator.Sign < 0;
        var left = BigInteger.Abs(denominator) << Math.Max(scale - Scale, 0);
        var right = BigInteger.Abs(numerator) << Math.Max(Scale - scale, 0);
        return Round(candidate => (candidate * left).CompareTo(right), isNegative, rounding);
    }

    /// <summary>Rounds the square root of numerator/denominator·2^-scale.</summary>
    public double RoundRoot(BigInteger numerator, BigInteger denominator, int scale)
    {
        var left = denominator << Math.Max(scale - (2 * Scale), 0);
        var right = numerator << Math.Max((2 * Scale) - scale, 0);
        return Round(candidate => (candidate * candidate * left).CompareTo(right), false, Rounding.ToNearestEven);
    }

    private double Round(Func<BigInteger, int> compare, bool isNegative, Rounding rounding)
    {
        long below = 0, above = Infinity;
        while (above - below > 1)
        {
            var middle = below + ((above - below) / 2);
            if (compare(Scaled(middle)) <= 0) below = middle;
            else above = middle;
        }

        var takesAbove = compare(Scaled(below)) != 0 && rounding switch
        {
            Rounding.TowardZero => false,
            Rounding.Down => isNegative,
            Rounding.Up => !isNegative,
            _ => compare((Scaled(below) + Scaled(above)) / 2) is var side && (side < 0 || (side == 0 && long.IsOddInteger(below))),
        };
        var magnitude = Value(takesAbove ? above : below);
        return isNegative ? -magnitude : magnitude;
    }

    /// <summary>Returns the magnitude with these bits in units of 2^-<see cref="Scale"/>; an infinity is the next power of two.</summary>
    private BigInteger Scaled(long bits)
    {
        var (significand, shift) = Parts(bits);
        return new BigInteger(significand) << (shift + LowestExponent + Scale);
    }

    private double Value(long bits)
    {
        if (bits == Infinity) return double.PositiveInfinity;
        var (significand, shift) = Parts(bits);
        return Math.ScaleB(significand, shift + LowestExponent);
    }

    private (long Significand, int Shift) Parts(long bits)
    {
        var exponent = (int)(bits >> (Precision - 1));
        var fraction = bits & ((1L << (Precision - 1)) - 1);
        return exponent == 0 ? (fraction, 0) : (fraction | (1L << (Precision - 1)), exponent - 1);
    }
}
