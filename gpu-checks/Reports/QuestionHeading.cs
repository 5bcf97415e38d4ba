// The heading of a question in terminal text.

using System.Globalization;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class QuestionHeading
{
    /// <summary>Writes the number of a question and as much of its prompt as fits on the line.</summary>
    public static void Write(IAnsiConsole console, Question question)
    {
        var line = new Line().Add(string.Create(CultureInfo.InvariantCulture, $"Question {question.Number}"), Palette.Strong).Add("  ");
        var left = console.Profile.Width - line.Width;
        if (left >= 10) line.Add(TextBlock.Cut(question.Prompt.UnicodeText, left, console.Profile.Capabilities.Unicode), Palette.Faint);
        line.WriteTo(console);
    }
}
