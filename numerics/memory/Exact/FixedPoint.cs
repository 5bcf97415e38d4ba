// The fixed-point format behind every exact sum: limbs of 32 bits, and the one rounding at the end.

namespace QuizKit.Numerics.Exact;

/// <summary>Status flags: what a result depends on besides the values of the finite terms. A flag stays raised.</summary>
[Flags]
internal enum StatusFlags
{
    None = 0,
    PositiveInfinity = 1,
    NegativeInfinity = 2,
    NaN = 4,

    /// <summary>A term other than −0: a zero result is then +0.</summary>
    NotNegativeZero = 8,

    /// <summary>A term that is −0.</summary>
    NegativeZero = 16,
}

/// <summary>
/// A number Σ limb[i]·2^(32·i + <see cref="LowestExponent"/>). Limbs are signed and may hold more than 32 bits until carries are passed on.
/// </summary>
internal static class FixedPoint
{
    /// <summary>The exponent of the lowest bit: the smallest product of two binary64 numbers is 2^(−1074−1074).</summary>
    public const int LowestExponent = -2148;

    /// <summary>4,196 bits up to 2²⁰⁴⁸, and a limb and more for the carries of 2⁶³ terms.</summary>
    public const int Limbs = 134;

    /// <summary>The position of the lowest bit of a binary32 number, 2⁻¹⁴⁹.</summary>
    public const int SinglePosition = -149 - LowestExponent;

    /// <summary>The position of the lowest bit of a binary64 number, 2⁻¹⁰⁷⁴.</summary>
    public const int DoublePosition = -1074 - LowestExponent;

    /// <summary>The flags that determine the result regardless of the other terms.</summary>
    public const StatusFlags NonFinite = StatusFlags.PositiveInfinity | StatusFlags.NegativeInfinity | StatusFlags.NaN;

    /// <summary>Adds ±(high·2⁶⁴ + low)·2^(position + <see cref="LowestExponent"/>), without propagating carries.</summary>
    public static void Add(Span<long> limbs, ulong low, ulong high, bool isNegative, int position)
    {
        var first = position >> 5;
        var shift = position & 31;

        // Two shifts, because a shift by 64 would not shift at all.
        var middle = (low >> 32) >> (32 - shift);
        Add(limbs, first, (uint)(low << shift), isNegative);
        Add(limbs, first + 1, (uint)(low >> (32 - shift)), isNegative);
        if (high == 0)
        {
            Add(limbs, first + 2, middle, isNegative);
            return;
        }

        Add(limbs, first + 2, middle | (uint)(high << shift), isNegative);
        Add(limbs, first + 3, (uint)(high >> (32 - shift)), isNegative);
        Add(limbs, first + 4, (high >> 32) >> (32 - shift), isNegative);
    }

    /// <summary>Propagates carries: brings every limb except the highest, which keeps the sign, to 0…2³²−1.</summary>
    public static void PropagateCarries(Span<long> limbs)
    {
        long carry = 0;
        for (var i = 0; i < limbs.Length - 1; i++)
        {
            var sum = limbs[i] + carry;
            limbs[i] = (uint)sum;
            carry = sum >> 32;
        }

        limbs[^1] += carry;
    }

    /// <summary>Rounds to the nearest binary32 number, ties to even.</summary>
    /// <param name="limbs">Limbs with propagated carries.</param>
    /// <param name="flags">The status flags of the terms.</param>
    public static float ToSingle(ReadOnlySpan<long> limbs, StatusFlags flags)
    {
        if (NonFiniteResult(flags) is { } result) return (float)result;
        Span<long> magnitude = stackalloc long[Limbs];
        var isNegative = Magnitude(limbs, magnitude);
        var (significand, exponent) = RoundToNearest(magnitude, precision: 24, SinglePosition);
        if (significand == 0) return IsNegativeZero(isNegative, flags) ? -0f : 0f;

        // A significand of 2²⁴ after rounding up carries into the exponent on its own.
        var bits = ((ulong)exponent << 23) + (significand - (exponent > 0 ? 1u << 23 : 0));
        if (bits >= 0x7F800000) bits = 0x7F800000;
        return BitConverter.UInt32BitsToSingle((uint)bits | (isNegative ? 0x80000000 : 0));
    }

    /// <summary>Rounds to the nearest binary64 number, ties to even.</summary>
    /// <param name="limbs">Limbs with propagated carries.</param>
    /// <param name="flags">The status flags of the terms.</param>
    public static double ToDouble(ReadOnlySpan<long> limbs, StatusFlags flags)
    {
        if (NonFiniteResult(flags) is { } result) return result;
        Span<long> magnitude = stackalloc long[Limbs];
        var isNegative = Magnitude(limbs, magnitude);
        var (significand, exponent) = RoundToNearest(magnitude, precision: 53, DoublePosition);
        if (significand == 0) return IsNegativeZero(isNegative, flags) ? -0.0 : 0.0;
        if (exponent >= 0x7FF) return isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        var bits = ((ulong)exponent << 52) + (significand - (exponent > 0 ? 1ul << 52 : 0));
        return BitConverter.UInt64BitsToDouble(bits | (isNegative ? 1ul << 63 : 0));
    }

    /// <summary>Returns the result of a sum with non-finite terms, or null if all terms are finite.</summary>
    public static double? NonFiniteResult(StatusFlags flags)
    {
        const StatusFlags both = StatusFlags.PositiveInfinity | StatusFlags.NegativeInfinity;
        if ((flags & StatusFlags.NaN) != 0 || (flags & both) == both) return double.NaN;
        if ((flags & StatusFlags.PositiveInfinity) != 0) return double.PositiveInfinity;
        return (flags & StatusFlags.NegativeInfinity) != 0 ? double.NegativeInfinity : null;
    }

    /// <summary>A result that is too small for the format keeps its sign. An exact zero is −0 only if every term was.</summary>
    private static bool IsNegativeZero(bool isNegative, StatusFlags flags) =>
        isNegative || (flags & (StatusFlags.NegativeZero | StatusFlags.NotNegativeZero)) == StatusFlags.NegativeZero;

    /// <summary>Takes the magnitude and returns whether the number is negative.</summary>
    private static bool Magnitude(ReadOnlySpan<long> limbs, Span<long> magnitude)
    {
        var isNegative = limbs[^1] < 0;
        for (var i = 0; i < limbs.Length; i++) magnitude[i] = isNegative ? -limbs[i] : limbs[i];
        if (isNegative) PropagateCarries(magnitude);
        return isNegative;
    }

    /// <summary>
    /// Rounds a magnitude to a precision. The exponent is the biased one of the format: 0 for a subnormal result, whose
    /// lowest bit is the format's.
    /// </summary>
    private static (ulong Significand, int Exponent) RoundToNearest(ReadOnlySpan<long> magnitude, int precision, int lowestPosition)
    {
        var top = TopBit(magnitude);
        if (top < 0) return (0, 0);
        var cut = Math.Max(top - precision + 1, lowestPosition);
        var significand = Bits(magnitude, cut, precision);
        var isAtLeastHalf = Bits(magnitude, cut - 1, 1) == 1;
        if (isAtLeastHalf && ((significand & 1) == 1 || AnyBitBelow(magnitude, cut - 1))) significand++;
        var isNormal = cut + precision - 1 <= top;
        return (significand, isNormal ? cut - lowestPosition + 1 : 0);
    }

    private static int TopBit(ReadOnlySpan<long> magnitude)
    {
        for (var i = magnitude.Length - 1; i >= 0; i--)
        {
            if (magnitude[i] != 0) return (32 * i) + 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)magnitude[i]);
        }

        return -1;
    }

    private static ulong Bits(ReadOnlySpan<long> magnitude, int position, int count)
    {
        ulong bits = 0;
        for (var i = count - 1; i >= 0; i--) bits = (bits << 1) | Bit(magnitude, position + i);
        return bits;
    }

    /// <summary>The highest limb alone may hold more than 32 bits.</summary>
    private static ulong Bit(ReadOnlySpan<long> magnitude, int position)
    {
        if (position < 0) return 0;
        var limb = Math.Min(position >> 5, magnitude.Length - 1);
        var shift = position - (32 * limb);
        return shift > 63 ? 0 : ((ulong)magnitude[limb] >> shift) & 1;
    }

    private static bool AnyBitBelow(ReadOnlySpan<long> magnitude, int position)
    {
        if (position <= 0) return false;
        var limb = Math.Min(position >> 5, magnitude.Length - 1);
        for (var i = 0; i < limb; i++)
        {
            if (magnitude[i] != 0) return true;
        }

        return ((ulong)magnitude[limb] & ((1ul << (position - (32 * limb))) - 1)) != 0;
    }

    private static void Add(Span<long> limbs, int limb, ulong part, bool isNegative)
    {
        if (part != 0) limbs[limb] += isNegative ? -(long)part : (long)part;
    }
}
