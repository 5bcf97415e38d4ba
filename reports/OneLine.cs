// Converts untrusted text, such as a driver's message or an argument, to one printable line.

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
