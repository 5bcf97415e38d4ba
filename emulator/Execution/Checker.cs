// Checks each access, barrier and shuffle of a launch.

using QuizKit.Cuda.Emulator.Memory;

namespace QuizKit.Cuda.Emulator.Execution;

/// <summary>What accessed four bytes of memory last, and when.</summary>
internal struct Cell
{
    public AccessRecord Write;
    public AccessRecord Read;

    /// <summary>The last read by another thread than that of <see cref="Read"/>.</summary>
    public AccessRecord OtherRead;
}

/// <summary>
/// An access, by a thread of a block, whose number counts from 1; 0 stands for none. When it was: how many barriers the block had passed, how
/// often it had published its writes, and how many instructions had synchronized the warp.
/// </summary>
internal readonly record struct AccessRecord(
    long Block, int Thread, int Epoch, int Time, int WarpEpoch, byte Bytes, bool IsAtomic, int Source)
{
    /// <summary>Whether an access by the same thread at the same time reached these bytes already.</summary>
    public bool Repeats(in AccessRecord now) =>
        Thread == now.Thread && Block == now.Block && Epoch == now.Epoch && Time == now.Time && WarpEpoch == now.WarpEpoch
        && IsAtomic == now.IsAtomic && (Bytes & now.Bytes) == now.Bytes;
}

/// <summary>What a block knows of the writes of others.</summary>
internal sealed class BlockClock
{
    public int Time { get; set; } = 1;

    public Dictionary<long, int> Seen { get; } = [];

    /// <summary>Which bytes of the shared memory have been written, and who accessed each four bytes of it.</summary>
    public required InitializedBytes SharedInitialized { get; init; }

    public required Cell[] Shared { get; init; }
}

internal sealed unsafe class Checker(CompiledKernel kernel, List<Finding> findings)
{
    private const int PageCells = 1024;

    private readonly Dictionary<ulong, Cell[]> _global = [];

    // The page that was asked for last.
    private ulong _pageNumber = ulong.MaxValue;
    private Cell[] _page = [];

    /// <summary>What the blocks that have published through an address knew then.</summary>
    private readonly Dictionary<ulong, Dictionary<long, int>> _published = [];

    public void Report(FindingKind kind, Warp warp, Op* op, int lane, ulong address, string message)
    {
        var source = kernel.Sources[op->Source];
        foreach (var earlier in findings)
        {
            if (earlier.Kind == kind && earlier.Line == source.Line && earlier.Kernel == kernel.Name) return;
        }

        var (block, thread) = (warp.Block.Index, warp.Thread(lane));
        findings.Add(new Finding(kind, kernel.Name, source.Line, source.Location.ToString(), block, thread, address, message));
    }

    public static void Start(Block block)
    {
        block.Clock = new BlockClock
        {
            SharedInitialized = new InitializedBytes(block.SharedBytes),
            Shared = new Cell[(block.SharedBytes + 3) / 4],
        };
        foreach (var warp in block.Warps) warp.LocalInitialized = new InitializedBytes(32L * warp.LocalBytes);
    }

    public void Local(Warp warp, Op* op, int lane, int offset, int bytes, Access access)
    {
        var initialized = warp.LocalInitialized!;
        var at = (ulong)(((long)lane * warp.LocalBytes) + offset);
        if (access != Access.Write && !initialized.Contains(at, bytes))
        {
            Unwritten(warp, op, lane, (ulong)offset, bytes, "local");
        }

        if (access != Access.Read) initialized.Mark(at, bytes);
    }

    public void Shared(Warp warp, Op* op, int lane, int offset, int bytes, Access access)
    {
        var clock = warp.Block.Clock!;
        var initialized = clock.SharedInitialized;
        if (access != Access.Write && !initialized.Contains((ulong)offset, bytes))
        {
            Unwritten(warp, op, lane, (ulong)offset, bytes, "shared");
        }

        if (access != Access.Read) initialized.Mark((ulong)offset, bytes);
        for (var cell = offset / 4; cell <= (offset + bytes - 1) / 4; cell++)
        {
            Record(ref clock.Shared[cell], warp, op, lane, (ulong)(4 * cell), Touched(offset, bytes, 4 * cell), access, "shared ");
        }
    }

    public void Global(Warp warp, Op* op, int lane, Allocation allocation, ulong address, int bytes, Access access)
    {
        if (allocation.Initialized is { } initialized)
        {
            var offset = address - allocation.Address;
            if (access != Access.Write && !initialized.Contains(offset, bytes))
            {
                Unwritten(warp, op, lane, address, bytes, "global");
            }

            if (access != Access.Read) initialized.Mark(offset, bytes);
        }

        if (access == Access.Atomic) Publish(warp, address);
        for (var cell = address / 4; cell <= (address + (ulong)bytes - 1) / 4; cell++)
        {
            var bytesOfCell = Touched((long)(address - (4 * cell)), bytes, 0);
            Record(ref PageOf(cell)[cell % PageCells], warp, op, lane, 4 * cell, bytesOfCell, access, "");
        }
    }

    private Cell[] PageOf(ulong cell)
    {
        var number = cell / PageCells;
        if (number == _pageNumber) return _page;
        if (!_global.TryGetValue(number, out var page)) _global.Add(number, page = new Cell[PageCells]);
        (_pageNumber, _page) = (number, page);
        return page;
    }

    private void Unwritten(Warp warp, Op* op, int lane, ulong address, int bytes, string space) => Report(
        FindingKind.Uninitialized, warp, op, lane, address,
        $"a read of {bytes} bytes of {space} memory at 0x{address:x} that nothing has written");

    /// <summary>The bytes of a cell that an access touches, as bits.</summary>
    private static byte Touched(long offset, int bytes, long cell)
    {
        var (first, last) = (Math.Max(offset - cell, 0), Math.Min(offset + bytes - cell, 4));
        return (byte)((1 << (int)last) - (1 << (int)first));
    }

    /// <summary>An atomic instruction takes over what others have published through the address, and after a fence publishes in turn.</summary>
    private void Publish(Warp warp, ulong address)
    {
        var clock = warp.Block.Clock!;
        if (!_published.TryGetValue(address, out var known)) _published.Add(address, known = []);
        Merge(clock.Seen, known);
        if (!warp.IsFenced) return;
        Merge(known, clock.Seen);
        known[warp.Block.Number + 1] = clock.Time;
        clock.Time++;
    }

    private static void Merge(Dictionary<long, int> into, Dictionary<long, int> from)
    {
        foreach (var (block, time) in from)
        {
            if (into.GetValueOrDefault(block) < time) into[block] = time;
        }
    }

    private void Record(ref Cell cell, Warp warp, Op* op, int lane, ulong address, byte bytes, Access access, string space)
    {
        var clock = warp.Block.Clock!;
        var thread = (32 * warp.Number) + lane;
        var now = new AccessRecord(
            warp.Block.Number + 1, thread, warp.Block.Epoch, clock.Time, warp.Epoch, bytes, access == Access.Atomic, op->Source);
        if (access == Access.Read ? cell.Read.Repeats(now) : cell.Read.Block == 0 && cell.Write.Repeats(now)) return;
        if (IsConcurrent(cell.Write, now, clock)) ReportRace(cell.Write, "written", now, warp, op, lane, address, access, space);
        if (access == Access.Read)
        {
            if (cell.Read.Thread != now.Thread || cell.Read.Block != now.Block) cell.OtherRead = cell.Read;
            cell.Read = now;
            return;
        }

        if (IsConcurrent(cell.Read, now, clock)) ReportRace(cell.Read, "read", now, warp, op, lane, address, access, space);
        if (IsConcurrent(cell.OtherRead, now, clock)) ReportRace(cell.OtherRead, "read", now, warp, op, lane, address, access, space);
        cell = new Cell { Write = now };
    }

    /// <summary>Whether nothing orders an earlier access and this one, by another thread, to the same bytes.</summary>
    private static bool IsConcurrent(in AccessRecord earlier, in AccessRecord now, BlockClock clock)
    {
        if (earlier.Block == 0 || (earlier.Bytes & now.Bytes) == 0 || (earlier.IsAtomic && now.IsAtomic)) return false;
        if (earlier.Block != now.Block) return clock.Seen.GetValueOrDefault(earlier.Block) < earlier.Time;
        if (earlier.Thread == now.Thread || earlier.Epoch != now.Epoch || earlier.Time != now.Time) return false;
        return earlier.Thread / 32 != now.Thread / 32 || earlier.WarpEpoch == now.WarpEpoch;
    }

    private void ReportRace(
        AccessRecord earlier, string what, AccessRecord now, Warp warp, Op* op, int lane, ulong address, Access access, string space)
    {
        var configuration = warp.Worker.Launch.Configuration;
        var other = configuration.Block.At(earlier.Thread);
        var block = configuration.Grid.At(earlier.Block - 1);
        var whose = earlier.Block == now.Block ? $"thread {other}" : $"thread {other} of block {block}";
        var here = access == Access.Read ? "read" : "written";
        Report(
            FindingKind.Race, warp, op, lane, address,
            $"{space}memory at 0x{address:x} is {here} here and was {what} by {whose} at PTX line {kernel.Sources[earlier.Source].Line}, " +
            "and nothing orders the two");
    }
}
