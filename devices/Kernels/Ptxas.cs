// NVIDIA's assembler, where it is installed: PTX to machine code, without a GPU.

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace QuizKit.Devices.Kernels;

/// <summary>What an assembler made of the PTX of a kernel.</summary>
/// <param name="Bytes">The size of the machine code.</param>
/// <param name="ContractionChangesIt">Whether the code is another one when the assembler may not contract.</param>
/// <param name="FloatInstructions">How many of each floating-point instruction a disassembler finds in it; empty without a disassembler.</param>
internal sealed record MachineCode(int Bytes, bool ContractionChangesIt, IReadOnlyDictionary<string, int> FloatInstructions);

/// <summary>Assembles PTX.</summary>
internal sealed partial class Ptxas
{
    /// <summary>Longer than this an assembler hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly string _assembler;
    private readonly string? _disassembler;

    private Ptxas(string assembler, string? disassembler, string version, IReadOnlyCollection<string> targets) =>
        (_assembler, _disassembler, Version, Targets) = (assembler, disassembler, version, targets);

    /// <summary>The release, such as <c>12.4</c>.</summary>
    public string Version { get; }

    /// <summary>The architectures that this release knows, such as <c>sm_90</c>.</summary>
    public IReadOnlyCollection<string> Targets { get; }

    /// <summary>Finds the assembler; null where there is none, or none that works.</summary>
    /// <param name="path">The program, or a name to look for on the path.</param>
    public static Ptxas? Find(string path)
    {
        try
        {
            (int code, string version) = Execute(path, ["--version"]);
            if (code != 0 || Release().Match(version) is not { Success: true } release) return null;
            HashSet<string> targets = [.. Architecture().Matches(Execute(path, ["--help"]).Output).Select(match => match.Value)];
            string nvdisasm = Path.Combine(Path.GetDirectoryName(path) ?? "", "nvdisasm" + Path.GetExtension(path));
            return new Ptxas(path, Works(nvdisasm) ? nvdisasm : null, release.Groups[1].Value, targets);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>
    /// Assembles a kernel twice, with and without permission to contract multiplications and additions. Where each operation says
    /// how it rounds, the permission makes no difference to the machine code, to the last byte.
    /// </summary>
    /// <param name="ptx">The PTX.</param>
    /// <param name="target">The architecture.</param>
    /// <returns>The machine code, or what the assembler said against the PTX.</returns>
    public (MachineCode? Code, string? Error) Assemble(string ptx, CudaTarget target)
    {
        string folder = Directory.CreateTempSubdirectory("gpu-checks-").FullName;
        try
        {
            string source = Path.Combine(folder, "kernel.ptx"), with = Path.Combine(folder, "with.cubin"), without = Path.Combine(folder, "without.cubin");
            File.WriteAllText(source, ptx);
            foreach ((string output, string contract) in new[] { (with, "true"), (without, "false") })
            {
                (int code, string said) = Execute(_assembler, [$"-arch={target.Name}", $"--fmad={contract}", "-o", output, source]);
                if (code != 0) return (null, FirstLine(said, $"ptxas ended with exit code {code}"));
            }

            IReadOnlyDictionary<string, byte[]> contracted = CubinFile.ReadCode(File.ReadAllBytes(with));
            IReadOnlyDictionary<string, byte[]> plain = CubinFile.ReadCode(File.ReadAllBytes(without));
            bool same = contracted.Count == plain.Count
                && contracted.All(function => plain.TryGetValue(function.Key, out byte[]? other) && function.Value.AsSpan().SequenceEqual(other));
            return (new MachineCode(contracted.Values.Sum(code => code.Length), !same, FloatInstructions(with)), null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private SortedDictionary<string, int> FloatInstructions(string cubin)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        if (_disassembler is null) return counts;
        foreach (Match match in FloatInstruction().Matches(Execute(_disassembler, ["-c", cubin]).Output))
            counts[match.Groups[1].Value] = counts.GetValueOrDefault(match.Groups[1].Value) + 1;
        return counts;
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
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");

        // Both streams are read while it runs, or a full pipe would stop it.
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

    // Of "/*0040*/  @!P0 FFMA.FTZ R4, R5, R6, R7 ;" the first word after a predicate.
    [GeneratedRegex(@"\*/\s+(?:@!?U?P\w+ )?([FDH](?:FMA|ADD|MUL)\w*|HFMA2|HADD2|HMUL2|MUFU)\b")]
    private static partial Regex FloatInstruction();
}
