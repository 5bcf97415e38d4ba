// Makes one printable line of a text from outside: a driver's message, an argument, a quoted paragraph.

using System.Text.RegularExpressions;

namespace QuizKit.Reports;

internal static partial class OneLine
{
    /// <summary>Replaces every run of white space and control characters by one space, and trims the ends.</summary>
    /// <param name="text">Any text. Control characters would otherwise reach the terminal, which obeys them.</param>
    public static string Of(string text) => Separators().Replace(text, " ").Trim(' ');

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Separators();
}
