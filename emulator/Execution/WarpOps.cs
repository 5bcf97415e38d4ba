// Instructions in which the lanes of a warp exchange values.

using System.Numerics;
using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Execution;

internal static unsafe class WarpOps
{
    /// <summary>The lanes that take part, by the operand that names them. Lanes that are named and not there are a fault of the kernel.</summary>
    private static uint Members(Warp warp, Op* op, int offset, Width width)
    {
        var lane = BitOperations.TrailingZeroCount(warp.Mask);
        var members = (uint)Elementwise.Load(warp.Registers, offset, width, lane);
        warp.Epoch++;
        if (warp.Worker.Checker is { } checker && (members & ~warp.Mask & warp.Live) is var missing and not 0)
        {
            checker.Report(
                FindingKind.InactiveLane, warp, op, lane, 0,
                $"lane {BitOperations.TrailingZeroCount(missing)} is named by the mask 0x{members:x8} and does not execute the instruction");
        }

        return members;
    }

    /// <summary>shfl: mode 0 up, 1 down, 2 by exclusive or, 3 by index.</summary>
    public static void Shuffle(Warp warp, Op* op)
    {
        var r = warp.Registers;
        Members(warp, op, op->E, op->EWidth);
        var values = stackalloc uint[32];
        new ReadOnlySpan<uint>(r + op->A, 32).CopyTo(new Span<uint>(values, 32));
        var valid = 0u;
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var b = (int)Elementwise.Load(r, op->B, op->BWidth, lane) & 31;
            var c = (int)Elementwise.Load(r, op->C, op->CWidth, lane);
            var (clamp, segment) = (c & 31, (c >> 8) & 31);
            var last = (lane & segment) | (clamp & ~segment);
            var first = lane & segment;
            var source = op->Mode switch
            {
                0 => lane - b,
                1 => lane + b,
                2 => lane ^ b,
                _ => first | (b & ~segment),
            };
            var isValid = op->Mode == 0 ? source >= last : source <= last;
            if (!isValid) source = lane;
            if (isValid) valid |= 1u << lane;
            if (((warp.Mask >> source) & 1) == 0 && warp.Worker.Checker is { } checker)
            {
                checker.Report(
                    FindingKind.InactiveLane,
                    warp,
                    op,
                    lane,
                    0,
                    $"reads from lane {source}, which does not execute the instruction");
            }

            Elementwise.Store(r, op->D, op->DWidth, lane, ((warp.Mask >> source) & 1) != 0 ? values[source] : 0);
        }

        if (op->D2 >= 0) StorePredicate(warp, op->D2, valid);
    }

    private static void StorePredicate(Warp warp, int offset, uint value)
    {
        ref var word = ref *(uint*)(warp.Registers + offset);
        word = (word & ~warp.Mask) | (value & warp.Mask);
    }

    /// <summary>vote: mode 0 all, 1 any, 2 uniform, 3 ballot.</summary>
    public static void Vote(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var members = op->E < 0 ? warp.Mask : Members(warp, op, op->E, op->EWidth);
        var taking = warp.Mask & members;
        var votes = *(uint*)(r + op->A);
        if (op->IsNegated) votes = ~votes;
        votes &= taking;
        if (op->Mode == 3)
        {
            StoreUniform(warp, op, votes);
            return;
        }

        var result = op->Mode switch
        {
            0 => votes == taking,
            1 => votes != 0,
            _ => votes == taking || votes == 0,
        };
        StorePredicate(warp, op->D, result ? Warp.All : 0);
    }

    private static void StoreUniform(Warp warp, Op* op, ulong value)
    {
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            Elementwise.Store(warp.Registers, op->D, op->DWidth, BitOperations.TrailingZeroCount(mask), value);
        }
    }

    /// <summary>match: mode 0 any, 1 all.</summary>
    public static void Match(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var taking = Members(warp, op, op->E, op->EWidth) & warp.Mask;
        var isSame = true;
        var first = Elementwise.Load(r, op->A, op->AWidth, BitOperations.TrailingZeroCount(warp.Mask));
        var results = stackalloc uint[32];
        for (var mask = taking; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var value = Elementwise.Load(r, op->A, op->AWidth, lane);
            isSame &= value == first;
            var equal = 0u;
            for (var others = taking; others != 0; others &= others - 1)
            {
                var other = BitOperations.TrailingZeroCount(others);
                if (Elementwise.Load(r, op->A, op->AWidth, other) == value) equal |= 1u << other;
            }

            results[lane] = equal;
        }

        for (var mask = taking; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            Elementwise.Store(r, op->D, op->DWidth, lane, op->Mode == 0 ? results[lane] : isSame ? taking : 0);
        }

        if (op->D2 >= 0) StorePredicate(warp, op->D2, isSame ? Warp.All : 0);
    }

    /// <summary>redux: the reduction of the values of all lanes by the instruction's scalar.</summary>
    public static void Reduce(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var taking = Members(warp, op, op->E, op->EWidth) & warp.Mask;
        var lane = BitOperations.TrailingZeroCount(taking);
        var result = Elementwise.Load(r, op->A, op->AWidth, lane);
        for (var mask = taking & (taking - 1); mask != 0; mask &= mask - 1)
        {
            result = op->Scalar(result, Elementwise.Load(r, op->A, op->AWidth, BitOperations.TrailingZeroCount(mask)), 0, 0, op);
        }

        StoreUniform(warp, op, result);
    }

    public static void ActiveMask(Warp warp, Op* op) => StoreUniform(warp, op, warp.Mask);

    /// <summary>bar.warp.sync: the lanes of a split are at the same instruction anyway.</summary>
    public static void Synchronize(Warp warp, Op* op) => Members(warp, op, op->E, op->EWidth);

    public static void Fence(Warp warp, Op* op) => warp.IsFenced = true;

    /// <summary>Chooses one lane of those that take part.</summary>
    public static void Elect(Warp warp, Op* op)
    {
        var leader = BitOperations.TrailingZeroCount(Members(warp, op, op->E, op->EWidth) & warp.Mask);
        if (op->D >= 0) StoreUniform(warp, op, (ulong)leader);
        StorePredicate(warp, op->D2, 1u << leader);
    }

    /// <summary>Registers that change while a kernel runs: a count of instructions stands for time.</summary>
    public static void Clock(Warp warp, Op* op) => StoreUniform(warp, op, (ulong)warp.Worker.Executed);

    /// <summary>Arithmetic with the carry of the warp's lanes: mode bit 4 uses it, bit 5 sets it.</summary>
    public static void WithCarry(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var mode = op->Mode;
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var carry = ((warp.Carry >> lane) & 1) != 0;
            var a = Elementwise.Load(r, op->A, op->AWidth, lane);
            var b = Elementwise.Load(r, op->B, op->BWidth, lane);
            var c = Elementwise.Load(r, op->C, op->CWidth, lane);
            var value = IntegerScalars.WithCarry(ref carry, (mode & 16) != 0, a, b, c, op);
            if ((mode & 32) != 0) warp.Carry = (warp.Carry & ~(1u << lane)) | (carry ? 1u << lane : 0);
            Elementwise.Store(r, op->D, op->DWidth, lane, value);
        }
    }

    /// <summary>mov between a register and the parts of a vector: mode 0 packs, 1 unpacks.</summary>
    public static void Pack(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var vector = warp.Worker.Launch.Kernel.Vectors.AsSpan(op->Vector, op->Count);
        var bits = op->Type.Bits / op->Count;
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            if (op->Mode == 0)
            {
                ulong value = 0;
                for (var i = 0; i < vector.Length; i++)
                {
                    var part = Elementwise.Load(r, vector[i].Offset, vector[i].Width, lane) & (ulong.MaxValue >> (64 - bits));
                    value |= part << (i * bits);
                }

                Elementwise.Store(r, op->D, op->DWidth, lane, value);
            }
            else
            {
                var value = Elementwise.Load(r, op->A, op->AWidth, lane);
                for (var i = 0; i < vector.Length; i++)
                {
                    var part = (value >> (i * bits)) & (ulong.MaxValue >> (64 - bits));
                    Elementwise.Store(r, vector[i].Offset, vector[i].Width, lane, part);
                }
            }
        }
    }
}
