// A sum of binary32 numbers in binary64 arithmetic that does not round.

using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuizKit.Numerics.Exact;

/// <summary>
/// Adds up n binary32 numbers as binary64 numbers. All are multiples of u, the lowest bit of the smallest one other than zero. While
/// n·max|x| ≤ 2⁵³·u, so is every sum of some of them, and no larger than 2⁵³·u: a binary64 number, so that no addition rounds.
/// </summary>
internal unsafe struct UnroundedSum<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const int FractionBits = 23;

    private TLanes _sum0;
    private TLanes _sum1;
    private TLanes _most;
    private TLanes _mostNegated;

    /// <summary>Adds numbers: a multiple of what two vectors hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(float* values, int length)
    {
        TLanes sum0 = _sum0, sum1 = _sum1, most = _most, mostNegated = _mostNegated;
        for (var i = 0; i < length; i += 2 * TLanes.Count)
        {
            TLanes.Bound(values + i, ref most, ref mostNegated);
            var (lower, upper) = TLanes.Widen(values + i);
            sum0 += lower;
            sum1 += upper;
        }

        (_sum0, _sum1, _most, _mostNegated) = (sum0, sum1, most, mostNegated);
    }

    /// <summary>Returns the sum of all numbers.</summary>
    /// <param name="count">How many of them can be other than zero.</param>
    /// <param name="sum">The sum, whose zero may have either sign.</param>
    /// <returns>Whether no addition has rounded.</returns>
    public readonly bool TryTotal(int count, out double sum)
    {
        var highest = Exponent(_most.LargestInteger());
        var lowest = Exponent(0 - _mostNegated.LargestInteger());
        sum = (_sum0 + _sum1).Sum();
        return highest < 0xFF && highest - lowest + BitOperations.Log2((uint)count) + 1 <= 53 - 1 - FractionBits;
    }

    /// <summary>Returns the biased exponent of a magnitude, that of the smallest normal number for subnormal ones and zero.</summary>
    private static int Exponent(uint magnitude) => Math.Max((int)(magnitude >> FractionBits), 1);
}
