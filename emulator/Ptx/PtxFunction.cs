// A parsed PTX text: its functions, variables and instructions, each with its line.

namespace QuizKit.Cuda.Emulator.Ptx;

internal enum PtxSpace : byte
{
    Generic,
    Global,
    Const,
    Shared,
    Local,
    Param,
}

internal sealed record PtxRegister(string Name, PtxType Type);

/// <summary>A variable in memory. An array without a size, as extern .shared has one, has 0 bytes.</summary>
internal sealed record PtxVariable(string Name, PtxSpace Space, int Bytes, int Alignment, byte[]? Initial = null, bool IsExternal = false)
{
    /// <summary>Where it lies: an address of a global or constant variable, an offset in its space of any other.</summary>
    public ulong Address { get; set; }
}

internal enum PtxOperandKind : byte
{
    Register,
    Immediate,
    Special,
    Variable,
    Label,
    Address,
    Vector,
    Sink,
}

/// <summary>An operand; <see cref="Second"/> is what follows a bar, as in <c>d|p</c>.</summary>
internal sealed record PtxOperand(PtxOperandKind Kind)
{
    public PtxRegister? Register { get; init; }

    public PtxVariable? Variable { get; init; }

    /// <summary>The name of a special register, a label or a function.</summary>
    public string Name { get; init; } = "";

    /// <summary>The bits of a number.</summary>
    public ulong Value { get; init; }

    public bool IsFloat { get; init; }

    public bool IsSingle { get; init; }

    /// <summary>What is added to an address.</summary>
    public long Offset { get; init; }

    public bool IsNegated { get; init; }

    public IReadOnlyList<PtxOperand> Elements { get; init; } = [];

    public PtxOperand? Second { get; init; }
}

/// <summary>Where in the source of the compiler an instruction comes from.</summary>
internal readonly record struct PtxLocation(string File, int Line)
{
    public override string ToString() => Line == 0 ? "" : $"{File}:{Line}";
}

internal sealed record PtxInstruction(
    int Line, PtxLocation Location, PtxRegister? Guard, bool IsGuardNegated, string Opcode, IReadOnlyList<PtxOperand> Operands)
{
    /// <summary>The operands of a call: results, function, arguments.</summary>
    public PtxCall? Call { get; init; }
}

internal sealed record PtxCall(IReadOnlyList<PtxOperand> Results, string Function, IReadOnlyList<PtxOperand> Arguments);

internal sealed record PtxFunction(string Name, bool IsEntry, int Line)
{
    public List<PtxVariable> Results { get; } = [];

    public List<PtxVariable> Parameters { get; } = [];

    /// <summary>The variables of the body: shared, local and parameters of calls.</summary>
    public List<PtxVariable> Variables { get; } = [];

    public List<PtxInstruction> Instructions { get; } = [];

    /// <summary>The instruction that each label stands before.</summary>
    public Dictionary<string, int> Labels { get; } = [];

    /// <summary>The labels of each .branchtargets directive.</summary>
    public Dictionary<string, IReadOnlyList<string>> BranchTargets { get; } = [];

    public bool HasBody { get; set; }

    /// <summary>The most threads of a block that .maxntid or .reqntid allows; 0 without a limit.</summary>
    public int MaximumThreads { get; set; }
}
