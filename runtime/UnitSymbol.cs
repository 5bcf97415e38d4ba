// Which units are symbols, and which prefixes of the SI they have. The quiz language is compiled with this file too.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

internal static class UnitSymbol
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

    // Of one spelling: the micro sign, the ohm sign and the sign of degrees Celsius have two code points each.
    public static string Normalize(string unit) =>
        string.Join(" ", unit.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).SelectMany(
            word => word.Split('-', '\u2010', '\u2011')))
        .Replace('\u03BC', 'µ').Replace('\u2126', 'Ω').Replace("\u2103", "°C").Replace("^2", "²").Replace("^3", "³");

    // What has a prefix, a capital behind its first letter or a sign, and what has no word of three letters. 'km', 'pH', 'm/s', 'J s'.
    public static bool IsSymbol(string unit)
    {
        var words = unit.Split(' ');
        return words.All(word => word.Length < 3) || words.Any(word =>
            SplitPrefix(word) is { Power: not 0 }
            || word.Where((c, i) => !char.IsLetter(c) || (i > 0 && char.IsUpper(c) && !word.All(char.IsUpper))).Any());
    }

    public static (int Power, string Base)? SplitPrefix(string symbol)
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
}
