// The dates of Easter over their whole cycle.

namespace WallCalendar;

internal static class EasterDates
{
    private static readonly Lazy<Dictionary<(int Month, int Day), int>> Counts = new(
        () => Enumerable.Range(0, 5_700_000).CountBy(Easter).ToDictionary());

    /// <summary>How often Easter falls on each of its dates in 5,700,000 years.</summary>
    public static IReadOnlyDictionary<(int Month, int Day), int> Cycle => Counts.Value;

    /// <summary>Whether Easter falls on the same date again after a period, for a number of years from year 0.</summary>
    public static bool RepeatAfter(int period, int years) => Enumerable.Range(0, years).All(year => Easter(year) == Easter(year + period));

    /// <summary>Easter Sunday of a Gregorian year (Nature 13, 1876, p. 487): the code that the quiz shows.</summary>
    private static (int Month, int Day) Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        var d = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var e = (32 + (2 * (b % 4)) + (2 * (c / 4)) - d - (c % 4)) % 7;
        var f = d + e - (7 * ((a + (11 * d) + (22 * e)) / 451)) + 114;
        return (f / 31, (f % 31) + 1);
    }
}
