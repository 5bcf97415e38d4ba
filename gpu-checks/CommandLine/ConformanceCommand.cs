// gpu-checks conformance: whether the arithmetic of a device is what the checks rely on.

using System.CommandLine;
using QuizKit.GpuChecks.Conformance;
using QuizKit.GpuChecks.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ConformanceCommand : ToolCommand
{
    private readonly Option<string[]> _device = OptionValues.Device();
    private readonly Option<string> _scale = OptionValues.Scale();
    private readonly Option<string> _seed = OptionValues.Seed();

    public ConformanceCommand(ToolContext tool)
        : base(tool, "conformance", "Measure whether a device's exact operations are exact, and the error of every function.") =>
        AddAll(_device, _scale, _seed);

    /// <summary>Executes the command; a device that does not conform counts as a verdict that differs.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var scale = parsed.ReadScale(_scale);
        var seed = parsed.ReadSeed(_seed);
        var outputs = ReserveReports(parsed);
        using var catalog = Tool.OpenCatalog(DeviceSelection.DriverOf(parsed.Values(_device)));
        var devices = DeviceSelection.Choose(catalog, parsed.Values(_device));
        if (StudyEach(devices, Measure) is not { } measured) return ExitStatus.Stopped;
        outputs.Write(ConformanceDocument.Of(scale, seed, measured), new ConformanceJson(scale, seed, MachineInfo.Current, measured));
        return measured.All(device => device.Conforms) ? ExitStatus.AsExpected : ExitStatus.VerdictDiffers;

        DeviceConformance Measure(DeviceInfo device)
        {
            using var accelerator = catalog.Open(device);
            return new ConformanceRunner(accelerator, device, scale, seed, Tool.Cancellation).Run();
        }
    }
}
