// gpu-checks conformance: whether a device's arithmetic is what the checks take it for.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using ILGPU.Runtime;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Conformance;
using QuizKit.GpuChecks.Reports;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ConformanceCommand(Func<IDeviceCatalog> openCatalog, Terminal terminal)
{
    /// <summary>Runs the command.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops between operations.</param>
    /// <returns>One of <see cref="ExitStatus"/>: a device that does not conform counts as a verdict that differs.</returns>
    public ExitStatus Execute(CommandTree tree, ParseResult parsed, CancellationToken cancellation)
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
                return ExitStatus.Stopped;
            }
            catch (Exception exception) when (Failure.IsReportable(exception))
            {
                throw new CatalogException($"{device.Id} ({device.Name}) broke: {Failure.Describe(exception)}");
            }
        }

        if (format == ReportFormat.Json) JsonReports.WriteConformance(terminal.Data, scale, seed, measured);
        else ConformanceText.Write(terminal.Data, scale, seed, measured);
        return measured.All(device => device.Conforms) ? ExitStatus.AsExpected : ExitStatus.VerdictDiffers;
    }
}
