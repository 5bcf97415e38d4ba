// Writes the code of every kernel of a run; for the CPU accelerator, which has no device code, the PTX for a GPU.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

internal static class RunEvidence
{
    /// <summary>The architecture whose PTX stands in for device code.</summary>
    private static readonly CudaTarget StandIn = CudaTarget.Find("sm_90")!;

    /// <summary>Writes the code of a run's kernels, which its results carry, with an index.</summary>
    public static void Write(EvidenceFolder folder, RunReport report)
    {
        using var compiler = new KernelCompiler();
        foreach (var result in report.Results)
        {
            foreach (var kernel in result.Outcome.Kernels)
            {
                if (kernel.Code is null) AddSimulated(folder, compiler, result, kernel);
                else AddExecuted(folder, result, kernel);
            }
        }

        folder.WriteIndex();
    }

    private static void AddExecuted(EvidenceFolder folder, CheckResult result, KernelUse kernel)
    {
        var isPlain = kernel.PlainArithmetic is not null;
        var inspection = kernel.Language == "ptx" ? PtxInspection.Of(kernel.Code!, isPlain) : OpenCLInspection.Of(kernel.Code!, isPlain);
        folder.Add(Entry(result, kernel, inspection), kernel.Code);
    }

    private static void AddSimulated(EvidenceFolder folder, KernelCompiler compiler, CheckResult result, KernelUse kernel)
    {
        folder.Add(Entry(result, kernel, new CodeInspection([], [])) with { Note = "no device code: the .NET method itself ran" }, null);
        if (HarnessKernels.All.FirstOrDefault(method => KernelCatalog.NameOf(method) == kernel.Name) is not { } method) return;
        var ptx = compiler.Ptx(method, StandIn);
        var entry = Entry(result, kernel, PtxInspection.Of(ptx, kernel.PlainArithmetic is not null)) with
        {
            Target = StandIn.Name,
            Language = "ptx",
            Evidence = Names.IdOf(Evidence.CompilerOutputInspected),
            Note = "not executed: what a GPU would be given",
        };
        folder.Add(entry, ptx);
    }

    private static EvidenceEntry Entry(CheckResult result, KernelUse kernel, CodeInspection inspection) => new(
        result.Claim.Id, kernel.Name, result.Device.Id, kernel.Language, Names.IdOf(result.Outcome.Evidence), File: null,
        kernel.PlainArithmetic, KernelBuilds.Count(inspection.FloatOperations), MachineCode: null, inspection.Violations, Note: null);
}
