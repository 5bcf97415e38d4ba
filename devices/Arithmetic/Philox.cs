// Random numbers that depend on a seed and a counter alone: the same on every device and in every order of execution.

namespace QuizKit.Devices.Arithmetic;

/// <summary>Four random words.</summary>
internal readonly record struct RandomWords(uint A, uint B, uint C, uint D);

/// <summary>
/// Philox 4×32 with 10 rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): a keyed bijection of
/// a 128-bit counter. Usable in kernels and on the host.
/// </summary>
internal static class Philox
{
    /// <summary>Returns the four words at an index of a stream.</summary>
    /// <param name="seed">The key.</param>
    /// <param name="stream">The upper half of the counter: a stream for each use of random numbers.</param>
    /// <param name="index">The lower half of the counter.</param>
    public static RandomWords At(ulong seed, ulong stream, ulong index)
    {
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        uint a = (uint)index, b = (uint)(index >> 32), c = (uint)stream, d = (uint)(stream >> 32);
        for (var round = 0; round < 10; round++)
        {
            var p = 0xD2511F53ul * a;
            var q = 0xCD9E8D57ul * c;
            a = (uint)(q >> 32) ^ b ^ k0;
            b = (uint)q;
            c = (uint)(p >> 32) ^ d ^ k1;
            d = (uint)p;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }

        return new RandomWords(a, b, c, d);
    }

    /// <summary>Maps a random word to [0, 1): a multiple of 2⁻²⁴, exact in binary32. C# converts a uint through binary64, an int directly.</summary>
    public static float Unit(uint word) => Exact32.Multiply((int)(word >> 8), 5.9604645e-8f);
}
