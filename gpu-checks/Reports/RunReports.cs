// Writes the report of a run in any format.

using QuizKit.GpuChecks.Reports.Html;
using QuizKit.GpuChecks.Reports.Junit;
using QuizKit.GpuChecks.Reports.Markdown;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;
using QuizKit.Reports.Formats;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class RunReports
{
    /// <param name="format">The format; one without a report of its own gets the document of the run.</param>
    /// <param name="lab">The results of the laboratory; null: not requested.</param>
    public static void Write(ReportFormat format, ReportDestination destination, RunReport report, LabReport? lab = null)
    {
        if (format == ReportFormat.Table) WriteTable(destination, report, lab);
        else if (format == ReportFormat.Json) JsonReports.Write(destination.Writer, RunJson.Of(report, lab));
        else if (format == ReportFormat.Markdown) MarkdownReport.Write(destination.Writer, report);
        else if (format == ReportFormat.Html) HtmlReport.Write(destination.Writer, report, lab);
        else if (format == ReportFormat.Junit) JunitReport.Write(destination.Writer, report);
        else format.Render!(RunDocument.Of(report, lab), destination);
    }

    private static void WriteTable(ReportDestination destination, RunReport report, LabReport? lab)
    {
        RunTable.Write(destination.Console, report);
        if (lab is null) return;
        destination.Console.WriteLine();
        ConsoleRenderer.Write(destination.Console, LabDocument.Of(lab));
    }
}
