// --format and --output: the formats and destinations of a command's reports.

using System.CommandLine;
using QuizKit.Reports.Formats;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>One report to write.</summary>
/// <param name="Path">Its file; null: the screen.</param>
internal sealed record ReportTarget(ReportFormat Format, string? Path);

/// <summary>The options <c>--format</c> and <c>--output</c> of a command.</summary>
internal sealed class ReportOptions
{
    private readonly IReadOnlyList<ReportFormat> _formats;

    public ReportOptions(ReadOnlySpan<ReportFormat> special)
    {
        _formats = [.. ReportFormat.Common, .. special];
        Format = OptionValues.Single(
            "--format",
            string.Join('|', _formats.Select(format => format.Name)),
            "Report format. Default: inferred from the --output extension, otherwise table.");
        Output = OptionValues.Repeated(
            "--output", "FILE", $"Write to this file instead of the screen ({Extensions}); repeatable, one format per file.");
    }

    public Option<string> Format { get; }

    public Option<string[]> Output { get; }

    private string Extensions => string.Join(", ", _formats.Select(format => format.Extensions[0]));

    /// <summary>Reads the format and the destination of each report.</summary>
    /// <exception cref="UsageException">The options contradict each other, or a format is not known.</exception>
    public IReadOnlyList<ReportTarget> Read(ParseResult parsed)
    {
        var outputs = parsed.Values(Output);
        var format = parsed.GetValue(Format) is not { } given ? null
            : OptionValues.Find(
                "format", given, _formats, format => [format.Name, .. format.Extensions.Select(extension => extension[1..])]);
        if (format is not null && outputs.Count > 1)
        {
            throw new UsageException(
                $"--format is for one report, and --output names {outputs.Count}: omit it, the extensions give the formats.");
        }

        foreach (var path in outputs)
        {
            if (outputs.Count(other => IsSameFile(other, path)) > 1) throw new UsageException($"--output names '{path}' more than once.");
        }

        return outputs.Count == 0
            ? [new ReportTarget(format ?? ReportFormat.Table, null)]
            : [.. outputs.Select(path => new ReportTarget(format ?? Infer(path), path))];
    }

    /// <summary>Returns a note for each file whose extension names another format than the one it gets.</summary>
    public IEnumerable<string> Notes(IEnumerable<ReportTarget> targets) =>
        from target in targets
        where target.Path is not null && FormatOf(target.Path) is { } named && named != target.Format
        select $"'{target.Path}' gets {target.Format.Name}, as --format says, which its extension does not.";

    private ReportFormat Infer(string path)
    {
        if (Path.GetExtension(path).Length == 0) return ReportFormat.Table;
        return FormatOf(path)
            ?? throw new UsageException($"the extension of '{path}' does not name a format: use one of {Extensions}, or give --format.");
    }

    private ReportFormat? FormatOf(string path) =>
        _formats.FirstOrDefault(format => format.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase));

    private static bool IsSameFile(string one, string other)
    {
        try
        {
            return Path.GetFullPath(one) == Path.GetFullPath(other);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or NotSupportedException)
        {
            // Not a path at all: opening it reports that, with the reason.
            return one == other;
        }
    }
}
