// The fast path of the exact sum in memory: an integer for each exponent, so that an addition needs no shift and no carry.

using System.Runtime.CompilerServices;

namespace QuizKit.Numerics;

/// <summary>
/// Significands added up by exponent (the large superaccumulator of Neal 2015, arXiv:1505.05571), in pieces of 32 bits: 2³¹ of
/// them fit in 63 bits, and no array in memory is longer.
/// </summary>
/// <param name="exponents">How many exponents there are.</param>
/// <param name="pieces">How many pieces a significand has.</param>
/// <param name="firstPosition">The position of the lowest bit of a significand with exponent 0.</param>
internal sealed class ExponentTable(int exponents, int pieces, int firstPosition)
{
    private readonly long[] _sums = new long[exponents * pieces];

    /// <summary>Adds one piece of a significand.</summary>
    /// <param name="exponent">The exponent.</param>
    /// <param name="piece">The piece, 0 for the lowest 32 bits.</param>
    /// <param name="bits">The bits of the piece.</param>
    /// <param name="sign">0, or −1 for a negative number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int exponent, int piece, uint bits, int sign) => _sums[(exponent * pieces) + piece] += (bits ^ (long)sign) - sign;

    /// <summary>Adds all significands to an accumulator.</summary>
    /// <param name="accumulator">The accumulator.</param>
    public void AddTo(ExactAccumulator accumulator)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            if (_sums[i] != 0) accumulator.AddScaled(_sums[i], firstPosition + (i / pieces) + (32 * (i % pieces)));
        }
    }
}
