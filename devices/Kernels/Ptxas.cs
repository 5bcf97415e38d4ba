// NVIDIA's assembler, if installed: PTX to machine code, without a GPU.

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using QuizKit.Devices.Programs;

namespace QuizKit.Devices.Kernels;

/// <summary>The machine code that an assembler generates from the PTX of a kernel.</summary>
/// <param name="Bytes">The size of the machine code.</param>
/// <param name="ContractionChangesIt">Whether the code differs when the assembler may not contract.</param>
/// <param name="FloatInstructions">The number of each floating-point instruction; empty without a disassembler.</param>
internal sealed record MachineCode(int Bytes, bool ContractionChangesIt, IReadOnlyDictionary<string, int> FloatInstructions);

/// <summary>Machine code that was not looked into yet.</summary>
/// <param name="Bytes">The code.</param>
/// <param name="ContractionChangesIt">Whether it differs when the assembler may not contract.</param>
internal sealed record AssembledCode(byte[] Bytes, bool ContractionChangesIt);

internal sealed partial class Ptxas(string assembler, string? disassembler, string version, IReadOnlyCollection<string> targets)
{
    /// <summary>An assembler that takes longer is considered to hang.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The size of an instruction from sm_70 on, the first architecture that kernels are compiled for.</summary>
    private const int InstructionBytes = 16;

    /// <summary>The release, such as <c>12.4</c>.</summary>
    public string Version { get; } = version;

    /// <summary>The architectures that this release knows, such as <c>sm_90</c>.</summary>
    public IReadOnlyCollection<string> Targets { get; } = targets;

    /// <summary>Finds the assembler; null if there is none that works.</summary>
    /// <param name="path">The program, or a name to look for in the folders of <c>PATH</c>.</param>
    public static Ptxas? Find(string path)
    {
        if (ProgramPath.Find(path) is not { } ptxas) return null;
        try
        {
            var (code, version) = Execute(ptxas, ["--version"]);
            if (code != 0 || Release().Match(version) is not { Success: true } release) return null;
            HashSet<string> targets = [.. Architecture().Matches(Execute(ptxas, ["--help"]).Output).Select(match => match.Value)];
            var nvdisasm = Path.Combine(Path.GetDirectoryName(ptxas) ?? "", "nvdisasm" + Path.GetExtension(ptxas));
            return new Ptxas(ptxas, Works(nvdisasm) ? nvdisasm : null, release.Groups[1].Value, targets);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>
    /// Assembles a kernel twice, with and without permission to contract multiplications and additions. If each operation states
    /// how it rounds, the permission does not change a byte of the machine code.
    /// </summary>
    /// <returns>The machine code, or the assembler's error.</returns>
    public (AssembledCode? Code, string? Error) Assemble(string ptx, CudaTarget target) => InFolder<(AssembledCode?, string?)>(folder =>
    {
        var (source, with) = (Path.Combine(folder, "kernel.ptx"), Path.Combine(folder, "with.cubin"));
        var without = Path.Combine(folder, "without.cubin");
        File.WriteAllText(source, ptx);
        foreach (var (output, contract) in new[] { (with, "true"), (without, "false") })
        {
            var (code, said) = Execute(assembler, [$"-arch={target.Name}", $"--fmad={contract}", "-o", output, source]);
            if (code != 0) return (null, FirstLine(said, $"ptxas ended with exit code {code}"));
        }

        var contracted = CubinFile.ReadCode(File.ReadAllBytes(with));
        var plain = CubinFile.ReadCode(File.ReadAllBytes(without));
        var same = contracted.Count == plain.Count
            && contracted.All(function => plain.TryGetValue(function.Key, out var other) && function.Value.AsSpan().SequenceEqual(other));
        return (new AssembledCode([.. contracted.Values.SelectMany(code => code)], !same), null);
    });

    /// <summary>
    /// Counts the floating-point instructions of machine code for one architecture, all of it in one run of the disassembler: a run takes far
    /// longer to start than to disassemble a kernel.
    /// </summary>
    /// <param name="codes">The codes, at least one.</param>
    /// <param name="target">The architecture.</param>
    /// <returns>The number of each instruction in each code, empty without a disassembler; or the disassembler's error.</returns>
    public (IReadOnlyList<IReadOnlyDictionary<string, int>>? Counts, string? Error) FloatInstructions(
        IReadOnlyList<AssembledCode> codes, CudaTarget target)
    {
        List<string>[] found = [.. codes.Select(_ => new List<string>())];
        if (disassembler is null) return (Counts(), null);
        return InFolder<(IReadOnlyList<IReadOnlyDictionary<string, int>>?, string?)>(folder =>
        {
            var file = Path.Combine(folder, "kernels.bin");
            File.WriteAllBytes(file, [.. codes.SelectMany(code => code.Bytes)]);
            var (exit, text) = Execute(disassembler, ["--binary", target.Name.Replace("sm_", "SM", StringComparison.Ordinal), file]);
            if (exit != 0) return (null, FirstLine(text, $"nvdisasm ended with exit code {exit}"));

            // Code that is not there to see has no instruction that could be wrong.
            var last = (codes.Sum(code => code.Bytes.Length) - InstructionBytes).ToString("x4", CultureInfo.InvariantCulture);
            if (!text.Contains($"/*{last}*/", StringComparison.Ordinal)) return (null, "nvdisasm did not disassemble all of the code");
            (var index, long end) = (0, codes[0].Bytes.Length);
            foreach (Match match in FloatInstruction().Matches(text))
            {
                var address = long.Parse(match.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                while (address >= end) end += codes[++index].Bytes.Length;
                found[index].Add(match.Groups[2].Value);
            }

            return (Counts(), null);
        });

        IReadOnlyList<IReadOnlyDictionary<string, int>> Counts() => [.. found.Select(KernelBuilds.Count)];
    }

    private static T InFolder<T>(Func<string, T> work)
    {
        var folder = Directory.CreateTempSubdirectory("gpu-checks-").FullName;
        try
        {
            return work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Works(string program)
    {
        try
        {
            return Execute(program, ["--version"]).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Output) Execute(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");

        // Drain both streams, so that the child never blocks on a full pipe.
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{program} did not end within {Limit.TotalMinutes:0} minutes");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    private static string FirstLine(string text, string otherwise) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first : otherwise;

    [GeneratedRegex(@"release (\d+\.\d+)")]
    private static partial Regex Release();

    [GeneratedRegex(@"\bsm_\d+\b")]
    private static partial Regex Architecture();

    // Of "/*0040*/  @!P0 FFMA.FTZ R4, R5, R6, R7 ;" the address, and the first word after a predicate.
    [GeneratedRegex(@"/\*([0-9a-f]{4,})\*/\s+(?:@!?U?P\w+ )?([FDH](?:FMA|ADD|MUL)\w*|HFMA2|HADD2|HMUL2|MUFU)\b")]
    private static partial Regex FloatInstruction();
}
