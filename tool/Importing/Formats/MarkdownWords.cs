// Words that no mark of Markdown changes: as few escapes as that takes.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QuizKit.Tool.Importing.Formats;

internal static class MarkdownWords
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly Regex Scheme = new(
        @"(?<![a-z])(?:https?|ftp|mailto|tel)(?=:)|(?<![a-z])www(?=\.)", Options | RegexOptions.IgnoreCase);
    private static readonly Regex LineStart = new(
        @"^(?<number>\d{1,9})(?=[.)](?:\s|$))|^(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|>|=+\s*$|(?:-\s*)+$|:)", Options);

    /// <summary>Words in a line.</summary>
    /// <param name="words">The words, without a line end.</param>
    /// <param name="isInTable">Whether they stand in a table, in which a later step escapes each '|'.</param>
    /// <param name="escapesBrackets">Whether each square bracket is escaped.</param>
    public static string Escape(string words, bool isInTable = false, bool escapesBrackets = false)
    {
        var text = new StringBuilder(words.Length + 8);
        var hasLink = escapesBrackets || words.Contains("](", StringComparison.Ordinal) || words.Contains("][", StringComparison.Ordinal)
            || words.Contains("]:", StringComparison.Ordinal) || words.EndsWith(']');
        var (lastColon, lastEquals) = (words.LastIndexOf(':'), words.LastIndexOf('='));
        for (var i = 0; i < words.Length; i++)
        {
            var c = words[i];
            var next = i + 1 < words.Length ? words[i + 1] : '\0';
            var before = i > 0 ? words[i - 1] : '\0';
            switch (c)
            {
                case '\\':
                    text.Append(isInTable || next is '(' or ')' or '[' or ']' or '\0' ? "&#92;" : @"\\");
                    break;
                case '`' or '*' or '~' or '$' or '<':
                    text.Append('\\').Append(c);
                    break;
                case '|':
                    text.Append(isInTable ? "|" : @"\|");
                    break;
                case '_' when !(char.IsAsciiLetterOrDigit(before) && char.IsAsciiLetterOrDigit(next)):
                    text.Append(@"\_");
                    break;
                case '[' or ']' when hasLink || (c == '[' && next is '^' or ' ' or 'x' or 'X' or '!'):
                    text.Append(c == '[' ? "&#91;" : "&#93;");
                    break;
                case '!' when next == '[':
                    text.Append(@"\!");
                    break;
                case '{' when next is '.' or '#' or ':' || i < lastEquals:
                    text.Append(@"\{");
                    break;
                case '&' when next == '#' || char.IsAsciiLetter(next):
                    text.Append(@"\&");
                    break;
                case ':' when char.IsAsciiLetterOrDigit(next) || next is '+' or '-' or '_':
                    text.Append(i < lastColon ? @"\:" : ":");
                    break;
                case '\u00A0':
                    text.Append("&nbsp;");
                    break;
                case '\u200C' or '\u200D' when i > 0:
                    text.Append(c);
                    break;
                case var _ when c > '\u00A0' && (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format):
                    // As it is, it would look like the space beside a mark of a list.
                    text.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
                    break;
                case '\t':
                    text.Append(' ');
                    break;
                case var _ when char.IsControl(c) || c is '\uFEFF' or '\u2028' or '\u2029':
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        // An address in words stays words.
        return Scheme.Replace(text.ToString(), match => match.Value[..^1] + $"&#{(int)match.Value[^1]};");
    }

    /// <summary>A line of a paragraph, which begins no list, heading or quotation.</summary>
    public static string EscapeStart(string line) =>
        LineStart.Replace(line, match => match.Groups["number"].Success ? match.Value + "\\" : "\\", 1);

    /// <summary>A span of code.</summary>
    public static string Code(string code)
    {
        code = Regex.Replace(code, @"[\r\n\t]", " ", Options);
        if (code.Trim().Length == 0) return "";
        var marks = "`";
        while (code.Contains(marks, StringComparison.Ordinal)) marks += "`";
        var isPadded = code[0] == '`' || code[^1] == '`' || (code[0] == ' ' && code[^1] == ' ');
        return isPadded ? $"{marks} {code} {marks}" : marks + code + marks;
    }

    /// <summary>A block of code.</summary>
    /// <param name="code">Its lines.</param>
    /// <param name="language">Its language, or null.</param>
    public static string Fenced(string code, string? language)
    {
        var marks = "```";
        while (code.Contains(marks, StringComparison.Ordinal)) marks += "`";
        return $"{marks}{language}\n{code}\n{marks}";
    }
}
