// What became of the kernels that were compiled without a device, for people.

using System.Collections.Generic;
using System.Linq;
using QuizKit.Devices.Kernels;
using QuizKit.Reports;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class CompiledText
{
    private const int Kernels = 22, Sound = 32, Assembled = 43, Same = 60;

    /// <summary>Writes a line for each target, and one for each kernel that breaks a rule.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="assembler">The assembler, or null.</param>
    /// <param name="targets">The names of the targets.</param>
    /// <param name="compiled">What became of the kernels.</param>
    public static void Write(IAnsiConsole console, Ptxas? assembler, IReadOnlyList<string> targets, IReadOnlyList<KernelBuild> compiled)
    {
        new Line().Add("target", Palette.Faint).AddRightAligned("kernels", Kernels, Palette.Faint).AddRightAligned("sound", Sound, Palette.Faint)
            .AddRightAligned("assembled", Assembled, Palette.Faint).AddRightAligned("contractible", Same, Palette.Faint).WriteTo(console);
        foreach (string target in targets) WriteTarget(console, target, [.. compiled.Where(kernel => kernel.Target == target)]);
        console.WriteLine();

        List<KernelBuild> broken = [.. compiled.Where(kernel => !kernel.IsSound)];
        foreach (KernelBuild kernel in broken)
        {
            TextBlock.Write(
                console, new Line().Add($"{kernel.Kernel} for {kernel.Target}: ", Palette.Bad), string.Join("; ", [.. kernel.Violations, .. Errors(kernel)]));
        }

        int plain = compiled.Where(kernel => kernel.PlainArithmetic is not null).Select(kernel => kernel.Kernel).Distinct().Count();
        TextBlock.Write(
            console, new Line(), $"{NumberText.Of(plain, "kernel")} ask the compiler on purpose and may contract; in all others every operation has to round by itself.", Palette.Faint);
        TextBlock.Write(console, new Line(), AssemblerText(assembler, targets), Palette.Faint);
        string summary = broken.Count == 0
            ? $"{NumberText.Of(compiled.Count, "text")} inspected, {NumberText.Of(compiled.Count(kernel => kernel.MachineCode is not null))} assembled: no rule is broken."
            : $"{NumberText.Of(broken.Count)} of {NumberText.Of(compiled.Count, "text")} break a rule or do not compile.";
        TextBlock.Write(console, new Line(), summary, broken.Count == 0 ? Palette.Good : Palette.Bad);
    }

    private static void WriteTarget(IAnsiConsole console, string target, IReadOnlyList<KernelBuild> kernels)
    {
        int assembled = kernels.Count(kernel => kernel.MachineCode is not null);
        new Line()
            .Add(target, Palette.Strong)
            .AddRightAligned(NumberText.Of(kernels.Count), Kernels)
            .AddRightAligned(NumberText.Of(kernels.Count(kernel => kernel.IsSound)), Sound)
            .AddRightAligned(assembled == 0 ? "-" : NumberText.Of(assembled), Assembled)
            .AddRightAligned(assembled == 0 ? "-" : NumberText.Of(kernels.Count(kernel => kernel.MachineCode is { ContractionChangesIt: true })), Same)
            .WriteTo(console);
    }

    private static IEnumerable<string> Errors(KernelBuild kernel) => kernel.Error is { } error ? [error] : [];

    private static string AssemblerText(Ptxas? assembler, IReadOnlyList<string> targets)
    {
        if (assembler is null) return "Not assembled: no ptxas on the path. `eng/ptxas.sh` fetches one; name it with --ptxas.";
        string[] unknown = [.. targets.Where(target => CudaTarget.Find(target) is not null && !assembler.Targets.Contains(target))];
        return $"Assembled by ptxas {assembler.Version}, with and without permission to contract."
            + (unknown.Length == 0 ? "" : $" It does not know {string.Join(" or ", unknown)}.");
    }
}
