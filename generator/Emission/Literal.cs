// C# literals and documentation text for values of any content.

using System.Globalization;
using System.Text;

namespace QuizKit.Generator.Emission;

internal static class Literal
{
    /// <summary>A regular string literal: it means the same in every C# version, on every platform, whatever it holds.</summary>
    public static string String(string text)
    {
        var literal = new StringBuilder(text.Length + 2);
        Write(text, literal);
        return literal.ToString();
    }

    /// <summary>Writes such a literal.</summary>
    public static void Write(string text, StringBuilder literal)
    {
        literal.Append('"');

        // What needs no escape is written at once.
        var plain = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\u007F' and not ('"' or '\\')) continue;
            if (IsPair(text, i, text.Length))
            {
                i++;
                continue;
            }

            if (c is not ('"' or '\\') && !IsUnsafe(c)) continue;
            literal.Append(text, plain, i - plain);
            plain = i + 1;
            switch (c)
            {
                case '"':
                    literal.Append("\\\"");
                    break;
                case '\\':
                    literal.Append("\\\\");
                    break;
                case '\n':
                    literal.Append("\\n");
                    break;
                case '\t':
                    literal.Append("\\t");
                    break;
                default:
                    literal.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                    break;
            }
        }

        literal.Append(text, plain, text.Length - plain).Append('"');
    }

    /// <summary>A string literal, or <c>null</c>.</summary>
    public static string StringOrNull(string? text) => text is null ? "null" : String(text);

    /// <summary>A double literal that reads back to the same bits.</summary>
    public static string Double(double value)
    {
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        return digits.IndexOf('.') >= 0 || digits.IndexOf('E') >= 0 ? digits : digits + ".0";
    }

    /// <summary>Writes a part of a text on a line of an XML documentation comment.</summary>
    public static void WriteDocumentation(string text, int start, int end, StringBuilder comment)
    {
        var plain = start;
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\u007F' and not ('<' or '>' or '&')) continue;
            if (IsPair(text, i, end))
            {
                i++;
                continue;
            }

            // XML has no form at all for most control characters and for half a surrogate pair.
            var escape = c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                _ => c != '\t' && IsUnsafe(c) ? "\uFFFD" : null,
            };
            if (escape is null) continue;
            comment.Append(text, plain, i - plain).Append(escape);
            plain = i + 1;
        }

        comment.Append(text, plain, end - plain);
    }

    private static bool IsPair(string text, int i, int end) =>
        char.IsHighSurrogate(text[i]) && i + 1 < end && char.IsLowSurrogate(text[i + 1]);

    // What ends a line in C#, hides or reorders text in an editor, or is not a character on its own.
    private static bool IsUnsafe(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
        && c != ' ';
}
