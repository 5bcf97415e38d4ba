// Sums in arbitrary precision, rounded by a method that shares nothing with the library's.

using System.Numerics;

namespace QuizKit.Numerics.Tests;

internal static class Reference
{
    // Every finite binary32 number is a whole multiple of 2^-149, every binary64 number of 2^-1074.
    private const int SingleScale = 149;

    /// <summary>The sums of <see cref="Total(IEnumerable{double})"/> are in units of 2^-DoubleScale, those of products of 2^-ProductScale.</summary>
    public const int DoubleScale = 1074;
    public const int ProductScale = 2 * DoubleScale;

    public static float Sum(IEnumerable<float> values)
    {
        var total = BigInteger.Zero;
        foreach (var value in values) total += Scaled(value, SingleScale);
        return (float)Round(total, SingleScale, 24, -149, float.MaxValue);
    }

    public static double Sum(IEnumerable<double> values) => Round(Total(values), DoubleScale, 53, -1074, double.MaxValue);

    public static float Dot(float[] a, float[] b)
    {
        var total = BigInteger.Zero;
        for (var i = 0; i < a.Length; i++) total += Scaled(a[i], SingleScale) * Scaled(b[i], SingleScale);
        return (float)Round(total, 2 * SingleScale, 24, -149, float.MaxValue);
    }

    public static double Dot(double[] a, double[] b) => Round(Total(a, b), ProductScale, 53, -1074, double.MaxValue);

    /// <summary>Returns Σ x in units of 2^-<see cref="DoubleScale"/>.</summary>
    public static BigInteger Total(IEnumerable<double> values)
    {
        var total = BigInteger.Zero;
        foreach (var value in values) total += Scaled(value, DoubleScale);
        return total;
    }

    /// <summary>Returns Σ a·b in units of 2^-<see cref="ProductScale"/>.</summary>
    public static BigInteger Total(double[] a, double[] b)
    {
        var total = BigInteger.Zero;
        for (var i = 0; i < a.Length; i++) total += Scaled(a[i], DoubleScale) * Scaled(b[i], DoubleScale);
        return total;
    }

    /// <summary>Returns value·2^scale, a whole number.</summary>
    private static BigInteger Scaled(double value, int scale)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger significand = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0) exponent = 1;
        else significand += BigInteger.One << 52;
        var shift = exponent - 1075 + scale;
        var magnitude = shift >= 0 ? significand << shift : significand >> -shift;
        return value < 0 ? -magnitude : magnitude;
    }

    /// <summary>Rounds total·2^-scale to a number of a precision and a lowest exponent, by division with a remainder.</summary>
    private static double Round(BigInteger total, int scale, int precision, int lowestExponent, double largest)
    {
        var magnitude = BigInteger.Abs(total);
        var lastPlace = Math.Max((int)magnitude.GetBitLength() - precision, lowestExponent + scale);
        if (lastPlace > 0)
        {
            var unit = BigInteger.One << lastPlace;
            var quotient = BigInteger.DivRem(magnitude, unit, out var remainder);
            var twice = (remainder * 2).CompareTo(unit);
            if (twice > 0 || (twice == 0 && !quotient.IsEven)) quotient += 1;
            magnitude = quotient * unit;
        }

        // What is left has few enough bits for binary64 to hold it, so neither conversion rounds.
        var low = Math.Max((int)magnitude.GetBitLength() - 53, 0);
        var value = Math.ScaleB((double)(ulong)(magnitude >> low), low - scale);
        return Math.CopySign(value > largest ? double.PositiveInfinity : value, total.Sign);
    }
}
