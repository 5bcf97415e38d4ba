// What each floating-point instruction and each conversion computes for one lane.

using QuizKit.Cuda.Emulator.Arithmetic;
using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Execution;

internal static unsafe class FloatScalars
{
    private const ulong Quiet64 = 1UL << 51;

    public static FloatFormat Format(PtxType type) => type switch
    {
        PtxType.F16 or PtxType.F16x2 => FloatFormat.Binary16,
        PtxType.BF16 or PtxType.BF16x2 => FloatFormat.BFloat16,
        PtxType.F64 => FloatFormat.Binary64,
        PtxType.E5M2 or PtxType.E5M2x2 => FloatFormat.E5M2,
        _ => FloatFormat.Binary32,
    };

    private static float Single(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    private static double Double(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    private static ulong Bits(float value) => float.IsNaN(value) ? 0x7FFFFFFF : BitConverter.SingleToUInt32Bits(value);

    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);

    private static bool IsNaN64(ulong bits) => (bits & long.MaxValue) > 0x7FF0000000000000;

    private static ulong Input(ulong bits, FloatFormat format, Op* op) => op->Flush ? format.Flush(bits) : bits;

    /// <summary>The result of an instruction: clamped to [0, 1] where it says so.</summary>
    private static ulong Output(ulong bits, FloatFormat format, Op* op)
    {
        return op->Saturate ? Saturated(bits, format) : bits;
    }

    private static ulong Saturated(ulong bits, FloatFormat format)
    {
        if (format.IsNaN(bits) || (bits & format.SignBit) != 0) return 0;
        var one = One(format);
        return bits > one ? one : bits;
    }

    public static ulong One(FloatFormat format) => ((1UL << (format.ExponentBits - 1)) - 1) << format.FractionBits;

    private static ulong Halves(ulong a, ulong b, ulong c, Op* op, delegate*<ulong, ulong, ulong, FloatFormat, Op*, ulong> function)
    {
        var format = Format(op->Type);
        if (op->Type is not (PtxType.F16x2 or PtxType.BF16x2)) return function(a, b, c, format, op);
        var low = function((ushort)a, (ushort)b, (ushort)c, format, op);
        var high = function((ushort)(a >> 16), (ushort)(b >> 16), (ushort)(c >> 16), format, op);
        return low | (high << 16);
    }

    /// <summary>The NaN of an instruction on binary64 numbers: that of the last operand that is one, made quiet; 0 if none is.</summary>
    private static ulong OperandNaN(ulong a, ulong b, ulong c) =>
        IsNaN64(c) ? c | Quiet64 : IsNaN64(b) ? b | Quiet64 : IsNaN64(a) ? a | Quiet64 : 0;

    public static ulong Add(ulong a, ulong b, ulong c, ulong e, Op* op) => Halves(a, b, 0, op, &AddOne);

    private static ulong AddOne(ulong a, ulong b, ulong c, FloatFormat format, Op* op)
    {
        (a, b) = (Input(a, format, op), Input(b, format, op));
        if (op->Type == PtxType.F64 && OperandNaN(a, b, 0) is var nan and not 0) return nan;
        return Output(format.Add(a, b, op->Rounding, op->Flush), format, op);
    }

    /// <summary>A sum in global memory keeps a signaling NaN as it is.</summary>
    public static ulong AddGlobal64(ulong a, ulong b, ulong c, ulong e, Op* op) =>
        IsNaN64(b) ? b : IsNaN64(a) ? a : FloatFormat.Binary64.Add(a, b, Rounding.Nearest, false);

    /// <summary>A sum in shared memory, of what is added and what was there.</summary>
    public static ulong AddShared64(ulong a, ulong b, ulong c, ulong e, Op* op) => Add(b, a, 0, 0, op);

    public static ulong Subtract(ulong a, ulong b, ulong c, ulong e, Op* op) => Halves(a, b, 0, op, &SubtractOne);

    private static ulong SubtractOne(ulong a, ulong b, ulong c, FloatFormat format, Op* op)
    {
        (a, b) = (Input(a, format, op), Input(b, format, op));
        if (op->Type == PtxType.F64 && OperandNaN(a, b, 0) is var nan and not 0) return nan;
        return Output(format.Add(a, b ^ format.SignBit, op->Rounding, op->Flush), format, op);
    }

    public static ulong Multiply(ulong a, ulong b, ulong c, ulong e, Op* op) => Halves(a, b, 0, op, &MultiplyOne);

    private static ulong MultiplyOne(ulong a, ulong b, ulong c, FloatFormat format, Op* op)
    {
        (a, b) = (Input(a, format, op), Input(b, format, op));
        if (op->Type == PtxType.F64 && OperandNaN(a, b, 0) is var nan and not 0) return nan;
        return Output(format.Multiply(a, b, op->Rounding, op->Flush), format, op);
    }

    public static ulong FusedMultiplyAdd(ulong a, ulong b, ulong c, ulong e, Op* op) => Halves(a, b, c, op, &FusedOne);

    public static ulong FusedMultiplyAdd64(ulong a, ulong b, ulong c) =>
        OperandNaN(a, b, c) is var nan and not 0 ? nan : FloatFormat.Binary64.FusedMultiplyAdd(a, b, c, Rounding.Nearest, flush: false);

    private static ulong FusedOne(ulong a, ulong b, ulong c, FloatFormat format, Op* op)
    {
        (a, b, c) = (Input(a, format, op), Input(b, format, op), Input(c, format, op));
        if ((op->Mode & 1) != 0 && !format.IsNaN(c)) c ^= format.SignBit;
        if ((op->Mode & 2) != 0 && !format.IsNaN(a)) a ^= format.SignBit;
        if (op->Type == PtxType.F64 && OperandNaN(a, b, c) is var nan and not 0) return nan;
        var result = Output(format.FusedMultiplyAdd(a, b, c, op->Rounding, op->Flush), format, op);
        return op->IsNegated && !format.IsNaN(result) && (result & format.SignBit) != 0 ? 0 : result;
    }

    public static ulong Divide(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var format = Format(op->Type);
        (a, b) = (Input(a, format, op), Input(b, format, op));
        if (op->Type == PtxType.F64 && OperandNaN(b, a, 0) is var nan and not 0) return nan;
        return Output(format.Divide(a, b, op->Rounding, op->Flush), format, op);
    }

    public static ulong Reciprocal(ulong a, ulong b, ulong c, ulong e, Op* op) => Divide(One(Format(op->Type)), a, 0, 0, op);

    public static ulong SquareRoot(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var format = Format(op->Type);
        a = Input(a, format, op);
        if (op->Type == PtxType.F64 && OperandNaN(a, 0, 0) is var nan and not 0) return nan;
        return Output(format.SquareRoot(a, op->Rounding, op->Flush), format, op);
    }

    public static ulong Negate(ulong a, ulong b, ulong c, ulong e, Op* op) => Halves(a, 0, 0, op, &NegateOne);

    private static ulong NegateOne(ulong a, ulong b, ulong c, FloatFormat format, Op* op)
    {
        a = Input(a, format, op);
        if (!format.IsNaN(a)) return a ^ format.SignBit;
        return op->Type == PtxType.F64 ? a | Quiet64 : format.NaN;
    }

    public static ulong Absolute(ulong a, ulong b, ulong c, ulong e, Op* op) => Halves(a, 0, 0, op, &AbsoluteOne);

    private static ulong AbsoluteOne(ulong a, ulong b, ulong c, FloatFormat format, Op* op)
    {
        a = Input(a, format, op);
        if (!format.IsNaN(a)) return a & ~format.SignBit;
        return op->Type == PtxType.F64 ? a | Quiet64 : format.NaN;
    }

    public static ulong Minimum(ulong a, ulong b, ulong c, ulong e, Op* op) => Halves(a, b, 0, op, &MinimumOne);

    private static ulong MinimumOne(ulong a, ulong b, ulong c, FloatFormat format, Op* op) => Extreme(a, b, format, op, false);

    public static ulong Maximum(ulong a, ulong b, ulong c, ulong e, Op* op) => Halves(a, b, 0, op, &MaximumOne);

    private static ulong MaximumOne(ulong a, ulong b, ulong c, FloatFormat format, Op* op) => Extreme(a, b, format, op, true);

    private static ulong Extreme(ulong a, ulong b, FloatFormat format, Op* op, bool greatest)
    {
        (a, b) = (Input(a, format, op), Input(b, format, op));
        var (isNaN, otherIsNaN) = (format.IsNaN(a), format.IsNaN(b));
        if (isNaN || otherIsNaN)
        {
            if (op->Type == PtxType.F64) return isNaN && otherIsNaN ? b | Quiet64 : isNaN ? b : a;
            return (isNaN && otherIsNaN) || op->PropagatesNaN ? format.NaN : isNaN ? b : a;
        }

        return (Order(a, format) > Order(b, format)) == greatest ? a : b;
    }

    /// <summary>A number that orders the bits of a format as its values, -0 before +0.</summary>
    private static long Order(ulong bits, FloatFormat format) =>
        (bits & format.SignBit) != 0 ? -1 - (long)(bits & (format.SignBit - 1)) : (long)bits;

    public static ulong CopySign(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var sign = Format(op->Type).SignBit;
        return (a & sign) | (b & ~sign);
    }

    public static ulong TestProperty(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var format = Format(op->Type);
        var magnitude = a & (format.SignBit - 1);
        var result = op->Mode switch
        {
            0 => magnitude < format.Infinity,
            1 => magnitude == format.Infinity,
            2 => magnitude <= format.Infinity,
            3 => magnitude > format.Infinity,
            4 => magnitude < format.Infinity && !format.IsSubnormal(a),
            _ => format.IsSubnormal(a),
        };
        return result ? 1UL : 0;
    }

    public static ulong CompareFloats(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var format = Format(op->Type);
        (a, b) = (Input(a, format, op), Input(b, format, op));
        var isUnordered = format.IsNaN(a) || format.IsNaN(b);
        if (isUnordered)
        {
            return op->Compare is (>= Compare.EqualOrUnordered and <= Compare.GreaterOrEqualOrUnordered) or Compare.Unordered ? 1UL : 0;
        }

        if ((a & (format.SignBit - 1)) == 0) a = 0;
        if ((b & (format.SignBit - 1)) == 0) b = 0;
        var order = Order(a, format).CompareTo(Order(b, format));
        var result = op->Compare switch
        {
            Compare.Equal or Compare.EqualOrUnordered => order == 0,
            Compare.NotEqual or Compare.NotEqualOrUnordered => order != 0,
            Compare.Less or Compare.LessOrUnordered => order < 0,
            Compare.LessOrEqual or Compare.LessOrEqualOrUnordered => order <= 0,
            Compare.Greater or Compare.GreaterOrUnordered => order > 0,
            Compare.GreaterOrEqual or Compare.GreaterOrEqualOrUnordered => order >= 0,
            _ => op->Compare == Compare.Ordered,
        };
        return result ? 1UL : 0;
    }

    /// <summary>A comparison whose result is 1.0 in a floating-point type and all ones in any other.</summary>
    public static ulong Set(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var isTrue = (op->Type.IsFloat ? CompareFloats(a, b, 0, 0, op) : IntegerScalars.CompareIntegers(a, b, 0, 0, op)) != 0;
        if (op->Combine != Combine.None)
        {
            var other = (c != 0) != op->IsNegated;
            isTrue = op->Combine switch
            {
                Combine.And => isTrue && other,
                Combine.Or => isTrue || other,
                _ => isTrue != other,
            };
        }

        return !isTrue ? 0 : op->Type2.IsFloat ? One(Format(op->Type2)) : ulong.MaxValue;
    }

    public static ulong SelectBySign(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        c = Input(c, FloatFormat.Binary32, op);
        return Single(c) >= 0 ? a : b;
    }

    public static ulong Approximate(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var function = (Approximation)op->Mode;
        var format = Format(op->Type);
        (a, b) = (Input(a, format, op), Input(b, format, op));
        if (op->Type == PtxType.F64) return Approximate64(function, a, op->Flush);
        var x = ToDouble(a, op->Type);
        var y = function >= Approximation.Quotient ? ToDouble(b, op->Type) : 0;
        var value = Approximations.Perturb(function, x, y, Approximations.Value(function, x, y), format.FractionBits + 1);
        var result = FromDouble(value, op->Type);
        return Output(op->Flush ? format.Flush(result) : result, format, op);
    }

    /// <summary>
    /// With .ftz, rcp and rsqrt of binary64 numbers use the upper word of their operand and give the upper word of the result. Without it,
    /// rsqrt uses all of both.
    /// </summary>
    private static ulong Approximate64(Approximation function, ulong a, bool isUpper)
    {
        if (isUpper) a &= 0xFFFFFFFF00000000;
        if (IsNaN64(a)) return isUpper ? 0x7FFFFFFF00000000 : a | Quiet64;
        var result = Bits(Approximations.Value(function, Double(a), 0));
        if (!isUpper) return result;
        return IsNaN64(result) ? 0x7FFFFFFF00000000 : FloatFormat.Binary64.Flush(result & 0xFFFFFFFF00000000);
    }

    public static double ToDouble(ulong bits, PtxType type) => type switch
    {
        PtxType.F64 => Double(bits),
        PtxType.F32 => Single(bits),
        PtxType.F16 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
        _ => Single((bits & 0xFFFF) << 16),
    };

    public static ulong FromDouble(double value, PtxType type) => type switch
    {
        PtxType.F64 => Bits(value),
        PtxType.F32 => Bits((float)value),
        _ => double.IsNaN(value)
            ? Format(type).NaN
            : Format(type).Round(FloatFormat.Binary64.Unpack(BitConverter.DoubleToUInt64Bits(value)), Rounding.Nearest),
    };

    /// <summary>cvt, of any type to any other; the mode is 1 where it rounds to an integer.</summary>
    public static ulong Convert(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var (from, to) = (op->Type2, op->Type);
        if (!from.IsFloat)
        {
            a = IntegerScalars.Extend(a, from);
            if (to.IsFloat) return FromInteger(a, op);
            return IntegerScalars.Extend(op->Saturate ? SaturateInteger(a, from.IsSigned, to) : a, to);
        }

        var format = Format(from);
        if (op->Flush && from is PtxType.F32) a = format.Flush(a);
        return to.IsFloat ? ToFloat(a, op) : ToInteger(a, format, op);
    }

    private static ulong SaturateInteger(ulong value, bool isSigned, PtxType to)
    {
        var largest = to.IsSigned ? (1UL << (to.Bits - 1)) - 1 : ulong.MaxValue >> (64 - to.Bits);
        if (isSigned && (long)value < 0)
        {
            return to.IsSigned ? (ulong)Math.Max((long)value, -1 - (long)largest) : 0;
        }

        return Math.Min(value, largest);
    }

    private static ulong FromInteger(ulong value, Op* op)
    {
        var isNegative = op->Type2.IsSigned && (long)value < 0;
        var format = Format(op->Type);
        return Output(format.Round(new Exact(isNegative, isNegative ? 0 - value : value, 0), op->Rounding), format, op);
    }

    private static ulong ToInteger(ulong bits, FloatFormat format, Op* op)
    {
        var to = op->Type;
        var x = FloatFormat.ToIntegral(format.Unpack(bits), op->Rounding);
        var largest = to.IsSigned ? (1UL << (to.Bits - 1)) - 1 : ulong.MaxValue >> (64 - to.Bits);
        if (x.IsNaN) return NotANumberToInteger(to, op->Type2);
        if (x.IsNegative && !x.IsZero)
        {
            if (!to.IsSigned) return 0;
            var isTooLarge = x.IsInfinite || x.Exponent > 64 || (x.Significand << Math.Max(0, x.Exponent)) > (UInt128)largest + 1;
            return isTooLarge ? ~largest : IntegerScalars.Extend(0 - (ulong)(x.Significand << x.Exponent), to);
        }

        if (x.IsInfinite || x.Exponent > 64) return largest;
        var magnitude = x.Significand << Math.Max(0, x.Exponent);
        return magnitude > largest ? largest : (ulong)magnitude;
    }

    private static ulong NotANumberToInteger(PtxType to, PtxType from) =>
        to.Bits == 64 || from == PtxType.F64 ? IntegerScalars.Extend(1UL << (to.Bits - 1), to) : 0;

    private static ulong ToFloat(ulong a, Op* op)
    {
        var (from, to) = (Format(op->Type2), Format(op->Type));
        if (from.IsNaN(a))
        {
            if (op->Saturate) return 0;
            if (op->Flush && op->Type2 == PtxType.F32) a = from.NaN;
            return (op->Type2, op->Type) switch
            {
                (PtxType.F64, PtxType.F64) => a | Quiet64,
                (PtxType.F32, PtxType.F64) => ((a & 0x80000000) << 32) | 0x7FF8000000000000 | ((a & 0x7FFFFF) << 29),
                (PtxType.F16, PtxType.F64) => ((a & 0x8000) << 48) | 0x7FF8000000000000 | ((a & 0x3FF) << 42),
                (PtxType.F64, PtxType.F32) => ((a >> 32) & 0x80000000) | 0x7FC00000 | ((a >> 29) & 0x7FFFFF),
                (PtxType.F64, PtxType.F16) => ((a >> 48) & 0x8000) | 0x7E00 | ((a >> 42) & 0x3FF),
                (PtxType.BF16, PtxType.F32) => a << 16,
                (PtxType.F32, PtxType.TF32) => Tf32((uint)a),
                _ => to.NaN,
            };
        }

        var exact = from.Unpack(a);
        if (op->Mode == 1) exact = FloatFormat.ToIntegral(exact, op->Rounding);
        if (op->Type == PtxType.TF32) return Tf32((uint)a);
        return Output(to.Round(exact, op->Rounding, false, op->Flush && op->Type == PtxType.F32), to, op);
    }

    /// <summary>Rounds to ten bits of fraction, ties away from zero.</summary>
    private static ulong Tf32(uint bits) => ((bits & 0x7F800000) == 0x7F800000 ? bits : bits + 0x1000) & 0xFFFFE000;

    /// <summary>cvt of two binary32 numbers into the two halves of a word, a the upper.</summary>
    public static ulong ConvertPair(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var bits = op->Type.Bits / 2;
        return (Narrow(a, op) << bits) | Narrow(b, op);
    }

    private static ulong Narrow(ulong a, Op* op)
    {
        if (op->Type is PtxType.E4M3x2 or PtxType.E5M2x2) return Float8.Narrow((uint)a, op->Type == PtxType.E4M3x2);
        var format = Format(op->Type);
        if (op->Flush) a = FloatFormat.Binary32.Flush(a);
        if (FloatFormat.Binary32.IsNaN(a)) return format.NaN;
        var result = format.Round(FloatFormat.Binary32.Unpack(a), op->Rounding);
        return op->IsNegated && (result & format.SignBit) != 0 ? 0 : result;
    }

    /// <summary>cvt of two numbers of 8 bits into two binary16 numbers.</summary>
    public static ulong WidenPair(ulong a, ulong b, ulong c, ulong e, Op* op)
    {
        var isE4M3 = op->Type2 == PtxType.E4M3x2;
        return Float8.Widen((byte)a, isE4M3) | (Float8.Widen((byte)(a >> 8), isE4M3) << 16);
    }
}
