// Part of a long fixed-point number, kept in registers by one work item while the exponents of its terms fall there.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Exact;

/// <summary>
/// The sum of the terms that a window has taken: Σ sumᵢ·2^(position + i·the bits of a limb). The limbs of a term are multiplied by
/// ±2^shift, where shift + the bits of a limb is at most 52, so that 2¹¹ of them fit in 63 bits. There are no carries.
/// </summary>
/// <remarks>
/// Nothing wraps around: ILGPU writes OpenCL C with signed integers for unsigned ones too, and there a compiler may take an overflow for
/// impossible.
/// </remarks>
internal struct WindowSums
{
    public ulong Sum0;
    public ulong Sum1;
    public ulong Sum2;
    public ulong Sum3;

    /// <summary>Σ 2^shift of the negative terms. Every sum is 2^(bits of a limb) − 1 times that too large.</summary>
    public ulong Excess;
}

/// <summary>
/// The fast path of the exact sum on a GPU. All of it is integer arithmetic, so no bit of the result depends on the position of a window.
/// </summary>
internal static class ExponentWindow
{
    /// <summary>The largest number of terms that the sums of a window hold without overflow.</summary>
    public const int Capacity = 1 << 11;

    /// <summary>The exponents that a window leaves free above the largest one seen, for larger terms to come.</summary>
    public const int Margin = 4;

    /// <summary>The bits of a limb of binary64 numbers.</summary>
    public const int MaxLimbBits = 27;

    /// <summary>Returns −1 for a shift below 0 or above a width, otherwise 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IsOutside(int shift, int width) => (shift | (width - shift)) >> 31;

    /// <summary>Returns 2^shift, or 0 for a term outside the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Scale(int shift, int isOutside) => (1u << (shift & 31)) & (uint)~isOutside;

    /// <summary>Returns the lowest limb of a number of at most 64 bits, or of the significand of a binary64 number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LowLimb(ulong bits) => (uint)bits & ((1u << MaxLimbBits) - 1);

    /// <summary>Returns the upper limb of the significand of a normal binary64 number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint HighLimb(ulong bits) => ((uint)(bits >> MaxLimbBits) & 0x1FFFFFF) | 0x2000000;

    /// <summary>Adds a term to the sums of a window, or 0 if the window does not take it.</summary>
    /// <remarks>
    /// A negative limb −d enters as 2^(bits of a limb) − 1 − d, its bits inverted: the product is then one of two unsigned 32-bit numbers, for
    /// which a GPU has an instruction that also adds it to 64 bits. What that is too large is counted once for all sums.
    /// </remarks>
    /// <returns>0 if the window takes the term, or the term is zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Add<TTerms>(TTerms terms, int index, int position, ref WindowSums sums)
        where TTerms : struct, IWindowTerms
    {
        var missed = terms.Read(index, position, terms.Width, out var sign, out var scale);
        var limbs = terms.LimbsOf(index);
        var inverted = (uint)sign & MaskOf(terms);
        sums.Excess += scale & (uint)sign;
        sums.Sum0 += (ulong)(limbs.Limb0 ^ inverted) * scale;
        if (terms.LimbsPerTerm > 1) sums.Sum1 += (ulong)(limbs.Limb1 ^ inverted) * scale;
        if (terms.LimbsPerTerm > 2) sums.Sum2 += (ulong)(limbs.Limb2 ^ inverted) * scale;
        if (terms.LimbsPerTerm > 3) sums.Sum3 += (ulong)(limbs.Limb3 ^ inverted) * scale;
        return missed;
    }

    /// <summary>Adds the sums of a window to the limbs of a group.</summary>
    public static void Flush<TTerms>(TTerms terms, in WindowSums sums, int position, ArrayView<long> limbs)
        where TTerms : struct, IWindowTerms
    {
        var excess = sums.Excess * MaskOf(terms);
        var lowest = position + terms.LowestBit - (32 * terms.FirstSumLimb);
        DeviceLimbs.Add((long)(sums.Sum0 - excess), lowest, limbs);
        if (terms.LimbsPerTerm > 1) DeviceLimbs.Add((long)(sums.Sum1 - excess), lowest + terms.LimbBits, limbs);
        if (terms.LimbsPerTerm > 2) DeviceLimbs.Add((long)(sums.Sum2 - excess), lowest + (2 * terms.LimbBits), limbs);
        if (terms.LimbsPerTerm > 3) DeviceLimbs.Add((long)(sums.Sum3 - excess), lowest + (3 * terms.LimbBits), limbs);
    }

    private static uint MaskOf<TTerms>(TTerms terms)
        where TTerms : struct, IWindowTerms => (1u << terms.LimbBits) - 1;
}
