// The expressions that the project's texts do not use, each with what to write instead. docs/style.md says why.

using System.Text.RegularExpressions;

namespace QuizKit.Repository.Tests;

/// <summary>An expression that was found.</summary>
/// <param name="Line">The line that it begins in, from 1.</param>
/// <param name="Words">The words as they stand there.</param>
/// <param name="Instead">What to write instead.</param>
internal sealed record BannedUse(int Line, string Words, string Instead);

/// <summary>The one list of expressions.</summary>
internal static class BannedExpressions
{
    // A space stands for any space, a line break within a comment included. "There is no X" is English; so is "is no longer".
    private static readonly (Regex Expression, string Instead)[] All =
    [
        Ban(@"(?<!\bthere )\b(is|are|was|were) no (?!longer\b|larger\b|more than\b|less than\b|better\b|worse\b)\w+", "is not a, are not"),
        Ban(@"\bmend(s|ed|ing)?\b", "fix"),
        Ban(@"\banew\b", "again"),
        Ban(@"\bfor ever\b", "permanently"),
        Ban(@"\b(hold|holds|held|holding) ([^\s.;:,]+ ){0,6}against\b", "compare with, check against"),
        Ban(@"\b(hold|holds|held|holding) (it|them|its|their|each|every|the|real|that|docs|two|all|both)([^\s.;:,]* ){1,7}to\b", "check against, compare with"),
        Ban(@"\b(say|says|said) of\b", "say about, document"),
        Ban(@"(, |\bor )else\b", "otherwise, or"),
        Ban(@"\bwhat became of\b", "the result of"),
        Ban(@"\ba room of (its|their) own\b", "its own folder, its own project"),
        Ban(@"\bslip of the finger\b", "almost certainly a typo"),
        Ban(@"\bseldom\b", "rarely"),
        Ban(@"\bhears? (of|from|the)\b", "is notified, receives"),
        Ban(@"\bkept runs?\b", "archived run"),
        Ban(@"\bthe price (of|on)\b", "the cost"),
        Ban(@"\bin turns\b", "interleaved, alternately"),
        Ban(@"\bas long as (it|he|she|they) likes?\b", "without a limit"),
        Ban(@"\bthe forms? of the report\b", "the report format"),
        Ban(@"\bto no use\b", "without effect"),
        Ban(@"(?<![.\w`""'/-])float32(?![\w`""'])", "binary32 for the format, float for the type"),
    ];

    /// <summary>Finds every use in a text, in its order.</summary>
    public static IEnumerable<BannedUse> In(string text) =>
        from banned in All
        from Match match in banned.Expression.Matches(text)
        orderby match.Index
        select new BannedUse(text.AsSpan(0, match.Index).Count('\n') + 1, Regex.Replace(match.Value, @"[\s/#*]+", " "), banned.Instead);

    private static (Regex Expression, string Instead) Ban(string expression, string instead) =>
        (new Regex(expression.Replace(" ", @"[\s/#*]+"), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), instead);
}
