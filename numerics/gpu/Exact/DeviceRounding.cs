// The one rounding at the end of an exact sum, on a device: kernels have neither spans nor 128-bit integers.

using ILGPU;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Gpu.Exact;

/// <summary>What <see cref="FixedPoint"/> does on the host, to the nearest number, ties to even.</summary>
internal static class DeviceRounding
{
    /// <summary>Propagates carries: brings every limb except the highest, which keeps the sign, to 0…2³²−1.</summary>
    /// <returns>Whether the number is not zero.</returns>
    public static bool PropagateCarries(ArrayView<long> limbs)
    {
        var top = limbs.IntLength - 1;
        long carry = 0, any = 0;
        for (var i = 0; i < top; i++)
        {
            var sum = limbs[i] + carry;
            limbs[i] = (uint)sum;
            any |= limbs[i];
            carry = sum >> 32;
        }

        limbs[top] += carry;
        return (any | limbs[top]) != 0;
    }

    /// <summary>Returns the bits of a sum, rounded to a number of a format.</summary>
    /// <param name="limbs">Limbs whose carries are propagated.</param>
    /// <param name="position">The position of the lowest bit of the lowest limb.</param>
    /// <param name="flags">The <see cref="StatusFlags"/> of the terms; where the sum is zero, of all of them.</param>
    /// <param name="format">The format.</param>
    public static ulong Round(ArrayView<long> limbs, int position, int flags, BinaryFormat format)
    {
        if ((flags & (int)FixedPoint.NonFinite) != 0) return Special(flags, format);
        var top = limbs.IntLength - 1;
        var isNegative = limbs[top] < 0;

        // The magnitude of a negative number has no bit below the lowest limb that is not zero, and inverted bits above it.
        var lowest = 0;
        while (lowest < top && limbs[lowest] == 0) lowest++;
        while (top > lowest && MagnitudeOf(limbs, top, lowest, isNegative) == 0) top--;
        var first = MagnitudeOf(limbs, top, lowest, isNegative);
        if (first == 0) return Special(flags, format);

        // The leading 64 bits. The last of them is set where any bit is set below it, which rounds like that bit: a precision is smaller.
        var shift = IntrinsicMath.BitOperations.LeadingZeroCount(first);
        ulong second = MagnitudeOf(limbs, top - 1, lowest, isNegative), third = MagnitudeOf(limbs, top - 2, lowest, isNegative);
        var below = (second << 32) | third;
        var magnitude = first << shift;
        var isMore = lowest < top - 2;
        if (shift > 0)
        {
            magnitude |= below >> (64 - shift);
            isMore |= below << shift != 0;
        }
        else
        {
            isMore |= below != 0;
        }

        if (isMore) magnitude |= 1;
        return Round(isNegative, magnitude, position + (32 * top) - shift, format);
    }

    /// <summary>Returns the bits of a sum that is exactly zero, or has non-finite terms.</summary>
    /// <param name="flags">The <see cref="StatusFlags"/> of all terms.</param>
    /// <param name="format">The format.</param>
    public static ulong Special(int flags, BinaryFormat format)
    {
        const int both = (int)(StatusFlags.PositiveInfinity | StatusFlags.NegativeInfinity);
        const int zeros = (int)(StatusFlags.NegativeZero | StatusFlags.NotNegativeZero);
        if ((flags & (int)StatusFlags.NaN) != 0 || (flags & both) == both) return format.NaN;
        if ((flags & (int)StatusFlags.PositiveInfinity) != 0) return format.Infinity;
        if ((flags & (int)StatusFlags.NegativeInfinity) != 0) return format.SignBit | format.Infinity;
        return (flags & zeros) == (int)StatusFlags.NegativeZero ? format.SignBit : 0;
    }

    private static ulong Round(bool isNegative, ulong magnitude, int position, BinaryFormat format)
    {
        var sign = isNegative ? format.SignBit : 0;
        var lowest = format.LowestPosition - position;
        var cut = IntrinsicMath.Max(64 - format.Precision, lowest);
        if (cut > 64) return sign;
        var significand = cut == 64 ? 0 : magnitude >> cut;
        var remainder = magnitude << (64 - cut);
        const ulong half = 1ul << 63;
        if (remainder > half || (remainder == half && (significand & 1) == 1)) significand++;

        // The leading bit of a normal number adds 1 to the exponent; so does a carry out of the significand, into infinity at the end.
        var exponent = cut - lowest;
        if (exponent >= (1 << format.ExponentBits) - 2) return sign | format.Infinity;
        return sign | (((ulong)exponent << (format.Precision - 1)) + significand);
    }

    /// <summary>Returns a limb of the magnitude; 0 below the lowest limb that is not zero.</summary>
    private static ulong MagnitudeOf(ArrayView<long> limbs, int index, int lowest, bool isNegative)
    {
        if (index < lowest) return 0;
        var limb = limbs[index];
        if (!isNegative) return (ulong)limb;
        limb = index == lowest ? -limb : ~limb;
        return index == limbs.IntLength - 1 ? (ulong)limb : (uint)limb;
    }
}
