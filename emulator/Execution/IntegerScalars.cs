// What each integer instruction computes for one lane.

using System.Numerics;
using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Execution;

internal static unsafe class IntegerScalars
{
    public static long Signed(ulong value, PtxType type) => type.Bits switch
    {
        8 => (sbyte)value,
        16 => (short)value,
        32 => (int)value,
        _ => (long)value,
    };

    public static ulong Unsigned(ulong value, PtxType type) => type.Bits switch
    {
        8 => (byte)value,
        16 => (ushort)value,
        32 => (uint)value,
        _ => value,
    };

    /// <summary>A number of a type in 64 bits, extended by its sign where it has one.</summary>
    public static ulong Extend(ulong value, PtxType type) => type.IsSigned ? (ulong)Signed(value, type) : Unsigned(value, type);

    public static ulong Move(ulong a, ulong b, ulong c, ulong e, Op* op) => a;

    public static ulong Add(ulong a, ulong b, ulong c, ulong e, Op* op) =>
        op->Saturate ? (ulong)Math.Clamp((long)(int)a + (int)b, int.MinValue, int.MaxValue) : a + b;

    public static ulong Subtract(ulong a, ulong b, ulong c, ulong e, Op* op) =>
        op->Saturate ? (ulong)Math.Clamp((long)(int)a - (int)b, int.MinValue, int.MaxValue) : a - b;

    public static ulong MultiplyLow(ulong a, ulong b, ulong c, ulong e, Op* op) => a * b;

    public static ulong MultiplyHigh(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        if (op->Type.Bits == 64) return op->Type.IsSigned ? (ulong)Math.BigMul((long)a, (long)b, out _) : Math.BigMul(a, b, out _);
        return (Extend(a, op->Type) * Extend(b, op->Type)) >> op->Type.Bits;
    }

    public static ulong MultiplyWide(ulong a, ulong b, ulong c, ulong e, Op* op) => Extend(a, op->Type) * Extend(b, op->Type);

    public static ulong MultiplyAddLow(ulong a, ulong b, ulong c, ulong e, Op* op) => (a * b) + c;

    public static ulong MultiplyAddHigh(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var high = MultiplyHigh(a, b, 0, 0, op);
        return op->Saturate ? (ulong)Math.Clamp((long)(int)high + (int)c, int.MinValue, int.MaxValue) : high + c;
    }

    public static ulong MultiplyAddWide(ulong a, ulong b, ulong c, ulong e, Op* op) => MultiplyWide(a, b, 0, 0, op) + c;

    private static ulong Extend24(ulong value, bool isSigned) => isSigned ? (ulong)((int)((uint)value << 8) >> 8) : value & 0xFFFFFF;

    public static ulong Multiply24(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var product = Extend24(a, op->Type.IsSigned) * Extend24(b, op->Type.IsSigned);
        return (op->Mode == 1 ? product >> 16 : product) + c;
    }

    public static ulong SumOfDifferences(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        (a, b) = (Extend(a, op->Type), Extend(b, op->Type));
        var isLess = op->Type.IsSigned ? (long)a < (long)b : a < b;
        return (isLess ? b - a : a - b) + c;
    }

    /// <summary>Division by zero, which PTX leaves open, gives what NVIDIA's code gives: all ones.</summary>
    public static ulong Divide(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        (a, b) = (Extend(a, op->Type), Extend(b, op->Type));
        if (b == 0) return ulong.MaxValue;
        if (!op->Type.IsSigned) return a / b;
        return b == ulong.MaxValue ? 0 - a : (ulong)((long)a / (long)b);
    }

    public static ulong Remainder(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        (a, b) = (Extend(a, op->Type), Extend(b, op->Type));
        if (b == 0) return ulong.MaxValue;
        if (!op->Type.IsSigned) return a % b;
        return b == ulong.MaxValue ? 0 : (ulong)((long)a % (long)b);
    }

    public static ulong Minimum(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        (a, b) = (Extend(a, op->Type), Extend(b, op->Type));
        return op->Type.IsSigned ? (ulong)Math.Min((long)a, (long)b) : Math.Min(a, b);
    }

    public static ulong Maximum(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        (a, b) = (Extend(a, op->Type), Extend(b, op->Type));
        return op->Type.IsSigned ? (ulong)Math.Max((long)a, (long)b) : Math.Max(a, b);
    }

    public static ulong Negate(ulong a, ulong b, ulong c, ulong e, Op* op) => 0 - a;

    public static ulong Absolute(ulong a, ulong b, ulong c, ulong e, Op* op) => Signed(a, op->Type) < 0 ? 0 - a : a;

    public static ulong And(ulong a, ulong b, ulong c, ulong e, Op* op) => a & b;

    public static ulong Or(ulong a, ulong b, ulong c, ulong e, Op* op) => a | b;

    public static ulong Xor(ulong a, ulong b, ulong c, ulong e, Op* op) => a ^ b;

    public static ulong Not(ulong a, ulong b, ulong c, ulong e, Op* op) => ~a;

    public static ulong LogicalNot(ulong a, ulong b, ulong c, ulong e, Op* op) => Unsigned(a, op->Type) == 0 ? 1UL : 0;

    public static ulong Lookup3(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        ulong result = 0;
        for (var i = 0; i < 8; i++)
        {
            if (((op->Mode >> i) & 1) == 0) continue;
            result |= ((i & 4) != 0 ? a : ~a) & ((i & 2) != 0 ? b : ~b) & ((i & 1) != 0 ? c : ~c);
        }

        return result;
    }

    public static ulong ShiftLeft(ulong a, ulong b, ulong c, ulong e, Op* op) => (uint)b >= op->Type.Bits ? 0 : a << (int)b;

    public static ulong ShiftRight(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var count = Math.Min((uint)b, (uint)op->Type.Bits);
        if (op->Type.IsSigned) return (ulong)(Signed(a, op->Type) >> (int)Math.Min(count, 63));
        return count >= 64 ? 0 : Unsigned(a, op->Type) >> (int)count;
    }

    /// <summary>A shift of two words: mode bit 0 to the right, bit 1 with a count modulo 32.</summary>
    public static ulong FunnelShift(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var count = (op->Mode & 2) != 0 ? (int)c & 31 : (int)Math.Min((uint)c, 32);
        var both = (b << 32) | (uint)a;
        return (op->Mode & 1) != 0 ? both >> count : (both << count) >> 32;
    }

    public static ulong PopulationCount(ulong a, ulong b, ulong c, ulong e, Op* op) => (ulong)BitOperations.PopCount(Unsigned(a, op->Type));

    public static ulong CountLeadingZeros(ulong a, ulong b, ulong c, ulong e, Op* op) =>
        op->Type.Bits == 64 ? (ulong)BitOperations.LeadingZeroCount(a) : (ulong)BitOperations.LeadingZeroCount((uint)a);

    public static ulong FindLeading(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        if (op->Type.IsSigned && Signed(a, op->Type) < 0) a = ~a;
        a = Unsigned(a, op->Type);
        if (a == 0) return uint.MaxValue;
        var position = 63 - BitOperations.LeadingZeroCount(a);
        return (ulong)(op->Mode == 1 ? op->Type.Bits - 1 - position : position);
    }

    public static ulong FindNth(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var (mask, start, nth) = ((uint)a, (uint)b, (int)c);
        if (nth == 0) return start < 32 && ((mask >> (int)start) & 1) != 0 ? start : uint.MaxValue;
        if (nth == int.MinValue) return 0;
        var step = nth > 0 ? 1 : -1;
        var left = Math.Abs((long)nth);
        for (long i = start; i is >= 0 and < 32; i += step)
        {
            if (((mask >> (int)i) & 1) != 0 && --left == 0) return (ulong)i;
        }

        return uint.MaxValue;
    }

    public static ulong Reverse(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        ulong result = 0;
        for (var i = 0; i < op->Type.Bits; i++) result |= ((a >> i) & 1) << (op->Type.Bits - 1 - i);
        return result;
    }

    /// <summary>A position or length: the lowest byte of the operand, or with 64 bits the whole one, as NVIDIA's code has it.</summary>
    private static int FieldNumber(ulong value, Op* op) => (int)(op->Type.Bits == 64 ? Math.Min((uint)value, 255) : value & 255);

    public static ulong ExtractField(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var (position, length, bits) = (FieldNumber(b, op), FieldNumber(c, op), op->Type.Bits);
        var sign = !op->Type.IsSigned || length == 0 ? 0 : (a >> Math.Min(position + length - 1, bits - 1)) & 1;
        ulong result = 0;
        for (var i = 0; i < bits; i++)
        {
            result |= (i < length && position + i < bits ? (a >> (position + i)) & 1 : sign) << i;
        }

        return result;
    }

    public static ulong InsertField(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var (position, length) = (FieldNumber(c, op), FieldNumber(e, op));
        var result = b;
        for (var i = 0; i < length && position + i < op->Type.Bits; i++)
        {
            var bit = 1UL << (position + i);
            result = ((a >> i) & 1) != 0 ? result | bit : result & ~bit;
        }

        return result;
    }

    /// <summary>dp4a, or dp2a with the mode 1 for the lower and 2 for the upper bytes of b.</summary>
    public static ulong DotProduct(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var sum = c;
        for (var i = 0; i < (op->Mode == 0 ? 4 : 2); i++)
        {
            var x = op->Mode == 0
                ? Extend(a >> (8 * i), op->Type.IsSigned ? PtxType.S8 : PtxType.U8)
                : Extend(a >> (16 * i), op->Type.IsSigned ? PtxType.S16 : PtxType.U16);
            var y = Extend(b >> ((8 * i) + (op->Mode == 2 ? 16 : 0)), op->Type2.IsSigned ? PtxType.S8 : PtxType.U8);
            sum += x * y;
        }

        return sum;
    }

    /// <summary>Picks four bytes of two words, by the selector c or by one of the modes f4e, b4e, rc8, ecl, ecr, rc16.</summary>
    public static ulong Permute(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var both = (b << 32) | (uint)a;
        ulong result = 0;
        for (var i = 0; i < 4; i++)
        {
            var n = (int)(c & 3);
            var select = op->Mode switch
            {
                1 => n + i,
                2 => (n - i) & 7,
                3 => n,
                4 => Math.Max(n, i),
                5 => Math.Min(n, i),
                6 => ((n & 1) << 1) | (i & 1),
                _ => (int)(c >> (4 * i)) & 15,
            };
            var value = (both >> (8 * (select & 7))) & 255;
            if ((select & 8) != 0) value = (value & 128) != 0 ? 255UL : 0;
            result |= value << (8 * i);
        }

        return result;
    }

    public static ulong Select(ulong a, ulong b, ulong c, ulong e, Op* op) => c != 0 ? a : b;

    public static ulong SelectBySign(ulong a, ulong b, ulong c, ulong e, Op* op) => (int)c >= 0 ? a : b;

    public static ulong CompareIntegers(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        (a, b) = (Extend(a, op->Type), Extend(b, op->Type));
        var order = op->Type.IsSigned ? ((long)a).CompareTo((long)b) : a.CompareTo(b);
        var result = op->Compare switch
        {
            Compare.Equal => order == 0,
            Compare.NotEqual => order != 0,
            Compare.Less => order < 0,
            Compare.LessOrEqual => order <= 0,
            Compare.Greater => order > 0,
            _ => order >= 0,
        };
        return result ? 1UL : 0;
    }

    public static ulong Increment(ulong a, ulong b, ulong c, ulong e, Op* op) => (uint)a >= (uint)b ? 0 : a + 1;

    public static ulong Decrement(ulong a, ulong b, ulong c, ulong e, Op* op) => (uint)a == 0 || (uint)a > (uint)b ? b : a - 1;

    public static ulong Exchange(ulong a, ulong b, ulong c, ulong e, Op* op) => b;

    public static ulong CompareAndSwap(ulong a, ulong b, ulong c, ulong e, Op* op)
        => Unsigned(a, op->Type) == Unsigned(b, op->Type) ? c : a;

    /// <summary>Mode 0: the sum's carry in and out; 1: that of a difference; 2 and 3: of a product's lower or upper half and a number.</summary>
    public static ulong WithCarry(ref bool carry, bool useCarry, ulong a, ulong b, ulong c, Op* op)
    {
        (a, b, c) = (Unsigned(a, op->Type), Unsigned(b, op->Type), Unsigned(c, op->Type));
        var one = useCarry && carry ? UInt128.One : UInt128.Zero;
        var full = (op->Mode & 15) switch
        {
            0 => (UInt128)a + b + one,
            1 => (UInt128)a - b - one,
            2 => Unsigned(a * b, op->Type) + (UInt128)c + one,
            _ => Unsigned(MultiplyHigh(a, b, 0, 0, op), op->Type) + (UInt128)c + one,
        };
        carry = ((full >> op->Type.Bits) & 1) != 0;
        return (ulong)full;
    }
}
