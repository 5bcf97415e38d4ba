// The two formats of 8 bits: e4m3, without infinities, and e5m2.

namespace QuizKit.Cuda.Emulator.Arithmetic;

internal static class Float8
{
    private static readonly FloatFormat E4M3 = new(4, 3, 0x7F);

    /// <summary>Rounds a binary32 number to the nearest; what is too large becomes the largest finite number.</summary>
    public static ulong Narrow(uint bits, bool isE4M3)
    {
        var single = FloatFormat.Binary32;
        if (single.IsNaN(bits)) return 0x7F;
        var sign = bits >> 31 << 7;
        var largest = isE4M3 ? 0x7Eu : 0x7B;
        if ((bits & 0x7FFFFFFF) == 0x7F800000) return sign | largest;
        if (!isE4M3) return Math.Min(FloatFormat.E5M2.Round(single.Unpack(bits & 0x7FFFFFFF), Rounding.Nearest), largest) | sign;

        // The numbers from 256 to 448 have the exponent that IEEE 754 reserves: their halves do not.
        var exact = single.Unpack(bits & 0x7FFFFFFF);
        if ((bits & 0x7FFFFFFF) < 0x43000000) return sign | E4M3.Round(exact, Rounding.Nearest);
        return sign | Math.Min(E4M3.Round(exact with { Exponent = exact.Exponent - 1 }, Rounding.Nearest) + 8, largest);
    }

    /// <summary>The binary16 number of the same value.</summary>
    public static ulong Widen(byte bits, bool isE4M3)
    {
        if (!isE4M3) return (bits & 0x7F) > 0x7C ? 0x7FFFu : (ulong)bits << 8;
        if ((bits & 0x7F) == 0x7F) return 0x7FFF;
        var exponent = (bits >> 3) & 15;
        var value = exponent == 0 ? (bits & 7) * (1f / 512) : ((bits & 7) | 8) * float.ScaleB(1, exponent - 10);
        return BitConverter.HalfToUInt16Bits((Half)((bits & 0x80) != 0 ? -value : value));
    }
}
