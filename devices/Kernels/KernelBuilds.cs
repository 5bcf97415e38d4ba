// Compiles kernels for every target without a device, inspects the code, and assembles it if an assembler is installed.

using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace QuizKit.Devices.Kernels;

/// <summary>The build of one kernel for one target.</summary>
/// <param name="Kernel">The class and the method.</param>
/// <param name="Target">The architecture such as <c>sm_90</c>, or <c>opencl-c</c>.</param>
/// <param name="PtxVersion">The PTX version, or null for OpenCL C.</param>
/// <param name="Evidence">What was inspected.</param>
/// <param name="PlainArithmetic">Why the kernel uses operators that a compiler may contract; null if it uses none.</param>
/// <param name="Operations">How many of each floating-point operation the text has.</param>
/// <param name="MachineCode">The result of the assembler, or null without one.</param>
/// <param name="Violations">The violations of the rules of exact arithmetic, in the text or in the machine code.</param>
/// <param name="Error">Why it could not be compiled or assembled, or null.</param>
internal sealed record KernelBuild(
    string Kernel,
    string Target,
    string? PtxVersion,
    Evidence Evidence,
    string? PlainArithmetic,
    IReadOnlyDictionary<string, int> Operations,
    MachineCode? MachineCode,
    IReadOnlyList<string> Violations,
    string? Error,
    [property: JsonIgnore] string Code)
{
    /// <summary>Whether the kernel was compiled without a violation.</summary>
    [JsonIgnore]
    public bool IsSound => Error is null && Violations.Count == 0;
}

internal static class KernelBuilds
{
    /// <summary>The name of the target that is not an NVIDIA architecture.</summary>
    public const string OpenCL = "opencl-c";

    public static IReadOnlyList<string> TargetNames { get; } = [.. CudaTarget.All.Select(target => target.Name), OpenCL];

    /// <summary>Compiles kernels for targets, as many at a time as there are processors.</summary>
    /// <returns>The builds in the order of the kernels, then of the targets.</returns>
    public static IReadOnlyList<KernelBuild> Create(
        IReadOnlyList<MethodInfo> kernels, IReadOnlyList<string> targets, Ptxas? assembler, CancellationToken cancellation)
    {
        // A compiler for each thread: the contexts of ILGPU lock.
        var compilers = new ConcurrentBag<KernelCompiler>();
        using var local = new ThreadLocal<KernelCompiler>(() =>
        {
            var compiler = new KernelCompiler();
            compilers.Add(compiler);
            return compiler;
        });
        List<(MethodInfo Kernel, string Target)> wanted =
            [.. from kernel in kernels from target in targets where KernelCatalog.Supports(kernel, target) select (kernel, target)];
        var compiled = new CompiledKernel[wanted.Count];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            Parallel.For(0, compiled.Length, options, i =>
                compiled[i] = Compile(local.Value!, wanted[i].Kernel, wanted[i].Target, assembler));
        }
        finally
        {
            foreach (var compiler in compilers) compiler.Dispose();
        }

        var results = compiled.Select(kernel => kernel.Build).ToArray();
        var assembled = Enumerable.Range(0, compiled.Length).Where(i => compiled[i].Code is not null).GroupBy(i => wanted[i].Target);
        Parallel.ForEach(assembled, options, group => Disassemble(compiled, [.. group], CudaTarget.Find(group.Key)!, assembler!, results));
        return results;
    }

    /// <summary>A kernel whose machine code was not looked into yet.</summary>
    /// <param name="Build">What is known of it.</param>
    /// <param name="Text">The inspection of its text.</param>
    /// <param name="Code">The machine code, or null without an assembler.</param>
    private sealed record CompiledKernel(KernelBuild Build, CodeInspection Text, AssembledCode? Code);

    // Completes the kernels of a target, whose indices are given.
    private static void Disassemble(CompiledKernel[] compiled, int[] indices, CudaTarget target, Ptxas assembler, KernelBuild[] results)
    {
        var (counts, error) = assembler.FloatInstructions([.. indices.Select(i => compiled[i].Code!)], target);
        for (var k = 0; k < indices.Length; k++)
        {
            var (build, text, code) = compiled[indices[k]];
            if (counts is null)
            {
                results[indices[k]] = build with { Error = error };
                continue;
            }

            var machine = new MachineCode(code!.Bytes.Length, code.ContractionChangesIt, counts[k]);
            results[indices[k]] = build with
            {
                Evidence = Evidence.MachineCodeInspected,
                MachineCode = machine,
                Violations = [.. build.Violations, .. build.PlainArithmetic is null ? Violations(machine, text) : []],
            };
        }
    }

    private static CompiledKernel Compile(KernelCompiler compiler, MethodInfo kernel, string targetName, Ptxas? assembler)
    {
        var plain = KernelCatalog.PlainArithmeticOf(kernel);
        var target = CudaTarget.Find(targetName);
        string code;
        try
        {
            code = target is null ? compiler.OpenCLC(kernel) : compiler.Ptx(kernel, target);
        }
        catch (ILGPU.InternalCompilerException exception)
        {
            var failed = new KernelBuild(
                KernelCatalog.NameOf(kernel), targetName, target?.PtxVersion, Evidence.None, plain, new Dictionary<string, int>(), null, [],
                "ILGPU does not compile it: " + exception.GetBaseException().Message, "");
            return new CompiledKernel(failed, new CodeInspection([], []), null);
        }

        var isPlain = plain is not null;
        var inspection = target is null ? OpenCLInspection.Of(code, isPlain) : PtxInspection.Of(code, isPlain);
        var (machine, error) = target is not null && assembler is not null && assembler.Targets.Contains(target.Name)
            ? assembler.Assemble(code, target)
            : (null, null);
        var build = new KernelBuild(
            KernelCatalog.NameOf(kernel),
            targetName,
            target?.PtxVersion,
            Evidence.CompilerOutputInspected,
            plain,
            Count(inspection.FloatOperations),
            MachineCode: null,
            [.. inspection.Violations],
            error,
            code);
        return new CompiledKernel(build, inspection, machine);
    }

    /// <summary>The properties of the machine code that the text does not allow.</summary>
    private static IEnumerable<string> Violations(MachineCode machine, CodeInspection text)
    {
        if (machine.ContractionChangesIt) yield return "the machine code differs when the assembler may not contract";

        // Divisions and roots consist of fused operations themselves; a text without any of the three must not contain one.
        var mayFuse = text.FloatOperations.Any(operation => operation.StartsWith("fma", StringComparison.Ordinal)
            || operation.StartsWith("div", StringComparison.Ordinal) || operation.StartsWith("sqrt", StringComparison.Ordinal));
        foreach (var (instruction, count) in machine.FloatInstructions)
        {
            if (!mayFuse && instruction is ("FFMA" or "DFMA"))
                yield return $"the machine code has {count} {instruction} where the text requests none";
        }
    }

    /// <summary>Counts each operation or instruction, in the order of their names.</summary>
    public static SortedDictionary<string, int> Count(IEnumerable<string> operations) =>
        new(operations.CountBy(operation => operation).ToDictionary(), StringComparer.Ordinal);
}
