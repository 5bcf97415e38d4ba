// The natural logarithm in binary32, built from exact operations so that every device gives the same bits.

using ILGPU;

namespace QuizKit.Devices.Arithmetic;

/// <summary>Logarithms for kernels, with an error that a test measures against binary64.</summary>
internal static class Exact32Logarithms
{
    /// <summary>The largest error of <see cref="Log"/> in ulp; a test measures it.</summary>
    public const double LogErrorUlps = 1.2;

    /// <summary>The largest error of <see cref="Log1p"/> in ulp, where the result is a normal number; a test measures it.</summary>
    public const double Log1pErrorUlps = 1.7;

    /// <summary>
    /// Returns ln x: x = 2ᵉ(1+f) with 1+f between √½ and √2, s = f/(2+f), and ln(1+f) = 2·artanh(s) by its Taylor series to s¹³,
    /// whose remainder is below 0.01 ulp. −∞ for 0; NaN for negative numbers and NaN; ∞ for ∞.
    /// </summary>
    public static float Log(float x)
    {
        if (x == 0f) return Interop.IntAsFloat(0xFF800000u);
        if (!(x > 0f)) return Interop.IntAsFloat(0x7FC00000u);
        var bits = Interop.FloatAsInt(x);
        if (bits == 0x7F800000u) return x;

        var exponent = 0;
        if (bits < 0x00800000u)
        {
            // A subnormal number, times 2²³ exactly.
            bits = Interop.FloatAsInt(Exact32.Multiply(x, 8388608f));
            exponent = -23;
        }

        exponent += (int)(bits >> 23) - 127;
        var mantissa = Interop.IntAsFloat((bits & 0x007FFFFFu) | 0x3F800000u);
        if (mantissa > 1.41421354f)
        {
            mantissa = Exact32.Multiply(mantissa, 0.5f);
            exponent++;
        }

        var f = Exact32.Subtract(mantissa, 1f);
        var s = Exact32.Divide(f, Exact32.Add(2f, f));
        var w = Exact32.Multiply(s, s);
        var p = Exact32.FusedMultiplyAdd(0.153846154f, w, 0.181818187f);
        p = Exact32.FusedMultiplyAdd(p, w, 0.222222224f);
        p = Exact32.FusedMultiplyAdd(p, w, 0.285714298f);
        p = Exact32.FusedMultiplyAdd(p, w, 0.4f);
        p = Exact32.FusedMultiplyAdd(p, w, 0.666666687f);
        p = Exact32.Multiply(p, w);

        // 2s = f − s·f, and f is exact: the rounding of s matters in the small term alone.
        var tail = Exact32.Multiply(-s, Exact32.Subtract(f, p));

        // ln 2 in two parts: the exponent times the first, of 15 bits, is exact.
        tail = Exact32.FusedMultiplyAdd(exponent, 1.42860677e-6f, tail);
        var head = Exact32.Multiply(exponent, 0.693145751953125f);
        if (exponent == 0) return Exact32.Add(f, tail);

        // The rounding error of head + f goes to the tail (Dekker 1971: |head| ≥ |f|).
        var sum = Exact32.Add(head, f);
        return Exact32.Add(sum, Exact32.Add(Exact32.Subtract(f, Exact32.Subtract(sum, head)), tail));
    }

    /// <summary>Returns ln(1+x) for x ≥ 0, also where 1+x rounds to 1: ln of the rounded sum, plus what rounding it took away.</summary>
    public static float Log1p(float x)
    {
        var sum = Exact32.Add(1f, x);
        var lost = x <= 1f ? Exact32.Subtract(x, Exact32.Subtract(sum, 1f)) : Exact32.Subtract(1f, Exact32.Subtract(sum, x));
        return Exact32.Add(Log(sum), Exact32.Divide(lost, sum));
    }
}
