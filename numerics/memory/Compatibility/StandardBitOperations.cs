// The operations on bits that .NET Standard 2.0 lacks.

#pragma warning disable IDE0130 // The name that later frameworks give them.
namespace System.Numerics;
#pragma warning restore IDE0130

internal static class BitOperations
{
    public static int LeadingZeroCount(ulong value)
    {
        var count = 64;
        for (var shift = 32; shift > 0; shift /= 2)
        {
            if (value >> shift == 0) continue;
            value >>= shift;
            count -= shift;
        }

        return count - (int)value;
    }

    public static int Log2(uint value) => 63 - LeadingZeroCount(value | 1);

    public static int PopCount(uint value)
    {
        var count = 0;
        for (; value != 0; value &= value - 1) count++;
        return count;
    }
}
