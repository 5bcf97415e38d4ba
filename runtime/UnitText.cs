// Whether words behind a number are the unit that a question asks for.

namespace QuizKit;

internal static class UnitText
{
    /// <summary>Whether a unit stands for hundredths.</summary>
    public static bool IsPercent(string? unit) =>
        unit is not null && (unit.Trim() is "%" or "٪" or "％" || unit.Trim().StartsWith("percent", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether a learner's words name a unit: in any case, with hyphens or spaces between its words, and with the last of them in the
    /// singular or the plural of English.
    /// </summary>
    public static bool Matches(string written, string unit)
    {
        var a = Normalize(written);
        var b = Normalize(unit);
        return ReplyText.EqualIgnoringCase(a, b) || IsPluralOf(a, b) || IsPluralOf(b, a);
    }

    private static string Normalize(string unit) =>
        string.Join(" ", unit.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).SelectMany(
            word => word.Split('-', '\u2010', '\u2011')));

    private static bool IsPluralOf(string plural, string singular) =>
        ReplyText.EqualIgnoringCase(plural, singular + "s")
        || ReplyText.EqualIgnoringCase(plural, singular + "es")
        || (singular.EndsWith("y", StringComparison.OrdinalIgnoreCase)
            && ReplyText.EqualIgnoringCase(plural, singular.Remove(singular.Length - 1) + "ies"));
}
