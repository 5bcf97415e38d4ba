// Runs any instruction whose lanes do not depend on each other, one lane after another.

using System.Numerics;

namespace QuizKit.Cuda.Emulator.Execution;

internal static unsafe class Elementwise
{
    public static ulong Load(byte* registers, int offset, Width width, int lane) => width switch
    {
        Width.Bits64 => ((ulong*)(registers + offset))[lane],
        Width.Predicate => (*(uint*)(registers + offset) >> lane) & 1,
        _ => ((uint*)(registers + offset))[lane],
    };

    public static void Store(byte* registers, int offset, Width width, int lane, ulong value)
    {
        switch (width)
        {
            case Width.Bits64:
                ((ulong*)(registers + offset))[lane] = value;
                break;
            case Width.Bits32:
                ((uint*)(registers + offset))[lane] = (uint)value;
                break;
            case Width.Bits16:
                ((uint*)(registers + offset))[lane] = (ushort)value;
                break;
            default:
                var bit = 1u << lane;
                ref var word = ref *(uint*)(registers + offset);
                word = (value & 1) != 0 ? word | bit : word & ~bit;
                break;
        }
    }

    public static void Run(Warp warp, Op* op)
    {
        var r = warp.Registers;
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var a = Load(r, op->A, op->AWidth, lane);
            var b = Load(r, op->B, op->BWidth, lane);
            var c = Load(r, op->C, op->CWidth, lane);
            var e = Load(r, op->E, op->EWidth, lane);
            Store(r, op->D, op->DWidth, lane, op->Scalar(a, b, c, e, op));
        }
    }

    /// <summary>A comparison: its scalar gives 0 or 1, which a third operand may change.</summary>
    public static void SetPredicate(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var result = 0u;
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            result |= (uint)op->Scalar(Load(r, op->A, op->AWidth, lane), Load(r, op->B, op->BWidth, lane), 0, 0, op) << lane;
        }

        StorePredicates(warp, op, result);
    }

    public static void StorePredicates(Warp warp, Op* op, uint result)
    {
        var r = warp.Registers;
        var mask = warp.Mask;
        var inverse = ~result;
        if (op->Combine != Combine.None)
        {
            var c = *(uint*)(r + op->C);
            if (op->IsNegated) c = ~c;
            result = Combined(op->Combine, result, c);
            inverse = Combined(op->Combine, inverse, c);
        }

        ref var first = ref *(uint*)(r + op->D);
        first = (first & ~mask) | (result & mask);
        if (op->D2 < 0) return;
        ref var second = ref *(uint*)(r + op->D2);
        second = (second & ~mask) | (inverse & mask);
    }

    private static uint Combined(Combine combine, uint a, uint b) => combine switch
    {
        Combine.And => a & b,
        Combine.Or => a | b,
        _ => a ^ b,
    };

    /// <summary>Logic on predicates: a word at a time, its truth table in the instruction's mode as that of lop3.</summary>
    public static void PredicateLogic(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var a = *(uint*)(r + op->A);
        var b = *(uint*)(r + op->B);
        var result = op->Mode switch
        {
            0 => a & b,
            1 => a | b,
            2 => a ^ b,
            3 => ~a,
            _ => a,
        };
        ref var d = ref *(uint*)(r + op->D);
        d = (d & ~warp.Mask) | (result & warp.Mask);
    }
}
