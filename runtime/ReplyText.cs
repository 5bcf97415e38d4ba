// What all readers of typed replies have in common.

using System.Text;

namespace QuizKit;

internal static class ReplyText
{
    private const int LongestQuotation = 40;

    /// <summary>A reply in quotation marks for a message of one line: shortened, and with nothing in it that could act on a
    /// terminal.</summary>
    public static string Quote(string reply)
    {
        var quoted = new StringBuilder("'");
        for (var i = 0; i < reply.Length; i++)
        {
            var isPair = char.IsSurrogatePair(reply, i);
            if (quoted.Length > LongestQuotation)
            {
                quoted.Append('…');
                break;
            }

            if (isPair) quoted.Append(reply[i]).Append(reply[++i]);
            else quoted.Append(IsShown(reply[i]) ? reply[i] : '\uFFFD');
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>
    /// A reply without the space around it, the marks that only set its direction, and a full stop at its end: "‎−5 " of an Arabic or
    /// Persian keyboard is "−5".
    /// </summary>
    public static string Trim(string? reply)
    {
        if (string.IsNullOrEmpty(reply)) return "";
        var text = new StringBuilder(reply!.Length);
        foreach (var c in reply)
        {
            if (c is not ('\u200E' or '\u200F' or '\u061C' or '\uFEFF' or (>= '\u2066' and <= '\u2069'))) text.Append(c);
        }

        return text.ToString().Trim().TrimEnd('.').TrimEnd();
    }

    public static bool EqualIgnoringCase(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static bool IsShown(char c) => char.GetUnicodeCategory(c) is not (
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.Surrogate or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator);
}
