// Which slips a text may have. The regular expressions that find them take longer to rule one out than Markdig takes to parse the text.

using System.Globalization;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

/// <summary>What one walk over a text says: each sign is there wherever its slip is, and hardly ever elsewhere.</summary>
[Flags]
internal enum SlipSigns
{
    None = 0,

    /// <summary>Seven marks of a merge conflict.</summary>
    Conflict = 1,

    /// <summary>A comment that begins a line, but for marks of lists and quotations.</summary>
    CommentAtLineStart = 2,

    /// <summary>Hashes at the start of a line that no space follows.</summary>
    Hashes = 4,

    /// <summary>Only equals signs or only hyphens on a line.</summary>
    Underline = 8,

    /// <summary>A bracket and a circumflex.</summary>
    Footnote = 16,

    /// <summary>What begins like a comment, and does not.</summary>
    OpeningMark = 32,

    /// <summary>A character without a shape, or a space that is not plain.</summary>
    Invisible = 64,
}

internal static class SlipSign
{
    /// <summary>Finds the signs of a text; above its body those of a conflict alone.</summary>
    public static SlipSigns In(string text, int body, Cancellation cancellation)
    {
        var signs = SlipSigns.None;
        var isStart = true;
        for (var i = 0; i < text.Length; i++)
        {
            if (isStart)
            {
                cancellation.Look();
                if (text[i] is '<' or '>' or '|' or '=' && RunOf(text, i) >= 7) signs |= SlipSigns.Conflict;
                if (i >= body) signs |= AtLineStart(text, i);
            }

            var c = text[i];
            isStart = c is '\n' or '\r';
            if (c == '<') signs |= AtAngle(text, i);
            else if (c == '^' && i > 0 && text[i - 1] == '[') signs |= SlipSigns.Footnote;
            else if (c >= '\u0080' && IsInvisible(c)) signs |= SlipSigns.Invisible;
        }

        return signs;
    }

    private static bool IsInvisible(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.SpaceSeparator;

    private static SlipSigns AtLineStart(string text, int start)
    {
        var signs = SlipSigns.None;
        var i = start;
        while (i < text.Length && IsMarkOfBlock(text[i])) i++;
        if (string.CompareOrdinal(text, i, CommentReader.Open, 0, CommentReader.Open.Length) == 0) signs |= SlipSigns.CommentAtLineStart;
        i = start;
        while (i < text.Length && i < start + 3 && text[i] == ' ') i++;
        if (i == text.Length) return signs;
        var end = i + RunOf(text, i);
        var behind = end < text.Length ? text[end] : '\n';
        if (text[i] == '＃' || (text[i] == '#' && behind is not (' ' or '\t' or '\r' or '\n'))) signs |= SlipSigns.Hashes;
        if (text[i] is not ('=' or '-')) return signs;
        while (end < text.Length && text[end] is ' ' or '\t') end++;
        if (end == text.Length || text[end] is '\r' or '\n') signs |= SlipSigns.Underline;
        return signs;
    }

    /// <summary>Whether nothing but marks of lists and quotations stands before a place on its line.</summary>
    public static bool BeginsLine(string text, int place)
    {
        var i = place;
        while (i > 0 && IsMarkOfBlock(text[i - 1])) i--;
        return i == 0 || text[i - 1] is '\r' or '\n';
    }

    private static bool IsMarkOfBlock(char c) => c is ' ' or '\t' or '>' or '*' or '+' or '-' or '.' or ')' or (>= '0' and <= '9');

    private static int RunOf(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && text[end] == text[start]) end++;
        return end - start;
    }

    private static SlipSigns AtAngle(string text, int start)
    {
        var next = start + 1 < text.Length ? text[start + 1] : 'a';
        var isMark = next switch
        {
            '!' => string.CompareOrdinal(text, start, CommentReader.Open, 0, CommentReader.Open.Length) != 0,
            ' ' => start + 2 < text.Length && text[start + 2] == '!',
            '-' or '–' or '—' => true,
            _ => false,
        };
        return isMark ? SlipSigns.OpeningMark : SlipSigns.None;
    }
}
