// Makes one printable line of a text from outside: a driver's message, an argument, a quoted paragraph.

using System.Text;

namespace QuizKit.GpuChecks.Running;

internal static class OneLine
{
    /// <summary>Replaces every run of white space and control characters by one space, and trims the ends.</summary>
    /// <param name="text">Any text. Control characters would otherwise reach the terminal, which obeys them.</param>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        return line.ToString().TrimEnd(' ');
    }
}
