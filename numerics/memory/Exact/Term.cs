// A number or a product of two, as an integer and a power of two.

using System.Runtime.CompilerServices;

namespace QuizKit.Numerics.Exact;

/// <summary>
/// ±(High·2⁶⁴ + Low)·2^(Position + <see cref="FixedPoint.LowestExponent"/>), exactly; zero for infinities and NaN, for which it raises <see
/// cref="Flags"/>. Kernels use it too.
/// </summary>
internal struct Term
{
    public ulong Low;
    public ulong High;
    public int Position;
    public bool IsNegative;
    public StatusFlags Flags;

    public static Term Of(float value)
    {
        var bits = Bits(value);
        var (significand, position) = Significand(bits);
        return new Term
        {
            Low = significand,
            Position = FixedPoint.SinglePosition + position,
            IsNegative = bits >> 31 != 0,
            Flags = FlagsOf((bits >> 31) != 0, IsInfinite(bits), IsNaN(bits), (bits & 0x7FFFFFFF) == 0),
        };
    }

    public static Term Of(double value)
    {
        var bits = Bits(value);
        var (significand, position) = Significand(bits);
        return new Term
        {
            Low = significand,
            Position = FixedPoint.DoublePosition + position,
            IsNegative = bits >> 63 != 0,
            Flags = FlagsOf((bits >> 63) != 0, IsInfinite(bits), IsNaN(bits), (bits & 0x7FFFFFFFFFFFFFFF) == 0),
        };
    }

    public static Term Product(float a, float b)
    {
        uint left = Bits(a), right = Bits(b);
        var (significandA, positionA) = Significand(left);
        var (significandB, positionB) = Significand(right);
        var isNegative = ((left ^ right) >> 31) != 0;
        var isZeroA = (left & 0x7FFFFFFF) == 0;
        var isZeroB = (right & 0x7FFFFFFF) == 0;
        var isNaN = IsNaN(left) || IsNaN(right) || (IsInfinite(left) && isZeroB) || (isZeroA && IsInfinite(right));
        return new Term
        {
            Low = significandA * significandB,
            Position = FixedPoint.SinglePosition - 149 + positionA + positionB,
            IsNegative = isNegative,
            Flags = FlagsOf(isNegative, IsInfinite(left) || IsInfinite(right), isNaN, isZeroA || isZeroB),
        };
    }

    public static Term Product(double a, double b)
    {
        ulong left = Bits(a), right = Bits(b);
        var (significandA, positionA) = Significand(left);
        var (significandB, positionB) = Significand(right);
        var isNegative = ((left ^ right) >> 63) != 0;
        var isZeroA = (left & 0x7FFFFFFFFFFFFFFF) == 0;
        var isZeroB = (right & 0x7FFFFFFFFFFFFFFF) == 0;
        var isNaN = IsNaN(left) || IsNaN(right) || (IsInfinite(left) && isZeroB) || (isZeroA && IsInfinite(right));

        Multiply(significandA, significandB, out var low, out var high);
        return new Term
        {
            Low = low,
            High = high,
            Position = positionA + positionB,
            IsNegative = isNegative,
            Flags = FlagsOf(isNegative, IsInfinite(left) || IsInfinite(right), isNaN, isZeroA || isZeroB),
        };
    }

    /// <summary>Multiplies two significands of at most 53 bits by the schoolbook method: kernels do not have a product of 64 by 64 bits.</summary>
    /// <remarks>In base 2²⁷ no product and no sum exceeds 63 bits: kernels compute with signed integers, which must not overflow.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(ulong a, ulong b, out ulong low, out ulong high)
    {
        const int bits = 27;
        const ulong digit = (1ul << bits) - 1;
        ulong lowA = a & digit, highA = a >> bits, lowB = b & digit, highB = b >> bits;
        var lows = lowA * lowB;
        var middle = (lowA * highB) + (highA * lowB) + (lows >> bits);
        var highs = (highA * highB) + (middle >> bits);
        low = (highs << (2 * bits)) | ((middle & digit) << bits) | (lows & digit);
        high = highs >> (64 - (2 * bits));
    }

    // Of the conversions of BitConverter, kernels have only those to signed integers.
    private static uint Bits(float value) => (uint)BitConverter.SingleToInt32Bits(value);

    private static ulong Bits(double value) => (ulong)BitConverter.DoubleToInt64Bits(value);

    private static (ulong Significand, int Position) Significand(uint bits)
    {
        var exponent = (int)(bits >> 23) & 0xFF;
        ulong fraction = bits & 0x7FFFFF;
        if (exponent == 0xFF) return (0, 0);
        return exponent == 0 ? (fraction, 0) : (fraction | 0x800000, exponent - 1);
    }

    private static (ulong Significand, int Position) Significand(ulong bits)
    {
        var exponent = (int)(bits >> 52) & 0x7FF;
        var fraction = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0x7FF) return (0, 0);
        return exponent == 0 ? (fraction, 0) : (fraction | 0x10000000000000, exponent - 1);
    }

    private static bool IsInfinite(uint bits) => (bits & 0x7FFFFFFF) == 0x7F800000;

    private static bool IsInfinite(ulong bits) => (bits & 0x7FFFFFFFFFFFFFFF) == 0x7FF0000000000000;

    private static bool IsNaN(uint bits) => (bits & 0x7FFFFFFF) > 0x7F800000;

    private static bool IsNaN(ulong bits) => (bits & 0x7FFFFFFFFFFFFFFF) > 0x7FF0000000000000;

    private static StatusFlags FlagsOf(bool isNegative, bool isInfinite, bool isNaN, bool isZero)
    {
        if (isNaN) return StatusFlags.NaN;
        if (isInfinite) return isNegative ? StatusFlags.NegativeInfinity : StatusFlags.PositiveInfinity;
        return isNegative && isZero ? StatusFlags.NegativeZero : StatusFlags.NotNegativeZero;
    }
}
