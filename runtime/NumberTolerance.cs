// Which numbers are as good as a given one. The quiz language is compiled with this file too, so that it proves of a slip what the grading does.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

internal static class NumberTolerance
{
    // The largest relative distance of a number from the binary64 nearest to it, twice.
    private const double TwoRoundings = 1.0 / (1L << 52);

    /// <summary>
    /// Whether a number differs from another by at most a tolerance, as decimal numbers. Each of the three is the nearest binary64 to a
    /// decimal one, and their difference is rounded once more: a number on the bound thus seems up to 2⁻⁵² (|number| + |center| + tolerance)
    /// outside of it.
    /// </summary>
    public static bool IsWithin(double number, double center, double tolerance)
    {
        if (number == center) return true;
        if (tolerance <= 0 || double.IsInfinity(number)) return false;
        var slack = (TwoRoundings * Math.Abs(number)) + (TwoRoundings * Math.Abs(center)) + (TwoRoundings * tolerance);
        return Math.Abs(number - center) <= tolerance + slack;
    }

    /// <summary>Whether a number is in an interval, as decimal numbers. An end that is a sum was rounded, and so were its parts.</summary>
    public static bool IsBetween(double number, double low, double high)
    {
        if (number >= low && number <= high) return true;
        if (low == high || double.IsInfinity(number)) return false;
        var slack = 2 * TwoRoundings * Math.Max(Math.Abs(low), Math.Abs(high));
        return number >= low - slack && number <= high + slack;
    }
}
