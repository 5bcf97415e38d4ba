// gpu-checks compile: every kernel for every target without a device, its code inspected and assembled.

using System.CommandLine;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class CompileCommand : ToolCommand
{
    private readonly Option<string[]> _target = OptionValues.Repeated(
        "--target", "NAME", $"Compile for all, {string.Join(", ", KernelBuilds.TargetNames)}; repeatable. Default: all.");

    private readonly Option<string> _ptxas = OptionValues.Single("--ptxas", "FILE", "The assembler. Default: ptxas, if it is on the path.");
    private readonly Option<string> _evidence = OptionValues.Evidence();

    public CompileCommand(ToolContext tool)
        : base(tool, "compile", "Compile every kernel to PTX and OpenCL C without a device, inspect the code, and assemble it.") =>
        AddAll(_target, _ptxas, _evidence);

    /// <summary>Executes the command; a violation counts as a verdict that differs.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var targets = ChooseTargets(parsed.Values(_target));
        var given = parsed.GetValue(_ptxas);
        var assembler = Ptxas.Find(given ?? "ptxas");
        if (given is not null && assembler is null)
            throw new UsageException($"--ptxas: '{given}' is not a ptxas that runs here. `eng/ptxas.sh` fetches one and prints its path.");
        var outputs = ReserveReports(parsed);
        var folder = OpenFolder(parsed.GetValue(_evidence));

        IReadOnlyList<KernelBuild> builds;
        try
        {
            builds = KernelBuilds.Create(HarnessKernels.All, targets, assembler, Tool.Cancellation);
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Stopped;
        }

        foreach (var kernel in builds) folder?.Add(Entry(kernel), kernel.Code.Length == 0 ? null : kernel.Code);
        folder?.WriteIndex();
        outputs.Write(CompileDocument.Of(assembler, targets, builds), new CompileJson(assembler?.Version, builds));
        return builds.All(kernel => kernel.IsSound) ? ExitStatus.AsExpected : ExitStatus.VerdictDiffers;
    }

    /// <summary>Creates the folder for evidence; null if none is named.</summary>
    /// <exception cref="UsageException">It cannot be created.</exception>
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

    private static IReadOnlyList<string> ChooseTargets(IReadOnlyList<string> names)
    {
        if (names.Count == 0 || names.Contains("all", StringComparer.OrdinalIgnoreCase)) return KernelBuilds.TargetNames;
        foreach (var name in names)
        {
            if (!KernelBuilds.TargetNames.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw UsageException.NotOneOf("target", name, ["all", .. KernelBuilds.TargetNames]);
        }

        return [.. KernelBuilds.TargetNames.Where(target => names.Contains(target, StringComparer.OrdinalIgnoreCase))];
    }

    private static EvidenceEntry Entry(KernelBuild kernel) => new(
        Claim: null, kernel.Kernel, kernel.Target, kernel.PtxVersion is null ? "opencl-c" : "ptx", Names.IdOf(kernel.Evidence), File: null,
        kernel.PlainArithmetic, kernel.Operations, kernel.MachineCode, kernel.Violations, kernel.Error);
}
