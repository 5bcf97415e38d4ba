// mma.sync: a warp multiplies two matrices whose elements lie in the registers of its lanes.

using System.Numerics;
using QuizKit.Cuda.Emulator.Arithmetic;
using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Execution;

/// <summary>
/// D = A·B + C with A of <paramref name="M"/> rows and <paramref name="K"/> columns, and B of 8 columns; <paramref name="Accumulator"/> is the type of
/// C and D. <paramref name="Unit"/> sums the products; it is null for integers, whose sums are exact, and for binary64.
/// </summary>
internal sealed record MatrixShape(int M, int K, PtxType Accumulator, PtxType A, PtxType B, MultiplyAccumulateUnit? Unit = null)
{
    public const int N = 8;

    /// <summary>The shapes and formats whose results on an NVIDIA H200 are recorded, and the other signs of the integers.</summary>
    public static readonly MatrixShape[] All =
    [
        new(16, 8, PtxType.F32, PtxType.F16, PtxType.F16, MultiplyAccumulateUnit.HopperBinary16),
        new(16, 16, PtxType.F32, PtxType.F16, PtxType.F16, MultiplyAccumulateUnit.HopperBinary16),
        new(16, 16, PtxType.F16, PtxType.F16, PtxType.F16, MultiplyAccumulateUnit.HopperBinary16Only),
        new(16, 8, PtxType.F32, PtxType.BF16, PtxType.BF16, MultiplyAccumulateUnit.HopperBFloat16),
        new(16, 16, PtxType.F32, PtxType.BF16, PtxType.BF16, MultiplyAccumulateUnit.HopperBFloat16),
        new(16, 4, PtxType.F32, PtxType.TF32, PtxType.TF32, MultiplyAccumulateUnit.HopperTF32),
        new(16, 8, PtxType.F32, PtxType.TF32, PtxType.TF32, MultiplyAccumulateUnit.HopperTF32),
        new(16, 32, PtxType.F32, PtxType.E4M3, PtxType.E4M3, MultiplyAccumulateUnit.HopperFloat8),
        new(16, 32, PtxType.F32, PtxType.E5M2, PtxType.E5M2, MultiplyAccumulateUnit.HopperFloat8),
        new(16, 32, PtxType.S32, PtxType.S8, PtxType.S8),
        new(16, 32, PtxType.S32, PtxType.S8, PtxType.U8),
        new(16, 32, PtxType.S32, PtxType.U8, PtxType.S8),
        new(16, 32, PtxType.S32, PtxType.U8, PtxType.U8),
        new(8, 4, PtxType.F64, PtxType.F64, PtxType.F64),
        new(16, 8, PtxType.F64, PtxType.F64, PtxType.F64),
        new(16, 16, PtxType.F64, PtxType.F64, PtxType.F64),
    ];

    public string Name => $"m{M}n{N}k{K}";

    /// <summary>The type of the registers of A and B.</summary>
    public PtxType OperandRegister => A == PtxType.F64 ? PtxType.B64 : PtxType.B32;

    public PtxType AccumulatorRegister => Accumulator == PtxType.F64 ? PtxType.B64 : PtxType.B32;

    /// <summary>The elements of A or B that one register holds.</summary>
    public int OperandsPerRegister => OperandRegister.Bits / A.Bits;

    public int AccumulatorsPerRegister => AccumulatorRegister.Bits / Accumulator.Bits;

    public int ARegisters => M * K / 32 / OperandsPerRegister;

    public int BRegisters => N * K / 32 / OperandsPerRegister;

    public int CRegisters => M * N / 32 / AccumulatorsPerRegister;

    /// <summary>The place in the dot product of an element of A or B, by its register along K. That of formats of 8 bits is the place at which the
    /// unit takes it: it takes the lower half of each register first, widened to two numbers of 16 bits, and then the upper half.</summary>
    public int Place(int lane, int register, int element)
    {
        var k = (((register * 4) + (lane & 3)) * OperandsPerRegister) + element;
        return OperandsPerRegister == 4 ? ((k >> 2) << 1) + (k & 1) + ((k & 2) != 0 ? K / 2 : 0) : k;
    }
}

internal static unsafe class MatrixOps
{
    /// <summary>The registers of D, A, B and C follow each other in the kernel's vectors. <see cref="Op.Mode"/> is the place in the list of shapes.</summary>
    public static void Multiply(Warp warp, Op* op)
    {
        ReportMissingLanes(warp, op);
        var shape = MatrixShape.All[op->Mode];
        ReadOnlySpan<VectorSlot> vectors = warp.Worker.Launch.Kernel.Vectors.AsSpan(op->Vector);
        var d = vectors[..shape.CRegisters];
        var a = vectors[d.Length..][..shape.ARegisters];
        var b = vectors[(d.Length + a.Length)..][..shape.BRegisters];
        var c = vectors[(d.Length + a.Length + b.Length)..][..shape.CRegisters];

        // A by rows, B by columns: each dot product is one of two runs of K elements.
        Span<ulong> rows = stackalloc ulong[shape.M * shape.K];
        Span<ulong> columns = stackalloc ulong[MatrixShape.N * shape.K];
        Span<ulong> results = stackalloc ulong[shape.M * MatrixShape.N];
        LoadOperands(warp, shape, a, shape.M / 8, rows);
        LoadOperands(warp, shape, b, 1, columns);
        for (var lane = 0; lane < 32; lane++)
        {
            for (var i = 0; i < c.Length * shape.AccumulatorsPerRegister; i++)
            {
                var (register, place) = Math.DivRem(i, shape.AccumulatorsPerRegister);
                results[Result(lane, i)] = Element(Load(warp, c[register], lane), place, shape.Accumulator);
            }
        }

        if (shape.Unit is { } unit) Sum(unit, shape, rows, columns, results);
        else if (shape.A == PtxType.F64) SumBinary64(shape, rows, columns, results);
        else SumIntegers(op, shape, rows, columns, results);

        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            for (var register = 0; register < d.Length; register++)
            {
                ulong value = 0;
                for (var i = 0; i < shape.AccumulatorsPerRegister; i++)
                {
                    value |= results[Result(lane, (register * shape.AccumulatorsPerRegister) + i)] << (i * shape.Accumulator.Bits);
                }

                Elementwise.Store(warp.Registers, d[register].Offset, d[register].Width, lane, value);
            }
        }
    }

    private static void ReportMissingLanes(Warp warp, Op* op)
    {
        if (warp.Mask == Warp.All || warp.Worker.Checker is not { } checker) return;
        checker.Report(
            FindingKind.InactiveLane, warp, op, BitOperations.TrailingZeroCount(warp.Mask), 0,
            $"lane {BitOperations.TrailingZeroCount(~warp.Mask)} does not execute the instruction, which needs all 32 lanes of the warp");
    }

    /// <summary>The registers of a lane that does not take part count as zero.</summary>
    private static ulong Load(Warp warp, VectorSlot slot, int lane) =>
        ((warp.Mask >> lane) & 1) != 0 ? Elementwise.Load(warp.Registers, slot.Offset, slot.Width, lane) : 0;

    private static ulong Element(ulong register, int element, PtxType type) =>
        (register >> (element * type.Bits)) & (ulong.MaxValue >> (64 - type.Bits));

    /// <summary>Where in D, row by row, an element of a lane lies.</summary>
    private static int Result(int lane, int element) =>
        (((lane >> 2) + (8 * (element >> 1))) * MatrixShape.N) + (2 * (lane & 3)) + (element & 1);

    /// <summary>The elements of A, whose registers alternate between blocks of eight rows, or of B, whose columns take the place of one such block.</summary>
    private static void LoadOperands(Warp warp, MatrixShape shape, ReadOnlySpan<VectorSlot> registers, int blocks, Span<ulong> elements)
    {
        for (var lane = 0; lane < 32; lane++)
        {
            for (var register = 0; register < registers.Length; register++)
            {
                var value = Load(warp, registers[register], lane);
                var line = (lane >> 2) + (8 * (register % blocks));
                for (var i = 0; i < shape.OperandsPerRegister; i++)
                {
                    elements[(line * shape.K) + shape.Place(lane, register / blocks, i)] = Element(value, i, shape.A);
                }
            }
        }
    }

    private static void Sum(
        MultiplyAccumulateUnit unit, MatrixShape shape, ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> columns, Span<ulong> results)
    {
        Span<Exact> a = stackalloc Exact[rows.Length];
        Span<Exact> b = stackalloc Exact[columns.Length];
        for (var i = 0; i < a.Length; i++) a[i] = Unpack(unit, shape.A, rows[i]);
        for (var i = 0; i < b.Length; i++) b[i] = Unpack(unit, shape.B, columns[i]);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = unit.Sum(
                a.Slice(i / MatrixShape.N * shape.K, shape.K), b.Slice(i % MatrixShape.N * shape.K, shape.K), results[i]);
        }
    }

    /// <summary>An operand as the unit takes it: binary16 for formats of 8 bits, the upper 19 bits of tf32.</summary>
    private static Exact Unpack(MultiplyAccumulateUnit unit, PtxType type, ulong bits) => unit.Operand.Unpack(type switch
    {
        PtxType.E4M3 or PtxType.E5M2 => Float8.Widen((byte)bits, type == PtxType.E4M3),
        PtxType.TF32 => bits >> 13,
        _ => bits,
    });

    /// <summary>A chain of fused multiply-adds, from the first product to the last.</summary>
    private static void SumBinary64(MatrixShape shape, ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> columns, Span<ulong> results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            for (var k = 0; k < shape.K; k++)
            {
                var (a, b) = (rows[(i / MatrixShape.N * shape.K) + k], columns[(i % MatrixShape.N * shape.K) + k]);
                results[i] = FloatScalars.FusedMultiplyAdd64(a, b, results[i]);
            }
        }
    }

    private static void SumIntegers(
        Op* op, MatrixShape shape, ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> columns, Span<ulong> results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            long sum = (int)results[i];
            for (var k = 0; k < shape.K; k++)
            {
                var (a, b) = (rows[(i / MatrixShape.N * shape.K) + k], columns[(i % MatrixShape.N * shape.K) + k]);
                sum += Integer(shape.A, a) * Integer(shape.B, b);
            }

            if (op->Saturate) sum = Math.Clamp(sum, int.MinValue, int.MaxValue);
            results[i] = (uint)sum;
        }
    }

    private static long Integer(PtxType type, ulong bits) => type == PtxType.S8 ? (sbyte)bits : (long)bits;
}
