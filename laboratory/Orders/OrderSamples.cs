// The random numbers on which orders are checked.

namespace QuizKit.Laboratory.Orders;

internal static class OrderSamples
{
    /// <summary>
    /// Returns numbers of mixed signs and magnitudes that the Python script reproduces: an index, with the seed, is hashed to 32 bits, of
    /// which 24 become a signed significand and 4 an exponent from 2⁻³⁰ to 2⁻¹⁵.
    /// </summary>
    public static float[] Hashed(uint seed, int length)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            unchecked
            {
                var h = ((uint)i * 0x9E3779B1u) + seed;
                h = (h ^ (h >> 15)) * 0x85EBCA77u;
                h = (h ^ (h >> 13)) * 0xC2B2AE3Du;
                values[i] = MathF.ScaleB((int)(h >> 8) - (1 << 23), (int)(h & 15) - 30);
            }
        }

        return values;
    }
}
