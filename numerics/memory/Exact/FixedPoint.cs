// The fixed-point format behind every exact sum: limbs of 32 bits, and the one rounding at the end.

using System.Numerics;

namespace QuizKit.Numerics.Exact;

/// <summary>Status flags: what a result depends on besides the values of the finite terms.</summary>
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

    /// <summary>4,196 bits up to 2²⁰⁴⁸, and a limb and more for the carries of 2⁶² terms.</summary>
    public const int Limbs = 134;

    /// <summary>The position of the lowest bit of a binary32 number, 2⁻¹⁴⁹.</summary>
    public const int SinglePosition = -149 - LowestExponent;

    /// <summary>The position of the lowest bit of a binary64 number, 2⁻¹⁰⁷⁴.</summary>
    public const int DoublePosition = -1074 - LowestExponent;

    /// <summary>The flags that determine the result regardless of the other terms.</summary>
    public const StatusFlags NonFinite = StatusFlags.PositiveInfinity | StatusFlags.NegativeInfinity | StatusFlags.NaN;

    /// <summary>Adds a term, without propagating carries.</summary>
    public static void Add(Span<long> limbs, in Term term) => Add(limbs, term.Low, term.High, term.IsNegative, term.Position);

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

    /// <summary>Rounds to a number of a format, and returns its bits.</summary>
    /// <param name="limbs">Limbs whose carries may not have been propagated; this overwrites them.</param>
    /// <param name="position">The position of the lowest bit of the lowest limb.</param>
    /// <param name="flags">The status flags of the terms.</param>
    /// <param name="format">The format.</param>
    public static ulong Round(Span<long> limbs, int position, StatusFlags flags, BinaryFormat format)
    {
        if (NonFiniteResult(flags) is { } result) return Special(result, format);

        // Most limbs of most sums are zero. Above the others there is room for the carry of the highest, and at least three are left.
        var first = Math.Min(Math.Max(limbs.IndexOfAnyExcept(0L), 0), limbs.Length - 3);
        limbs = limbs[first..Math.Min(Math.Max(limbs.LastIndexOfAnyExcept(0L) + 2, first + 3), limbs.Length)];
        position += 32 * first;
        PropagateCarries(limbs);
        var isNegative = limbs[^1] < 0;
        if (isNegative)
        {
            foreach (ref var limb in limbs) limb = -limb;
            PropagateCarries(limbs);
        }

        // The 64 bits from the highest one on: more than any precision and a bit to round by.
        var top = Math.Max(limbs.LastIndexOfAnyExcept(0L), 2);
        ulong high = (ulong)limbs[top], magnitude = ((ulong)limbs[top - 1] << 32) | (ulong)limbs[top - 2];
        var isMore = limbs[..(top - 2)].ContainsAnyExcept(0L);
        position += 32 * (top - 2);
        if (high != 0)
        {
            var shift = BitOperations.LeadingZeroCount(high);
            isMore |= magnitude << shift != 0;
            magnitude = (high << shift) | (magnitude >> (64 - shift));
            position += 64 - shift;
        }

        if (magnitude == 0)
        {
            const StatusFlags zeros = StatusFlags.NegativeZero | StatusFlags.NotNegativeZero;
            return (flags & zeros) == StatusFlags.NegativeZero ? format.SignBit : format.Zero;
        }

        return Round(isNegative, magnitude, isMore, position, format);
    }

    /// <summary>Returns the bits of an infinity, a NaN or a zero.</summary>
    public static ulong Special(double value, BinaryFormat format)
    {
        if (double.IsNaN(value)) return format.NaN;
        return (double.IsNegative(value) ? format.SignBit : 0) | (value == 0 ? 0 : format.Infinity);
    }

    /// <summary>Returns the result of a sum with non-finite terms, or null if all terms are finite.</summary>
    public static double? NonFiniteResult(StatusFlags flags)
    {
        const StatusFlags both = StatusFlags.PositiveInfinity | StatusFlags.NegativeInfinity;
        if ((flags & StatusFlags.NaN) != 0 || (flags & both) == both) return double.NaN;
        if ((flags & StatusFlags.PositiveInfinity) != 0) return double.PositiveInfinity;
        return (flags & StatusFlags.NegativeInfinity) != 0 ? double.NegativeInfinity : null;
    }

    /// <summary>Compares two sums whose carries are propagated, as <see cref="double.CompareTo(double)"/> compares numbers.</summary>
    public static int Compare(ReadOnlySpan<long> left, StatusFlags leftFlags, ReadOnlySpan<long> right, StatusFlags rightFlags)
    {
        double? nonFiniteLeft = NonFiniteResult(leftFlags), nonFiniteRight = NonFiniteResult(rightFlags);
        if (nonFiniteLeft is not null || nonFiniteRight is not null) return (nonFiniteLeft ?? 0).CompareTo(nonFiniteRight ?? 0);
        for (var i = left.Length - 1; i >= 0; i--)
        {
            if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
        }

        return 0;
    }

    /// <summary>Rounds a number to a format, and returns the bits of the result: a subnormal one's lowest bit is the format's.</summary>
    /// <param name="isNegative">Its sign.</param>
    /// <param name="magnitude">Its magnitude, more than zero.</param>
    /// <param name="isMore">Whether the magnitude is larger by less than its lowest bit; it then has more bits than the precision.</param>
    /// <param name="position">The position of its lowest bit.</param>
    /// <param name="format">The format.</param>
    public static ulong Round(bool isNegative, ulong magnitude, bool isMore, int position, BinaryFormat format)
    {
        var sign = isNegative ? format.SignBit : 0;
        var away = format.RoundsAway(isNegative);
        var length = 64 - BitOperations.LeadingZeroCount(magnitude);
        var lowest = format.LowestPosition - position;
        var cut = Math.Max(length - format.Precision, lowest);
        if (cut > 64) return sign | (away == true ? 1ul : 0);

        // Two shifts, because a shift by 64 would not shift at all.
        var significand = cut > 0 ? magnitude >> (cut - 1) >> 1 : magnitude << -cut;
        if (cut > 0)
        {
            var half = 1ul << (cut - 1);
            var remainder = magnitude & ((half << 1) - 1);
            var isNearerAway = remainder > half || (remainder == half && (isMore || (significand & 1) == 1));
            if (away is { } isAway ? isAway && (remainder != 0 || isMore) : isNearerAway) significand++;
        }

        // The leading bit of a normal number adds 1 to the exponent; so does a carry out of the significand.
        var bits = ((ulong)(cut - lowest) << (format.Precision - 1)) + significand;
        return sign | Math.Min(bits, away == false ? format.Infinity - 1 : format.Infinity);
    }

    /// <summary>Rounds a finite binary64 number to a format, and returns the bits of the result; of a zero, <see cref="BinaryFormat.Zero"/>.</summary>
    public static ulong Round(double value, BinaryFormat format)
    {
        var term = Term.Of(value);
        return term.Low == 0 ? format.Zero : Round(term.IsNegative, term.Low, false, term.Position, format);
    }

    private static void Add(Span<long> limbs, int limb, ulong part, bool isNegative)
    {
        if (part != 0) limbs[limb] += isNegative ? -(long)part : (long)part;
    }
}
