// The one rounding of exact values that are not sums: quotients, and square roots of quotients.

using System.Numerics;

namespace QuizKit.Numerics.Exact;

/// <summary>Rounds n/d·2^e and its square root, once.</summary>
internal static class ExactRatio
{
    // The bits that are computed: more than any precision and a bit to round by. The others only count as more or nothing.
    private const int Bits = 62;

    /// <summary>Returns the bits of n/d·2^e in a format. Zero gives +0.</summary>
    /// <param name="numerator">n.</param>
    /// <param name="denominator">d, not zero.</param>
    /// <param name="exponent">e.</param>
    /// <param name="format">The format.</param>
    public static ulong Round(BigInteger numerator, BigInteger denominator, int exponent, BinaryFormat format)
    {
        if (numerator.IsZero) return 0;
        var isNegative = numerator.Sign != denominator.Sign;
        (numerator, denominator) = (BigInteger.Abs(numerator), BigInteger.Abs(denominator));
        var shift = ShiftFor(numerator, denominator, Bits);
        var quotient = Divide(numerator, denominator, shift, out var isMore);
        return FixedPoint.Round(isNegative, (ulong)quotient, isMore, exponent - shift - FixedPoint.LowestExponent, format);
    }

    /// <summary>Returns the bits of √(n/d·2^e) in a format. Zero gives +0.</summary>
    /// <param name="numerator">n, not negative.</param>
    /// <param name="denominator">d, positive.</param>
    /// <param name="exponent">e.</param>
    /// <param name="format">The format.</param>
    public static ulong RoundRoot(BigInteger numerator, BigInteger denominator, int exponent, BinaryFormat format)
    {
        if (numerator.IsZero) return 0;

        // The integer part of √x is that of √⌊x⌋. The exponent of x is even.
        var shift = ShiftFor(numerator, denominator, 2 * Bits);
        if (int.IsOddInteger(exponent - shift)) shift++;
        var quotient = Divide(numerator, denominator, shift, out var isMore);
        var root = Root(quotient);
        isMore |= root * root != quotient;
        return FixedPoint.Round(false, (ulong)root, isMore, ((exponent - shift) / 2) - FixedPoint.LowestExponent, format);
    }

    /// <summary>Returns a shift after which the integer part of a quotient has so many bits, or one more.</summary>
    private static int ShiftFor(BigInteger numerator, BigInteger denominator, int bits) =>
        bits + (int)(denominator.GetBitLength() - numerator.GetBitLength());

    /// <summary>Returns the integer part of n·2^shift/d, and whether there is more.</summary>
    private static BigInteger Divide(BigInteger numerator, BigInteger denominator, int shift, out bool isMore)
    {
        if (shift >= 0) numerator <<= shift;
        else denominator <<= -shift;
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        isMore = !remainder.IsZero;
        return quotient;
    }

    /// <summary>Returns the integer part of a square root, by Newton's method from above.</summary>
    private static BigInteger Root(BigInteger square)
    {
        var estimate = new BigInteger(Math.Sqrt((double)square));
        var root = estimate + (estimate >> 50) + 1;
        while (true)
        {
            var next = (root + (square / root)) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }
}
