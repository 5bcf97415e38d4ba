// The exponential, the logarithm, the sine and the sigmoid in binary64, built from exact operations: the same bits on every device.

using ILGPU;

namespace QuizKit.Devices.Arithmetic;

/// <summary>Functions for kernels in binary64, each with an error that a test measures against 60 digits.</summary>
internal static class Exact64Functions
{
    /// <summary>The largest error of <see cref="Exp"/> in ulp, where the result is a normal number; a test measures it.</summary>
    public const double ExpErrorUlps = 1.1;

    /// <summary>The largest error of <see cref="Log"/> in ulp; a test measures it.</summary>
    public const double LogErrorUlps = 1.2;

    /// <summary>The largest error of <see cref="Sin"/> in ulp for |x| ≤ 3; a test measures it.</summary>
    public const double SinErrorUlps = 1.2;

    /// <summary>The largest error of <see cref="Sigmoid"/> in ulp, where the result is a normal number; a test measures it.</summary>
    public const double SigmoidErrorUlps = 2.5;

    /// <summary>
    /// Returns eˣ: x = n·ln 2 + r with |r| ≤ ln 2 / 2, then the Taylor polynomial of degree 13 at r, whose remainder
    /// r¹⁴/14! is below 0.02 ulp, times 2ⁿ in two exact steps. Infinity above 709.78; 0 below −745.2; NaN for NaN.
    /// </summary>
    public static double Exp(double x)
    {
        if (!(x > -746.0)) return x < 0.0 ? 0.0 : x;
        if (x > 709.79) return Interop.IntAsFloat(0x7FF0000000000000ul);

        var n = (int)Exact64.FusedMultiplyAdd(x, 1.4426950408889634, x < 0.0 ? -0.5 : 0.5);

        // ln 2 in two parts: n times the first, of 32 bits, is exact.
        var r = Exact64.FusedMultiplyAdd(n, -0.693147180369123816490, x);
        r = Exact64.FusedMultiplyAdd(n, -1.90821492927058770002e-10, r);

        var p = Exact64.FusedMultiplyAdd(1.0 / 6227020800.0, r, 1.0 / 479001600.0);
        p = Exact64.FusedMultiplyAdd(p, r, 1.0 / 39916800.0);
        p = Exact64.FusedMultiplyAdd(p, r, 1.0 / 3628800.0);
        p = Exact64.FusedMultiplyAdd(p, r, 1.0 / 362880.0);
        p = Exact64.FusedMultiplyAdd(p, r, 1.0 / 40320.0);
        p = Exact64.FusedMultiplyAdd(p, r, 1.0 / 5040.0);
        p = Exact64.FusedMultiplyAdd(p, r, 1.0 / 720.0);
        p = Exact64.FusedMultiplyAdd(p, r, 1.0 / 120.0);
        p = Exact64.FusedMultiplyAdd(p, r, 1.0 / 24.0);
        p = Exact64.FusedMultiplyAdd(p, r, 1.0 / 6.0);
        p = Exact64.FusedMultiplyAdd(p, r, 0.5);

        // 1 + r + r²·p, the small terms first.
        p = Exact64.FusedMultiplyAdd(Exact64.Multiply(r, r), p, r);
        p = Exact64.Add(1.0, p);

        var half = n / 2;
        return Exact64.Multiply(Exact64.Multiply(p, PowerOfTwo(half)), PowerOfTwo(n - half));
    }

    /// <summary>
    /// Returns ln x: x = 2ᵉ(1+f) with 1+f between √½ and √2, s = f/(2+f), and ln(1+f) = 2·artanh(s) by its Taylor series to s²³,
    /// whose remainder is below 0.01 ulp. −∞ for 0; NaN for negative numbers and NaN; ∞ for ∞.
    /// </summary>
    public static double Log(double x)
    {
        if (x == 0.0) return Interop.IntAsFloat(0xFFF0000000000000ul);
        if (!(x > 0.0)) return Interop.IntAsFloat(0x7FF8000000000000ul);
        var bits = Interop.FloatAsInt(x);
        if (bits == 0x7FF0000000000000ul) return x;

        var exponent = 0;
        if (bits < 0x0010000000000000ul)
        {
            // A subnormal number, times 2⁵² exactly.
            bits = Interop.FloatAsInt(Exact64.Multiply(x, 4503599627370496.0));
            exponent = -52;
        }

        exponent += (int)(bits >> 52) - 1023;
        var mantissa = Interop.IntAsFloat((bits & 0x000FFFFFFFFFFFFFul) | 0x3FF0000000000000ul);
        if (mantissa > 1.4142135623730951)
        {
            mantissa = Exact64.Multiply(mantissa, 0.5);
            exponent++;
        }

        var f = Exact64.Subtract(mantissa, 1.0);
        var s = Exact64.Divide(f, Exact64.Add(2.0, f));
        var w = Exact64.Multiply(s, s);
        var p = Exact64.FusedMultiplyAdd(2.0 / 23.0, w, 2.0 / 21.0);
        p = Exact64.FusedMultiplyAdd(p, w, 2.0 / 19.0);
        p = Exact64.FusedMultiplyAdd(p, w, 2.0 / 17.0);
        p = Exact64.FusedMultiplyAdd(p, w, 2.0 / 15.0);
        p = Exact64.FusedMultiplyAdd(p, w, 2.0 / 13.0);
        p = Exact64.FusedMultiplyAdd(p, w, 2.0 / 11.0);
        p = Exact64.FusedMultiplyAdd(p, w, 2.0 / 9.0);
        p = Exact64.FusedMultiplyAdd(p, w, 2.0 / 7.0);
        p = Exact64.FusedMultiplyAdd(p, w, 2.0 / 5.0);
        p = Exact64.FusedMultiplyAdd(p, w, 2.0 / 3.0);
        p = Exact64.Multiply(p, w);

        // 2s = f − s·f, and f is exact: the rounding of s matters in the small term alone.
        var tail = Exact64.Multiply(-s, Exact64.Subtract(f, p));

        // ln 2 in two parts: the exponent times the first, of 32 bits, is exact.
        tail = Exact64.FusedMultiplyAdd(exponent, 1.90821492927058770002e-10, tail);
        var head = Exact64.Multiply(exponent, 0.693147180369123816490);
        if (exponent == 0) return Exact64.Add(f, tail);

        // The rounding error of head + f goes to the tail (Dekker 1971: |head| ≥ |f|).
        var sum = Exact64.Add(head, f);
        return Exact64.Add(sum, Exact64.Add(Exact64.Subtract(f, Exact64.Subtract(sum, head)), tail));
    }

    /// <summary>
    /// Returns sin x for |x| ≤ 10⁴: x = n·π/2 + r, then the Taylor polynomial of the sine or the cosine at |r| ≤ π/4. Close to a
    /// multiple of π other than 0 the error relative to the result grows.
    /// </summary>
    public static double Sin(double x)
    {
        var n = (int)Exact64.FusedMultiplyAdd(x, 0.63661977236758134, x < 0.0 ? -0.5 : 0.5);

        // π/2 in two parts: together they have 106 bits.
        var r = Exact64.FusedMultiplyAdd(n, -1.5707963267948966, x);
        r = Exact64.FusedMultiplyAdd(n, -6.1232339957367660e-17, r);
        var w = Exact64.Multiply(r, r);

        double value;
        if ((n & 1) == 0)
        {
            var p = Exact64.FusedMultiplyAdd(1.0 / 355687428096000.0, w, -1.0 / 1307674368000.0);
            p = Exact64.FusedMultiplyAdd(p, w, 1.0 / 6227020800.0);
            p = Exact64.FusedMultiplyAdd(p, w, -1.0 / 39916800.0);
            p = Exact64.FusedMultiplyAdd(p, w, 1.0 / 362880.0);
            p = Exact64.FusedMultiplyAdd(p, w, -1.0 / 5040.0);
            p = Exact64.FusedMultiplyAdd(p, w, 1.0 / 120.0);
            p = Exact64.FusedMultiplyAdd(p, w, -1.0 / 6.0);
            value = Exact64.FusedMultiplyAdd(Exact64.Multiply(w, r), p, r);
        }
        else
        {
            var p = Exact64.FusedMultiplyAdd(-1.0 / 6402373705728000.0, w, 1.0 / 20922789888000.0);
            p = Exact64.FusedMultiplyAdd(p, w, -1.0 / 87178291200.0);
            p = Exact64.FusedMultiplyAdd(p, w, 1.0 / 479001600.0);
            p = Exact64.FusedMultiplyAdd(p, w, -1.0 / 3628800.0);
            p = Exact64.FusedMultiplyAdd(p, w, 1.0 / 40320.0);
            p = Exact64.FusedMultiplyAdd(p, w, -1.0 / 720.0);
            p = Exact64.FusedMultiplyAdd(p, w, 1.0 / 24.0);
            p = Exact64.FusedMultiplyAdd(p, w, -0.5);
            value = Exact64.FusedMultiplyAdd(p, w, 1.0);
        }

        return (n & 2) == 0 ? value : -value;
    }

    /// <summary>Returns 1/(1+e⁻ˣ), from the side on which the exponential cannot overflow. NaN for NaN.</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0.0) return Exact64.Divide(1.0, Exact64.Add(1.0, Exp(-x)));
        var e = Exp(x);
        return Exact64.Divide(e, Exact64.Add(1.0, e));
    }

    /// <summary>Returns 2ⁿ for −1022 ≤ n ≤ 1023.</summary>
    private static double PowerOfTwo(int n) => Interop.IntAsFloat((ulong)(n + 1023) << 52);
}
