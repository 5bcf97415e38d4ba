// Whether words behind a number are the unit that a question asks for, or that unit with another SI prefix.

namespace QuizKit;

internal static class UnitText
{
    /// <summary>Whether a unit stands for hundredths.</summary>
    public static bool IsPercent(string? unit) =>
        unit is not null && (unit.Trim() is "%" or "٪" or "％" || unit.Trim().StartsWith("percent", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Compares a learner's words with a unit. Words may be in any case, with hyphens or spaces between them, and the last of them in the
    /// singular or the plural of English. Of symbols the case counts: mW is not MW.
    /// </summary>
    /// <param name="written">What the learner wrote.</param>
    /// <param name="unit">The unit of the question.</param>
    /// <param name="powerOfTen">How many times the question's unit the learner's is, as a power of ten: 3 for km where the unit is m.</param>
    public static ReplyProblem Compare(string written, string unit, out int powerOfTen)
    {
        powerOfTen = 0;
        (var a, var b) = (UnitSymbol.Normalize(written), UnitSymbol.Normalize(unit));
        if (string.Equals(a, b, StringComparison.Ordinal)) return ReplyProblem.None;
        (var reply, var asked) = (UnitSymbol.SplitPrefix(a), UnitSymbol.SplitPrefix(b));
        var isSameBase = reply is not null && asked is not null && BaseOf(reply) == BaseOf(asked);
        if (isSameBase) powerOfTen = reply!.Value.Power - asked!.Value.Power;
        var isSymbol = UnitSymbol.IsSymbol(b);
        if (ReplyText.EqualIgnoringCase(a, b))
            return isSymbol && !(isSameBase && powerOfTen == 0) ? ReplyProblem.UnitCase : ReplyProblem.None;
        if (isSameBase) return ReplyProblem.None;
        var isOtherNumber = isSymbol ? IsPluralOfSymbol(a, b) || IsPluralOfSymbol(b, a) : IsPluralOf(a, b) || IsPluralOf(b, a);
        return isOtherNumber ? ReplyProblem.None : ReplyProblem.UnknownUnit;

        // The litre has two symbols.
        static string BaseOf((int Power, string Base)? symbol) => symbol!.Value.Base == "L" ? "l" : symbol.Value.Base;
    }

    // GPUs are several of a GPU; but ms is another unit than m, and MPas another than MPa.
    private static bool IsPluralOfSymbol(string plural, string singular) =>
        singular.Length > 2 && UnitSymbol.SplitPrefix(singular) is null && string.Equals(plural, singular + "s", StringComparison.Ordinal);

    private static bool IsPluralOf(string plural, string singular) =>
        ReplyText.EqualIgnoringCase(plural, singular + "s")
        || ReplyText.EqualIgnoringCase(plural, singular + "es")
        || (singular.EndsWith("y", StringComparison.OrdinalIgnoreCase)
            && ReplyText.EqualIgnoringCase(plural, singular.Remove(singular.Length - 1) + "ies"));
}
