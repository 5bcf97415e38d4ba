// PTX's approximate functions: rounded from binary64, or changed by up to the error that the PTX ISA documents, from a seed.

namespace QuizKit.Cuda.Emulator.Arithmetic;

internal enum Approximation
{
    Reciprocal,
    SquareRoot,
    ReciprocalSquareRoot,
    Sine,
    Cosine,
    Logarithm,
    Exponential,
    Tangent,
    Quotient,
    FullQuotient,
}

internal static class Approximations
{
    /// <summary>The seed of the changes; 0 for none. It belongs to the thread that runs a warp.</summary>
    [ThreadStatic]
    public static ulong Seed;

    public static double Value(Approximation function, double x, double y) => function switch
    {
        Approximation.Reciprocal => 1 / x,
        Approximation.SquareRoot => Math.Sqrt(x),
        Approximation.ReciprocalSquareRoot => x == 0 ? double.CopySign(double.PositiveInfinity, x) : 1 / Math.Sqrt(x),
        Approximation.Sine => Math.Sin(x),
        Approximation.Cosine => Math.Cos(x),
        Approximation.Logarithm => Math.Log2(x),
        Approximation.Exponential => Exp2(x),
        Approximation.Tangent => Math.Tanh(x),
        // Beyond 2^126 the reciprocal that the instruction multiplies by is zero.
        Approximation.Quotient when double.IsFinite(y) && Math.Abs(y) > 8.507059173023462e37 => x * double.CopySign(0, y),
        _ => x / y,
    };

    /// <summary>2^x: exact for integers, and 2^f·2^n otherwise, which keeps the relative error of the power of a fraction.</summary>
    private static double Exp2(double x)
    {
        if (!double.IsFinite(x)) return x < 0 ? 0 : x;
        if (x > 2000) return double.PositiveInfinity;
        if (x < -2000) return 0;
        var whole = Math.Floor(x);
        return Math.ScaleB(Math.Pow(2, x - whole), (int)whole);
    }

    /// <summary>A value changed by at most the documented error of the function in the format with so many bits of precision.</summary>
    public static double Perturb(Approximation function, double x, double y, double value, int bits)
    {
        if (Seed == 0 || !double.IsFinite(value) || value == 0) return value;
        var z = Mix(Seed ^ Mix(BitConverter.DoubleToUInt64Bits(x) ^ ((ulong)function << 56)) ^ BitConverter.DoubleToUInt64Bits(y));
        var u = ((z >> 11) * (2.0 / (1UL << 53))) - 1; // in [-1, 1)
        var (relative, absolute) = Bound(function, x, bits);

        // A part is left for the rounding to the format.
        return value + (u * ((relative * Math.Abs(value)) + absolute));
    }

    /// <summary>The documented bound less one rounding to the format: a relative one, or an absolute one.</summary>
    private static (double Relative, double Absolute) Bound(Approximation function, double x, int bits) => (function, bits) switch
    {
        (Approximation.Sine or Approximation.Cosine, _) => (0, Math.ScaleB(1, -21)),
        (Approximation.Logarithm, _) => x is > 0.5 and < 2 ? (0, 1.4e-7) : (Math.ScaleB(1, -23), 0),
        (Approximation.Exponential, 24) => (1.09e-7, 0),
        (Approximation.Tangent, 24) => (Math.ScaleB(1, -11) * 0.9998, 0),
        (Approximation.Quotient or Approximation.FullQuotient, _) => (Math.ScaleB(1, -23), 0),
        (_, 24) => (Math.ScaleB(1, -24), 0),
        _ => (0, 0),
    };

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
