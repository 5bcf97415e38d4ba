// Escapes untrusted text for Markdown, in a table cell as well as in a paragraph.

using System.Text;

namespace QuizKit.Reports.Markdown;

internal static class MarkdownText
{
    // A backslash before any of these makes it an ordinary character (CommonMark 0.31.2, 2.4), also where GitHub gives it a meaning.
    private const string Escaped = "\\`*_{}[]()|~$^!+-:.";

    /// <summary>Writes a text on one line, so that Git hosts read neither markup nor mentions, links or formulas into it.</summary>
    public static string Of(string text)
    {
        var line = OneLine.Of(text);
        var markdown = new StringBuilder(line.Length + 16);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            _ = c switch
            {
                '<' => markdown.Append("&lt;"),
                '>' => markdown.Append("&gt;"),
                '&' => markdown.Append("&amp;"),

                // GitHub looks for @names and #numbers in the finished text, where no backslash is left: only another character helps.
                '@' or '#' => markdown.Append(c).Append('\u200b'),
                _ when NeedsBackslash(line, i) => markdown.Append('\\').Append(c),
                _ => markdown.Append(c),
            };
        }

        return markdown.ToString();
    }

    /// <summary>Writes a text on one line of an HTML element, where no Markdown is read but names are still looked for.</summary>
    public static string InHtml(string text) =>
        Markup.Escape(OneLine.Of(text).Replace("@", "@\u200b", StringComparison.Ordinal).Replace("#", "#\u200b", StringComparison.Ordinal));

    /// <summary>Writes an identifier as code; one with a backtick or a bar in it as text.</summary>
    public static string Code(string identifier) =>
        identifier.AsSpan().IndexOfAny('`', '|') < 0 && OneLine.Of(identifier) == identifier ? $"`{identifier}`" : Of(identifier);

    /// <summary>
    /// Points, signs and brackets between letters and digits mean nothing, and a number reads better without backslashes.
    /// </summary>
    private static bool NeedsBackslash(string line, int i)
    {
        var c = line[i];
        if (!Escaped.Contains(c)) return false;
        var inWord = i > 0 && i < line.Length - 1 && char.IsAsciiLetterOrDigit(line[i - 1]) && char.IsAsciiLetterOrDigit(line[i + 1]);
        return c switch
        {
            // A list item, a heading's underline or a rule begins a line; nowhere else do these mean anything.
            '-' or '+' => i == 0,
            '.' or ')' => (i == line.Length - 1 || line[i + 1] == ' ') && OnlyDigitsBefore(line, i),

            // https://, www. and the like become links, which may lead anywhere.
            ':' => i + 1 < line.Length && line[i + 1] == '/',
            '(' => i > 0 && line[i - 1] == ']',
            '{' or '}' => false,
            '_' => !inWord,
            '!' => i + 1 < line.Length && line[i + 1] == '[',
            _ => true,
        };
    }

    private static bool OnlyDigitsBefore(string line, int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (!char.IsAsciiDigit(line[i])) return false;
        }

        return end > 0;
    }
}
