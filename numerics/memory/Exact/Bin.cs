// The bins of a binned sum: what the largest magnitude of the terms says about how the others are rounded.

using System.Runtime.CompilerServices;

namespace QuizKit.Numerics.Exact;

/// <summary>
/// The range of magnitudes from 2^(<see cref="Top"/> − <see cref="Binades"/>) exclusive to 2^<see cref="Top"/>, counted from <see
/// cref="FixedPoint.LowestExponent"/>. The bins lie at fixed places, so the bin of the largest magnitude depends on the numbers only.
/// Every term is rounded to a multiple of its quantum, and the multiples are added exactly. Kernels use it too.
/// </summary>
internal readonly struct Bin
{
    /// <summary>The powers of two in a bin.</summary>
    public const int Binades = 8;

    /// <summary>The largest multiple of a quantum is this power of two, for sums in binary32: one extraction takes it.</summary>
    public const int SingleBits = 51;

    /// <summary>The same for sums in binary64: two extractions, or the 53 bits of a significand and 24 places to shift it.</summary>
    public const int DoubleBits = 77;

    /// <summary>The largest top of a bin whose terms can be extracted: σ = 1.5·2^(top + 1) must not overflow.</summary>
    public const int MaxExtractedTop = 1021 - FixedPoint.LowestExponent;

    // The position of 2⁻¹⁰²².
    private const int SmallestNormal = FixedPoint.DoublePosition + 52;

    private Bin(int top) => Top = top;

    /// <summary>The position of the upper end.</summary>
    public int Top { get; }

    /// <summary>The biased exponent of 2^<see cref="Top"/> as a binary64 number.</summary>
    private int Exponent => Top + FixedPoint.LowestExponent + 1023;

    /// <summary>The first extraction: the integers are at most 2⁵¹, and the quantum is 2^(top − 51).</summary>
    public Extraction Extraction => new(Exponent + 1);

    /// <summary>The second extraction, whose quantum is 2^(top − <see cref="DoubleBits"/>).</summary>
    public Extraction LastExtraction => new(Exponent - DoubleBits + 52);

    /// <summary>
    /// Returns the bin of a position: of the smallest power of two that is not less than a magnitude. A subnormal binary64 number has the bin
    /// of the smallest normal one. No bit of it is dropped either way.
    /// </summary>
    public static Bin At(int position) => new((Math.Max(position, SmallestNormal) + Binades - 1) / Binades * Binades);

    /// <summary>Returns the bin of a magnitude.</summary>
    public static Bin Of(double magnitude)
    {
        const long roundUp = (1L << 52) - 1;
        return At((int)((BitConverter.DoubleToInt64Bits(magnitude) + roundUp) >> 52) - 1023 - FixedPoint.LowestExponent);
    }

    /// <summary>Rounds a significand·2^−shift to the nearest integer, ties to even. A shift of 63 or more gives 0.</summary>
    /// <param name="significand">Less than 2⁵⁴.</param>
    /// <param name="shift">Not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Round(ulong significand, int shift)
    {
        // Half a unit less one, and one more if the integer is odd. A shift of 0 adds nothing.
        shift = Math.Min(shift, 63);
        var unit = 1ul << shift;
        return (significand + ((unit - 1) >> 1) + ((significand >> shift) & (unit - 1) & 1)) >> shift;
    }
}
