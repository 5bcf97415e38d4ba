// Where formulas begin and end: $…$, $$…$$, $`…`$, \(…\), \[…\], and the last two with doubled backslashes.

using System.Text.RegularExpressions;

namespace QuizKit.Language.Markdown;

internal static class FormulaDelimiters
{
    // The longest words in a formula that are looked through for formulas in them.
    private const int LongestWords = 1000;

    private static readonly Regex Money = new(
        @"\G\$[0-9](?:[0-9., ’']*[0-9])?(?:[kKmMbB]|bn|[ ]?(?:million|billion|thousand))?(?=[.,;:!?)\]*_~’”""'%/–—-]*(?:[^\S\r\n]+(?![-+=*/^<>\\|\u2212])|[\r\n]|\z)|[-–—/]\$[0-9])",
        RegexOptions.CultureInvariant);

    private static readonly Regex Word = new("[A-Za-z]{2}", RegexOptions.CultureInvariant);

    /// <summary>Whether a sum of money begins at a dollar sign: words, unless another one makes it a formula.</summary>
    public static bool IsMoney(string text, int dollar) => Money.IsMatch(text, dollar);

    /// <summary>The number of dollar signs from a place on.</summary>
    public static int RunOf(string text, int start, int end)
    {
        var next = start;
        while (next < end && text[next] == '$') next++;
        return next - start;
    }

    /// <summary>The next run of so many dollar signs that no backslash escapes and no words in the formula contain, or -1.</summary>
    public static int NextDollars(string text, int start, int end, int count)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] == '\\')
            {
                i = SkipWords(text, i + 1, end);
            }
            else if (text[i] == '$')
            {
                var run = RunOf(text, i, end);
                if (run == count || count == 1) return i;
                i += run - 1;
            }
        }

        return -1;
    }

    /// <summary>Where a line without words begins behind a place, be it in a quotation, or the end of the text.</summary>
    public static int EndOfParagraph(string text, int start)
    {
        var hasWords = true;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\r')
            {
                if (!hasWords) return i;
                if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
                hasWords = false;
            }
            else if (text[i] is not (' ' or '\t' or '>'))
            {
                hasWords = true;
            }
        }

        return text.Length;
    }

    /// <summary>Where a closing delimiter begins, or -1: none, or the formula is opened a second time before it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the TeX begins.</param>
    /// <param name="end">Where the text ends.</param>
    /// <param name="closing">The delimiter, of one backslash or two and a bracket.</param>
    public static int NextBackslashes(string text, int start, int end, string closing)
    {
        var opening = closing[closing.Length - 1] == ')' ? '(' : '[';
        for (var i = start; i < end; i++)
        {
            if (text[i] != '\\') continue;
            if (end - i >= closing.Length && string.CompareOrdinal(text, i, closing, 0, closing.Length) == 0) return i;
            var bracket = i + closing.Length - 1;
            var isOpening = bracket < end && text[bracket] == opening && text[bracket - 1] == '\\';
            if (isOpening && !IsRowSpace(text, i, end)) return -1;
            i++;
        }

        return -1;
    }

    /// <summary>The delimiter that closes what opens at a backslash, or null.</summary>
    public static string? ClosingOf(string text, int start, int end)
    {
        var bracket = start + 1;
        if (bracket < end && text[bracket] == '\\') bracket++;
        if (bracket >= end || text[bracket] is not ('(' or '[')) return null;
        return new string('\\', bracket - start) + (text[bracket] == '(' ? ")" : "]");
    }

    /// <summary>Whether what stands between brackets with backslashes is TeX, and not words in brackets.</summary>
    public static bool IsTex(string content, bool isRound)
    {
        var tex = content.Trim();
        if (tex.Length == 0) return false;
        if (tex.IndexOfAny(['\\', '^', '_', '{', '=', '<', '>', '+']) >= 0) return true;
        return isRound && !(Word.IsMatch(tex) && tex.Any(char.IsWhiteSpace));
    }

    /// <summary>Whether a formula between dollar signs could be words between two signs of a currency or of a program.</summary>
    public static bool IsWordLike(string content) => content.IndexOfAny(['\\', '^', '_', '{']) < 0 && Word.IsMatch(content);

    // Behind the end of a row, a bracket is the space below it: \\[2pt].
    private static bool IsRowSpace(string text, int start, int end) =>
        start + 2 < end && text[start + 1] == '\\' && text[start + 2] == '[' && start + 3 < end && text[start + 3] is >= '0' and <= '9';

    // What a backslash escapes; where it begins words in a formula, all of them.
    private static int SkipWords(string text, int start, int end)
    {
        var brace = start;
        while (brace < end && text[brace] is >= 'a' and <= 'z') brace++;
        var isWords = brace < end && text[brace] == '{' && text.Substring(start, brace - start) is var name
            && (name == "mbox" || name.StartsWith("text", StringComparison.Ordinal));
        if (!isWords) return start;
        var depth = 0;
        for (var i = brace; i < Math.Min(end, brace + LongestWords); i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0) return i;
        }

        return start;
    }
}
