// Ids: lower-case ASCII words joined by single hyphens. Anything wider would not survive a URL, a file name or a C# identifier.

using System.Globalization;
using System.Text;

namespace QuizKit.Language.Binding;

internal static class Slug
{
    // So much of a text becomes a slug: whole words, and at least one.
    private const int MaximumWords = 8;
    private const int MaximumLength = 60;

    // Letters of Latin alphabets that do not decompose into one from a to z and an accent.
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['ł'] = "l",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ħ'] = "h",
        ['ı'] = "i",
    };

    /// <summary>Makes a slug of the first words of a text; null where they have no letter or digit of ASCII to make it of.</summary>
    public static string? FromWords(string text)
    {
        var slug = new StringBuilder();
        var word = new StringBuilder();
        var words = 0;
        // Half of a pair of surrogates cannot be normalized, and no pair is a letter from a to z.
        var plain = string.Concat(text.Where(c => !char.IsSurrogate(c)));
        foreach (var c in plain.Normalize(NormalizationForm.FormKD).ToLowerInvariant() + " ")
        {
            // An accent or an apostrophe does not divide a word.
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark || c is '\'' or '’') continue;
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9')) word.Append(c);
            else if (Letters.TryGetValue(c, out var letters)) word.Append(letters);
            else if (!AddWord()) break;
        }

        if (slug.Length == 0) return null;
        return slug[0] is >= 'a' and <= 'z' ? slug.ToString() : "q-" + slug;

        bool AddWord()
        {
            if (word.Length == 0) return true;
            if (words == MaximumWords || (words > 0 && slug.Length + 1 + word.Length > MaximumLength)) return false;
            if (words > 0) slug.Append('-');
            slug.Append(word.ToString(0, Math.Min(word.Length, MaximumLength)));
            word.Clear();
            words++;
            return true;
        }
    }

    public static bool IsValid(string text)
    {
        if (text.Length == 0 || text[0] is < 'a' or > 'z' || text[text.Length - 1] == '-') return false;
        for (var i = 1; i < text.Length; i++)
        {
            var isWord = text[i] is (>= 'a' and <= 'z') or (>= '0' and <= '9');
            if (!isWord && !(text[i] == '-' && text[i - 1] != '-')) return false;
        }

        return true;
    }
}
