// gpu-checks run: chooses claims and devices, runs the checks, and reports.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Reports.Laboratory;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using Spectre.Console;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class RunCommand(
    Quiz quiz,
    Func<IDeviceCatalog> openCatalog,
    OpenExecutor<CheckJob, CheckAnswer> openExecutor,
    LabCommand laboratory,
    Terminal terminal)
{
    /// <summary>Runs the command. Everything that may be wrong with it is found before the first check.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops the run after the current check.</param>
    /// <returns>One of <see cref="ExitStatus"/>.</returns>
    public ExitStatus Execute(CommandTree tree, ParseResult parsed, CancellationToken cancellation)
    {
        var deviceNames = parsed.GetValue(tree.Device) ?? [];
        IReadOnlyList<ReportTarget> targets =
            ReportTargets.Read(parsed.GetValue(tree.Format), parsed.GetValue(tree.Output) ?? [], OptionValues.RunFormats);
        var scale = OptionValues.ReadScale(parsed.GetValue(tree.Scale));
        var request = new RunRequest(
            ClaimSelection.Choose(quiz, parsed.GetValue(tree.Question) ?? [], parsed.GetValue(tree.Claim) ?? []),
            [],
            scale,
            OptionValues.ReadSeed(parsed.GetValue(tree.Seed)),
            OptionValues.ReadRuns(parsed.GetValue(tree.Runs)))
        {
            Timeout = OptionValues.ReadTimeout(parsed.GetValue(tree.Timeout), scale),
        };

        var withLab = parsed.GetValue(tree.WithLab);
        if (withLab) LabCommand.RequireRuns(Enum.GetValues<LabPart>(), LabCommand.ReadSettings(tree, parsed, scale));

        using var python = PythonOption.Open(parsed.GetValue(tree.Python), isAsked: withLab);
        using var catalog = openCatalog();
        request = request with { Devices = DeviceSelection.Choose(catalog, deviceNames) };
        using var outputs = ReportOutputs.Reserve(targets, terminal);
        if (DeviceSelection.FallsBackToCpu(catalog, deviceNames)) terminal.WriteErrorLine(DeviceSelection.OnlyCpuNote);

        EvidenceFolder? evidence = CompileCommand.OpenFolder(parsed.GetValue(tree.Evidence));
        request = request with { KeepsCode = evidence is not null };

        var report = ProgressBar.During(
            terminal.Error,
            progress => new ClaimRunner(quiz, catalog.LeftOut, () => openExecutor(catalog, request.Timeout, python)).Run(request, progress, cancellation));
        LabReport? lab = withLab && report.IsComplete
            ? laboratory.Measure(catalog, request.Devices, Enum.GetValues<LabPart>(), LabCommand.ReadSettings(tree, parsed, scale), TimeSpan.FromSeconds(LabCommand.TimeoutSeconds), python, cancellation)
            : null;
        outputs.Write((format, writer) => RunReports.Write(format, writer, report, lab), console => WriteTables(console, report, lab));
        if (evidence is not null) RunEvidence.Write(evidence, report);

        // A report in a file is out of sight, so the screen says what it comes to; on the error stream, for the other is for reports.
        var summary = RunSummary.Of(report);
        if (outputs.AreFiles) terminal.WriteErrorLine($"{SummaryText.Counts(summary)} {SummaryText.Meaning(summary, report.Planned)}");
        if (outputs.AreFiles && lab is not null) terminal.WriteErrorLine(LabWords.Summary(lab));
        return summary.ExitStatus != ExitStatus.AsExpected || lab is null ? summary.ExitStatus : lab.ExitStatus;
    }

    private static void WriteTables(IAnsiConsole console, RunReport report, LabReport? lab)
    {
        RunTable.Write(console, report);
        if (lab is null) return;
        console.WriteLine();
        LabTable.Write(console, lab);
    }
}
