// A number whose sum with another is that other one as an integer.

using System.Runtime.CompilerServices;
using ILGPU;

namespace QuizKit.Numerics;

/// <summary>
/// σ = 1.5·2^k. For |x| ≤ 2^(k−1), fl(σ + x) lies between 2^k and 2^(k+1), so its bits less those of σ are the integer nearest to x/2^(k−52), and what is left,
/// x − (fl(σ + x) − σ), is at most 2^(k−53) and exact: a part of x goes to a sum of integers, the rest to the σ that is 2⁵² times smaller, until
/// nothing is left. No rounding error and no order of the additions can show in such sums.
/// </summary>
/// <remarks>It holds in binary64 with rounding to nearest and subnormal numbers. Kernels use it too.</remarks>
internal readonly struct Shift
{
    /// <summary>How many numbers a block holds: twice as many integers of 2⁵¹ fit in 63 bits.</summary>
    public const int Block = 1 << 10;

    /// <summary>How many blocks a shift is used for: the next block is not unlike the one before it.</summary>
    public const int BlocksOfAKind = 16;

    /// <summary>The largest biased exponent of a number to which a shift can be added: 2^(k+1) must not overflow.</summary>
    public const int MostExponent = 0x7FE - 3 - Margin;

    // Places left above the largest number of a block, for larger ones to come.
    private const int Margin = 2;

    /// <summary>Makes the σ of a biased exponent of the format, or the one of the smallest normal numbers, which leaves nothing.</summary>
    /// <param name="exponent">The biased exponent of 2^k.</param>
    public Shift(int exponent)
    {
        Exponent = IntrinsicMath.Max(exponent, 1);
        Bits = ((ulong)Exponent << 52) | (1ul << 51);
        Sigma = Interop.IntAsFloat(Bits);
    }

    /// <summary>The biased exponent of 2^k.</summary>
    public int Exponent { get; }

    /// <summary>The bits of σ.</summary>
    public ulong Bits { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <summary>The shift for what this one leaves.</summary>
    public Shift Next => new(Exponent - 52);

    /// <summary>What an integer of 1 stands for: an exponent of 2, counted from <see cref="FixedPoint.LowestExponent"/>.</summary>
    public int Position => FixedPoint.DoublePosition + Exponent - 1;

    /// <summary>Returns a shift for numbers of a biased exponent and less.</summary>
    public static Shift For(int exponent) => new(exponent + 2 + Margin);

    /// <summary>Takes a number's upper bits to a sum, and returns what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Take(double number, ref ulong sum)
    {
        var shifted = Sigma + number;
        sum += Interop.FloatAsInt(shifted);
        return number - (shifted - Sigma);
    }

    /// <summary>Returns bits of which the highest twelve are 0 only if a number is not too large, and a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Excess(double number) => Interop.FloatAsInt(Sigma + number) ^ Bits;

    /// <summary>Returns the integer that so many numbers add up to.</summary>
    public long Total(ulong sum, int count) => (long)(sum - (Bits * (ulong)count));
}
