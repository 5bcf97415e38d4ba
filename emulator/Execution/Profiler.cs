// Counts what a launch executes.

using System.Numerics;

namespace QuizKit.Cuda.Emulator.Execution;

/// <summary>The counts of each instruction of a kernel. It belongs to one worker.</summary>
internal sealed unsafe class Profiler(int instructions)
{
    /// <summary>The bytes of global memory that a transaction moves: a sector of the cache of NVIDIA's devices.</summary>
    public const int SectorBytes = 32;

    // The sectors that the instruction which is executed has touched: at most two for each lane.
    private readonly HashSet<ulong> _sectors = [];

    public long[] Warps { get; } = new long[instructions];

    public long[] Lanes { get; } = new long[instructions];

    public long[] Sectors { get; } = new long[instructions];

    /// <summary>A warp executed an instruction; what it accesses next belongs to another execution.</summary>
    public void Executed(Op* op, uint mask)
    {
        Warps[op->Source]++;
        Lanes[op->Source] += BitOperations.PopCount(mask);
        _sectors.Clear();
    }

    /// <summary>A lane accessed global memory.</summary>
    public void Accessed(Op* op, ulong address, int bytes)
    {
        for (var sector = address / SectorBytes; sector <= (address + (ulong)bytes - 1) / SectorBytes; sector++)
        {
            if (_sectors.Add(sector)) Sectors[op->Source]++;
        }
    }
}
