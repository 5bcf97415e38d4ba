// Splits a binary64 number into a multiple of a power of two and a remainder, without a rounding error.

using System.Runtime.CompilerServices;

namespace QuizKit.Numerics.Exact;

/// <summary>
/// σ = 1.5·2^k. For |x| ≤ 2^(k−1), fl(σ + x) lies between 2^k and 2^(k+1), so its bits minus those of σ are the integer nearest to
/// x/2^(k−52), and the remainder x − (fl(σ + x) − σ) is at most 2^(k−53) and exact. The integer goes to a sum of integers, the remainder to
/// the next pass, whose σ is 2⁵² times smaller, until every remainder is zero. Such sums show neither a rounding error nor the order of the
/// additions.
/// </summary>
/// <remarks>
/// Requires binary64 with rounding to nearest and subnormal numbers. Kernels use it too. The extraction is that of Rump, Ogita and Oishi,
/// "Accurate floating-point summation part I: faithful rounding", SIAM J. Sci. Comput. 31 (2008), with integers for the extracted parts.
/// </remarks>
internal readonly struct Extraction
{
    /// <summary>The terms of a block: twice as many integers of 2⁵¹ fit in 63 bits.</summary>
    public const int Block = 1 << 10;

    /// <summary>The blocks that try the σ of the block before them until the largest exponent is determined again.</summary>
    public const int BlocksPerExponent = 16;

    /// <summary>The largest biased exponent of a number that can be added to a σ: 2^(k+1) must not overflow.</summary>
    public const int MaxExponent = 0x7FE - 3 - Margin;

    // Binades above the largest number of a block, for larger ones in the blocks that follow.
    private const int Margin = 2;

    /// <param name="exponent">
    /// The biased exponent of 2^k. Below 1 it is that of the smallest normal number, whose remainders are zero.
    /// </param>
    public Extraction(int exponent)
    {
        Exponent = Math.Max(exponent, 1);
        Bits = ((ulong)Exponent << 52) | (1ul << 51);
        Sigma = BitConverter.Int64BitsToDouble((long)Bits);
    }

    /// <summary>The biased exponent of 2^k.</summary>
    public int Exponent { get; }

    /// <summary>The bits of σ.</summary>
    public ulong Bits { get; }

    public double Sigma { get; }

    /// <summary>The extraction for the remainders of this one.</summary>
    public Extraction Next => new(Exponent - 52);

    /// <summary>The weight of an extracted 1: an exponent of 2, counted from <see cref="FixedPoint.LowestExponent"/>.</summary>
    public int Position => FixedPoint.DoublePosition + Exponent - 1;

    /// <summary>Returns an extraction for numbers of at most a biased exponent.</summary>
    public static Extraction For(int exponent) => new(exponent + 2 + Margin);

    /// <summary>Adds the integer of a number to a sum, and returns the remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Extract(double number, ref long sum)
    {
        var shifted = Sigma + number;
        sum += BitConverter.DoubleToInt64Bits(shifted) - (long)Bits;
        return number - (shifted - Sigma);
    }

    /// <summary>Returns bits of which the highest twelve are 0 only if the argument is a number, and not too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Excess(double number) => (ulong)BitConverter.DoubleToInt64Bits(Sigma + number) ^ Bits;

    /// <summary>Returns the integer that so many numbers add up to, from the sum of the bits of σ + x, modulo 2⁶⁴.</summary>
    public long Total(ulong sum, int count) => (long)(sum - (Bits * (ulong)count));
}
