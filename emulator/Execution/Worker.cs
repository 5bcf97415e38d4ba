// Runs blocks: one after another, or several at once where a schedule decides which warp goes next.

using System.Numerics;
using System.Runtime.CompilerServices;
using QuizKit.Cuda.Emulator.Arithmetic;

namespace QuizKit.Cuda.Emulator.Execution;

internal sealed unsafe class Worker
{
    /// <summary>How many instructions a warp executes before others of its block get a turn.</summary>
    private const long Slice = 1 << 16;

    /// <summary>How many blocks are resident at once where a schedule mixes their warps.</summary>
    private const int ResidentBlocks = 16;

    private readonly List<Block> _resident = [];
    private readonly List<Block> _idle = [];
    private readonly Op* _ops;

    public Worker(Launch launch)
    {
        Launch = launch;
        Checker = launch.Checker;
        Regions = new Region[launch.Kernel.Sources.Length];
        _ops = (Op*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(launch.Kernel.Ops));
    }

    public Launch Launch { get; }

    public Checker? Checker { get; }

    /// <summary>The allocation that each instruction accessed last.</summary>
    public Region[] Regions { get; }

    public long Executed { get; private set; }

    public void Dispose()
    {
        foreach (var block in _resident.Concat(_idle)) block.Dispose();
    }

    public void Run()
    {
        Approximations.Seed = Launch.ApproximationSeed;
        if (Launch.Schedule is not null)
        {
            RunScheduled();
            return;
        }

        for (var number = Launch.NextBlock(); number >= 0; number = Launch.NextBlock())
        {
            var block = Admit(number);
            while (!block.IsDone)
            {
                var progress = false;
                foreach (var warp in block.Warps)
                {
                    if (warp.State != WarpState.Ready) continue;
                    Run(warp, Slice, false);
                    progress = true;
                }

                if (!progress) throw Deadlock(block);
                if (Launch.HasFailed) return;
            }

            Retire(block);
        }
    }

    private void RunScheduled()
    {
        var schedule = Launch.Schedule!;
        var order = schedule.Order(Launch.Configuration.Grid.Count);
        long next = 0;
        var ready = new List<Warp>();
        while (true)
        {
            while (_resident.Count < ResidentBlocks && next < Launch.Configuration.Grid.Count)
            {
                Start(Admit(order is null ? next : order[next]), ref next);
            }

            ready.Clear();
            foreach (var block in _resident)
            {
                foreach (var warp in block.Warps)
                {
                    if (warp.State == WarpState.Ready) ready.Add(warp);
                }
            }

            if (ready.Count == 0)
            {
                if (_resident.Count == 0) return;
                throw Deadlock(_resident[0]);
            }

            var chosen = ready.Count == 1 ? ready[0] : ready[schedule.Choose(ready.Count)];
            Run(chosen, schedule.Slice(Slice), schedule.StopsAtAtomics);
            if (chosen.Block.IsDone) Retire(chosen.Block);
        }
    }

    /// <summary>Where only the order of atomic instructions is chosen, each warp runs up to its first one before anything is.</summary>
    private void Start(Block block, ref long next)
    {
        next++;
        if (!Launch.Schedule!.StopsAtAtomics) return;
        foreach (var warp in block.Warps)
        {
            if (warp.State == WarpState.Ready) Run(warp, long.MaxValue, true, false);
        }

        if (block.IsDone) Retire(block);
    }

    private Block Admit(long number)
    {
        Block block;
        if (_idle.Count > 0)
        {
            block = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
        }
        else
        {
            block = new Block(this);
            foreach (var warp in block.Warps)
            {
                foreach (var constant in Launch.Kernel.Constants)
                {
                    if (constant.Width == Width.Predicate) *(uint*)(warp.Registers + constant.Offset) = (uint)constant.Value;
                    for (var lane = 0; lane < 32 && constant.Width != Width.Predicate; lane++)
                    {
                        Elementwise.Store(warp.Registers, constant.Offset, constant.Width, lane, constant.Value);
                    }
                }
            }
        }

        var isNew = block.Number < 0;
        block.Number = number;
        block.Index = Launch.Configuration.Grid.At(number);
        block.Epoch = 0;
        Array.Clear(block.Barriers);
        System.Runtime.InteropServices.NativeMemory.Clear(block.Shared, (nuint)block.SharedBytes);
        var threads = Launch.Configuration.Block.Count;
        foreach (var warp in block.Warps)
        {
            foreach (var special in Launch.Kernel.Specials)
            {
                if (isNew || SpecialRegisters.IsOfBlock(special.Name)) SpecialRegisters.Fill(warp, special);
            }

            var lanes = Math.Min(32, threads - (32L * warp.Number));
            warp.Start(lanes == 32 ? Warp.All : (1u << (int)lanes) - 1);
        }

        if (Checker is not null) Checker.Start(block);
        _resident.Add(block);
        return block;
    }

    private void Retire(Block block)
    {
        _resident.Remove(block);
        _idle.Add(block);
    }

    private CudaException Deadlock(Block block)
    {
        var warp = block.Warps.First(warp => warp.State == WarpState.Waiting);
        var split = warp.Splits.Take(warp.Depth).First(split => split.Barrier != null);
        var lane = BitOperations.TrailingZeroCount(split.Mask);
        Checker?.Report(
            FindingKind.DivergentBarrier,
            warp,
            split.Barrier,
            lane,
            0,
            "waits at a barrier that other threads of the block never reach");
        return warp.Fault(split.Barrier, lane, CudaError.LaunchTimeout, "a barrier that some threads of the block never reach");
    }

    /// <summary>Executes instructions of a warp, until it waits, ends, or has had its turn.</summary>
    /// <param name="warp"></param>
    /// <param name="budget"></param>
    /// <param name="stopsAtAtomics">Whether the turn ends before an atomic instruction that is not the first one.</param>
    /// <param name="executesAtomic">Whether the first instruction may be an atomic one.</param>
    private void Run(Warp warp, long budget, bool stopsAtAtomics, bool executesAtomic = true)
    {
        var executed = 0L;
        try
        {
            if (warp.Select()) Loop(warp, budget, stopsAtAtomics, executesAtomic, ref executed);
        }
        finally
        {
            Executed += executed;
        }

        Launch.Count(executed, warp);
        if (warp.State == WarpState.Done) warp.Block.Release();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Loop(Warp warp, long budget, bool stopsAtAtomics, bool executesAtomic, ref long executed)
    {
        var ops = _ops;
        var profiler = Launch.Profiler;
        var r = warp.Registers;
        var (pc, active, join) = Top(warp);
        while (true)
        {
            var op = ops + pc;
            var mask = active;
            if (op->Guard >= 0)
            {
                var guard = *(uint*)(r + op->Guard);
                mask &= op->IsGuardNegated ? ~guard : guard;
            }

            if (op->Kind == OpKind.Simple)
            {
                if (mask != 0)
                {
                    warp.Mask = mask;
                    op->Run(warp, op);
                }

                pc++;
                executed++;
                profiler?.Executed(op, mask);
                continue;
            }

            if (op->Kind == OpKind.Join)
            {
                if (join != pc)
                {
                    pc++;
                    continue;
                }

                warp.Depth--;
                if (!warp.Select()) return;
                (pc, active, join) = Top(warp);
                continue;
            }

            if (executed >= budget)
            {
                warp.Splits[warp.Depth - 1].Pc = pc;
                return;
            }

            executed++;
            profiler?.Executed(op, mask);
            switch (op->Kind)
            {
                case OpKind.Branch:
                    if (mask == active)
                    {
                        pc = op->Target;
                    }
                    else if (mask == 0)
                    {
                        pc++;
                    }
                    else
                    {
                        Diverge(warp, op, pc, active, mask, join);
                        (pc, active, join) = Top(warp);
                    }

                    continue;
                case OpKind.Atomic:
                    if (stopsAtAtomics && !executesAtomic)
                    {
                        executed--;
                        warp.Splits[warp.Depth - 1].Pc = pc;
                        return;
                    }

                    executesAtomic = false;
                    if (mask != 0)
                    {
                        warp.Mask = mask;
                        op->Run(warp, op);
                    }

                    pc++;
                    continue;
                case OpKind.Exit:
                    if (mask == 0)
                    {
                        pc++;
                        continue;
                    }

                    warp.End(mask);
                    if (mask != active)
                    {
                        active &= ~mask;
                        pc++;
                        continue;
                    }

                    warp.Block.Release();
                    if (!warp.Select()) return;
                    (pc, active, join) = Top(warp);
                    continue;
                case OpKind.IndexedBranch:
                    if (mask == 0)
                    {
                        pc++;
                        continue;
                    }

                    DivergeIndexed(warp, op, pc, active, mask, join);
                    if (!warp.Select()) return;
                    (pc, active, join) = Top(warp);
                    continue;
                case OpKind.Barrier:
                    if (mask == 0)
                    {
                        pc++;
                        continue;
                    }

                    warp.Mask = mask;
                    Arrive(warp, op, pc, active, mask, join);
                    if (!warp.Select()) return;
                    (pc, active, join) = Top(warp);
                    continue;
                default:
                    if (mask == 0)
                    {
                        pc++;
                        continue;
                    }

                    throw warp.Fault(
                        op,
                        BitOperations.TrailingZeroCount(mask),
                        CudaError.LaunchFailed,
                        "the kernel stopped itself by a trap");
            }
        }
    }

    private static (int Pc, uint Active, int Join) Top(Warp warp)
    {
        ref var split = ref warp.Splits[warp.Depth - 1];
        return (split.Pc, split.Mask, split.Join);
    }

    private static void Diverge(Warp warp, Op* op, int pc, uint active, uint taken, int join)
    {
        ref var split = ref warp.Splits[warp.Depth - 1];
        var meet = op->Join;
        if (meet >= 0 && meet == join)
        {
            // They meet where this split ends anyway.
            warp.Depth--;
        }
        else if (meet >= 0)
        {
            split.Pc = meet;
            split.Mask = active;
        }
        else
        {
            warp.Depth--;
        }

        if (meet < 0 || pc + 1 != meet) warp.Push(pc + 1, active & ~taken, meet < 0 ? join : meet);
        if (meet < 0 || op->Target != meet) warp.Push(op->Target, taken, meet < 0 ? join : meet);
    }

    private void DivergeIndexed(Warp warp, Op* op, int pc, uint active, uint taken, int join)
    {
        var table = Launch.Kernel.BranchTables[op->Mode];
        var meet = op->Join;
        if (meet >= 0 && meet != join)
        {
            warp.Splits[warp.Depth - 1].Pc = meet;
            warp.Splits[warp.Depth - 1].Mask = active;
        }
        else
        {
            warp.Depth--;
        }

        var inner = meet < 0 ? join : meet;
        if ((active & ~taken) is var others and not 0) warp.Push(pc + 1, others, inner);
        var index = (uint*)(warp.Registers + op->A);
        while (taken != 0)
        {
            var lane = BitOperations.TrailingZeroCount(taken);
            var value = index[lane];
            if (value >= table.Length)
            {
                throw warp.Fault(op, lane, CudaError.LaunchFailed, $"the index {value} of a branch with {table.Length} targets");
            }

            var same = 0u;
            for (var mask = taken; mask != 0; mask &= mask - 1)
            {
                var other = BitOperations.TrailingZeroCount(mask);
                if (index[other] == value) same |= 1u << other;
            }

            taken &= ~same;
            if (table[value] != meet) warp.Push(table[value], same, inner);
        }
    }

    private void Arrive(Warp warp, Op* op, int pc, uint active, uint mask, int join)
    {
        var block = warp.Block;
        var lane = BitOperations.TrailingZeroCount(mask);
        var number = (int)Elementwise.Load(warp.Registers, op->A, op->AWidth, lane);
        if (number is < 0 or > 15) throw warp.Fault(op, lane, CudaError.LaunchFailed, $"there is no barrier {number}");
        var expected = op->B < 0 ? 0 : (int)Elementwise.Load(warp.Registers, op->B, op->BWidth, lane);
        if (mask != warp.Live)
        {
            var missing = BitOperations.TrailingZeroCount(warp.Live & ~mask);
            Checker?.Report(
                FindingKind.DivergentBarrier, warp, op, lane, 0,
                $"thread {warp.Thread(missing)} of the same warp does not execute this barrier with it");
        }

        var count = 0;
        if (op->Mode >= 2)
        {
            var predicate = *(uint*)(warp.Registers + op->C);
            if (op->IsNegated) predicate = ~predicate;
            count = BitOperations.PopCount(predicate & mask);
        }

        var isWaiting = op->Mode != 1;
        warp.Epoch++;
        warp.Depth--;
        if ((active & ~mask) is var others and not 0) warp.Push(pc + 1, others, join);
        warp.Push(pc + 1, mask, join);
        if (isWaiting) warp.Splits[warp.Depth - 1].Barrier = op;
        block.Arrive(number, BitOperations.PopCount(mask), expected, count);
    }
}
