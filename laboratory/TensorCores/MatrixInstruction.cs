// mma.sync on a CUDA device: PTX text that the driver loads, and dot products in the places where the instruction takes them.

using System.Globalization;
using ILGPU.Runtime.Cuda;
using QuizKit.Cuda.Emulator.Arithmetic;

namespace QuizKit.Laboratory.TensorCores;

/// <summary>A form of <c>mma.sync</c> with binary32 accumulators: A has 16 rows, B has 8 columns.</summary>
/// <param name="Operand">The format of A and B.</param>
/// <param name="K">The columns of A: the length of a dot product.</param>
/// <param name="Capability">The compute capability that it needs, times ten (PTX ISA, "mma").</param>
/// <param name="PtxVersion">The PTX version that has it.</param>
internal sealed record MatrixInstruction(OperandFormat Operand, int K, int Capability, string PtxVersion)
{
    /// <summary>The forms that are tried. Of those of one format, a device uses the first that it has.</summary>
    public static IReadOnlyList<MatrixInstruction> All { get; } =
    [
        new(OperandFormat.Binary16, 16, 80, "7.0"),
        new(OperandFormat.Binary16, 8, 75, "6.5"),
        new(OperandFormat.BFloat16, 16, 80, "7.0"),
        new(OperandFormat.TF32, 8, 80, "7.0"),
        new(OperandFormat.E4M3, 32, 89, "8.4"),
        new(OperandFormat.E5M2, 32, 89, "8.4"),
    ];

    /// <summary>The dot products of a warp: one for each column of B.</summary>
    private const int ProblemsOfWarp = 8;

    public string Name => $"mma.sync.aligned.m16n8k{K}.row.col.f32.{Operand.PtxType}.{Operand.PtxType}.f32";

    private int PerRegister => 32 / Operand.Bits;

    private int ARegisters => 16 * K / 32 / PerRegister;

    private int BRegisters => 8 * K / 32 / PerRegister;

    /// <summary>The words that a lane loads: its registers of A, of B and of C.</summary>
    private int Inputs => ARegisters + BRegisters + 4;

    internal int WordsOfWarp => 32 * Inputs;

    /// <summary>A kernel in which each warp executes the instruction once.</summary>
    public string Ptx
    {
        get
        {
            var loads = string.Concat(Enumerable.Range(0, Inputs).Select(i =>
                $"    ld.global.b32 {Register(i)}, [input+{i * 4}];\n"));
            var stores = string.Concat(Enumerable.Range(0, 4).Select(i => $"    st.global.f32 [output+{i * 4}], d{i};\n"));
            return string.Create(CultureInfo.InvariantCulture, $$"""
                .version {{PtxVersion}}
                .target sm_{{Capability}}
                .address_size 64

                .visible .entry multiply(.param .u64 inputs, .param .u64 outputs)
                {
                    .reg .b32 block, lane;
                    .reg .b64 input, output;
                    .reg .b32 a<{{ARegisters}}>, b<{{BRegisters}}>;
                    .reg .f32 c<4>, d<4>;
                    mov.u32 block, %ctaid.x;
                    mov.u32 lane, %tid.x;
                    mad.lo.s32 lane, block, 32, lane;
                    ld.param.u64 input, [inputs];
                    cvta.to.global.u64 input, input;
                    mad.wide.u32 input, lane, {{Inputs * 4}}, input;
                    ld.param.u64 output, [outputs];
                    cvta.to.global.u64 output, output;
                    mad.wide.u32 output, lane, 16, output;

                """) + loads.Replace("b32 c", "f32 c", StringComparison.Ordinal)
                + $"    {Name} {Group('d', 4)}, {Group('a', ARegisters)}, {Group('b', BRegisters)}, {Group('c', 4)};\n"
                + stores + "    ret;\n}\n";
        }
    }

    /// <summary>Opens the instruction on a device.</summary>
    /// <exception cref="CudaException">The driver does not know it.</exception>
    public LoadedInstruction Load(CudaAccelerator accelerator) => new(this, accelerator);

    private string Register(int input) => input < ARegisters ? $"a{input}"
        : input < ARegisters + BRegisters ? $"b{input - ARegisters}"
        : $"c{input - ARegisters - BRegisters}";

    private static string Group(char letter, int count) =>
        "{" + string.Join(", ", Enumerable.Range(0, count).Select(i => $"{letter}{i}")) + "}";

    /// <summary>The words that the kernel loads: each warp takes eight dot products.</summary>
    internal uint[] Pack(ReadOnlySpan<DotProblem> problems)
    {
        var words = new uint[(problems.Length + ProblemsOfWarp - 1) / ProblemsOfWarp * WordsOfWarp];
        for (var first = 0; first < problems.Length; first += ProblemsOfWarp)
        {
            PackWarp(
                problems.Slice(first, Math.Min(ProblemsOfWarp, problems.Length - first)),
                words.AsSpan(first / ProblemsOfWarp * WordsOfWarp, WordsOfWarp));
        }

        return words;
    }

    /// <summary>The results among the words that the kernel stores.</summary>
    internal static ulong[] Unpack(uint[] words, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var (lane, element) = ResultOf(i % ProblemsOfWarp);
            return (ulong)words[(((i / ProblemsOfWarp * 32) + lane) * 4) + element];
        }),
    ];

    /// <summary>The dot products are of row i of A and column i of B.</summary>
    private void PackWarp(ReadOnlySpan<DotProblem> problems, Span<uint> words)
    {
        for (var lane = 0; lane < 32; lane++)
        {
            var own = words.Slice(lane * Inputs, Inputs);
            var line = lane >> 2;
            if (line >= problems.Length) continue;
            var problem = problems[line];

            // Of A, every other register is of the rows from 8 on, which stay zero.
            for (var register = 0; register < ARegisters; register += 2) own[register] = Word(problem.A, lane, register / 2);
            for (var register = 0; register < BRegisters; register++) own[ARegisters + register] = Word(problem.B, lane, register);
            if (ResultOf(line) is var (owner, element) && owner == lane) own[ARegisters + BRegisters + element] = (uint)problem.C;
        }
    }

    /// <summary>The lane and the element of its registers of C and D where row i meets column i, for i below 8.</summary>
    private static (int Lane, int Element) ResultOf(int line) => ((line * 4) + (line / 2), line % 2);

    private uint Word(ulong[] elements, int lane, int register)
    {
        uint word = 0;
        var first = ((register * 4) + (lane & 3)) * PerRegister;
        for (var i = 0; i < PerRegister; i++) word |= (uint)elements[first + i] << (i * Operand.Bits);
        return word;
    }
}

/// <summary>A form of <c>mma.sync</c> that a device has loaded.</summary>
internal sealed class LoadedInstruction : IDisposable
{
    private readonly MatrixInstruction _instruction;
    private readonly CudaAccelerator _accelerator;
    private readonly nint _module;
    private readonly nint _function;

    internal LoadedInstruction(MatrixInstruction instruction, CudaAccelerator accelerator)
    {
        (_instruction, _accelerator) = (instruction, accelerator);
        accelerator.Bind();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.LoadModule(out _module, instruction.Ptx));
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.GetModuleFunction(out _function, _module, "multiply"));
    }

    /// <summary>The unit that executes the instruction.</summary>
    public DotUnit Unit => new(_instruction.Operand, FloatFormat.Binary32, _instruction.K, Compute);

    public void Dispose()
    {
        _accelerator.Bind();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.DestroyModule(_module));
    }

    private ulong[] Compute(IReadOnlyList<DotProblem> problems)
    {
        var words = _instruction.Pack([.. problems]);
        var warps = words.Length / _instruction.WordsOfWarp;
        using var inputs = _accelerator.Allocate1D(words);
        using var outputs = _accelerator.Allocate1D<uint>(warps * 32 * 4);
        Launch(warps, inputs.NativePtr, outputs.NativePtr);
        return MatrixInstruction.Unpack(outputs.GetAsArray1D(), problems.Count);
    }

    private unsafe void Launch(int warps, nint inputs, nint outputs)
    {
        _accelerator.Bind();
        var stream = (CudaStream)_accelerator.DefaultStream;
        var arguments = stackalloc void*[] { &inputs, &outputs };
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.LaunchKernel(
            _function, warps, 1, 1, 32, 1, 1, 0, stream.StreamPtr, (nint)arguments, 0));
        stream.Synchronize();
    }
}
