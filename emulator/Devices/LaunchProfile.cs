// What a launch executed, counted.

using QuizKit.Cuda.Emulator.Execution;

namespace QuizKit.Cuda.Emulator.Devices;

/// <summary>The instructions of a launch, counted.</summary>
public sealed class LaunchProfile
{
    internal LaunchProfile(CompiledKernel kernel, Profiler counts)
    {
        Kernel = kernel.Name;
        Lines =
        [
            .. kernel.Sources.Select((source, i) =>
                new LineCount(source.Line, source.Opcode, counts.Warps[i], counts.Lanes[i], counts.Sectors[i])),
        ];
    }

    /// <summary>The name of the kernel.</summary>
    public string Kernel { get; }

    /// <summary>The count of each instruction of the PTX text.</summary>
    public IReadOnlyList<LineCount> Lines { get; }

    /// <summary>The instructions that warps executed.</summary>
    public long Instructions => Lines.Sum(line => line.Warps);

    /// <summary>The mean number of lanes of an instruction that were active; 32 without divergence.</summary>
    public double MeanLanes => Instructions == 0 ? 0 : (double)Lines.Sum(line => line.Lanes) / Instructions;

    /// <summary>The transactions of global memory, of 32 bytes each: how many of them each instruction touched, without a cache.</summary>
    public long Transactions => Lines.Sum(line => line.Transactions);

    /// <summary>The counts by name of the instruction, the most frequent first.</summary>
    public IReadOnlyList<LineCount> Opcodes =>
    [
        .. Lines.GroupBy(line => line.Opcode)
            .Select(group => new LineCount(
                0, group.Key, group.Sum(line => line.Warps), group.Sum(line => line.Lanes), group.Sum(line => line.Transactions)))
            .OrderByDescending(line => line.Warps).ThenBy(line => line.Opcode, StringComparer.Ordinal),
    ];
}

/// <summary>How often an instruction was executed.</summary>
/// <param name="Line">Its line in the PTX text.</param>
/// <param name="Opcode">Its name with its modifiers.</param>
/// <param name="Warps">How often a warp executed it.</param>
/// <param name="Lanes">How often a lane did.</param>
/// <param name="Transactions">
/// How many sectors of 32 bytes of global memory its warps touched: 4 for each warp where 32 lanes read binary32 numbers side by side, 32 where
/// each lane reads from a sector of its own.
/// </param>
public readonly record struct LineCount(int Line, string Opcode, long Warps, long Lanes, long Transactions);
