// gpu-checks lab: why the same sum differs, on this machine, and what cures it.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Reports.Laboratory;
using QuizKit.Laboratory.Python;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports;
using QuizKit.Reports.Markdown;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class LabCommand(
    Func<IDeviceCatalog> openCatalog, OpenExecutor<LabJob, LabReply> openExecutor, Terminal terminal)
{
    /// <summary>How long a part may take on a device unless the command line says, in seconds: many times what the slowest takes on two cores.</summary>
    public const int TimeoutSeconds = 1800;

    private const int FewestRuns = 2;

    /// <summary>The names of the parts.</summary>
    public static IReadOnlyList<string> PartNames { get; } = [.. Enum.GetValues<LabPart>().Select(LabParts.IdOf)];

    /// <summary>Runs the command. Everything that may be wrong with it is found before the first measurement.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops it; what was found by then is reported.</param>
    /// <returns>0 where nothing is at fault, 1 where something is; see <see cref="ExitStatus"/>.</returns>
    public ExitStatus Execute(CommandTree tree, ParseResult parsed, CancellationToken cancellation)
    {
        var parts = ReadParts(parsed.GetValue(tree.LabPartNames) ?? []);
        var settings = ReadSettings(tree, parsed, OptionValues.ReadScale(parsed.GetValue(tree.Scale)));
        RequireRuns(parts, settings);
        TimeSpan? timeout = OptionValues.ReadTimeout(parsed.GetValue(tree.Timeout), TimeSpan.FromSeconds(TimeoutSeconds));
        IReadOnlyList<ReportTarget> targets =
            ReportTargets.Read(parsed.GetValue(tree.LabFormat), parsed.GetValue(tree.Output) ?? [], OptionValues.CompareFormats);
        using var catalog = openCatalog();
        var names = parsed.GetValue(tree.Device) ?? [];
        var devices = DeviceSelection.Choose(catalog, names);
        using var outputs = ReportOutputs.Reserve(targets, terminal);
        PictureFolder? folder = PictureFolder.Open(parsed.GetValue(tree.Pictures));
        if (DeviceSelection.FallsBackToCpu(catalog, names)) terminal.WriteErrorLine(DeviceSelection.OnlyCpuNote);

        using var python = OpenPython(parts, settings);
        var report = Measure(catalog, devices, parts, settings, timeout, python, cancellation);
        foreach (var picture in folder is null ? [] : report.Sections.SelectMany(DocumentPicture.Of)) folder!.Write(picture.FileName, picture.Svg);
        outputs.WriteEach((target, writer) => Write(target, writer, report, folder), console => LabTable.Write(console, report));
        if (outputs.AreFiles) terminal.WriteErrorLine(LabWords.Summary(report));
        return report.ExitStatus;
    }

    /// <summary>Measures what a command line asks for.</summary>
    /// <param name="catalog">The devices of this machine.</param>
    /// <param name="devices">The chosen ones.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="settings">How.</param>
    /// <param name="timeout">How long a part may take on a device; null: no limit.</param>
    /// <param name="python">The Python of the run.</param>
    /// <param name="cancellation">Stops it.</param>
    public LabReport Measure(
        IDeviceCatalog catalog,
        IReadOnlyList<DeviceInfo> devices,
        IReadOnlyList<LabPart> parts,
        LabSettings settings,
        TimeSpan? timeout,
        ILineService python,
        CancellationToken cancellation) => ProgressBar.While(
            terminal.Error,
            progress => new LabRunner(devices, catalog.LeftOut, () => openExecutor(catalog, timeout, python), python).Run(parts, settings, progress, cancellation));

    /// <summary>Opens the Python of the laboratory.</summary>
    /// <exception cref="UsageException">The one that was named cannot be asked, which is almost certainly a typo.</exception>
    public static PythonServer OpenPython(IReadOnlyList<LabPart> parts, LabSettings settings) =>
        PythonOption.Open(settings.Python, isAsked: parts.Any(part => part is LabPart.Order or LabPart.Pair));

    /// <summary>Reads what every command that measures is told.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="scale">How thorough to be.</param>
    public static LabSettings ReadSettings(CommandTree tree, ParseResult parsed, Scale scale) => new(
        scale, OptionValues.ReadSeed(parsed.GetValue(tree.Seed)), OptionValues.ReadRuns(parsed.GetValue(tree.Runs)), parsed.GetValue(tree.Python));

    /// <summary>Refuses a number of runs with which nothing can be seen to vary.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="settings">How often.</param>
    /// <exception cref="UsageException">It is one.</exception>
    public static void RequireRuns(IReadOnlyList<LabPart> parts, LabSettings settings)
    {
        if (settings.Runs < FewestRuns && parts.Contains(LabPart.Variation))
            throw new UsageException($"--runs {settings.Runs}: nothing varies in one run; the laboratory's `variation` needs {FewestRuns} or more.");
    }

    private static IReadOnlyList<LabPart> ReadParts(string[] names)
    {
        foreach (var name in names)
        {
            if (!PartNames.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw UsageException.Unknown("part", name, PartNames, $"there are {string.Join(", ", PartNames)}.");
        }

        return [.. Enum.GetValues<LabPart>().Where(part => names.Length == 0 || names.Contains(LabParts.IdOf(part), StringComparer.OrdinalIgnoreCase))];
    }

    private static void Write(ReportTarget target, TextWriter writer, LabReport report, PictureFolder? folder)
    {
        if (target.Format == ReportFormat.Json) JsonReports.WriteLab(writer, report);
        else if (target.Format == ReportFormat.Html) LabHtml.Write(writer, report);
        else LabMarkdown.Write(writer, report, folder is null ? null : picture => folder.AddressFrom(picture.FileName, target.Path));
    }
}
