// The terms of a binned sum as multiples of its quantum, in integers.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Exact;

/// <summary>A multiple of a quantum: Low, and in binary64 Low + High·2^<see cref="Bins.LimbBits"/>.</summary>
internal struct BinSums
{
    public long Low;
    public long High;

    /// <summary>The highest position of the lowest bit of a term.</summary>
    public int Highest;
}

internal static class Bins
{
    /// <summary>The largest number of terms that the sums hold without overflow: a part of a term is at most 2⁵².</summary>
    public const int Capacity = 1 << 11;

    /// <summary>The bits of a limb of a significand.</summary>
    public const int LimbBits = 27;

    /// <summary>A position above those of all finite terms.</summary>
    public const int NonFinite = 1 << 20;

    /// <summary>Returns the significand of a binary32 number, and its position if that of the exponent 0 is given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SignificandOf(uint bits, int lowestBit, out int position)
    {
        var exponent = (int)((bits << 1) >> 24);
        position = (lowestBit + IntrinsicMath.Max(exponent, 1)) | (((0xFE - exponent) >> 31) & NonFinite);
        return (bits & 0x7FFFFF) | ((uint)IntrinsicMath.Min(exponent, 1) << 23);
    }

    /// <summary>Returns the significand of a binary64 number, and its position if that of the exponent 0 is given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong SignificandOf(ulong bits, int lowestBit, out int position)
    {
        var exponent = (int)(((uint)(bits >> 32) << 1) >> 21);
        position = (lowestBit + IntrinsicMath.Max(exponent, 1)) | (((0x7FE - exponent) >> 31) & NonFinite);
        return (bits & 0xFFFFFFFFFFFFF) | ((ulong)(uint)IntrinsicMath.Min(exponent, 1) << 52);
    }

    /// <summary>Returns the position of the smallest power of two that is not less than the magnitude of a term, or 0 for a term of zero.</summary>
    public static int Ceiling(ulong significand, int position) =>
        significand == 0 ? 0 : position + 64 - IntrinsicMath.BitOperations.LeadingZeroCount(significand - 1);

    /// <summary>Adds a term, rounded to a multiple of a quantum. One above the bin adds anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TTerms>(TTerms terms, ulong significand, int position, int sign, int quantum, ref BinSums sums)
        where TTerms : struct, IBinTerms
    {
        sums.Highest = IntrinsicMath.Max(sums.Highest, position);
        var shift = position - quantum;
        if (shift < 0)
        {
            significand = Bin.Round(significand, -shift);
            shift = 0;
        }

        if (terms.QuantumBits == Bin.SingleBits)
        {
            sums.Low += ((long)(significand << (shift & 63)) ^ sign) - sign;
            return;
        }

        // A normal number of the bin is shifted by 25 places at most, and the products are those of 32 by 32 bits.
        var scale = ((1 << (shift & 31)) ^ sign) - sign;
        sums.Low += (long)((int)significand & ((1 << LimbBits) - 1)) * scale;
        sums.High += (long)(int)(significand >> LimbBits) * scale;
    }

    /// <summary>Adds the sums to the limbs of a group.</summary>
    public static void Flush<TTerms>(TTerms terms, in BinSums sums, int quantum, ArrayView<long> limbs)
        where TTerms : struct, IBinTerms
    {
        DeviceLimbs.Add(sums.Low, quantum, terms.FirstSumLimb, limbs);
        if (terms.QuantumBits != Bin.SingleBits) DeviceLimbs.Add(sums.High, quantum + LimbBits, terms.FirstSumLimb, limbs);
    }
}
