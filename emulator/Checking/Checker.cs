// Checks each access, barrier and shuffle of a launch.

using QuizKit.Cuda.Emulator.Execution;
using QuizKit.Cuda.Emulator.Memory;

namespace QuizKit.Cuda.Emulator.Checking;

internal sealed unsafe class Checker(CompiledKernel kernel, LaunchConfiguration configuration, List<Finding> findings)
{
    private readonly HashSet<(FindingKind, int)> _seen = [];

    public void Report(FindingKind kind, Warp warp, Op* op, int lane, ulong address, string message)
    {
        var source = kernel.Sources[op->Source];
        if (!_seen.Add((kind, source.Line))) return;
        findings.Add(new Finding(kind, kernel.Name, source.Line, source.Location.ToString(), warp.Block.Index, warp.Thread(lane), address, message));
    }

    public void Start(Block block)
    {
    }

    public void Shared(Warp warp, Op* op, int lane, int offset, int bytes, Access access)
    {
    }

    public void Local(Warp warp, Op* op, int lane, int offset, int bytes, Access access)
    {
    }

    public void Global(Warp warp, Op* op, int lane, Allocation allocation, ulong address, int bytes, Access access)
    {
        _ = configuration;
    }
}
