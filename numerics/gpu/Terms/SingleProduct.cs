// The product of two binary32 numbers as the kernels of exact sums read it.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

/// <summary>What <see cref="IWindowTerms"/> asks of a product, from the bits of its factors.</summary>
internal static class SingleProduct
{
    public const int Width = 28, MinPosition = 2, MaxExponent = 2 * 0xFE, LowestBit = FixedPoint.SinglePosition - 151;

    public const int LimbsPerTerm = 2, LimbBits = 24;

    public const int FirstSumLimb = (FixedPoint.SinglePosition - 149) / 32;

    /// <summary>554 bits from the smallest product upwards, 30 for carries, and up to 31 below.</summary>
    public const int SumLimbs = 20;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Read(uint left, uint right, int position, int width, out int sign, out uint scale)
    {
        uint smaller = IntrinsicMath.Min(left << 1, right << 1), larger = IntrinsicMath.Max(left << 1, right << 1);
        int lower = (int)(smaller >> 24), higher = (int)(larger >> 24);
        var isNonFinite = (0xFE - higher) >> 31;
        var isOutside = ExponentWindow.IsOutside(lower + higher - position, width) | ((lower - 1) >> 31) | isNonFinite;
        sign = (int)(left ^ right) >> 31;
        scale = ExponentWindow.Scale(lower + higher - position, isOutside);

        // Zero times infinity is not zero.
        return (smaller & (uint)isOutside) | (uint)isNonFinite;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SignificandLimbs LimbsOf(uint left, uint right)
    {
        var product = (ulong)((left & 0x7FFFFF) | 0x800000) * ((right & 0x7FFFFF) | 0x800000);
        return new SignificandLimbs { Limb0 = (uint)product & 0xFFFFFF, Limb1 = (uint)(product >> 24) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ExponentOf(uint left, uint right, out uint nonFiniteOrSubnormal)
    {
        left <<= 1;
        right <<= 1;
        uint smaller = IntrinsicMath.Min(left, right), larger = IntrinsicMath.Max(left, right);
        int lower = (int)(smaller >> 24), higher = (int)(larger >> 24);
        int isNonFinite = (0xFE - higher) >> 31, isNotNormal = ((lower - 1) >> 31) | isNonFinite;
        nonFiniteOrSubnormal = (smaller & (uint)isNotNormal) | (uint)isNonFinite;
        return (lower + higher) | isNotNormal;
    }
}
