// The laboratory as a web page: one file, no script, nothing loaded from anywhere.

using System.Collections.Generic;
using System.IO;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Laboratory.Running;
using QuizKit.Reports;
using QuizKit.Reports.Html;

namespace QuizKit.GpuChecks.Reports.Laboratory;

internal static class LabHtml
{
    /// <summary>Writes what the laboratory found.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">What it found.</param>
    public static void Write(TextWriter writer, LabReport report)
    {
        IReadOnlyList<DocumentSection> exhibits = report.Sections;
        writer.Write(HtmlPage.Of($"{LabWords.Title}, by gpu-checks lab", page =>
        {
            page.Element("a", "To the exhibits", ("class", "skip"), ("href", "#exhibits")).Line();
            page.Open("header").Line();
            page.Element("h1", LabWords.Title).Line();
            WriteSummary(page, report);
            page.Close().Line();
            page.Open("nav", ("aria-label", "Sections")).Open("ol", ("class", "contents")).Line();
            foreach (DocumentSection exhibit in exhibits) page.Open("li").Element("a", exhibit.Title, ("href", "#" + HtmlRenderer.AnchorOf(exhibit))).Close().Line();
            page.Close().Close().Line();
            page.Open("main", ("id", "exhibits")).Line();
            foreach (DocumentSection exhibit in exhibits) HtmlRenderer.Write(page, exhibit);
            page.Close().Line();
        }));
        writer.Flush();
    }

    /// <summary>Writes what it all comes to, where it ran, and how to do it again.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="report">The report.</param>
    public static void WriteSummary(Markup page, LabReport report)
    {
        page.Open("p", ("class", report.ExitStatus == ExitStatus.AsExpected ? "result confirmed" : "result refuted")).Element("strong", LabWords.Summary(report)).Close().Line();
        if (report.Failures.Count + report.Faults.Count > 0)
        {
            page.Open("ul").Line();
            foreach (LabFailure failure in report.Failures) page.Element("li", LabWords.Of(failure)).Line();
            foreach (string fault in report.Faults) page.Element("li", fault).Line();
            page.Close().Line();
        }

        page.Open("dl", ("class", "machine")).Line();
        foreach (DeviceInfo device in report.Devices) Field(device.Id, $"{device.Name} ({device.Platform})");
        Field("Machine", $"{report.Machine.Os}, {report.Machine.Architecture}, {NumberText.Of(report.Machine.ProcessorCount, "processor")}, {report.Machine.Runtime}");
        Field("Settings", LabWords.Settings(report));
        page.Element("dt", "Again").Open("dd").Element("code", LabWords.Command(report)).Close().Line();
        page.Close().Line();

        void Field(string label, string value) => page.Element("dt", label).Element("dd", value).Line();
    }
}
