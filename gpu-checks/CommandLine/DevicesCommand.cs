// gpu-checks devices: the devices of this machine.

using System.CommandLine;
using QuizKit.GpuChecks.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class DevicesCommand : ToolCommand
{
    public DevicesCommand(ToolContext tool)
        : base(tool, "devices", "Show every device found and every skipped device, with the reason and how to fix it.") =>
        AddAll();

    public override ExitStatus Execute(ParseResult parsed)
    {
        var outputs = ReserveReports(parsed);
        using var catalog = Tool.OpenCatalog(CudaDriver.Installed);
        outputs.Write(
            DevicesDocument.Of(catalog.Devices, catalog.LeftOut), new DevicesJson(MachineInfo.Current, catalog.Devices, catalog.LeftOut));
        return ExitStatus.AsExpected;
    }
}
