// Whether words behind a number are the unit that a question asks for, or that unit with another SI prefix.

namespace QuizKit;

internal static class UnitText
{
    /// <summary>
    /// The units whose SI prefixes are known; each is a symbol. Some have only the prefixes that people write: a "ft" is a foot, not a
    /// femtotonne.
    /// </summary>
    private const string Prefixed =
        " m g s A K mol cd Hz N Pa J W C V F Ω S Wb T H lm lx Bq Gy Sv kat rad L l eV Wh bar bit B t cal VA Ah ";

    private const string WithLargePrefixesOnly = " bit B t ";

    private static readonly (string Prefix, int Power)[] Prefixes =
    [
        ("Q", 30), ("R", 27), ("Y", 24), ("Z", 21), ("E", 18), ("P", 15), ("T", 12), ("G", 9), ("M", 6), ("k", 3), ("h", 2), ("da", 1),
        ("d", -1), ("c", -2), ("m", -3), ("µ", -6), ("n", -9), ("p", -12), ("f", -15), ("a", -18), ("z", -21), ("y", -24), ("r", -27),
        ("q", -30),
    ];

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
        (var a, var b) = (Normalize(written), Normalize(unit));
        if (string.Equals(a, b, StringComparison.Ordinal)) return ReplyProblem.None;
        (var reply, var asked) = (SplitPrefix(a), SplitPrefix(b));
        var isSameBase = reply is not null && asked is not null && BaseOf(reply) == BaseOf(asked);
        if (isSameBase) powerOfTen = reply!.Value.Power - asked!.Value.Power;
        var isSymbol = IsSymbol(b);
        if (ReplyText.EqualIgnoringCase(a, b))
            return isSymbol && !(isSameBase && powerOfTen == 0) ? ReplyProblem.UnitCase : ReplyProblem.None;
        if (isSameBase) return ReplyProblem.None;
        var isOtherNumber = isSymbol ? IsPluralOfSymbol(a, b) || IsPluralOfSymbol(b, a) : IsPluralOf(a, b) || IsPluralOf(b, a);
        return isOtherNumber ? ReplyProblem.None : ReplyProblem.UnknownUnit;

        // The litre has two symbols.
        static string BaseOf((int Power, string Base)? symbol) => symbol!.Value.Base == "L" ? "l" : symbol.Value.Base;
    }

    // Of one spelling: the micro sign, the ohm sign and the sign of degrees Celsius have two code points each.
    private static string Normalize(string unit) =>
        string.Join(" ", unit.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).SelectMany(
            word => word.Split('-', '\u2010', '\u2011')))
        .Replace('\u03BC', 'µ').Replace('\u2126', 'Ω').Replace("\u2103", "°C").Replace("^2", "²").Replace("^3", "³");

    // What has a prefix, a capital behind its first letter or a sign, and what has no word of three letters. 'km', 'pH', 'm/s', 'J s'.
    private static bool IsSymbol(string unit)
    {
        var words = unit.Split(' ');
        return words.All(word => word.Length < 3) || words.Any(word =>
            SplitPrefix(word) is { Power: not 0 }
            || word.Where((c, i) => !char.IsLetter(c) || (i > 0 && char.IsUpper(c) && !word.All(char.IsUpper))).Any());
    }

    private static (int Power, string Base)? SplitPrefix(string symbol)
    {
        if (IsIn(Prefixed, symbol)) return (0, symbol);
        foreach (var (prefix, power) in Prefixes)
        {
            if (!symbol.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var unit = symbol.Substring(prefix.Length);
            var isLarge = power is 3 or 6 or 9 or 12 or 15 or 18;
            if (IsIn(Prefixed, unit) && (isLarge || !IsIn(WithLargePrefixesOnly, unit))) return (power, unit);
        }

        return null;
    }

    private static bool IsIn(string list, string word) =>
        word.Length > 0 && word.IndexOf(' ') < 0 && list.Contains(" " + word + " ");

    // GPUs are several of a GPU; but ms is another unit than m, and MPas another than MPa.
    private static bool IsPluralOfSymbol(string plural, string singular) =>
        singular.Length > 2 && SplitPrefix(singular) is null && string.Equals(plural, singular + "s", StringComparison.Ordinal);

    private static bool IsPluralOf(string plural, string singular) =>
        ReplyText.EqualIgnoringCase(plural, singular + "s")
        || ReplyText.EqualIgnoringCase(plural, singular + "es")
        || (singular.EndsWith("y", StringComparison.OrdinalIgnoreCase)
            && ReplyText.EqualIgnoringCase(plural, singular.Remove(singular.Length - 1) + "ies"));
}
