// A stretch of a long fixed-point number, kept in registers by one work item while its terms fall there.

using System.Runtime.CompilerServices;
using ILGPU;

namespace QuizKit.Numerics;

/// <summary>
/// What a work item has added up at the position of its window: Σ pieceᵢ·2^(position + i·the bits of a digit). The digits of a term are
/// multiplied by ±2^shift, where shift + the bits of a digit is at most 52, so that 2¹¹ of them fit in 63 bits. There are no carries.
/// </summary>
internal struct Pieces
{
    public ulong Piece0;
    public ulong Piece1;
    public ulong Piece2;
    public ulong Piece3;

    /// <summary>Σ 2^shift of the negative terms. Every piece is 2³² − 1 times that too large, modulo 2⁶⁴.</summary>
    public ulong Excess;
}

/// <summary>
/// The fast path of the exact sum on a device. All of it is integer arithmetic, so no bit of the result depends on where a window is.
/// </summary>
internal static class Window
{
    /// <summary>How many terms the pieces of a window have room for.</summary>
    public const int Room = 1 << 11;

    /// <summary>How many places a window leaves above the highest term seen, for higher ones to come.</summary>
    public const int Margin = 4;

    /// <summary>The bits of a digit of binary64 numbers.</summary>
    public const int MostDigitBits = 27;

    /// <summary>Returns −1 for a shift below 0 or above a width, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IsOutside(int shift, int width) => (shift | (width - shift)) >> 31;

    /// <summary>Returns 2^shift, or 0 for a term outside the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Scale(int shift, int isOutside) => (1u << (shift & 31)) & (uint)~isOutside;

    /// <summary>Returns the lowest digit of a number of at most 64 bits, or of the significand of a binary64 number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LowDigit(ulong bits) => (uint)bits & ((1u << MostDigitBits) - 1);

    /// <summary>Returns the upper digit of the significand of a normal binary64 number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint HighDigit(ulong bits) => ((uint)(bits >> MostDigitBits) & 0x1FFFFFF) | 0x2000000;

    /// <summary>Adds a term to the pieces of a window, or 0 if the window does not take it, as suits a GPU.</summary>
    /// <remarks>
    /// A negative digit −d enters as 2³² − 1 − d, its bits inverted: the product is then one of two unsigned numbers of 32 bits, for which a GPU
    /// has an instruction that adds it to 64 bits as well. It is (2³² − 1)·scale too large, which is counted once for all pieces.
    /// </remarks>
    /// <returns>0 if the window takes the term, or the term is zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Take<TTerms>(TTerms terms, int index, int position, ref Pieces pieces)
        where TTerms : struct, IDigits
    {
        var missed = terms.Read(index, position, terms.Width, out var sign, out var scale);
        var digits = terms.DigitsOf(index);
        pieces.Excess += scale & (uint)sign;
        pieces.Piece0 += (ulong)(digits.Digit0 ^ (uint)sign) * scale;
        if (terms.Digits > 1) pieces.Piece1 += (ulong)(digits.Digit1 ^ (uint)sign) * scale;
        if (terms.Digits > 2) pieces.Piece2 += (ulong)(digits.Digit2 ^ (uint)sign) * scale;
        if (terms.Digits > 3) pieces.Piece3 += (ulong)(digits.Digit3 ^ (uint)sign) * scale;
        return missed;
    }

    /// <summary>Adds what a window's pieces hold to limbs, the first of which is the first that a term can reach.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="pieces">The pieces.</param>
    /// <param name="position">The position of the window.</param>
    /// <param name="limbs">The limbs.</param>
    public static void Flush<TTerms>(TTerms terms, in Pieces pieces, int position, ArrayView<long> limbs)
        where TTerms : struct, IDigits
    {
        var excess = (pieces.Excess << 32) - pieces.Excess;
        var lowest = position + terms.LowestBit - (32 * terms.FirstLimb);
        AddToLimbs((long)(pieces.Piece0 - excess), lowest, limbs);
        if (terms.Digits > 1) AddToLimbs((long)(pieces.Piece1 - excess), lowest + terms.DigitBits, limbs);
        if (terms.Digits > 2) AddToLimbs((long)(pieces.Piece2 - excess), lowest + (2 * terms.DigitBits), limbs);
        if (terms.Digits > 3) AddToLimbs((long)(pieces.Piece3 - excess), lowest + (3 * terms.DigitBits), limbs);
    }

    /// <summary>Adds value·2^position to limbs, the first of which is one of a long fixed-point number's.</summary>
    /// <remarks>Below the lowest bit of the limbs there can be zeros at the end of a value, and nothing else.</remarks>
    public static void AddToLimbs(long value, int position, int firstLimb, ArrayView<long> limbs)
    {
        var at = position - (32 * firstLimb);
        var zeros = IntrinsicMath.Max(-at, 0);
        AddToLimbs(value >> zeros, at + zeros, limbs);
    }

    /// <summary>Adds ±magnitude·2^position to limbs.</summary>
    public static void AddToLimbs(ulong magnitude, int position, bool isNegative, ArrayView<long> limbs)
    {
        var first = position >> 5;
        var shift = position & 31;
        AddToLimb((uint)(magnitude << shift), first, isNegative, limbs);
        AddToLimb((uint)(magnitude >> (32 - shift)), first + 1, isNegative, limbs);
        AddToLimb((uint)((magnitude >> 32) >> (32 - shift)), first + 2, isNegative, limbs);
    }

    /// <summary>Adds value·2^position to limbs.</summary>
    public static void AddToLimbs(long value, int position, ArrayView<long> limbs)
    {
        if (value != 0) AddToLimbs(value < 0 ? (ulong)-value : (ulong)value, position, value < 0, limbs);
    }

    private static void AddToLimb(uint part, int limb, bool isNegative, ArrayView<long> limbs)
    {
        if (part != 0) Atomic.Add(ref limbs[limb], isNegative ? -(long)part : part);
    }
}
