// Where reports go and in which form: what --format and --output say together.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>One report to write.</summary>
/// <param name="Format">Its form.</param>
/// <param name="Path">Its file, or null for the screen.</param>
internal sealed record ReportTarget(ReportFormat Format, string? Path);

internal static class ReportTargets
{
    private static readonly (string Extension, ReportFormat Format)[] Extensions =
    [
        (".json", ReportFormat.Json),
        (".md", ReportFormat.Markdown),
        (".markdown", ReportFormat.Markdown),
        (".html", ReportFormat.Html),
        (".htm", ReportFormat.Html),
        (".xml", ReportFormat.Junit),
        (".txt", ReportFormat.Table),
        (".log", ReportFormat.Table),
    ];

    /// <summary>Returns the reports to write: one for each file, or one for the screen where no file is named.</summary>
    /// <param name="format">The value of <c>--format</c> as typed, or null; it says the form of one report.</param>
    /// <param name="outputs">The values of <c>--output</c>; without <paramref name="format"/>, their names say their forms.</param>
    /// <param name="available">The forms that the command can write.</param>
    /// <exception cref="UsageException">The two contradict each other, or a form is not known.</exception>
    public static IReadOnlyList<ReportTarget> Read(string? format, IReadOnlyList<string> outputs, IReadOnlyList<ReportFormat> available)
    {
        if (format is not null && outputs.Count > 1)
            throw new UsageException($"--format is for one report, and --output names {outputs.Count}: leave it out, their endings say their forms.");
        foreach (string path in outputs)
        {
            if (outputs.Count(other => IsSameFile(other, path)) > 1) throw new UsageException($"--output names '{path}' more than once.");
        }

        if (outputs.Count == 0) return [new ReportTarget(OptionValues.ReadFormat(format, available), null)];
        return [.. outputs.Select(path => new ReportTarget(format is null ? Infer(path, available) : OptionValues.ReadFormat(format, available), path))];
    }

    private static ReportFormat Infer(string path, IReadOnlyList<ReportFormat> available)
    {
        string extension = Path.GetExtension(path);
        if (extension.Length == 0) return Defaults.Format;
        foreach ((string known, ReportFormat format) in Extensions)
        {
            if (available.Contains(format) && string.Equals(known, extension, StringComparison.OrdinalIgnoreCase)) return format;
        }

        IEnumerable<string> endings = Extensions.Where(e => available.Contains(e.Format)).DistinctBy(e => e.Format).Select(e => e.Extension);
        throw new UsageException($"the ending of '{path}' names no form: it is one of {string.Join(", ", endings)}, or give --format.");
    }

    private static bool IsSameFile(string one, string other)
    {
        try
        {
            return Path.GetFullPath(one) == Path.GetFullPath(other);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or NotSupportedException)
        {
            // Not a path at all: opening it says so, with the reason.
            return one == other;
        }
    }
}
