// gpu-checks run: chooses claims and devices, runs the checks, and reports.

using System;
using System.CommandLine;
using System.Threading;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Devices;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class RunCommand(
    Quiz quiz, Func<IDeviceCatalog> openCatalog, Func<IDeviceCatalog, DeviceInfo, RunRequest, ICheckExecutor> openExecutor, Terminal terminal)
{
    /// <summary>Runs the command. Everything that may be wrong with it is found before the first check.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops the run after the current check.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Execute(CommandTree tree, ParseResult parsed, CancellationToken cancellation)
    {
        string[] deviceNames = parsed.GetValue(tree.Device) ?? [];
        ReportFormat format = OptionValues.ReadFormat(parsed.GetValue(tree.Format));
        Scale scale = OptionValues.ReadScale(parsed.GetValue(tree.Scale));
        var request = new RunRequest(
            ClaimSelection.Choose(quiz, parsed.GetValue(tree.Question) ?? [], parsed.GetValue(tree.Claim) ?? []),
            [],
            scale,
            OptionValues.ReadSeed(parsed.GetValue(tree.Seed)),
            OptionValues.ReadRuns(parsed.GetValue(tree.Runs)))
        {
            Timeout = OptionValues.ReadTimeout(parsed.GetValue(tree.Timeout), scale),
        };

        using IDeviceCatalog catalog = openCatalog();
        request = request with { Devices = DeviceSelection.Choose(catalog, deviceNames) };
        using ReportFile? file = parsed.GetValue(tree.Output) is { } path ? ReportFile.Reserve(path) : null;
        if (DeviceSelection.FallsBackToCpu(catalog, deviceNames)) terminal.WriteErrorLine(DeviceSelection.OnlyCpuNote);

        RunReport report = ProgressBar.During(
            terminal.Error,
            progress => new ClaimRunner(quiz, catalog.LeftOut, (device, asked) => openExecutor(catalog, device, asked)).Run(request, progress, cancellation));
        Write(report, format, file);
        return RunSummary.Of(report).ExitCode;
    }

    private void Write(RunReport report, ReportFormat format, ReportFile? file)
    {
        if (file is null)
        {
            if (format == ReportFormat.Json) JsonReports.WriteRun(terminal.Data, report);
            else RunTable.Write(terminal.Output, report);
            return;
        }

        file.Commit(writer =>
        {
            if (format == ReportFormat.Json) JsonReports.WriteRun(writer, report);
            else RunTable.Write(Terminal.Plain(writer), report);
        });

        // The report is out of sight, so the screen says what it comes to; on the error stream, for the other is for reports.
        RunSummary summary = RunSummary.Of(report);
        terminal.WriteErrorLine($"{SummaryText.Counts(summary)} {SummaryText.Meaning(summary, report.Planned)}");
    }
}
