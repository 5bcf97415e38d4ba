// gpu-checks merge: the shards of a run as the report of one machine.

using System.CommandLine;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Reports.Merging;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports.Formats;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class MergeCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("REPORT")
    {
        Description = "JSON reports of `gpu-checks run --shard`: files, folders, or patterns such as shards/*.json.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public MergeCommand(ToolContext tool)
        : base(tool, "merge", "Join the JSON reports of all shards of a run into the report of the whole run.", ReportFormat.Junit)
    {
        AddAll();
        Add(_files);
    }

    /// <summary>Executes the command: the exit code of the whole run, or 2 if a shard is missing or cannot be used.</summary>
    /// <exception cref="UsageException">No file is named.</exception>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var names = parsed.GetValue(_files) ?? [];
        if (names.Length == 0) throw new UsageException("`merge` needs JSON reports: files, folders or patterns such as shards/*.json.");
        var outputs = ReserveReports(parsed);
        var merge = ShardMerge.Read(Tool.Quiz, Tool.Checks.Sweeps, names);
        foreach (var problem in merge.Problems) Tool.Terminal.WriteErrorLine("gpu-checks: " + problem);
        foreach (var note in merge.Notes) Tool.Terminal.WriteErrorLine("gpu-checks: note: " + note);
        if (merge.Report is not { } report) return ExitStatus.BadUsage;
        outputs.Write((format, destination) => RunReports.Write(format, destination, report));
        var summary = RunSummary.Of(report);
        if (outputs.AreFiles) Tool.Terminal.WriteErrorLine($"{SummaryText.Counts(summary)} {SummaryText.Meaning(summary, report.Planned)}");
        return summary.ExitStatus;
    }
}
