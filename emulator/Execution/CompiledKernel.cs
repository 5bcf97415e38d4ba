// A kernel ready to run: its decoded instructions and what a warp's registers begin with.

using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Execution;

/// <summary>A register of a vector operand.</summary>
internal readonly record struct VectorSlot(int Offset, Width Width);

/// <summary>A number that every lane of a register begins with.</summary>
internal readonly record struct Constant(int Offset, Width Width, ulong Value);

/// <summary>A register that the hardware sets, such as %tid.x.</summary>
internal readonly record struct SpecialRegister(int Offset, string Name);

internal sealed unsafe class CompiledKernel
{
    public required string Name { get; init; }

    public required Op[] Ops { get; init; }

    public required PtxInstruction[] Sources { get; init; }

    public required VectorSlot[] Vectors { get; init; }

    public required Constant[] Constants { get; init; }

    public required SpecialRegister[] Specials { get; init; }

    public required int[][] BranchTables { get; init; }

    public required int RegisterBytes { get; init; }

    public required int LocalBytes { get; init; }

    public required int StaticSharedBytes { get; init; }
}
