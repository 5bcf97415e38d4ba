// Numbers of two digits, for tolerances.

using System.Globalization;

namespace QuizKit.Laboratory.Tolerance;

internal static class Shortest
{
    /// <summary>Returns the smallest number of two digits that is not below a given one, which is not negative.</summary>
    public static double Above(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value;
        var (digits, exponent) = Near(value);
        while (Of(digits, exponent) < value) digits++;
        return Of(digits, exponent);
    }

    /// <summary>Returns a number of two digits that is not above a given one, which is not negative.</summary>
    public static double Below(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value;
        var (digits, exponent) = Near(value);
        while (Of(digits + 1, exponent) <= value) digits++;
        return Of(digits, exponent);
    }

    /// <summary>Returns a number as C# and Python write it: <c>0.0021</c>, <c>2.1e-5</c>.</summary>
    public static string TextOf(double value) => value is 0 or >= 1e-3 and < 1e4
        ? value.ToString("0.############", CultureInfo.InvariantCulture)
        : value.ToString("0.##e0", CultureInfo.InvariantCulture);

    /// <summary>Returns two digits and an exponent that are below a number, and not by much.</summary>
    private static (int Digits, int Exponent) Near(double value)
    {
        var exponent = Math.Max((int)Math.Floor(Math.Log10(value)) - 1, -323);
        return ((int)(value / Math.Pow(10, exponent)) - 1, exponent);
    }

    private static double Of(int digits, int exponent) => double.Parse(
        string.Create(CultureInfo.InvariantCulture, $"{digits}e{exponent}"), NumberStyles.Float, CultureInfo.InvariantCulture);
}
