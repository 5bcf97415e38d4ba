// The report of a run in each form but the table, which needs a terminal and not just a place to write to.

using System;
using System.IO;
using QuizKit.GpuChecks.Reports.Html;
using QuizKit.GpuChecks.Reports.Junit;
using QuizKit.GpuChecks.Reports.Markdown;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.Reports;

internal static class RunReports
{
    /// <summary>Writes the report of a run.</summary>
    /// <param name="format">The form; <see cref="ReportFormat.Table"/> is <see cref="RunTable"/>'s to write.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="report">The run.</param>
    /// <param name="lab">What the laboratory found, or null where it was not asked.</param>
    public static void Write(ReportFormat format, TextWriter writer, RunReport report, LabReport? lab = null)
    {
        switch (format)
        {
            case ReportFormat.Json:
                JsonReports.WriteRun(writer, report, lab);
                break;
            case ReportFormat.Markdown:
                MarkdownReport.Write(writer, report);
                break;
            case ReportFormat.Html:
                HtmlReport.Write(writer, report, lab);
                break;
            case ReportFormat.Junit:
                JunitReport.Write(writer, report);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Not a form of this kind.");
        }
    }
}
