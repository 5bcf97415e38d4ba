// The laboratory on a terminal.

using QuizKit.Devices.Workers;
using QuizKit.Laboratory.Running;
using QuizKit.Reports;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports.Laboratory;

internal static class LabTable
{
    /// <summary>Writes what the laboratory found.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">What it found.</param>
    public static void Write(IAnsiConsole console, LabReport report)
    {
        foreach (DocumentSection exhibit in report.Sections) ConsoleRenderer.Write(console, exhibit);
        foreach (LabFailure failure in report.Failures) TextBlock.Write(console, new Line().Add("✗ ", Palette.Bad), LabWords.Of(failure));
        foreach (string fault in report.Faults) TextBlock.Write(console, new Line().Add("✗ ", Palette.Bad), fault);
        TextBlock.Write(console, new Line(), LabWords.Summary(report), report.ExitStatus == ExitStatus.AsExpected ? Palette.Good : Palette.Bad);
    }
}
