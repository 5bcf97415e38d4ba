// The random numbers on which orders are checked.

namespace QuizKit.Laboratory.Orders;

internal static class OrderSamples
{
    /// <summary>
    /// Returns the two operands of a sample. Every second sample has significands of 13 bits, whose products and sums often lie half way
    /// between two binary32 numbers.
    /// </summary>
    /// <param name="seed">The seed of all samples.</param>
    /// <param name="index">The index of the sample.</param>
    /// <param name="length">The number of addends.</param>
    public static (float[] A, float[] B) Of(uint seed, int index, int length)
    {
        var first = unchecked(seed + (uint)(2 * index));
        return (Hashed(first, length, isCoarse: index % 2 == 1), Hashed(unchecked(first + 1), length, isCoarse: index % 2 == 1));
    }

    /// <summary>
    /// Returns numbers of mixed signs and magnitudes that the Python script reproduces: an index, with the seed, is hashed to 32 bits, of
    /// which 24 become a signed significand and 4 an exponent from 2⁻³⁰ to 2⁻¹⁵; coarse numbers have 13 bits and exponents from 2⁻¹² to 2⁻⁹.
    /// </summary>
    public static float[] Hashed(uint seed, int length, bool isCoarse = false)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            unchecked
            {
                var h = ((uint)i * 0x9E3779B1u) + seed;
                h = (h ^ (h >> 15)) * 0x85EBCA77u;
                h = (h ^ (h >> 13)) * 0xC2B2AE3Du;
                values[i] = isCoarse
                    ? MathF.ScaleB((int)(h >> 19) - (1 << 12), (int)(h & 3) - 12)
                    : MathF.ScaleB((int)(h >> 8) - (1 << 23), (int)(h & 15) - 30);
            }
        }

        return values;
    }
}
