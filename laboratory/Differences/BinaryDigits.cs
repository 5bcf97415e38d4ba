// The significant binary digits of a number.

namespace QuizKit.Laboratory.Differences;

internal static class BinaryDigits
{
    /// <summary>Returns how many there are between the first 1 and the last one.</summary>
    public static int Of(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return 0;
        var significand = BitConverter.DoubleToUInt64Bits(Math.ScaleB(value, -Math.ILogB(value))) & ((1UL << 52) - 1);
        return significand == 0 ? 1 : 53 - System.Numerics.BitOperations.TrailingZeroCount(significand);
    }

    /// <summary>Rounds to the nearest number with so many digits, ties to even.</summary>
    public static double Round(double value, int digits) => Rounded(value, digits, MidpointRounding.ToEven);

    /// <summary>Leaves out the digits after so many.</summary>
    public static double Truncate(double value, int digits) => Rounded(value, digits, MidpointRounding.ToZero);

    private static double Rounded(double value, int digits, MidpointRounding rounding)
    {
        if (digits >= 53 || value == 0 || !double.IsFinite(value)) return value;
        var quantum = Math.ILogB(value) - digits + 1;
        return Math.ScaleB(Math.Round(Math.ScaleB(value, -quantum), rounding), quantum);
    }
}
