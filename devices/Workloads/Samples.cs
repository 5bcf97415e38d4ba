// Random inputs generated on the host, so that every device gets the same numbers.

using QuizKit.Devices.Arithmetic;

namespace QuizKit.Devices.Workloads;

internal static class Samples
{
    /// <summary>
    /// Returns floats uniform in [from, to], each a binary64 number of 53 random bits rounded to binary32: all 24 bits of
    /// a significand are random, also of a small one.
    /// </summary>
    /// <param name="stream">Which use of random numbers this is.</param>
    public static float[] Uniform(ulong seed, ulong stream, int count, float from = 0f, float to = 1f)
    {
        var samples = new float[count];
        for (var i = 0; i < count; i += 2)
        {
            var words = Philox.At(seed, stream, (ulong)i);
            Put(i, words.A, words.B);
            Put(i + 1, words.C, words.D);
        }

        return samples;

        void Put(int index, uint high, uint low)
        {
            if (index < count) samples[index] = (float)(from + (((double)to - from) * ((((ulong)high << 32) | low) >> 11) / (1L << 53)));
        }
    }

    /// <summary>Returns floats of N(0, σ²), by Box and Muller's method in binary64.</summary>
    /// <param name="standardDeviation">σ.</param>
    public static float[] Normal(ulong seed, ulong stream, int count, double standardDeviation = 1)
    {
        var samples = new float[count];
        for (var i = 0; i < count; i += 4)
        {
            var words = Philox.At(seed, stream, (ulong)i);
            Put(i, words.A, words.B);
            Put(i + 2, words.C, words.D);
        }

        return samples;

        void Put(int index, uint first, uint second)
        {
            // Half a step off both ends, so that the logarithm is finite.
            var radius = standardDeviation * Math.Sqrt(-2 * Math.Log((first + 0.5) * (1 / 4294967296.0)));
            var (sine, cosine) = Math.SinCos(second * (2 * Math.PI / 4294967296.0));
            if (index < count) samples[index] = (float)(radius * cosine);
            if (index + 1 < count) samples[index + 1] = (float)(radius * sine);
        }
    }
}
