// The same arrays on every machine: bit patterns from SplitMix64, of several kinds and lengths.

namespace QuizKit.Bits;

internal static class Arrays
{
    private const int Kinds = 7;

    public static IEnumerable<float[]> Singles(ulong seed) =>
        Of(seed, (kind, random) => BitConverter.ToSingle(BitConverter.GetBytes((int)Bits(kind, random, 8, 23)), 0));

    public static IEnumerable<double[]> Doubles(ulong seed) =>
        Of(seed, (kind, random) => BitConverter.Int64BitsToDouble(Bits(kind, random, 11, 52)));

    private static IEnumerable<T[]> Of<T>(ulong seed, Func<int, Random64, T> next)
    {
        var random = new Random64(seed);
        for (var i = 0; i < 170; i++)
        {
            // Every short length, then some around the lengths of blocks, then any.
            var length = i < 70 ? i : i < 140 ? 1014 + (i % 21) : (int)(random.Next() % 5000);
            for (var kind = 0; kind < Kinds; kind++)
            {
                var values = new T[length];
                for (var k = 0; k < length; k++) values[k] = next(kind, random);
                yield return values;
            }
        }
    }

    // Any finite number; near 1; near 1 and of one sign; spread over 60 binades; subnormal; the largest; rarely an infinity, NaN or zero.
    private static long Bits(int kind, Random64 random, int exponentBits, int fractionBits)
    {
        var z = random.Next();
        var bias = (1 << (exponentBits - 1)) - 1;
        var fraction = (long)(z & ((1ul << fractionBits) - 1));
        var sign = kind == 2 ? 0 : (long)(z >> 63);
        var u = random.Next();
        var exponent = kind switch
        {
            0 => (long)(u % (ulong)((2 * bias) + 1)),
            1 or 2 => bias - (int)(u % 3),
            3 => bias - 30 + (int)(u % 61),
            4 => (int)(u % 2),
            5 => (2 * bias) - (int)(u % 3),
            _ => u % 1000 < 996 ? bias : u % 1000 < 998 ? (2 * bias) + 1 : 0,
        };
        if (kind == 6 && u % 4 != 3) fraction = 0;
        return (sign << (exponentBits + fractionBits)) | (exponent << fractionBits) | fraction;
    }
}

/// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
internal sealed class Random64(ulong state)
{
    private ulong _state = state;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
