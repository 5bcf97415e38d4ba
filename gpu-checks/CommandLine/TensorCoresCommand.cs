// gpu-checks tensor-cores: how the matrix units of the devices add.

using System.CommandLine;
using QuizKit.GpuChecks.Reports;
using QuizKit.Laboratory.TensorCores;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class TensorCoresCommand : ToolCommand
{
    private readonly Option<string[]> _device = OptionValues.Device();
    private readonly Option<string> _scale = OptionValues.ScaleOf(
        "2,000, 20,000 or 1,000,000 random dot products for each format");

    private readonly Option<string> _seed = OptionValues.Seed();

    public TensorCoresCommand(ToolContext tool)
        : base(
            tool,
            "tensor-cores",
            "Find how the matrix units of NVIDIA GPUs add (products in a step, bits kept, rounding), prove it bit for bit, and compare it with "
                + "what is published.") =>
        AddAll(_device, _scale, _seed);

    /// <summary>Executes the command; a unit that no model imitates, or that is not the published one, counts as a verdict that differs.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var scale = parsed.ReadScale(_scale);
        var seed = parsed.ReadSeed(_seed);
        var outputs = ReserveReports(parsed);
        using var catalog = Tool.OpenCatalog(DeviceSelection.DriverOf(parsed.Values(_device)));
        var devices = DeviceSelection.Choose(catalog, parsed.Values(_device));
        if (StudyEach(devices, Study) is not { } reports) return ExitStatus.Stopped;
        var status = reports.All(report => report.IsProven) ? ExitStatus.AsExpected : ExitStatus.VerdictDiffers;
        outputs.Write(
            TensorCoresDocument.Of(scale, seed, reports), new TensorCoresJson(scale, seed, MachineInfo.Current, (int)status, reports));
        if (outputs.AreFiles) Tool.Terminal.WriteErrorLine(TensorCoreSection.Summary(reports));
        return status;

        TensorCoreReport Study(DeviceInfo device)
        {
            if (device.Kind is DeviceKind.Cpu or DeviceKind.OpenCL) return TensorCoreStudy.None(device);
            using var accelerator = catalog.Open(device);
            return TensorCoreStudy.Of(accelerator, device, scale, seed, Tool.Cancellation);
        }
    }
}
