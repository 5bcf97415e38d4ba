// Binary floating-point formats, and the rounding of an exact number to one.

namespace QuizKit.Cuda.Emulator.Arithmetic;

internal enum Rounding : byte
{
    Nearest,
    Zero,
    Down,
    Up,
    NearestAway,
}

/// <summary>An exact number: ±<paramref name="Significand"/>·2^<paramref name="Exponent"/>, infinite, or not a number.</summary>
internal readonly record struct Exact(bool IsNegative, UInt128 Significand, int Exponent, bool IsInfinite = false, bool IsNaN = false)
{
    public bool IsZero => Significand == 0 && !IsInfinite && !IsNaN;

    public static Exact NaN => new(false, 0, 0, IsNaN: true);
}

/// <summary>A format of IEEE 754: one bit of sign, the exponent, the fraction.</summary>
internal sealed record FloatFormat(int ExponentBits, int FractionBits, ulong NaN)
{
    public static readonly FloatFormat Binary16 = new(5, 10, 0x7FFF);
    public static readonly FloatFormat BFloat16 = new(8, 7, 0x7FFF);

    /// <summary>The upper 19 bits of a binary32 number.</summary>
    public static readonly FloatFormat TF32 = new(8, 10, 0x3FFFF);
    public static readonly FloatFormat Binary32 = new(8, 23, 0x7FFFFFFF);
    public static readonly FloatFormat Binary64 = new(11, 52, 0xFFF8000000000000);
    public static readonly FloatFormat E5M2 = new(5, 2, 0x7F);

    private int Bias => (1 << (ExponentBits - 1)) - 1;

    private ulong FractionMask => (1UL << FractionBits) - 1;

    public ulong SignBit => 1UL << (ExponentBits + FractionBits);

    public ulong Infinity => ((1UL << ExponentBits) - 1) << FractionBits;

    public ulong LargestFinite => Infinity - 1;

    public bool IsNaN(ulong bits) => (bits & (SignBit - 1)) > Infinity;

    public bool IsSubnormal(ulong bits) => (bits & (SignBit - 1)) is var magnitude && magnitude != 0 && magnitude <= FractionMask;

    /// <summary>Whether a finite number's exponent is larger than that of every finite number of this format.</summary>
    public bool IsTooLarge(Exact value) => value.Exponent + 127 - (int)UInt128.LeadingZeroCount(value.Significand) > Bias;

    /// <summary>A subnormal number becomes a zero of the same sign.</summary>
    public ulong Flush(ulong bits) => IsSubnormal(bits) ? bits & SignBit : bits;

    public Exact Unpack(ulong bits)
    {
        var isNegative = (bits & SignBit) != 0;
        var fraction = bits & FractionMask;
        var exponent = (int)((bits >> FractionBits) & ((1UL << ExponentBits) - 1));
        if (exponent == (1 << ExponentBits) - 1)
        {
            return fraction == 0 ? new Exact(isNegative, 0, 0, IsInfinite: true) : new Exact(isNegative, 0, 0, IsNaN: true);
        }

        return exponent == 0
            ? new Exact(isNegative, fraction, 1 - Bias - FractionBits)
            : new Exact(isNegative, fraction | (1UL << FractionBits), exponent - Bias - FractionBits);
    }

    /// <summary>Rounds a number. Where <paramref name="isInexact"/> is set, the exact number lies between the significand and the next.
    /// Where <paramref name="flush"/> is set, what is smaller than every normal number before it is rounded becomes zero.</summary>
    public ulong Round(Exact value, Rounding mode, bool isInexact = false, bool flush = false)
    {
        if (value.IsNaN) return NaN;
        var sign = value.IsNegative ? SignBit : 0;
        if (value.IsInfinite) return sign | Infinity;
        var significand = value.Significand;
        if (significand == 0 && !isInexact) return sign;

        // The exponent of the result's last place: that of the leading bit less the fraction, but not below that of subnormal numbers.
        var length = 128 - (int)UInt128.LeadingZeroCount(significand);
        if (flush && value.Exponent + length - 1 < 1 - Bias) return sign;
        var last = Math.Max(value.Exponent + length - 1 - FractionBits, 1 - Bias - FractionBits);
        var shift = last - value.Exponent;
        UInt128 kept;
        int half; // of the last place: -1 less, 0 exactly, 1 more; 2: the number is exact
        if (shift <= 0)
        {
            kept = significand << -shift;
            half = isInexact ? -1 : 2;
        }
        else if (shift > 127)
        {
            kept = 0;
            half = -1;
        }
        else
        {
            kept = significand >> shift;
            var remainder = significand & ((UInt128.One << shift) - 1);
            var middle = UInt128.One << (shift - 1);
            half = remainder == 0 ? (isInexact ? -1 : 2) : remainder > middle ? 1 : remainder < middle ? -1 : isInexact ? 1 : 0;
        }

        var up = half != 2 && mode switch
        {
            Rounding.Nearest => half == 1 || (half == 0 && (kept & 1) != 0),
            Rounding.NearestAway => half >= 0,
            Rounding.Down => value.IsNegative,
            Rounding.Up => !value.IsNegative,
            _ => false,
        };
        if (up) kept++;

        // The fraction's leading bit adds one to the exponent, and so does a carry out of the fraction.
        var bits = (ulong)kept + ((ulong)(last - (1 - Bias - FractionBits)) << FractionBits);
        if (last + FractionBits > Bias || bits >= Infinity)
        {
            var toInfinity = mode switch
            {
                Rounding.Zero => false,
                Rounding.Down => value.IsNegative,
                Rounding.Up => !value.IsNegative,
                _ => true,
            };
            return sign | (toInfinity ? Infinity : LargestFinite);
        }

        return sign | bits;
    }

    public ulong Add(ulong a, ulong b, Rounding mode, bool flush) => RoundSum(Unpack(a), Unpack(b), mode, flush);

    public ulong Multiply(ulong a, ulong b, Rounding mode, bool flush) => Round(Product(Unpack(a), Unpack(b)), mode, false, flush);

    public ulong FusedMultiplyAdd(ulong a, ulong b, ulong c, Rounding mode, bool flush) =>
        RoundSum(Product(Unpack(a), Unpack(b)), Unpack(c), mode, flush);

    public static Exact Product(Exact x, Exact y)
    {
        var isNegative = x.IsNegative != y.IsNegative;
        if (x.IsNaN || y.IsNaN || (x.IsInfinite && y.IsZero) || (x.IsZero && y.IsInfinite)) return Exact.NaN;
        if (x.IsInfinite || y.IsInfinite) return new Exact(isNegative, 0, 0, IsInfinite: true);
        return new Exact(isNegative, x.Significand * y.Significand, x.Exponent + y.Exponent);
    }

    /// <summary>The sum of a number of up to 106 bits and one of up to 53, rounded once.</summary>
    private ulong RoundSum(Exact x, Exact y, Rounding mode, bool flush)
    {
        if (x.IsNaN || y.IsNaN || (x.IsInfinite && y.IsInfinite && x.IsNegative != y.IsNegative)) return NaN;
        if (x.IsInfinite) return Round(x, mode, false, flush);
        if (y.IsInfinite) return Round(y, mode, false, flush);
        if (x.IsZero && y.IsZero) return x.IsNegative == y.IsNegative ? Round(x, mode) : mode == Rounding.Down ? SignBit : 0;
        if (x.IsZero) return Round(y, mode, false, flush);
        if (y.IsZero) return Round(x, mode, false, flush);

        // Both with their leading bit at bit 125, where a sum has room for a carry; then the smaller one is shifted right.
        (x, y) = (Normalize(x), Normalize(y));
        if (x.Exponent < y.Exponent || (x.Exponent == y.Exponent && x.Significand < y.Significand)) (x, y) = (y, x);
        var shift = x.Exponent - y.Exponent;
        var small = shift > 127 ? 0 : y.Significand >> shift;
        var isInexact = shift > 127 || (shift > 0 && (y.Significand & ((UInt128.One << shift) - 1)) != 0);
        if (x.IsNegative == y.IsNegative) return Round(x with { Significand = x.Significand + small }, mode, isInexact, flush);
        var difference = x.Significand - small - (isInexact ? UInt128.One : UInt128.Zero);
        if (difference == 0 && !isInexact) return mode == Rounding.Down ? SignBit : 0;
        return Round(x with { Significand = difference }, mode, isInexact, flush);
    }

    private static Exact Normalize(Exact x)
    {
        var shift = (int)UInt128.LeadingZeroCount(x.Significand) - 2;
        return x with { Significand = x.Significand << shift, Exponent = x.Exponent - shift };
    }

    public ulong Divide(ulong a, ulong b, Rounding mode, bool flush)
    {
        var (x, y) = (Unpack(a), Unpack(b));
        var isNegative = x.IsNegative != y.IsNegative;
        var sign = isNegative ? SignBit : 0;
        if (x.IsNaN || y.IsNaN || (x.IsInfinite && y.IsInfinite) || (x.IsZero && y.IsZero)) return NaN;
        if (x.IsInfinite || y.IsZero) return sign | Infinity;
        if (y.IsInfinite || x.IsZero) return sign;
        x = Normalize(x);
        var (quotient, remainder) = UInt128.DivRem(x.Significand, y.Significand);
        return Round(new Exact(isNegative, quotient, x.Exponent - y.Exponent), mode, remainder != 0, flush);
    }

    public ulong SquareRoot(ulong a, Rounding mode, bool flush)
    {
        var x = Unpack(a);
        if (x.IsZero) return a;
        if (x.IsNaN || x.IsNegative) return NaN;
        if (x.IsInfinite) return a;
        x = Normalize(x);
        if ((x.Exponent & 1) != 0) x = x with { Significand = x.Significand >> 1, Exponent = x.Exponent + 1 };

        // Normalize leaves at least 22 zeros at the end: shifting one out loses nothing.
        UInt128 root = (ulong)Math.Sqrt((double)x.Significand);
        root = (root + (x.Significand / root)) >> 1;
        while (root * root > x.Significand) root--;
        while ((root + 1) * (root + 1) <= x.Significand) root++;
        return Round(new Exact(false, root, x.Exponent / 2), mode, root * root != x.Significand, flush);
    }

    /// <summary>A number of this format rounded to an integer, still exact.</summary>
    public static Exact ToIntegral(Exact x, Rounding mode)
    {
        if (x.IsNaN || x.IsInfinite || x.Exponent >= 0 || x.IsZero) return x;
        var shift = -x.Exponent;
        var kept = shift > 127 ? 0 : x.Significand >> shift;
        var remainder = shift > 127 ? x.Significand : x.Significand & ((UInt128.One << shift) - 1);
        var middle = shift > 127 ? UInt128.MaxValue : UInt128.One << (shift - 1);
        var up = remainder != 0 && mode switch
        {
            Rounding.Nearest => remainder > middle || (remainder == middle && (kept & 1) != 0),
            Rounding.NearestAway => remainder >= middle,
            Rounding.Down => x.IsNegative,
            Rounding.Up => !x.IsNegative,
            _ => false,
        };
        return new Exact(x.IsNegative, up ? kept + 1 : kept, 0);
    }
}
