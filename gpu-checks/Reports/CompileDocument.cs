// The document of `gpu-checks compile`: kernels compiled without a device.

namespace QuizKit.GpuChecks.Reports;

internal static class CompileDocument
{
    /// <summary>Returns the counts of each target and every kernel that violates a rule.</summary>
    /// <param name="assembler">The assembler; null: none was found.</param>
    public static Document Of(Ptxas? assembler, IReadOnlyList<string> targets, IReadOnlyList<KernelBuild> builds)
    {
        List<KernelBuild> broken = [.. builds.Where(kernel => !kernel.IsSound)];
        var plain = builds.Where(kernel => kernel.PlainArithmetic is not null).Select(kernel => kernel.Kernel).Distinct().Count();
        var table = new DocumentTable(
            "",
            [new("target"), new("kernels", true), new("sound", true), new("assembled", true), new("contractible", true)],
            [.. targets.Select(target => Row(target, [.. builds.Where(kernel => kernel.Target == target)]))]);
        return new Document(
            "Kernels compiled without a device",
            [
                new("targets", "Targets", [
                    table,
                    new DocumentText(
                        $"{NumberText.Of(plain, "kernel")} use the compiler's own arithmetic on purpose and may be contracted; "
                        + "in all others every operation must round by itself.",
                        Tone.Faint),
                    new DocumentText(AssemblerText(assembler, targets), Tone.Faint),
                ]),
                .. broken.Count == 0 ? System.Array.Empty<DocumentSection>() :
                [
                    new("violations", "Violations", [new DocumentList([.. broken.Select(kernel => new DocumentText(
                        $"`{kernel.Kernel}` for {kernel.Target}: "
                            + $"{string.Join("; ", kernel.Violations.Append(kernel.Error).OfType<string>())}",
                        Tone.Bad))])]),
                ],
            ])
        {
            Result = broken.Count == 0
                ? new DocumentText(
                    $"{NumberText.Of(builds.Count, "kernel text")} inspected, "
                        + $"{NumberText.Of(builds.Count(kernel => kernel.MachineCode is not null))} assembled: no rule is violated.",
                    Tone.Good)
                : new DocumentText(
                    $"{NumberText.Of(broken.Count)} of {NumberText.Of(builds.Count, "kernel text")} violate a rule or do not "
                        + $"compile.", Tone.Bad),
        };
    }

    private static IReadOnlyList<string> Row(string target, IReadOnlyList<KernelBuild> kernels)
    {
        var assembled = kernels.Count(kernel => kernel.MachineCode is not null);
        return
        [
            target,
            NumberText.Of(kernels.Count),
            NumberText.Of(kernels.Count(kernel => kernel.IsSound)),
            assembled == 0 ? "-" : NumberText.Of(assembled),
            assembled == 0 ? "-" : NumberText.Of(kernels.Count(kernel => kernel.MachineCode is { ContractionChangesIt: true })),
        ];
    }

    private static string AssemblerText(Ptxas? assembler, IReadOnlyList<string> targets)
    {
        if (assembler is null) return "Not assembled: no ptxas on the path. `eng/ptxas.sh` fetches one; name it with `--ptxas`.";
        string[] unknown = [.. targets.Where(target => CudaTarget.Find(target) is not null && !assembler.Targets.Contains(target))];
        return $"Assembled by ptxas {assembler.Version}, with and without permission to contract."
            + (unknown.Length == 0 ? "" : $" It does not know {string.Join(" or ", unknown)}.");
    }
}
