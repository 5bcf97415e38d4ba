// Binary32 and binary64 arithmetic in integers: a reference that shares neither code nor hardware with what it judges.

using System.Numerics;

namespace QuizKit.GpuChecks.Conformance;

/// <summary>
/// Exact rational arithmetic with one rounding to the nearest, ties to even, and IEEE 754's rules for non-finite numbers. NaN has no
/// payload here.
/// </summary>
/// <typeparam name="T"><c>float</c> or <c>double</c>.</typeparam>
internal static class SoftwareArithmetic<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The bits of a significand, and the smallest number as the exponent k of 2⁻ᵏ.</summary>
    private static readonly int Precision = typeof(T) == typeof(float) ? 24 : 53, Fraction = typeof(T) == typeof(float) ? 149 : 1074;

    /// <summary>More bits than a root needs, so that one rounding is left to do.</summary>
    private const int Guard = 128;

    /// <summary>A finite number as an integer multiple of the smallest one.</summary>
    public static BigInteger Scaled(T value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(double.CreateChecked(value));
        var exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger significand = bits & 0xFFFFFFFFFFFFFul;
        if (exponent > 0) significand = (significand | 0x10000000000000ul) << (exponent - 1);
        significand >>= 1074 - Fraction;
        return (bits >> 63) != 0 ? -significand : significand;
    }

    /// <summary>Rounds numerator/denominator · 2⁻ᵏ to the nearest number, ties to even; the sign of a zero is given.</summary>
    public static T Round(BigInteger numerator, BigInteger denominator, bool zeroIsNegative)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        if (numerator.IsZero) return zeroIsNegative ? T.NegativeZero : T.Zero;
        var magnitude = BigInteger.Abs(numerator);

        // The quotient has to fit into the significand; a smaller shift than 0 would be below the smallest subnormal.
        var shift = Math.Max(0, (int)(magnitude / denominator).GetBitLength() - Precision);
        var unit = denominator << shift;
        var significand = BigInteger.DivRem(magnitude, unit, out var remainder);
        var twice = remainder << 1;
        if (twice > unit || (twice == unit && !significand.IsEven)) significand++;

        // At most 53 bits, so the double and its scaling are exact; what is too large for T becomes infinite.
        var rounded = T.CreateTruncating(Math.ScaleB((double)(ulong)significand, shift - Fraction));
        return numerator.Sign < 0 ? -rounded : rounded;
    }

    /// <summary>a+b.</summary>
    public static T Add(T a, T b)
    {
        if (T.IsNaN(a) || T.IsNaN(b) || (T.IsInfinity(a) && T.IsInfinity(b) && a != b)) return T.NaN;
        if (T.IsInfinity(a)) return a;
        if (T.IsInfinity(b)) return b;
        return Round(Scaled(a) + Scaled(b), BigInteger.One, a == T.Zero && b == T.Zero && T.IsNegative(a) && T.IsNegative(b));
    }

    /// <summary>a−b.</summary>
    public static T Subtract(T a, T b) => Add(a, -b);

    /// <summary>a·b.</summary>
    public static T Multiply(T a, T b)
    {
        var negative = T.IsNegative(a) ^ T.IsNegative(b);
        if (T.IsNaN(a) || T.IsNaN(b)) return T.NaN;
        if (T.IsInfinity(a) || T.IsInfinity(b)) return a == T.Zero || b == T.Zero ? T.NaN : Infinity(negative);
        return Round(Scaled(a) * Scaled(b), BigInteger.One << Fraction, negative);
    }

    /// <summary>a/b.</summary>
    public static T Divide(T a, T b)
    {
        var negative = T.IsNegative(a) ^ T.IsNegative(b);
        if (T.IsNaN(a) || T.IsNaN(b) || (a == T.Zero && b == T.Zero) || (T.IsInfinity(a) && T.IsInfinity(b))) return T.NaN;
        if (T.IsInfinity(a) || b == T.Zero) return Infinity(negative);
        if (T.IsInfinity(b)) return negative ? T.NegativeZero : T.Zero;
        return Round(Scaled(a) << Fraction, Scaled(b), negative);
    }

    /// <summary>√a.</summary>
    public static T SquareRoot(T a)
    {
        if (a == T.Zero || T.IsNaN(a) || T.IsPositiveInfinity(a)) return a;
        if (a < T.Zero) return T.NaN;

        // √(s·2⁻ᵏ) in multiples of 2⁻ᵏ is √(s·2ᵏ). More bits, and one for "not exact", leave a single rounding to do.
        var radicand = Scaled(a) << (Fraction + (2 * Guard));
        var root = IntegerRoot(radicand);
        return Round((root << 1) + (root * root == radicand ? 0 : 1), BigInteger.One << (Guard + 1), zeroIsNegative: false);
    }

    /// <summary>a·b+c with one rounding.</summary>
    public static T FusedMultiplyAdd(T a, T b, T c)
    {
        var productIsNegative = T.IsNegative(a) ^ T.IsNegative(b);
        var productIsZero = a == T.Zero || b == T.Zero;
        var productIsInfinite = T.IsInfinity(a) || T.IsInfinity(b);
        if (T.IsNaN(a) || T.IsNaN(b) || T.IsNaN(c) || (productIsInfinite && productIsZero)) return T.NaN;
        if (productIsInfinite) return Add(Infinity(productIsNegative), c);
        if (T.IsInfinity(c)) return c;
        return Round(
            (Scaled(a) * Scaled(b)) + (Scaled(c) << Fraction),
            BigInteger.One << Fraction,
            productIsZero && c == T.Zero && productIsNegative && T.IsNegative(c));
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

    private static T Infinity(bool negative) => negative ? T.NegativeInfinity : T.PositiveInfinity;
}
