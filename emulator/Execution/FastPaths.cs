// The instructions that kernels execute most, for eight lanes (or four) at a time. Each gives the bits of its scalar.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using QuizKit.Cuda.Emulator.Arithmetic;
using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Execution;

internal static unsafe class FastPaths
{
    /// <summary>Replaces what an instruction runs, where there is a faster way.</summary>
    public static void Select(string root, ref Op op)
    {
        if (op.Flush || op.Saturate || op.PropagatesNaN || op.IsNegated) return;
        var run = (root, op.Type) switch
        {
            ("mov", _) when op.AWidth == op.DWidth && op.DWidth is Width.Bits32 or Width.Bits16
                && op.Type.Bits is 32 or 16 => Unary32<Copy32>(),
            ("mov", _) when op.AWidth == op.DWidth && op.DWidth is Width.Bits64 => Unary64<Copy64>(),
            ("add" or "sub" or "mul" or "fma" or "div" or "sqrt" or "rcp" or "neg" or "abs", PtxType.F32) => Singles(root, ref op),
            ("add" or "sub" or "mul" or "fma" or "div" or "sqrt" or "neg", PtxType.F64) => Doubles(root, ref op),
            ("setp", _) => Comparisons(ref op),
            ("selp", _) when op.Type.Bits == 32 && Are32(ref op) => &Select32,
            ("selp", _) when op.Type.Bits == 64 => &Select64,
            ("cvt", _) => Conversions(ref op),
            (_, PtxType.S32 or PtxType.U32 or PtxType.B32) => Integer32(root, ref op),
            (_, PtxType.S64 or PtxType.U64 or PtxType.B64) => Integer64(root, ref op),
            _ => null,
        };
        if (run != null) op.Run = run;
    }

    public static void SelectMemory(bool isLoad, ref Op op)
    {
        if (op.Count != 1 || op.AWidth != Width.Bits64 || op.Space is not (PtxSpace.Global or PtxSpace.Generic)) return;
        if (op.Type.Bits == 32 && op.DWidth == Width.Bits32) op.Run = isLoad ? &MemoryOps.LoadFast<uint> : &MemoryOps.StoreFast<uint>;
        if (op.Type.Bits == 64 && op.DWidth == Width.Bits64) op.Run = isLoad ? &MemoryOps.LoadFast<ulong> : &MemoryOps.StoreFast<ulong>;
    }

    private static bool Are32(ref Op op) => op.AWidth == Width.Bits32 && op.BWidth is Width.Bits32;

    // ----------------------------------------------------------------------------------------------------------------- lanes at once

    private interface IUnary<T>
        where T : unmanaged
    {
        static abstract Vector256<T> Apply(Vector256<T> a);
    }

    private interface IBinary<T>
        where T : unmanaged
    {
        static abstract Vector256<T> Apply(Vector256<T> a, Vector256<T> b);
    }

    private interface ITernary<T>
        where T : unmanaged
    {
        static abstract Vector256<T> Apply(Vector256<T> a, Vector256<T> b, Vector256<T> c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Lanes32(uint mask, int first)
    {
        var bits = Vector256.Create(1u, 2u, 4u, 8u, 16u, 32u, 64u, 128u);
        return Vector256.Equals(Vector256.Create(mask >> first) & bits, bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Lanes64(uint mask, int first)
    {
        var bits = Vector256.Create(1UL, 2UL, 4UL, 8UL);
        return Vector256.Equals(Vector256.Create((ulong)(mask >> first)) & bits, bits);
    }

    private static delegate*<Warp, Op*, void> Unary32<TOp>()
        where TOp : struct, IUnary<uint> => &RunUnary32<TOp>;

    private static void RunUnary32<TOp>(Warp warp, Op* op)
        where TOp : struct, IUnary<uint>
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (uint*)(r + op->D);
        var a = (uint*)(r + op->A);
        if (mask == Warp.All)
        {
            for (var i = 0; i < 32; i += 8) TOp.Apply(Vector256.Load(a + i)).Store(d + i);
            return;
        }

        for (var i = 0; i < 32; i += 8)
        {
            Vector256.ConditionalSelect(Lanes32(mask, i), TOp.Apply(Vector256.Load(a + i)), Vector256.Load(d + i)).Store(d + i);
        }
    }

    private static delegate*<Warp, Op*, void> Unary64<TOp>()
        where TOp : struct, IUnary<ulong> => &RunUnary64<TOp>;

    private static void RunUnary64<TOp>(Warp warp, Op* op)
        where TOp : struct, IUnary<ulong>
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (ulong*)(r + op->D);
        var a = (ulong*)(r + op->A);
        for (var i = 0; i < 32; i += 4)
        {
            var result = TOp.Apply(Vector256.Load(a + i));
            if (mask != Warp.All) result = Vector256.ConditionalSelect(Lanes64(mask, i), result, Vector256.Load(d + i));
            result.Store(d + i);
        }
    }

    private static delegate*<Warp, Op*, void> Binary32<TOp>()
        where TOp : struct, IBinary<uint> => &RunBinary32<TOp>;

    private static void RunBinary32<TOp>(Warp warp, Op* op)
        where TOp : struct, IBinary<uint>
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (uint*)(r + op->D);
        var a = (uint*)(r + op->A);
        var b = (uint*)(r + op->B);
        if (mask == Warp.All)
        {
            for (var i = 0; i < 32; i += 8) TOp.Apply(Vector256.Load(a + i), Vector256.Load(b + i)).Store(d + i);
            return;
        }

        for (var i = 0; i < 32; i += 8)
        {
            var result = TOp.Apply(Vector256.Load(a + i), Vector256.Load(b + i));
            Vector256.ConditionalSelect(Lanes32(mask, i), result, Vector256.Load(d + i)).Store(d + i);
        }
    }

    private static delegate*<Warp, Op*, void> Binary64<TOp>()
        where TOp : struct, IBinary<ulong> => &RunBinary64<TOp>;

    private static void RunBinary64<TOp>(Warp warp, Op* op)
        where TOp : struct, IBinary<ulong>
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (ulong*)(r + op->D);
        var a = (ulong*)(r + op->A);
        var b = (ulong*)(r + op->B);
        for (var i = 0; i < 32; i += 4)
        {
            var result = TOp.Apply(Vector256.Load(a + i), Vector256.Load(b + i));
            if (mask != Warp.All) result = Vector256.ConditionalSelect(Lanes64(mask, i), result, Vector256.Load(d + i));
            result.Store(d + i);
        }
    }

    private static delegate*<Warp, Op*, void> Ternary32<TOp>()
        where TOp : struct, ITernary<uint> => &RunTernary32<TOp>;

    private static void RunTernary32<TOp>(Warp warp, Op* op)
        where TOp : struct, ITernary<uint>
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (uint*)(r + op->D);
        var a = (uint*)(r + op->A);
        var b = (uint*)(r + op->B);
        var c = (uint*)(r + op->C);
        for (var i = 0; i < 32; i += 8)
        {
            var result = TOp.Apply(Vector256.Load(a + i), Vector256.Load(b + i), Vector256.Load(c + i));
            if (mask != Warp.All) result = Vector256.ConditionalSelect(Lanes32(mask, i), result, Vector256.Load(d + i));
            result.Store(d + i);
        }
    }

    private static delegate*<Warp, Op*, void> Ternary64<TOp>()
        where TOp : struct, ITernary<ulong> => &RunTernary64<TOp>;

    private static void RunTernary64<TOp>(Warp warp, Op* op)
        where TOp : struct, ITernary<ulong>
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (ulong*)(r + op->D);
        var a = (ulong*)(r + op->A);
        var b = (ulong*)(r + op->B);
        var c = (ulong*)(r + op->C);
        for (var i = 0; i < 32; i += 4)
        {
            var result = TOp.Apply(Vector256.Load(a + i), Vector256.Load(b + i), Vector256.Load(c + i));
            if (mask != Warp.All) result = Vector256.ConditionalSelect(Lanes64(mask, i), result, Vector256.Load(d + i));
            result.Store(d + i);
        }
    }

    // ---------------------------------------------------------------------------------------------------------------- binary32 numbers

    private static delegate*<Warp, Op*, void> Singles(string root, ref Op op)
    {
        if (op.Rounding != Rounding.Nearest) return null;
        return root switch
        {
            "add" => Binary32<AddSingle>(),
            "sub" => Binary32<SubtractSingle>(),
            "mul" => Binary32<MultiplySingle>(),
            "div" => Binary32<DivideSingle>(),
            "fma" when op.Mode == 0 => Ternary32<FusedSingle>(),
            "sqrt" => Unary32<SquareRootSingle>(),
            "rcp" => Unary32<ReciprocalSingle>(),
            "neg" => Unary32<NegateSingle>(),
            "abs" => Unary32<AbsoluteSingle>(),
            _ => null,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Canonical(Vector256<float> x) =>
        Vector256.ConditionalSelect(Vector256.Equals(x, x), x, Vector256.Create(0x7FFFFFFFu).AsSingle()).AsUInt32();

    private struct Copy32 : IUnary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a) => a;
    }

    private struct Copy64 : IUnary<ulong>
    {
        public static Vector256<ulong> Apply(Vector256<ulong> a) => a;
    }

    private struct AddSingle : IBinary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b) => Canonical(a.AsSingle() + b.AsSingle());
    }

    private struct SubtractSingle : IBinary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b) => Canonical(a.AsSingle() - b.AsSingle());
    }

    private struct MultiplySingle : IBinary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b) => Canonical(a.AsSingle() * b.AsSingle());
    }

    private struct DivideSingle : IBinary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b) => Canonical(a.AsSingle() / b.AsSingle());
    }

    private struct FusedSingle : ITernary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
            Canonical(Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()));
    }

    private struct SquareRootSingle : IUnary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a) => Canonical(Vector256.Sqrt(a.AsSingle()));
    }

    private struct ReciprocalSingle : IUnary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a) => Canonical(Vector256.Create(1f) / a.AsSingle());
    }

    private struct NegateSingle : IUnary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a) => Canonical((a ^ Vector256.Create(0x80000000u)).AsSingle());
    }

    private struct AbsoluteSingle : IUnary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a) => Canonical((a & Vector256.Create(0x7FFFFFFFu)).AsSingle());
    }

    // ---------------------------------------------------------------------------------------------------------------- binary64 numbers

    private static delegate*<Warp, Op*, void> Doubles(string root, ref Op op)
    {
        if (op.Rounding != Rounding.Nearest) return null;
        return root switch
        {
            "add" => &RunDouble<AddDouble>,
            "sub" => &RunDouble<SubtractDouble>,
            "mul" => &RunDouble<MultiplyDouble>,
            "div" => &RunDouble<DivideDouble>,
            "fma" when op.Mode == 0 => &RunDouble<FusedDouble>,
            "sqrt" => &RunDouble<SquareRootDouble>,
            "neg" => &RunDouble<NegateDouble>,
            _ => null,
        };
    }

    /// <summary>As the other ways to run lanes at once; but a result that is not a number depends on the operands: then lane by lane.</summary>
    private static void RunDouble<TOp>(Warp warp, Op* op)
        where TOp : struct, ITernary<ulong>
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (ulong*)(r + op->D);
        var a = (ulong*)(r + op->A);
        var b = (ulong*)(r + op->B);
        var c = (ulong*)(r + op->C);
        if (typeof(TOp) != typeof(FusedDouble)) c = a;
        if (typeof(TOp) == typeof(SquareRootDouble) || typeof(TOp) == typeof(NegateDouble)) b = a;
        var results = stackalloc ulong[32];
        var areNumbers = Vector256<double>.AllBitsSet;
        for (var i = 0; i < 32; i += 4)
        {
            var result = TOp.Apply(Vector256.Load(a + i), Vector256.Load(b + i), Vector256.Load(c + i));
            areNumbers &= Vector256.Equals(result.AsDouble(), result.AsDouble());
            if (mask != Warp.All) result = Vector256.ConditionalSelect(Lanes64(mask, i), result, Vector256.Load(d + i));
            result.Store(results + i);
        }

        if (areNumbers.AsUInt64() != Vector256<ulong>.AllBitsSet)
        {
            Elementwise.Run(warp, op);
            return;
        }

        Unsafe.CopyBlockUnaligned(d, results, 256);
    }

    private struct AddDouble : ITernary<ulong>
    {
        public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c)
            => (a.AsDouble() + b.AsDouble()).AsUInt64();
    }

    private struct SubtractDouble : ITernary<ulong>
    {
        public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c)
            => (a.AsDouble() - b.AsDouble()).AsUInt64();
    }

    private struct MultiplyDouble : ITernary<ulong>
    {
        public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c)
            => (a.AsDouble() * b.AsDouble()).AsUInt64();
    }

    private struct DivideDouble : ITernary<ulong>
    {
        public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c)
            => (a.AsDouble() / b.AsDouble()).AsUInt64();
    }

    private struct FusedDouble : ITernary<ulong>
    {
        public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) =>
            Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).AsUInt64();
    }

    private struct SquareRootDouble : ITernary<ulong>
    {
        public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c)
            => Vector256.Sqrt(a.AsDouble()).AsUInt64();
    }

    private struct NegateDouble : ITernary<ulong>
    {
        public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => a ^ Vector256.Create(1UL << 63);
    }

    // ------------------------------------------------------------------------------------------------------------------------- integers

    private static delegate*<Warp, Op*, void> Integer32(string root, ref Op op)
    {
        var high = op.DWidth == Width.Bits64;
        return root switch
        {
            "add" when !high => Binary32<Add<uint>>(),
            "sub" when !high => Binary32<Subtract<uint>>(),
            "mul.lo" => Binary32<Multiply<uint>>(),
            "mad.lo" => Ternary32<MultiplyAdd<uint>>(),
            "mul.wide" => op.Type == PtxType.S32 ? &WideSigned : &WideUnsigned,
            "and" => Binary32<And<uint>>(),
            "or" => Binary32<Or<uint>>(),
            "xor" => Binary32<Xor<uint>>(),
            "not" => Unary32<Not32>(),
            "shl" => Binary32<ShiftLeft32>(),
            "shr" => op.Type == PtxType.S32 ? Binary32<ShiftRightSigned32>() : Binary32<ShiftRight32>(),
            "neg" => Unary32<Negate32>(),
            "div" => op.Type == PtxType.S32 ? &Loop32<DivideSigned32> : &Loop32<Divide32>,
            "rem" => op.Type == PtxType.S32 ? &Loop32<RemainderSigned32> : &Loop32<Remainder32>,
            "min" when op.Type == PtxType.S32 => Binary32<MinimumSigned32>(),
            "max" when op.Type == PtxType.S32 => Binary32<MaximumSigned32>(),
            _ => null,
        };
    }

    private static delegate*<Warp, Op*, void> Integer64(string root, ref Op op)
    {
        return root switch
        {
            "add" => Binary64<Add<ulong>>(),
            "sub" => Binary64<Subtract<ulong>>(),
            "mul.lo" => Binary64<Multiply<ulong>>(),
            "mad.lo" => Ternary64<MultiplyAdd<ulong>>(),
            "and" => Binary64<And<ulong>>(),
            "or" => Binary64<Or<ulong>>(),
            "xor" => Binary64<Xor<ulong>>(),
            _ => null,
        };
    }

    private struct Add<T> : IBinary<T>
        where T : unmanaged
    {
        public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a + b;
    }

    private struct Subtract<T> : IBinary<T>
        where T : unmanaged
    {
        public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a - b;
    }

    private struct Multiply<T> : IBinary<T>
        where T : unmanaged
    {
        public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a * b;
    }

    private struct MultiplyAdd<T> : ITernary<T>
        where T : unmanaged
    {
        public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b, Vector256<T> c) => (a * b) + c;
    }

    private struct And<T> : IBinary<T>
        where T : unmanaged
    {
        public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a & b;
    }

    private struct Or<T> : IBinary<T>
        where T : unmanaged
    {
        public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a | b;
    }

    private struct Xor<T> : IBinary<T>
        where T : unmanaged
    {
        public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a ^ b;
    }

    private struct Not32 : IUnary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a) => ~a;
    }

    private struct Negate32 : IUnary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a) => Vector256<uint>.Zero - a;
    }

    private interface IScalar32
    {
        static abstract uint Apply(uint a, uint b);
    }

    private static void Loop32<TOp>(Warp warp, Op* op)
        where TOp : struct, IScalar32
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (uint*)(r + op->D);
        var a = (uint*)(r + op->A);
        var b = (uint*)(r + op->B);
        if (mask == Warp.All)
        {
            for (var i = 0; i < 32; i++) d[i] = TOp.Apply(a[i], b[i]);
            return;
        }

        for (var i = 0; i < 32; i++)
        {
            if (((mask >> i) & 1) != 0) d[i] = TOp.Apply(a[i], b[i]);
        }
    }

    private struct Divide32 : IScalar32
    {
        public static uint Apply(uint a, uint b) => b == 0 ? uint.MaxValue : a / b;
    }

    private struct DivideSigned32 : IScalar32
    {
        public static uint Apply(uint a, uint b) => b == 0 ? uint.MaxValue : b == uint.MaxValue ? 0 - a : (uint)((int)a / (int)b);
    }

    private struct Remainder32 : IScalar32
    {
        public static uint Apply(uint a, uint b) => b == 0 ? uint.MaxValue : a % b;
    }

    private struct RemainderSigned32 : IScalar32
    {
        public static uint Apply(uint a, uint b) => b == 0 ? uint.MaxValue : b == uint.MaxValue ? 0 : (uint)((int)a % (int)b);
    }

    private struct MinimumSigned32 : IBinary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b) => Vector256.Min(a.AsInt32(), b.AsInt32()).AsUInt32();
    }

    private struct MaximumSigned32 : IBinary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b) => Vector256.Max(a.AsInt32(), b.AsInt32()).AsUInt32();
    }

    private struct ShiftLeft32 : IBinary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b) =>
            Avx2.IsSupported ? Avx2.ShiftLeftLogicalVariable(a, b) : EachLane<Scalar>(a, b);

        private struct Scalar : IScalar32
        {
            public static uint Apply(uint a, uint b) => b >= 32 ? 0 : a << (int)b;
        }
    }

    private struct ShiftRight32 : IBinary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b) =>
            Avx2.IsSupported ? Avx2.ShiftRightLogicalVariable(a, b) : EachLane<Scalar>(a, b);

        private struct Scalar : IScalar32
        {
            public static uint Apply(uint a, uint b) => b >= 32 ? 0 : a >> (int)b;
        }
    }

    private struct ShiftRightSigned32 : IBinary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a, Vector256<uint> b) =>
            Avx2.IsSupported ? Avx2.ShiftRightArithmeticVariable(a.AsInt32(), b).AsUInt32() : EachLane<Scalar>(a, b);

        private struct Scalar : IScalar32
        {
            public static uint Apply(uint a, uint b) => (uint)((int)a >> (int)Math.Min(b, 31));
        }
    }

    /// <summary>An operation on vectors that this processor has no instruction for.</summary>
    private static Vector256<uint> EachLane<TOp>(Vector256<uint> a, Vector256<uint> b)
        where TOp : struct, IScalar32
    {
        var result = stackalloc uint[8];
        for (var i = 0; i < 8; i++) result[i] = TOp.Apply(a[i], b[i]);
        return Vector256.Load(result);
    }

    private static void WideSigned(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var a = (int*)(r + op->A);
        var b = (int*)(r + op->B);
        for (var i = 0; i < 32; i += 8)
        {
            var (lowA, highA) = Vector256.Widen(Vector256.Load(a + i));
            var (lowB, highB) = Vector256.Widen(Vector256.Load(b + i));
            StoreWide(warp, op, i, (lowA * lowB).AsUInt64(), (highA * highB).AsUInt64());
        }
    }

    private static void WideUnsigned(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var a = (uint*)(r + op->A);
        var b = (uint*)(r + op->B);
        for (var i = 0; i < 32; i += 8)
        {
            var (lowA, highA) = Vector256.Widen(Vector256.Load(a + i));
            var (lowB, highB) = Vector256.Widen(Vector256.Load(b + i));
            StoreWide(warp, op, i, lowA * lowB, highA * highB);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWide(Warp warp, Op* op, int first, Vector256<ulong> low, Vector256<ulong> high)
    {
        var mask = warp.Mask;
        var d = (ulong*)(warp.Registers + op->D) + first;
        if (mask != Warp.All)
        {
            low = Vector256.ConditionalSelect(Lanes64(mask, first), low, Vector256.Load(d));
            high = Vector256.ConditionalSelect(Lanes64(mask, first + 4), high, Vector256.Load(d + 4));
        }

        low.Store(d);
        high.Store(d + 4);
    }

    // ------------------------------------------------------------------------------------------------------ comparisons and selection

    private static void Select32(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (uint*)(r + op->D);
        var a = (uint*)(r + op->A);
        var b = (uint*)(r + op->B);
        var c = *(uint*)(r + op->C);
        for (var i = 0; i < 32; i += 8)
        {
            var result = Vector256.ConditionalSelect(Lanes32(c, i), Vector256.Load(a + i), Vector256.Load(b + i));
            if (mask != Warp.All) result = Vector256.ConditionalSelect(Lanes32(mask, i), result, Vector256.Load(d + i));
            result.Store(d + i);
        }
    }

    private static void Select64(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var d = (ulong*)(r + op->D);
        var a = (ulong*)(r + op->A);
        var b = (ulong*)(r + op->B);
        var c = *(uint*)(r + op->C);
        for (var i = 0; i < 32; i += 4)
        {
            var result = Vector256.ConditionalSelect(Lanes64(c, i), Vector256.Load(a + i), Vector256.Load(b + i));
            if (mask != Warp.All) result = Vector256.ConditionalSelect(Lanes64(mask, i), result, Vector256.Load(d + i));
            result.Store(d + i);
        }
    }

    private static delegate*<Warp, Op*, void> Comparisons(ref Op op) => op.Type switch
    {
        PtxType.F32 => &CompareLanes<float>,
        PtxType.F64 => &CompareLanes<double>,
        PtxType.S32 => &CompareLanes<int>,
        PtxType.U32 or PtxType.B32 => &CompareLanes<uint>,
        PtxType.S64 => &CompareLanes<long>,
        PtxType.U64 or PtxType.B64 => &CompareLanes<ulong>,
        _ => null,
    };

    private static void CompareLanes<T>(Warp warp, Op* op)
        where T : unmanaged
    {
        var r = warp.Registers;
        var a = (T*)(r + op->A);
        var b = (T*)(r + op->B);
        var result = 0u;
        for (var i = 0; i < 32; i += Vector256<T>.Count)
        {
            var (x, y) = (Vector256.Load(a + i), Vector256.Load(b + i));
            var lanes = op->Compare switch
            {
                Compare.Equal => Vector256.Equals(x, y),
                Compare.NotEqual => typeof(T) == typeof(float) || typeof(T) == typeof(double)
                    ? Vector256.LessThan(x, y) | Vector256.GreaterThan(x, y)
                    : ~Vector256.Equals(x, y),
                Compare.Less => Vector256.LessThan(x, y),
                Compare.LessOrEqual => Vector256.LessThanOrEqual(x, y),
                Compare.Greater => Vector256.GreaterThan(x, y),
                Compare.GreaterOrEqual => Vector256.GreaterThanOrEqual(x, y),
                Compare.EqualOrUnordered => ~(Vector256.LessThan(x, y) | Vector256.GreaterThan(x, y)),
                Compare.NotEqualOrUnordered => ~Vector256.Equals(x, y),
                Compare.LessOrUnordered => ~Vector256.GreaterThanOrEqual(x, y),
                Compare.LessOrEqualOrUnordered => ~Vector256.GreaterThan(x, y),
                Compare.GreaterOrUnordered => ~Vector256.LessThanOrEqual(x, y),
                Compare.GreaterOrEqualOrUnordered => ~Vector256.LessThan(x, y),
                Compare.Ordered => Vector256.Equals(x, x) & Vector256.Equals(y, y),
                _ => ~(Vector256.Equals(x, x) & Vector256.Equals(y, y)),
            };
            result |= lanes.ExtractMostSignificantBits() << i;
        }

        Elementwise.StorePredicates(warp, op, result);
    }

    // ------------------------------------------------------------------------------------------------------------------- conversions

    private static delegate*<Warp, Op*, void> Conversions(ref Op op)
    {
        var is32 = op.DWidth == Width.Bits32 && op.AWidth == Width.Bits32;
        var narrows = op.DWidth == Width.Bits32 && op.AWidth == Width.Bits64;
        var widens = op.DWidth == Width.Bits64 && op.AWidth == Width.Bits32;
        return (op.Type, op.Type2, op.Rounding) switch
        {
            (PtxType.F32, PtxType.S32, Rounding.Nearest) when is32 => Unary32<SingleFromInteger>(),
            (PtxType.S32, PtxType.F32, Rounding.Zero) when is32 => Unary32<IntegerFromSingle>(),
            (PtxType.S64, PtxType.S32, _) when widens => &SignExtend,
            (PtxType.U64, PtxType.U32, _) when widens => &ZeroExtend,
            (PtxType.U32 or PtxType.S32, PtxType.U64 or PtxType.S64, _) when narrows => &Truncate,
            (PtxType.F64, PtxType.S32, Rounding.Nearest) when widens => &DoubleFromInteger,
            _ => null,
        };
    }

    private struct SingleFromInteger : IUnary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a) => Vector256.ConvertToSingle(a.AsInt32()).AsUInt32();
    }

    private struct IntegerFromSingle : IUnary<uint>
    {
        public static Vector256<uint> Apply(Vector256<uint> a) => Vector256.ConvertToInt32(a.AsSingle()).AsUInt32();
    }

    private static void SignExtend(Warp warp, Op* op)
    {
        var a = (int*)(warp.Registers + op->A);
        for (var i = 0; i < 32; i += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(a + i));
            StoreWide(warp, op, i, low.AsUInt64(), high.AsUInt64());
        }
    }

    private static void ZeroExtend(Warp warp, Op* op)
    {
        var a = (uint*)(warp.Registers + op->A);
        for (var i = 0; i < 32; i += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(a + i));
            StoreWide(warp, op, i, low, high);
        }
    }

    private static void DoubleFromInteger(Warp warp, Op* op)
    {
        var a = (int*)(warp.Registers + op->A);
        for (var i = 0; i < 32; i += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(a + i));
            StoreWide(warp, op, i, Vector256.ConvertToDouble(low).AsUInt64(), Vector256.ConvertToDouble(high).AsUInt64());
        }
    }

    private static void Truncate(Warp warp, Op* op)
    {
        var mask = warp.Mask;
        var a = (ulong*)(warp.Registers + op->A);
        var d = (uint*)(warp.Registers + op->D);
        for (var i = 0; i < 32; i += 8)
        {
            var result = Vector256.Narrow(Vector256.Load(a + i), Vector256.Load(a + i + 4));
            if (mask != Warp.All) result = Vector256.ConditionalSelect(Lanes32(mask, i), result, Vector256.Load(d + i));
            result.Store(d + i);
        }
    }
}
