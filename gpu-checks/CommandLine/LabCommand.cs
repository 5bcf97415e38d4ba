// gpu-checks lab: why the same sum differs on this machine, and what prevents it.

using System.CommandLine;
using QuizKit.Cuda.Emulator;
using QuizKit.GpuChecks.Reports;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports.Markdown;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class LabCommand : ToolCommand
{
    /// <summary>The time limit of a part on one device: many times what the slowest takes on two cores.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(1800);

    private const int FewestRuns = 2;

    private static readonly IReadOnlyList<string> PartNames = [.. Enum.GetValues<LabPart>().Select(LabParts.IdOf)];

    private readonly Argument<string[]> _parts = new("PART")
    {
        Description = $"The parts to run: {string.Join(", ", PartNames)}; all of them by default.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _device = OptionValues.Device();
    private readonly Option<string> _scale = OptionValues.ScaleOf(
        "a few sizes and replays, or those of the archived reports (the last two are the same)");
    private readonly Option<string> _seed = OptionValues.Seed();
    private readonly Option<string> _runs = OptionValues.Runs();
    private readonly Option<string> _schedules = OptionValues.Schedules();
    private readonly LibraryOptions _libraries = new();
    private readonly Option<string> _timeout = OptionValues.TimeoutOf("one part on one device", $"{DefaultTimeout.TotalSeconds}");

    private readonly Option<string> _pictures = OptionValues.Single(
        "--pictures", "DIR", "Draw every plot and tree into a file in this folder; a Markdown report shows them.");

    public LabCommand(ToolContext tool)
        : base(
            tool,
            "lab",
            "Question 19 in the laboratory: the order of a sum, NumPy beside PyTorch, what varies from run to run, and sums that do not.")
    {
        AddAll([_device, _scale, _seed, _runs, _schedules, .. _libraries.All, _timeout, _pictures]);
        Add(_parts);
    }

    /// <summary>Executes the command. Errors in the command line are found before the first measurement.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var parts = ReadParts(parsed.GetValue(_parts) ?? []);
        var settings = new LabSettings(parsed.ReadScale(_scale), parsed.ReadSeed(_seed), parsed.ReadRuns(_runs));
        var timeout = parsed.ReadTimeout(_timeout, DefaultTimeout);
        var outputs = ReserveReports(parsed);
        using var catalog = Tool.OpenCatalog(DeviceSelection.DriverOf(parsed.Values(_device)));
        var names = parsed.Values(_device);
        var devices = DeviceSelection.Choose(catalog, names);
        settings = settings with { Schedules = parsed.ReadSchedules(_schedules, devices, settings.Runs) };
        RequireRuns(parts, settings);
        var pictures = PictureFolder.Open(parsed.GetValue(_pictures));
        if (DeviceSelection.FallsBackToCpu(catalog, names)) Tool.Terminal.WriteErrorLine(DeviceSelection.OnlyCpuNote);

        using var libraries = _libraries.Open(Tool, parsed, isAsked: parts.Any(part => part is LabPart.Order or LabPart.Pair));
        var report = Measure(Tool, catalog, devices, parts, settings, timeout, libraries);
        var document = LabDocument.Of(report);
        if (pictures is not null)
        {
            foreach (var picture in DocumentPicture.Of(document)) pictures.Write(picture.FileName, picture.Svg);
        }

        var data = new LabReportJson((int)report.ExitStatus, report.Machine, report.Devices, report.LeftOut, LabJson.Of(report));
        outputs.Write(document, data, pictures);
        if (outputs.AreFiles) Tool.Terminal.WriteErrorLine(LabDocument.Summary(report));
        return report.ExitStatus;
    }

    /// <param name="timeout">The time limit of a part on one device; null: no limit.</param>
    public static LabReport Measure(
        ToolContext tool, IDeviceCatalog catalog, IReadOnlyList<DeviceInfo> devices, IReadOnlyList<LabPart> parts, LabSettings settings,
        TimeSpan? timeout, ILineService libraries) => ProgressBar.During(
            tool.Terminal.Error,
            progress => new LabRunner(devices, catalog.LeftOut, () => tool.OpenLab(catalog, timeout, libraries), libraries)
                .Run(parts, settings, progress, tool.Cancellation));

    /// <summary>Rejects a number of runs in which nothing can vary.</summary>
    /// <exception cref="UsageException">There are too few runs.</exception>
    public static void RequireRuns(IReadOnlyList<LabPart> parts, LabSettings settings)
    {
        if (!parts.Contains(LabPart.Variation)) return;
        if (settings.Runs < FewestRuns)
        {
            throw new UsageException(
                $"--runs {settings.Runs}: nothing varies in one run; the laboratory's `variation` needs {FewestRuns} or more.");
        }

        if (settings.Schedules < FewestRuns)
        {
            throw new UsageException(
                $"--schedules {settings.Schedules}: nothing varies in one schedule; the laboratory's `variation` needs {FewestRuns} or more. "
                    + $"{CudaEmulator.SeedVariable}=N in the environment repeats one.");
        }
    }

    private static IReadOnlyList<LabPart> ReadParts(string[] names)
    {
        foreach (var name in names)
        {
            if (!PartNames.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw UsageException.Unknown("part", name, PartNames, $"there are {string.Join(", ", PartNames)}.");
        }

        return [.. Enum.GetValues<LabPart>().Where(
            part => names.Length == 0 || names.Contains(LabParts.IdOf(part), StringComparer.OrdinalIgnoreCase))];
    }
}
