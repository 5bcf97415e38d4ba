// gpu-checks conformance: whether a device's arithmetic is what the checks take it for.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using ILGPU.Runtime;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Conformance;
using QuizKit.GpuChecks.Devices;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ConformanceCommand(Func<IDeviceCatalog> openCatalog, Terminal terminal)
{
    /// <summary>Runs the command.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops between operations.</param>
    /// <returns>One of <see cref="ExitCode"/>: a device that does not conform counts as a verdict that differs.</returns>
    public int Execute(CommandTree tree, ParseResult parsed, CancellationToken cancellation)
    {
        ReportFormat format = OptionValues.ReadFormat(parsed.GetValue(tree.ListFormat), OptionValues.ListFormats);
        Scale scale = OptionValues.ReadScale(parsed.GetValue(tree.Scale));
        ulong seed = OptionValues.ReadSeed(parsed.GetValue(tree.Seed));
        using IDeviceCatalog catalog = openCatalog();
        var measured = new List<DeviceConformance>();
        foreach (DeviceInfo device in DeviceSelection.Choose(catalog, parsed.GetValue(tree.Device) ?? []))
        {
            try
            {
                using Accelerator accelerator = catalog.Open(device);
                measured.Add(new ConformanceRunner(accelerator, device, scale, seed, cancellation).Run());
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return ExitCode.Stopped;
            }
            catch (Exception exception) when (Failure.IsReportable(exception))
            {
                throw new CatalogException($"{device.Id} ({device.Name}) broke: {Failure.Describe(exception)}");
            }
        }

        if (format == ReportFormat.Json) JsonReports.WriteConformance(terminal.Data, scale, seed, measured);
        else ConformanceText.Write(terminal.Data, scale, seed, measured);
        return measured.All(device => device.Conforms) ? ExitCode.AsExpected : ExitCode.VerdictDiffers;
    }
}
