// What a heading stands for: as the format writes it, or as near to that as an author comes by a slip.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;

namespace QuizKit.Language.Syntax;

internal enum SectionKind
{
    Title,
    Question,
    Answer,
    Erratum,
}

internal static class SectionHeading
{
    private static readonly Regex Number = new(@"^([^0-9]{0,100}?)[\s#]{0,20}([1-9][0-9]{0,6})\b", RegexOptions.CultureInvariant);

    /// <summary>The kind of section that the words of a heading are near to, or null.</summary>
    public static SectionKind? Guess(string words)
    {
        var plain = Plain(words).Trim(' ', '\r', '\n', '*', '_', ':', '.', '#', '?', '!');
        if (Number.Match(plain) is { Success: true } number) plain = number.Groups[1].Value.Trim();
        else if (StartsWithQuestion(plain)) plain = "Question";
        return NearestName.Find(plain, ["Question", "Answer", "Erratum"], ignoreCase: true) switch
        {
            "Question" => SectionKind.Question,
            "Answer" => SectionKind.Answer,
            "Erratum" => SectionKind.Erratum,
            _ => null,
        };
    }

    /// <summary>The number in the words of a heading, or null.</summary>
    public static int? NumberIn(string words) =>
        Number.Match(Plain(words)) is { Success: true } match ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>The words with ordinary letters, digits and spaces for those that look like them.</summary>
    public static string Plain(string words)
    {
        var plain = string.Concat(words.Where(c => CharUnicodeInfo.GetUnicodeCategory(c)
            is not (UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned)));
        return plain.Normalize(NormalizationForm.FormKC);
    }

    private static bool StartsWithQuestion(string words) => words.StartsWith("question", StringComparison.OrdinalIgnoreCase);
}
