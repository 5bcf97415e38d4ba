// One check for each claim of the quiz. The numbers come from the claims, so that a check tests what the quiz prints;
// the dates come from .NET's calendars.

using System.Globalization;
using QuizKit;

namespace WallCalendar;

/// <summary>The Gregorian years that a check covers, first and last included.</summary>
internal readonly record struct Years(int First, int Last)
{
    public IEnumerable<int> All => Enumerable.Range(First, Last - First + 1);
}

/// <summary>What a check found.</summary>
/// <param name="Verdict">Whether the sentence holds: always, in part, or never.</param>
/// <param name="Measured">The evidence.</param>
internal sealed record Finding(ExpectedVerdict Verdict, string Measured)
{
    public static Finding Of(bool holds, FormattableString measured) =>
        new(holds ? ExpectedVerdict.Confirmed : ExpectedVerdict.Refuted, FormattableString.Invariant(measured));
}

internal sealed class WallCalendarChecks : WallCalendarQuiz.Checks<Years, Finding>
{
    private static readonly JulianCalendar Julian = new();

    // 5,700,000 is 2⁵ · 3 · 5⁵ · 19.
    private static readonly int[] CyclePrimes = [2, 3, 5, 19];

    protected override Finding LeapYearsInACycle(Claim claim, Years years)
    {
        var cycle = (int)claim.Values[1];
        int[] counts = [.. years.All.Where(year => year + cycle - 1 <= years.Last).Select(first => LeapYearsIn(first, cycle)).Distinct()];
        return Finding.Of(
            counts is [var only] && only == claim.Values[0], $"counted {string.Join(", ", counts)} in {cycle} years, wherever they begin");
    }

    protected override Finding DaysIn400Years(Claim claim, Years years)
    {
        var days = (Date(2001 + (int)claim.Values[0], 1, 1) - Date(2001, 1, 1)).Days;
        var printed = (claim.Values[0] * claim.Values[1]) + claim.Values[2];
        return Finding.Of(days == claim.Values[3] && printed == days, $"counted {days} days");
    }

    protected override Finding CycleIsWholeWeeks(Claim claim, Years years)
    {
        (var weeks, var rest) = Math.DivRem((int)claim.Values[0], (int)claim.Values[1]);
        return Finding.Of(rest == 0 && weeks == claim.Values[2], $"{weeks} weeks and {rest} days");
    }

    protected override Finding KnuckleMonthsAreLong(Claim claim, Years years) => MonthLengths(claim, years, isOnKnuckle: true);

    protected override Finding DipMonthsAreShort(Claim claim, Years years) => MonthLengths(claim, years, isOnKnuckle: false);

    protected override Finding CodeForgetsTheCenturies(Claim claim, Years years)
    {
        var all = new Years((int)claim.Values[0], (int)claim.Values[1]);
        int[] wrong = [.. all.All.Where(year => (year % 4 == 0 && year % 100 != 0) != DateTime.IsLeapYear(year))];
        return Finding.Of(
            wrong.Length == claim.Values[2] && wrong.All(year => year % claim.Values[3] == 0),
            $"wrong in {wrong.Length} years: {wrong[0]}, {wrong[1]}, … {wrong[^1]}");
    }

    protected override Finding ThirteenthsByWeekday(Claim claim, Years years)
    {
        var counts = Thirteenths();
        return Finding.Of(
            counts.Select(count => (double)count).SequenceEqual(claim.Values),
            $"counted {string.Join(", ", counts)} from Sunday to Saturday");
    }

    protected override Finding FridayLeads(Claim claim, Years years)
    {
        var counts = Thirteenths();
        var others = counts.Where((_, day) => day != (int)DayOfWeek.Friday).Max();
        return Finding.Of(counts[(int)DayOfWeek.Friday] > others, $"{counts[(int)DayOfWeek.Friday]} against {others} at most");
    }

    protected override Finding BetweenOneAndThree(Claim claim, Years years)
    {
        int[] counts = [.. years.All.Select(FridaysThe13th).Distinct().Order()];
        return Finding.Of(
            counts[0] == claim.Values[0] && counts[^1] == claim.Values[1],
            $"counted {string.Join(", ", counts)} from {years.First} to {years.Last}");
    }

    protected override Finding SomeYearsHaveThree(Claim claim, Years years)
    {
        var count = FridaysThe13th((int)claim.Values[1]);
        return Finding.Of(count == claim.Values[0], $"{claim.Values[1]} has {count}");
    }

    protected override Finding DoubledDatesShareAWeekday(Claim claim, Years years) =>
        OnDoomsday(years, year => [(4, 4), (6, 6), (8, 8), (10, 10), (12, 12)]);

    protected override Finding DoomsdayOfFebruary(Claim claim, Years years) =>
        OnDoomsday(years, year => [(4, 4), (2, DateTime.DaysInMonth(year, 2))]);

    protected override Finding NineToFiveAtSevenEleven(Claim claim, Years years) =>
        OnDoomsday(years, year => [(4, 4), .. claim.Values.Chunk(2).Select(pair => ((int)pair[0], (int)pair[1]))]);

    protected override Finding SameCalendarAfter28Years(Claim claim, Years years)
    {
        var wait = (int)claim.Values[0];
        int[] starts = [.. years.All.Where(year => year + wait <= years.Last)];
        int[] failing = [.. starts.Where(year => !HaveSameCalendar(year, year + wait))];
        var verdict = failing.Length == 0
            ? ExpectedVerdict.Confirmed
            : failing.Length < starts.Length ? ExpectedVerdict.Qualified : ExpectedVerdict.Refuted;
        var next = failing.First(year => year > 2000);
        return new Finding(verdict, string.Create(
            CultureInfo.InvariantCulture,
            $"{starts.Length - failing.Length} of {starts.Length} calendars return after {wait} years; the next exception is that of "
                + $"{next}"));
    }

    protected override Finding NoExceptionUntil2099(Claim claim, Years years)
    {
        (var wait, var first, var last) = ((int)claim.Values[0], (int)claim.Values[1], (int)claim.Values[2]);
        var holds = new Years(first, last - wait).All.All(year => HaveSameCalendar(year, year + wait));
        var isWidest = !HaveSameCalendar(first - 1, first - 1 + wait) && !HaveSameCalendar(last + 1 - wait, last + 1);
        return Finding.Of(holds && isWidest, $"every year from {first} to {last - wait} returns; {first - 1} and {last + 1 - wait} do not");
    }

    protected override Finding MeanYear(Claim claim, Years years)
    {
        var mean = (Date(2401, 1, 1) - Date(2001, 1, 1)).Days / claim.Values[2];
        var printed = claim.Values[0] + (claim.Values[1] / claim.Values[2]);
        return Finding.Of(mean == claim.Values[3] && printed == mean, $"counted {mean} days");
    }

    protected override Finding YearsToADayOff(Claim claim, Years years) => DaysOff(claim);

    protected override Finding JulianYearsToADayOff(Claim claim, Years years) => DaysOff(claim);

    protected override Finding RomeSkippedTenDays(Claim claim, Years years)
    {
        var year = (int)claim.Values[1];
        var last = new DateTime(year, 10, (int)claim.Values[0], Julian);
        return Finding.Of(
            last.AddDays(1) == Date(year, 10, (int)claim.Values[2]) && Offset(last) == claim.Values[3],
            $"4 October is the Gregorian {last:d MMMM}, {Offset(last)} days on");
    }

    protected override Finding FridayFollowedThursday(Claim claim, Years years)
    {
        var before = new DateTime(1582, 10, 4, Julian).DayOfWeek;
        var after = Date(1582, 10, 15).DayOfWeek;
        return Finding.Of((before, after) == (DayOfWeek.Thursday, DayOfWeek.Friday), $"{before}, then {after}");
    }

    protected override Finding BritainSkippedElevenDays(Claim claim, Years years)
    {
        var days = (Date(1752, 10, 1) - new DateTime(1752, 9, 1, Julian)).Days;
        var skipped = Offset(new DateTime(1752, 9, 2, Julian));
        return Finding.Of(
            days == claim.Values[2] && skipped == claim.Values[1] && claim.Values[0] - skipped == days,
            $"{days} days, {skipped} of them skipped");
    }

    protected override Finding CalendarsDisagreedOn1700(Claim claim, Years years)
    {
        var year = (int)claim.Values[0];
        return Finding.Of(
            Julian.IsLeapYear(year) && !DateTime.IsLeapYear(year),
            $"days in {year}: {Julian.GetDaysInYear(year)} old, {(DateTime.IsLeapYear(year) ? 366 : 365)} new");
    }

    protected override Finding EasterBounds(Claim claim, Years years)
    {
        (var first, var last) = (EasterDates.Cycle.Keys.Min(), EasterDates.Cycle.Keys.Max());
        return Finding.Of(
            first == (3, (int)claim.Values[0]) && last == (4, (int)claim.Values[1]),
            $"from {first.Day} March to {last.Day} April, {EasterDates.Cycle.Count} dates");
    }

    protected override Finding EasterFavourite(Claim claim, Years years)
    {
        (var most, var often) = EasterDates.Cycle.MaxBy(pair => pair.Value);
        (var least, var rarely) = EasterDates.Cycle.MinBy(pair => pair.Value);
        return Finding.Of(most == (4, (int)claim.Values[0]) && least == (3, (int)claim.Values[1]), $"{often} times and {rarely} times");
    }

    protected override Finding EasterCycle(Claim claim, Years years)
    {
        var cycle = (int)claim.Values[0];
        // The shortest period divides every other, so a shorter one would make the cycle over one of its primes a period too.
        int[] shorter = [.. CyclePrimes.Where(prime => EasterDates.RepeatAfter(cycle / prime, cycle))];
        return Finding.Of(
            EasterDates.RepeatAfter(cycle, cycle) && shorter.Length == 0, $"{cycle} years repeat, and no shorter period does");
    }

    private static Finding MonthLengths(Claim claim, Years years, bool isOnKnuckle)
    {
        // January to July alternate from a knuckle on, and so do August to December.
        var months = Enumerable.Range(1, 12).Where(month => ((month - 1) % 7 % 2 == 0) == isOnKnuckle);
        double[] lengths = [
            .. years.All.SelectMany(year => months.Select(month => (double)DateTime.DaysInMonth(year, month))).Distinct().Order()];
        return Finding.Of(
            lengths.SequenceEqual(claim.Values.Order()), $"months {string.Join(", ", months)} have {string.Join(", ", lengths)} days");
    }

    private static Finding OnDoomsday(Years years, Func<int, IEnumerable<(int Month, int Day)>> dates)
    {
        var failing = years.All.Count(
            year => dates(year).Select(date => Date(year, date.Month, date.Day).DayOfWeek).Distinct().Count() > 1);
        return Finding.Of(failing == 0, $"{failing} exceptions from {years.First} to {years.Last}");
    }

    private static Finding DaysOff(Claim claim)
    {
        var years = claim.Values[0] / (claim.Values[1] - claim.Values[2]);
        return Finding.Of(Math.Round(years) == claim.Values[3], $"{years:F1} years");
    }

    private static int[] Thirteenths()
    {
        var counts = new int[7];
        for (var day = Date(2001, 1, 13); day.Year < 2401; day = day.AddMonths(1)) counts[(int)day.DayOfWeek]++;
        return counts;
    }

    private static int FridaysThe13th(int year) =>
        Enumerable.Range(1, 12).Count(month => Date(year, month, 13).DayOfWeek == DayOfWeek.Friday);

    private static int LeapYearsIn(int first, int count) => Enumerable.Range(first, count).Count(DateTime.IsLeapYear);

    private static bool HaveSameCalendar(int a, int b) =>
        Date(a, 1, 1).DayOfWeek == Date(b, 1, 1).DayOfWeek && DateTime.IsLeapYear(a) == DateTime.IsLeapYear(b);

    // How many days the Gregorian date is ahead of the Julian one.
    private static int Offset(DateTime day) => (day - Date(Julian.GetYear(day), Julian.GetMonth(day), Julian.GetDayOfMonth(day))).Days;

    private static DateTime Date(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
}
