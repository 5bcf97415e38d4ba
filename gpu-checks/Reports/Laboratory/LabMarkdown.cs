// The laboratory in Markdown.

using System;
using System.IO;
using QuizKit.Devices.Discovery;
using QuizKit.Laboratory.Running;
using QuizKit.Reports;
using QuizKit.Reports.Markdown;

namespace QuizKit.GpuChecks.Reports.Laboratory;

internal static class LabMarkdown
{
    /// <summary>Writes what the laboratory found.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">What it found.</param>
    /// <param name="pictures">The address of each picture, or null where none were drawn.</param>
    public static void Write(TextWriter writer, LabReport report, Func<DocumentPicture, string>? pictures)
    {
        writer.Write($"# {MarkdownText.Of(LabWords.Title)}\n\n");
        writer.Write($"**{MarkdownText.Of(LabWords.Summary(report))}**\n\n");
        foreach (LabFailure failure in report.Failures) writer.Write($"- {MarkdownText.Of(LabWords.Of(failure))}\n");
        foreach (string fault in report.Faults) writer.Write($"- {MarkdownText.Of(fault)}\n");
        if (report.Failures.Count + report.Faults.Count > 0) writer.Write("\n");
        foreach (DeviceInfo device in report.Devices) writer.Write($"- {MarkdownText.Code(device.Id)}: {MarkdownText.Of($"{device.Name} ({device.Platform})")}\n");
        writer.Write($"- {MarkdownText.Of($"{report.Machine.Os}, {report.Machine.Architecture}, {NumberText.Of(report.Machine.ProcessorCount, "processor")}, {report.Machine.Runtime}")}\n");
        writer.Write($"- made by {MarkdownText.Code(LabWords.Command(report))}\n\n");
        foreach (DocumentSection exhibit in report.Sections) writer.Write(MarkdownRenderer.Of(exhibit, pictures));
        writer.Flush();
    }
}
