// gpu-checks order: in which order each implementation at hand adds numbers up.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using ILGPU.Runtime;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Devices;
using QuizKit.GpuChecks.Orders;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class OrderCommand(Func<IDeviceCatalog> openCatalog, Terminal terminal)
{
    /// <summary>The number of addends unless the command line names one: enough for NumPy to split twice.</summary>
    public const int DefaultLength = 300;

    /// <summary>The largest accepted number of addends: a tree may take n²/2 probes.</summary>
    public const int MaximumLength = 4096;

    /// <summary>How many sums of NumPy its imitation is held against.</summary>
    private const int Imitations = 10_000;

    private const int LongestImitation = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the command.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops it after the current target.</param>
    /// <returns>0 where every tree was proven, 1 where one was not; see <see cref="ExitCode"/>.</returns>
    public int Execute(CommandTree tree, ParseResult parsed, CancellationToken cancellation)
    {
        string[] names = parsed.GetValue(tree.OrderTargets) ?? [];
        int length = OptionValues.ReadLength(parsed.GetValue(tree.Length), DefaultLength, MaximumLength);
        ulong seed = OptionValues.ReadSeed(parsed.GetValue(tree.Seed));
        string? folder = parsed.GetValue(tree.Svg);
        IReadOnlyList<ReportTarget> reports =
            ReportTargets.Read(parsed.GetValue(tree.OrderFormat), parsed.GetValue(tree.Output) ?? [], OptionValues.ListFormats);
        using var outputs = ReportOutputs.Reserve(reports, terminal);
        using IDeviceCatalog catalog = openCatalog();
        IReadOnlyList<DeviceInfo> devices = DeviceSelection.Choose(catalog, parsed.GetValue(tree.Device) ?? []);
        var accelerators = new List<Accelerator>();
        PythonTargets? python = null;
        try
        {
            python = StartPython(parsed.GetValue(tree.Python));
            var targets = new List<OrderTarget>(HostTargets.All);
            foreach (DeviceInfo device in devices)
            {
                Accelerator accelerator = catalog.Open(device);
                accelerators.Add(accelerator);
                targets.AddRange(DeviceTargets.Of(accelerator, device));
            }

            if (python is not null) targets.AddRange(python.All);
            OrderReport report = Study(Choose(targets, names), length, seed, cancellation);
            if (python is not null && report.Findings.Any(IsNumpySum) && !cancellation.IsCancellationRequested) report = report with { Imitation = Imitate(python, seed) };

            outputs.Write((_, writer) => JsonReports.WriteOrders(writer, report), console => OrderText.Write(console, report, inFull: names.Length > 0));
            if (folder is not null) WriteDrawings(folder, report);
            return report.ExitCode;
        }
        finally
        {
            python?.Dispose();
            foreach (Accelerator accelerator in accelerators) accelerator.Dispose();
        }
    }

    private static bool IsNumpySum(OrderFinding finding) => finding.Target.Id == "numpy.sum";

    private static IReadOnlyList<OrderTarget> Choose(IReadOnlyList<OrderTarget> targets, string[] names)
    {
        if (names.Length == 0) return targets;
        foreach (string name in names)
        {
            if (!targets.Any(target => IsNamed(target, name)))
                throw UsageException.Unknown("target", name, targets.Select(target => target.Id), $"there are {string.Join(", ", targets.Select(target => target.Id))}.");
        }

        return [.. targets.Where(target => names.Any(name => IsNamed(target, name)))];
    }

    /// <summary>A name is that of one target, or of all of a library or device: <c>numpy</c>.</summary>
    private static bool IsNamed(OrderTarget target, string name) =>
        string.Equals(target.Id, name, StringComparison.OrdinalIgnoreCase)
        || target.Id.StartsWith(name + ".", StringComparison.OrdinalIgnoreCase);

    private OrderReport Study(IReadOnlyList<OrderTarget> targets, int length, ulong seed, CancellationToken cancellation)
    {
        var findings = new List<OrderFinding>();
        foreach (OrderTarget target in targets)
        {
            if (cancellation.IsCancellationRequested) break;
            try
            {
                findings.Add(OrderStudy.Of(target, length, seed));
            }
            catch (PythonException exception)
            {
                terminal.WriteErrorLine($"gpu-checks: {target.Id}: {exception.Message}");
            }
            catch (Exception exception) when (Failure.IsReportable(exception))
            {
                terminal.WriteErrorLine($"gpu-checks: {target.Id}: {Failure.Describe(exception)}");
            }
        }

        return new OrderReport(length, seed, OrderStudy.WithFamilies(findings)) { Failed = targets.Count - findings.Count };
    }

    private PythonTargets? StartPython(string? given)
    {
        try
        {
            PythonTargets python = PythonTargets.Start(given is null ? PythonScript.Interpreters : [given], Patience);
            if (python.Missing is { } missing) terminal.WriteErrorLine("gpu-checks: note: " + missing);
            return python;
        }
        catch (PythonException exception) when (given is null)
        {
            terminal.WriteErrorLine($"gpu-checks: note: without NumPy and PyTorch: {exception.Message} `--python PATH` names another interpreter.");
            return null;
        }
        catch (PythonException exception)
        {
            throw new UsageException($"--python {given}: {exception.Message}");
        }
    }

    private ImitationFinding? Imitate(PythonTargets python, ulong seed)
    {
        try
        {
            var random = new Random(unchecked((int)seed));
            var equal = 0;
            for (var i = 0; i < Imitations; i++)
            {
                // Short arrays are where the cases are, long ones where the splits are.
                int length = (int)Math.Ceiling(Math.Pow(LongestImitation, random.NextDouble()));
                float ours = NumpyOrder.Sum(OrderSamples.Hashed((uint)i, length));
                if (BitConverter.SingleToUInt32Bits(ours) == BitConverter.SingleToUInt32Bits(python.NumpySumOfHashes((uint)i, length))) equal++;
            }

            return new ImitationFinding(python.Numpy, Imitations, LongestImitation, equal);
        }
        catch (PythonException exception)
        {
            terminal.WriteErrorLine($"gpu-checks: numpy.sum: {exception.Message}");
            return null;
        }
    }

    private static void WriteDrawings(string folder, OrderReport report)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReportFileException($"cannot write to the folder '{folder}': {exception.Message}");
        }

        foreach (OrderFinding finding in report.Findings.Where(finding => finding.Tree is not null))
        {
            // A device's id may hold a colon, which no file name on Windows may.
            string name = finding.Target.Id.Replace(':', '-') + ".svg";
            using ReportFile file = ReportFile.Reserve(Path.Combine(folder, name));
            string title = string.Create(CultureInfo.InvariantCulture, $"{finding.Target.Id}, {finding.Target.Place}");
            file.Commit(writer => writer.Write(OrderDrawing.Svg(finding.Tree!, title)));
        }
    }
}
