// A decoded instruction: what to run and where its operands lie in a warp's registers.

using QuizKit.Cuda.Emulator.Arithmetic;
using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Execution;

/// <summary>How an operand lies in a warp's registers: a predicate is one word of 32 bits, any other register has 32 numbers.</summary>
internal enum Width : byte
{
    Predicate,
    Bits16,
    Bits32,
    Bits64,
}

/// <summary>What the loop over the instructions of a warp has to do.</summary>
internal enum OpKind : byte
{
    /// <summary>Runs <see cref="Op.Run"/> and goes on.</summary>
    Simple,
    Join,
    Branch,
    IndexedBranch,
    Exit,
    Barrier,
    Trap,

    /// <summary>As <see cref="Simple"/>; but other warps may go first, where a schedule decides it.</summary>
    Atomic,
}

internal enum Compare : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    EqualOrUnordered,
    NotEqualOrUnordered,
    LessOrUnordered,
    LessOrEqualOrUnordered,
    GreaterOrUnordered,
    GreaterOrEqualOrUnordered,
    Ordered,
    Unordered,
}

internal enum Combine : byte
{
    None,
    And,
    Or,
    Xor,
}

internal unsafe struct Op
{
    public delegate*<Warp, Op*, void> Run;

    /// <summary>The value of one lane, for instructions that <see cref="Elementwise"/> runs lane by lane.</summary>
    public delegate*<ulong, ulong, ulong, ulong, Op*, ulong> Scalar;

    public int D;
    public int D2;
    public int A;
    public int B;
    public int C;
    public int E;
    public Width DWidth;
    public Width D2Width;
    public Width AWidth;
    public Width BWidth;
    public Width CWidth;
    public Width EWidth;
    public OpKind Kind;
    public PtxType Type;
    public PtxType Type2;
    public Rounding Rounding;
    public Compare Compare;
    public Combine Combine;
    public PtxSpace Space;
    public bool Flush;
    public bool Saturate;
    public bool PropagatesNaN;
    public bool IsGuardNegated;
    public bool IsNegated;

    /// <summary>The guarding predicate, or -1.</summary>
    public int Guard;

    /// <summary>Whatever else the instruction has: an operation, a table, a mode.</summary>
    public int Mode;

    public int Count;

    /// <summary>Added to an address; or a constant.</summary>
    public long Offset;

    /// <summary>Where a branch leads.</summary>
    public int Target;

    /// <summary>Where the lanes of a branch meet again; -1 where they do not before they end.</summary>
    public int Join;

    /// <summary>Its number in the kernel's list of source instructions, and of what is counted.</summary>
    public int Source;

    /// <summary>Where the registers of a vector operand are listed.</summary>
    public int Vector;

    /// <summary>Whether the first <see cref="Count"/> registers of the vector are results.</summary>
    public bool WritesVector;
}
