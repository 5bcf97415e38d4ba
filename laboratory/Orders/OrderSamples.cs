// The random numbers on which orders are checked.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Orders;

internal static class OrderSamples
{
    /// <summary>
    /// Returns the operands of a sample. Every second sample has short significands, whose products and sums often lie half way between two
    /// numbers of the format.
    /// </summary>
    /// <param name="seed">The seed of all samples.</param>
    /// <param name="index">The index of the sample.</param>
    /// <param name="length">The number of addends.</param>
    /// <param name="format">The format of the numbers.</param>
    public static OrderOperands Of(uint seed, int index, int length, BinaryRounding format)
    {
        var first = unchecked(seed + (uint)(2 * index));
        return new OrderOperands(Numbers(first, index % 2 == 1), Numbers(unchecked(first + 1), index % 2 == 1));

        double[] Numbers(uint of, bool isCoarse) =>
            format == BinaryRounding.Binary32 ? Array.ConvertAll(Hashed(of, length, isCoarse), value => (double)value)
            : format == BinaryRounding.Binary64 ? Longer(of, length, isCoarse)
            : Shorter(of, length, isCoarse, format);
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
            var h = Hash(seed, i);
            values[i] = isCoarse
                ? MathF.ScaleB((int)(h >> 19) - (1 << 12), (int)(h & 3) - 12)
                : MathF.ScaleB((int)(h >> 8) - (1 << 23), (int)(h & 15) - 30);
        }

        return values;
    }

    /// <summary>Numbers of binary64 with 53 bits, or 27 where they are coarse.</summary>
    private static double[] Longer(uint seed, int length, bool isCoarse)
    {
        var values = new double[length];
        for (var i = 0; i < length; i++)
        {
            uint h = Hash(seed, i), low = Hash(~seed, i);
            values[i] = isCoarse
                ? Math.ScaleB((int)(h >> 5) - (1 << 26), (int)(h & 3) - 26)
                : Math.ScaleB(((long)((h >> 8) - (1 << 23)) << 29) + (low >> 3), (int)(h & 15) - 59);
        }

        return values;
    }

    /// <summary>Numbers of binary16 or bfloat16 with all bits, or about half of them where they are coarse; none of them is above 8.</summary>
    private static double[] Shorter(uint seed, int length, bool isCoarse, BinaryRounding format)
    {
        var bits = isCoarse ? (format.Precision / 2) + 1 : format.Precision;
        var values = new double[length];
        for (var i = 0; i < length; i++)
        {
            var h = Hash(seed, i);
            var exponent = isCoarse ? (int)(h & 3) + 1 : (int)(h & 7) - 3;
            values[i] = Math.ScaleB((int)(h >> (32 - bits)) - (1 << (bits - 1)), exponent - bits);
        }

        return values;
    }

    private static uint Hash(uint seed, int index)
    {
        unchecked
        {
            var h = ((uint)index * 0x9E3779B1u) + seed;
            h = (h ^ (h >> 15)) * 0x85EBCA77u;
            return (h ^ (h >> 13)) * 0xC2B2AE3Du;
        }
    }
}
