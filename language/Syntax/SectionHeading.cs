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

    // What follows belongs to a question.
    Hint,
    Answer,
    Explanation,
    Slip,
    Erratum,
}

internal static class SectionHeading
{
    private static readonly Regex Number = new(@"^([^0-9]{0,100}?)[\s#]{0,20}([1-9][0-9]{0,6})\b", RegexOptions.CultureInvariant);

    private static readonly Regex QuestionHeading = new(
        @"^(?:Question(?: (?<number>[1-9][0-9]{0,6}))?(?:[ ]?[.:)](?=[ ]|$)|[ ][-–—](?=[ ])|$)|(?<number>[1-9][0-9]{0,6})[.:)](?=[ ]+[^ ]))[ ]*(?<title>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>The names of the sections of a question, below its prompt.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["Hint", "Answer", "Explanation", "Slip", "Erratum"];

    /// <summary>
    /// Reads the words of a question's heading: "Question", "Question 1", "Question 1: Title" (also with a dot, a bracket or a dash, and
    /// without a number), and "1. Title". Null where they are others.
    /// </summary>
    /// <returns>The number, and where the title begins; null for what is not written.</returns>
    public static (int? Number, int? TitleStart)? OfQuestion(string words)
    {
        if (QuestionHeading.Match(words) is not { Success: true, Groups: var groups }) return null;
        int? number = groups["number"].Success ? int.Parse(groups["number"].Value, CultureInfo.InvariantCulture) : null;
        return (number, groups["title"].Length > 0 ? groups["title"].Index : null);
    }

    /// <summary>The section of a question that the words of a heading name, or null.</summary>
    public static SectionKind? OfPart(string words) =>
        Parts.Contains(words, StringComparer.Ordinal) ? (SectionKind)Enum.Parse(typeof(SectionKind), words) : null;

    /// <summary>The kind of section that the words of a heading are near to, or null.</summary>
    public static SectionKind? Guess(string words)
    {
        var plain = Plain(words).Trim(' ', '\r', '\n', '*', '_', ':', '.', '#', '?', '!');
        if (Number.Match(plain) is { Success: true } number) plain = number.Groups[1].Value.Trim();
        else if (StartsWithQuestion(plain)) plain = "Question";
        var near = NearestName.Find(plain, ["Question", .. Parts], ignoreCase: true);
        return near is null ? null : (SectionKind)Enum.Parse(typeof(SectionKind), near);
    }

    /// <summary>Whether the words of a heading are the name of a section of a question, misspelt, and no others.</summary>
    public static bool IsNear(string words, SectionKind kind) =>
        NearestName.Find(Plain(words).Trim(' ', '*', '_', ':', '.'), Parts, ignoreCase: true) == kind.ToString();

    /// <summary>Whether the words of a heading are those of a question with its number, misspelt, and no others.</summary>
    public static bool IsQuestionAlone(string words) =>
        Guess(words) == SectionKind.Question && Number.Match(Plain(words)) is { Success: true } number
        && Plain(words).Substring(number.Length).Trim(' ', '*', '_', ':', '.').Length == 0;

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

    /// <summary>The first character of the words that is invisible or only looks like an ordinary letter, digit or space; null for none.</summary>
    public static char? Lookalike(string words)
    {
        foreach (var c in words)
        {
            if (!char.IsSurrogate(c) && Plain(c.ToString()) != c.ToString()) return c;
        }

        return null;
    }

    private static bool StartsWithQuestion(string words) => words.StartsWith("question", StringComparison.OrdinalIgnoreCase);
}
