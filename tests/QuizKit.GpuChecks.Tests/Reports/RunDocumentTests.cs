// The report of a run in a format that has none of its own.

using QuizKit.GpuChecks.Reports;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports;
using QuizKit.Reports.Formats;
using QuizKit.Reports.Terminal;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public class RunDocumentTests
{
    [Fact]
    public void A_new_format_gets_the_results_the_comparison_of_devices_and_the_laboratory()
    {
        Document? written = null;
        var format = new ReportFormat("new", [".new"], (document, _) => written = document);
        var report = FixedReport.Create();
        var settings = new LabSettings(report.Request.Scale, report.Request.Seed, report.Request.Runs);
        var lab = new LabReport([LabPart.Order], report.Request.Devices, [], settings) { Orders = new OrderReport(8, 6, []) };

        RunReports.Write(format, new ReportDestination(TextWriter.Null, PlainConsole.On(TextWriter.Null)), report, lab);

        Assert.Equal(["results", "devices", .. lab.Sections.Select(section => section.Id)], written!.Sections.Select(section => section.Id));
    }
}
