// The state of a warp of 32 lanes and of a block.

using System.Runtime.InteropServices;
using QuizKit.Cuda.Emulator.Memory;

namespace QuizKit.Cuda.Emulator.Execution;

/// <summary>Lanes that execute together. A split lies on those that wait for its lanes at the place where they meet again.</summary>
internal unsafe struct Split
{
    public int Pc;
    public uint Mask;

    /// <summary>Where the split ends; -1 where only the end of the kernel ends it.</summary>
    public int Join;

    /// <summary>The barrier that the lanes wait at, or null.</summary>
    public Op* Barrier;
}

internal enum WarpState : byte
{
    Ready,
    Waiting,
    Done,
}

internal sealed unsafe class Warp
{
    public const uint All = uint.MaxValue;

    public Warp(Worker worker, Block block, int number)
    {
        Worker = worker;
        Block = block;
        Number = number;
        var kernel = worker.Launch.Kernel;
        Registers = (byte*)NativeMemory.AlignedAlloc((nuint)kernel.RegisterBytes, 64);
        NativeMemory.Clear(Registers, (nuint)kernel.RegisterBytes);
        LocalBytes = kernel.LocalBytes;
        if (LocalBytes > 0)
        {
            Local = (byte*)NativeMemory.AlignedAlloc((nuint)(32L * LocalBytes), 64);
            NativeMemory.Clear(Local, (nuint)(32L * LocalBytes));
        }
    }

    public Worker Worker { get; }

    public Block Block { get; }

    public int Number { get; }

    public byte* Registers { get; private set; }

    /// <summary>The local memory, one lane's after the other.</summary>
    public byte* Local { get; private set; }

    public int LocalBytes { get; }

    /// <summary>Which bytes of the local memory of all lanes have been written, where that is checked.</summary>
    public InitializedBytes? LocalInitialized { get; set; }

    /// <summary>The lanes of the current instruction.</summary>
    public uint Mask;

    public uint Carry;

    /// <summary>The lanes that have not ended.</summary>
    public uint Live;

    public Split[] Splits = new Split[8];

    public int Depth;

    public WarpState State;

    /// <summary>Counts what orders the accesses of the lanes: shuffles, votes, barriers of the warp.</summary>
    public int Epoch;

    /// <summary>Whether a fence came after the last access, so that an atomic instruction makes what came before visible.</summary>
    public bool IsFenced;

    public void Start(uint lanes)
    {
        Live = lanes;
        Depth = 1;
        Splits[0] = new Split { Pc = 0, Mask = lanes, Join = -1 };
        State = lanes == 0 ? WarpState.Done : WarpState.Ready;
        Epoch = 0;
        IsFenced = false;
    }

    public void Push(int pc, uint mask, int join)
    {
        if (Depth == Splits.Length) Array.Resize(ref Splits, 2 * Depth);
        Splits[Depth++] = new Split { Pc = pc, Mask = mask, Join = join };
    }

    /// <summary>Brings a split that can run to the top: one whose lanes no split above has. False if all wait or have ended.</summary>
    public bool Select()
    {
        while (Depth > 0 && Splits[Depth - 1].Mask == 0) Depth--;
        if (Depth == 0)
        {
            State = WarpState.Done;
            return false;
        }

        var above = 0u;
        for (var i = Depth - 1; i >= 0; i--)
        {
            var split = Splits[i];
            if (split.Mask != 0 && (split.Mask & above) == 0 && split.Barrier == null)
            {
                for (var k = i; k < Depth - 1; k++) Splits[k] = Splits[k + 1];
                Splits[Depth - 1] = split;
                State = WarpState.Ready;
                return true;
            }

            above |= split.Mask;
        }

        State = WarpState.Waiting;
        return false;
    }

    public void End(uint lanes)
    {
        Live &= ~lanes;
        for (var i = 0; i < Depth; i++) Splits[i].Mask &= ~lanes;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Registers);
        if (Local != null) NativeMemory.AlignedFree(Local);
        Registers = null;
        Local = null;
    }

    /// <summary>The error of a lane, with everything that says where it happened.</summary>
    public CudaException Fault(Op* op, int lane, CudaError error, string what) =>
        new(error, $"{what}: {Place(op, lane)}");

    public string Place(Op* op, int lane)
    {
        var kernel = Worker.Launch.Kernel;
        var source = kernel.Sources[op->Source];
        var at = source.Location.Line == 0 ? "" : $" ({source.Location})";
        return $"kernel {kernel.Name}, PTX line {source.Line}{at}, block {Block.Index}, thread {Thread(lane)}";
    }

    public Dimension3 Thread(int lane) => Worker.Launch.Configuration.Block.At((32L * Number) + lane);
}

/// <summary>The state of one of the 16 barriers of a block.</summary>
internal struct Barrier
{
    public int Arrived;

    /// <summary>How many threads it takes; 0 for all that have not ended.</summary>
    public int Expected;

    public int Count;
    public int Total;
}

internal sealed unsafe class Block
{
    public Block(Worker worker)
    {
        var launch = worker.Launch;
        SharedBytes = launch.SharedBytes;
        Shared = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(SharedBytes, 16), 256);
        Warps = new Warp[(int)((launch.Configuration.Block.Count + 31) / 32)];
        for (var i = 0; i < Warps.Length; i++) Warps[i] = new Warp(worker, this, i);
    }

    public Warp[] Warps { get; }

    public byte* Shared { get; private set; }

    public int SharedBytes { get; }

    public Dimension3 Index { get; set; }

    public long Number { get; set; } = -1;

    public Barrier[] Barriers { get; } = new Barrier[16];

    /// <summary>Counts the barriers that all threads have passed.</summary>
    public int Epoch { get; set; }

    /// <summary>What the checks know of the block, where they are on.</summary>
    public BlockClock? Clock { get; set; }

    public bool IsDone
    {
        get
        {
            foreach (var warp in Warps)
            {
                if (warp.State != WarpState.Done) return false;
            }

            return true;
        }
    }

    public int LiveThreads
    {
        get
        {
            var count = 0;
            foreach (var warp in Warps) count += System.Numerics.BitOperations.PopCount(warp.Live);
            return count;
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Shared);
        Shared = null;
        foreach (var warp in Warps) warp.Dispose();
    }

    /// <summary>Lanes arrive at a barrier. Lets every thread go on where they were the last.</summary>
    public void Arrive(int barrier, int threads, int expected, int count)
    {
        ref var state = ref Barriers[barrier];
        state.Arrived += threads;
        state.Expected = expected;
        state.Count += count;
        state.Total += threads;
        Release(barrier);
    }

    /// <summary>Threads have ended: the others may be all that a barrier waits for.</summary>
    public void Release()
    {
        for (var i = 0; i < Barriers.Length; i++)
        {
            if (Barriers[i].Arrived > 0) Release(i);
        }
    }

    private void Release(int barrier)
    {
        ref var state = ref Barriers[barrier];
        var expected = state.Expected == 0 ? LiveThreads : state.Expected;
        if (state.Arrived < expected) return;
        Epoch++;
        foreach (var warp in Warps)
        {
            for (var i = 0; i < warp.Depth; i++)
            {
                ref var split = ref warp.Splits[i];
                if (split.Barrier == null || BarrierNumber(warp, split.Barrier) != barrier) continue;
                StoreReduction(warp, split, state);
                split.Barrier = null;
                if (warp.State == WarpState.Waiting) warp.State = WarpState.Ready;
            }
        }

        state = default;
    }

    public static int BarrierNumber(Warp warp, Op* op) =>
        (int)Elementwise.Load(warp.Registers, op->A, op->AWidth, System.Numerics.BitOperations.TrailingZeroCount(warp.Live)) & 15;

    private static void StoreReduction(Warp warp, Split split, Barrier state)
    {
        var op = split.Barrier;
        if (op->Mode < 2) return;
        var value = op->Mode switch
        {
            2 => (ulong)state.Count,
            3 => state.Count == state.Total ? 1UL : 0,
            _ => state.Count > 0 ? 1UL : 0,
        };
        for (var lane = 0; lane < 32; lane++)
        {
            if (((split.Mask >> lane) & 1) != 0) Elementwise.Store(warp.Registers, op->D, op->DWidth, lane, value);
        }
    }
}
