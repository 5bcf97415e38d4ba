// The precision of a number that a sentence prints.

using System.Globalization;

namespace QuizKit.GpuChecks.Checks.Support;

internal static class PrintedNumber
{
    /// <summary>Half a unit of the last printed digit: 0.005 for 0.68, 5e-8 for 3.8e-6, and 0.5 for a whole number.</summary>
    public static double HalfUnit(double printed)
    {
        var parts = printed.ToString(CultureInfo.InvariantCulture).Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return 0.5 * Math.Pow(10, exponent - decimals);
    }

    /// <summary>Whether a number is the printed one, to half a unit of its last digit.</summary>
    public static bool IsRounded(double number, double printed) => Math.Abs(number - printed) <= HalfUnit(printed);
}
