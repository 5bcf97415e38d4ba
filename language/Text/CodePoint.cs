// How a message names a character that a reader may not see.

using System.Globalization;
using System.Text.RegularExpressions;

namespace QuizKit.Language.Text;

internal static class CodePoint
{
    // Soft hyphens, spaces without width, byte order marks and the marks and embeddings of directions; not the joiners, which are spelling.
    private static readonly Regex Invisible =
        new("[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]", RegexOptions.CultureInvariant);

    /// <summary>The code point as "U+200B".</summary>
    public static string Of(char character) => "U+" + ((int)character).ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>The words, in which each character that nobody sees is its code point in brackets.</summary>
    public static string Visible(string words) => Invisible.Replace(words, match => $"({Of(match.Value[0])})");
}
