// gpu-checks run: selects claims and devices, runs the checks, and reports.

using System.CommandLine;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports.Formats;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class RunCommand : ToolCommand
{
    private readonly Option<string[]> _question = OptionValues.Repeated(
        "--question", "N|ID", "Run the claims of this question; repeatable.");
    private readonly Option<string[]> _claim = OptionValues.Repeated("--claim", "ID", "Run this claim; repeatable.");
    private readonly Option<string[]> _device = OptionValues.Device();
    private readonly Option<string> _scale = OptionValues.Scale();
    private readonly Option<string> _seed = OptionValues.Seed();
    private readonly Option<string> _runs = OptionValues.Runs();
    private readonly Option<string> _schedules = OptionValues.Schedules();
    private readonly Option<string> _shard = OptionValues.Shard();
    private readonly Option<string> _timeout = OptionValues.Timeout();
    private readonly Option<string> _evidence = OptionValues.Evidence();

    private readonly Option<bool> _lab = new("--lab")
    {
        Arity = ArgumentArity.Zero,
        Description = "Include the question 19 lab in the report, see `gpu-checks lab`.",
    };

    private readonly LibraryOptions _libraries = new();

    public RunCommand(ToolContext tool)
        : base(tool, "run", "Run the checks (the default command).", ReportFormat.Junit) =>
        AddAll([_question, _claim, _device, _scale, _seed, _runs, _schedules, _shard, _timeout, _evidence, _lab, .. _libraries.All]);

    /// <summary>Executes the command. Errors in the command line are found before the first check.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var terminal = Tool.Terminal;
        var deviceNames = parsed.Values(_device);
        var outputs = ReserveReports(parsed);
        var scale = parsed.ReadScale(_scale);
        var request = new RunRequest(
            ClaimSelection.Choose(Tool.Quiz, parsed.Values(_question), parsed.Values(_claim)),
            [],
            scale,
            parsed.ReadSeed(_seed),
            parsed.ReadRuns(_runs))
        {
            Timeout = parsed.ReadTimeout(_timeout, scale),
            Shard = parsed.ReadShard(_shard),
            Sweeps = Tool.Checks.Sweeps.Keys.ToHashSet(),
        };
        var hasLab = parsed.GetValue(_lab);
        if (hasLab && request.Shard is not null)
            throw new UsageException("the laboratory is not split: give --lab without --shard, or run `gpu-checks lab` on one machine.");
        using var libraries = _libraries.Open(Tool, parsed, isAsked: hasLab);
        using var catalog = Tool.OpenCatalog(DeviceSelection.DriverOf(deviceNames));
        var devices = DeviceSelection.Choose(catalog, deviceNames);
        request = request with { Devices = devices, Schedules = parsed.ReadSchedules(_schedules, devices, request.Runs) };
        var settings = !hasLab ? null : new LabSettings(scale, request.Seed, request.Runs)
        {
            Schedules = request.Schedules,
        };
        if (settings is not null) LabCommand.RequireRuns(Enum.GetValues<LabPart>(), settings);
        if (DeviceSelection.FallsBackToCpu(catalog, deviceNames)) terminal.WriteErrorLine(DeviceSelection.OnlyCpuNote);
        var evidence = CompileCommand.OpenFolder(parsed.GetValue(_evidence));
        request = request with { KeepsCode = evidence is not null };

        var report = Measure(Tool, catalog, libraries, request);
        var lab = settings is not null && report.IsComplete
            ? LabCommand.Measure(Tool, catalog, request.Devices, Enum.GetValues<LabPart>(), settings, LabCommand.DefaultTimeout, libraries)
            : null;
        outputs.Write((format, destination) => RunReports.Write(format, destination, report, lab));
        if (evidence is not null) RunEvidence.Write(evidence, report);

        // The screen gets the conclusion of a report in a file, on the error stream because the other one is for reports.
        var summary = RunSummary.Of(report);
        if (outputs.AreFiles) terminal.WriteErrorLine($"{SummaryText.Counts(summary)} {SummaryText.Meaning(summary, report.Planned)}");
        if (outputs.AreFiles && lab is not null) terminal.WriteErrorLine(LabDocument.Summary(lab));
        return summary.ExitStatus != ExitStatus.AsExpected || lab is null ? summary.ExitStatus : lab.ExitStatus;
    }

    public static RunReport Measure(ToolContext tool, IDeviceCatalog catalog, ILineService libraries, RunRequest request) =>
        ProgressBar.During(
        tool.Terminal.Error,
        progress => new ClaimRunner(tool.Quiz, catalog.LeftOut, () => tool.OpenChecks(catalog, request.Timeout, libraries))
            .Run(request, progress, tool.Cancellation));
}
