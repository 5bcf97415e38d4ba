// What the checks find in a kernel.

namespace QuizKit.Cuda.Emulator;

/// <summary>A kind of fault.</summary>
public enum FindingKind
{
    /// <summary>An access outside of every allocation.</summary>
    OutOfBounds,

    /// <summary>An access whose address is not a multiple of its size.</summary>
    Misaligned,

    /// <summary>An access to memory that has been freed.</summary>
    UseAfterFree,

    /// <summary>A read of memory that nothing has written.</summary>
    Uninitialized,

    /// <summary>Two accesses to the same memory, one of them a write, that nothing orders.</summary>
    Race,

    /// <summary>A barrier that not all threads of a warp, or of a block, execute.</summary>
    DivergentBarrier,

    /// <summary>An exchange with a lane that does not execute the instruction.</summary>
    InactiveLane,
}

/// <summary>A fault of a kernel, or of a copy to the host.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Kernel">The kernel; for a copy, the last one that was launched before, or nothing.</param>
/// <param name="Line">The line in the PTX text; 0 for a copy.</param>
/// <param name="Source">The file and line that the PTX text names; empty without debug information.</param>
/// <param name="Block">The block.</param>
/// <param name="Thread">The thread in the block.</param>
/// <param name="Address">The address, or the offset in shared or local memory; 0 where there is none.</param>
/// <param name="Message">What happened.</param>
public sealed record Finding(
    FindingKind Kind, string Kernel, int Line, string Source, Dimension3 Block, Dimension3 Thread, ulong Address, string Message)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        if (Line == 0) return $"{Kind}: {Message}: after kernel {Kernel}";
        var source = Source.Length == 0 ? "" : $" ({Source})";
        return $"{Kind}: {Message}: kernel {Kernel}, PTX line {Line}{source}, block {Block}, thread {Thread}";
    }
}
