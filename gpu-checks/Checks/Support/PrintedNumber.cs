// The precision of a number that a sentence prints.

using System.Globalization;

namespace QuizKit.GpuChecks.Checks.Support;

internal static class PrintedNumber
{
    /// <summary>Half a unit of the last printed digit after the point: 0.005 for 0.68, and 0.5 for a whole number.</summary>
    public static double HalfUnit(double printed)
    {
        var digits = printed.ToString(CultureInfo.InvariantCulture);
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        return 0.5 * Math.Pow(10, point < 0 ? 0 : point + 1 - digits.Length);
    }
}
