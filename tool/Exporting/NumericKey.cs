// What a numeric question takes for right, and the slips that it knows, as numbers with tolerances.

using System.Globalization;
using QuizKit.Language;

namespace QuizKit.Tool.Exporting;

/// <summary>A number and what is as good as it.</summary>
/// <param name="Value">The number.</param>
/// <param name="Tolerance">The largest difference, included.</param>
/// <param name="IsRight">Whether a reply with it is right.</param>
/// <param name="Feedback">What to say to such a reply, or null.</param>
internal sealed record NumericAnswer(ExactDecimal Value, ExactDecimal Tolerance, bool IsRight, RichText? Feedback);

internal static class NumericKey
{
    // Moodle keeps 19 decimals of a factor.
    private const int LargestPower = 12;

    /// <summary>The answers of a question: the first that a reply matches counts.</summary>
    public static IReadOnlyList<NumericAnswer> Of(NumericQuestion question)
    {
        var tolerance = ExactDecimal.Of(question.Tolerance);
        return
        [
            new(ExactDecimal.Of(question.CorrectValue), tolerance, IsRight: true, null),
            .. question.Accepted.Select(Of),
            .. question.Slips.Select(slip => new NumericAnswer(ExactDecimal.Of(slip.Value), tolerance, IsRight: false, slip.Feedback)),
        ];
    }

    /// <summary>The right answer for a reader: the number as the language writes it, its tolerance and its unit.</summary>
    public static string Text(NumericQuestion question)
    {
        var text = question.Format(question.CorrectValue);
        if (question.Tolerance > 0) text += " ± " + question.Format(question.Tolerance);
        foreach (var range in question.Accepted)
        {
            text += "; " + question.Format(range.Low);
            if (range.Low != range.High) text += " – " + question.Format(range.High);
        }

        return question.Unit is null ? text : $"{text} {question.Unit}";
    }

    /// <summary>The units that a reply may have, and how many of each are one of the first, as powers of ten.</summary>
    public static IReadOnlyList<(string Name, int PowerOfTen)> UnitsOf(string unit)
    {
        const string Prefixes = "Q R Y Z E P T G M k h da  d c m µ n p f a z y r q";
        var symbol = UnitSymbol.Normalize(unit);
        var units = new List<(string Name, int PowerOfTen)> { (unit, 0) };
        if (UnitSymbol.SplitPrefix(symbol) is { } asked)
        {
            foreach (var written in Prefixes.Split(' ').Select(prefix => prefix + asked.Base))
            {
                if (written == symbol || UnitSymbol.SplitPrefix(written) is not { } other || other.Base != asked.Base) continue;
                if (Math.Abs(asked.Power - other.Power) <= LargestPower) units.Add((written, asked.Power - other.Power));
            }
        }
        else if (!UnitSymbol.IsSymbol(symbol))
        {
            units.Add((unit.EndsWith('s') ? unit[..^1] : unit + "s", 0));
        }

        return units;
    }

    /// <summary>A power of ten as a decimal.</summary>
    public static string PowerOfTen(int power) => new ExactDecimal(1, power).ToString();

    // The ends of an interval are sums that were rounded: the shorter decimal is meant where the grading takes both for the same.
    private static NumericAnswer Of(NumberRange range)
    {
        var isOne = range.Low == range.High;
        var (low, high) = isOne
            ? (ExactDecimal.Of(range.Low), ExactDecimal.Of(range.High))
            : (Shorter(range.Low, range), Shorter(range.High, range));
        return new NumericAnswer(ExactDecimal.Middle(low, high), ExactDecimal.HalfDistance(low, high), IsRight: true, null);
    }

    private static ExactDecimal Shorter(double end, NumberRange range)
    {
        var rounded = double.Parse(end.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return ExactDecimal.Of(range.Contains(rounded) ? rounded : end);
    }
}
