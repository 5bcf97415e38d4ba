// gpu-checks order: in which order each implementation at hand adds numbers up.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Reports.Laboratory;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports.Svg;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class OrderCommand(
    Func<IDeviceCatalog> openCatalog, OpenExecutor<LabJob, LabReply> openExecutor, Terminal terminal)
{
    /// <summary>The largest accepted number of addends: a tree may take n²/2 probes.</summary>
    public const int MaximumLength = 4096;

    /// <summary>Runs the command.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops it after the current target.</param>
    /// <returns>0 where every tree was proven, 1 where one was not; see <see cref="ExitStatus"/>.</returns>
    public ExitStatus Execute(CommandTree tree, ParseResult parsed, CancellationToken cancellation)
    {
        var names = parsed.GetValue(tree.OrderTargets) ?? [];
        var length = OptionValues.ReadLength(parsed.GetValue(tree.Length), OrderRunner.DefaultLength, MaximumLength);
        var settings = new LabSettings(Defaults.Scale, OptionValues.ReadSeed(parsed.GetValue(tree.Seed)), Defaults.Runs, parsed.GetValue(tree.Python));
        TimeSpan? timeout = OptionValues.ReadTimeout(parsed.GetValue(tree.Timeout), settings.Scale);
        IReadOnlyList<ReportTarget> reports =
            ReportTargets.Read(parsed.GetValue(tree.OrderFormat), parsed.GetValue(tree.Output) ?? [], OptionValues.ListFormats);
        using var outputs = ReportOutputs.Reserve(reports, terminal);
        PictureFolder? folder = PictureFolder.Open(parsed.GetValue(tree.Svg));
        using var catalog = openCatalog();
        var devices = DeviceSelection.Choose(catalog, parsed.GetValue(tree.Device) ?? []);

        using var python = PythonOption.Open(settings.Python, isAsked: true);
        (PythonTargets? targets, IReadOnlyList<string> notes) = PythonTargets.Open(python);
        foreach (var line in notes) terminal.WriteErrorLine("gpu-checks: note: " + line);
        var runner = new OrderRunner(devices, () => openExecutor(catalog, timeout, python), targets);
        var report = runner.Run(Choose(runner.Names, names), length, settings, cancellation);
        foreach (var failure in report.Failures) terminal.WriteErrorLine($"gpu-checks: {failure.Target}: {failure.Message}");
        outputs.Write((_, writer) => JsonReports.WriteOrders(writer, report), console => OrderText.Write(console, report, inFull: names.Length > 0));
        foreach (var finding in report.Findings.Where(finding => finding.Tree is not null))
        {
            var title = string.Create(CultureInfo.InvariantCulture, $"{finding.Target}, {finding.Place}");
            folder?.Write(finding.Target + ".svg", SvgFile.Of(finding.Tree!, title));
        }

        return cancellation.IsCancellationRequested ? ExitStatus.Stopped : report.ExitStatus;
    }

    private static IReadOnlyCollection<string> Choose(IReadOnlyList<string> known, string[] names)
    {
        if (names.Length == 0) return [.. known];
        foreach (var name in names)
        {
            if (!known.Any(target => IsNamed(target, name)))
                throw UsageException.Unknown("target", name, known, $"there are {string.Join(", ", known)}.");
        }

        return [.. known.Where(target => names.Any(name => IsNamed(target, name)))];
    }

    /// <summary>A name is that of one target, or of all of a library or device: <c>numpy</c>.</summary>
    private static bool IsNamed(string target, string name) =>
        string.Equals(target, name, StringComparison.OrdinalIgnoreCase) || target.StartsWith(name + ".", StringComparison.OrdinalIgnoreCase);
}
