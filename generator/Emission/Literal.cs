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
        literal.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
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
                case var _ when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    literal.Append(c).Append(text[++i]);
                    break;
                case var _ when IsUnsafe(c):
                    literal.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                    break;
                default:
                    literal.Append(c);
                    break;
            }
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A string literal, or <c>null</c>.</summary>
    public static string StringOrNull(string? text) => text is null ? "null" : String(text);

    /// <summary>A double literal that reads back to the same bits.</summary>
    public static string Double(double value)
    {
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        return digits.IndexOf('.') >= 0 || digits.IndexOf('E') >= 0 ? digits : digits + ".0";
    }

    /// <summary>The lines of a text for an XML documentation comment.</summary>
    public static IEnumerable<string> DocumentationLines(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var escaped = new StringBuilder(line.Length);
            for (var i = 0; i < line.Length; i++)
            {
                var c = line[i];
                switch (c)
                {
                    case '<':
                        escaped.Append("&lt;");
                        break;
                    case '>':
                        escaped.Append("&gt;");
                        break;
                    case '&':
                        escaped.Append("&amp;");
                        break;
                    case var _ when char.IsHighSurrogate(c) && i + 1 < line.Length && char.IsLowSurrogate(line[i + 1]):
                        escaped.Append(c).Append(line[++i]);
                        break;
                    default:
                        // XML has no form at all for most control characters and for half a surrogate pair.
                        escaped.Append(c != '\t' && IsUnsafe(c) ? '\uFFFD' : c);
                        break;
                }
            }

            yield return escaped.ToString();
        }
    }

    // What ends a line in C#, hides or reorders text in an editor, or is not a character on its own.
    private static bool IsUnsafe(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
        && c != ' ';
}
