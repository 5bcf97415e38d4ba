// gpu-checks compile: every kernel for every target, with no device, its code inspected and assembled.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class CompileCommand(Terminal terminal)
{
    /// <summary>Runs the command.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops after the kernels in hand.</param>
    /// <returns>One of <see cref="ExitStatus"/>: a violation counts as a verdict that differs.</returns>
    public ExitStatus Execute(CommandTree tree, ParseResult parsed, CancellationToken cancellation)
    {
        IReadOnlyList<string> targets = ChooseTargets(parsed.GetValue(tree.Target) ?? []);
        ReportFormat format = OptionValues.ReadFormat(parsed.GetValue(tree.ListFormat), OptionValues.ListFormats);
        string? given = parsed.GetValue(tree.Ptxas);
        Ptxas? assembler = Ptxas.Find(given ?? "ptxas");
        if (given is not null && assembler is null)
            throw new UsageException($"--ptxas: '{given}' is no ptxas that runs here. `eng/ptxas.sh` fetches one and prints its path.");
        EvidenceFolder? folder = OpenFolder(parsed.GetValue(tree.Evidence));

        IReadOnlyList<KernelBuild> compiled;
        try
        {
            compiled = KernelBuilds.Create(HarnessKernels.All, targets, assembler, cancellation);
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Stopped;
        }

        foreach (KernelBuild kernel in compiled) folder?.Add(Entry(kernel), kernel.Code.Length == 0 ? null : kernel.Code);
        folder?.WriteIndex();
        if (format == ReportFormat.Json) JsonReports.WriteCompiled(terminal.Data, assembler, compiled);
        else CompiledText.Write(terminal.Output, assembler, targets, compiled);
        return compiled.All(kernel => kernel.IsSound) ? ExitStatus.AsExpected : ExitStatus.VerdictDiffers;
    }

    /// <summary>Makes the folder for evidence; null where none is asked for.</summary>
    /// <param name="path">The folder as typed, or null.</param>
    /// <exception cref="UsageException">It cannot be made.</exception>
    public static EvidenceFolder? OpenFolder(string? path)
    {
        try
        {
            return path is null ? null : new EvidenceFolder(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"cannot write into '{path}': {OneLine.Of(exception.Message)}");
        }
    }

    private static IReadOnlyList<string> ChooseTargets(string[] names)
    {
        if (names.Length == 0 || names.Contains("all", StringComparer.OrdinalIgnoreCase)) return KernelBuilds.TargetNames;
        foreach (string name in names)
        {
            if (!KernelBuilds.TargetNames.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw UsageException.Unknown("target", name, KernelBuilds.TargetNames, $"it is one of all, {string.Join(", ", KernelBuilds.TargetNames)}.");
        }

        return [.. KernelBuilds.TargetNames.Where(target => names.Contains(target, StringComparer.OrdinalIgnoreCase))];
    }

    private static EvidenceEntry Entry(KernelBuild kernel) => new(
        null,
        kernel.Kernel,
        kernel.Target,
        kernel.PtxVersion is null ? "opencl-c" : "ptx",
        Names.IdOf(kernel.Evidence),
        null,
        kernel.PlainArithmetic,
        kernel.Operations,
        kernel.MachineCode,
        kernel.Violations,
        kernel.Error);
}
