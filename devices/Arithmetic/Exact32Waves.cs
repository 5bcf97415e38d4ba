// The hyperbolic tangent and the sine in binary32, built from exact operations so that every device gives the same bits.

namespace QuizKit.Devices.Arithmetic;

/// <summary>Functions for kernels, each with an error that a test measures against binary64.</summary>
internal static class Exact32Waves
{
    /// <summary>The largest error of <see cref="Tanh"/> in ulp, where the result is a normal number; a test measures it.</summary>
    public const double TanhErrorUlps = 2;

    /// <summary>The largest error of <see cref="Sin"/> in ulp for |x| ≤ 3; a test measures it.</summary>
    public const double SinErrorUlps = 1.5;

    /// <summary>
    /// Returns tanh x: near zero by its Taylor series to x¹⁹, whose remainder is below 0.1 ulp there, so that small arguments lose
    /// nothing to cancellation; otherwise 1 − 2/(e²ˣ+1). NaN for NaN.
    /// </summary>
    public static float Tanh(float x)
    {
        var magnitude = x < 0f ? -x : x;
        if (magnitude < 0.55f)
        {
            var w = Exact32.Multiply(x, x);
            var p = Exact32.FusedMultiplyAdd(-2.39129114e-4f, w, 5.90027441e-4f);
            p = Exact32.FusedMultiplyAdd(p, w, -1.45583439e-3f);
            p = Exact32.FusedMultiplyAdd(p, w, 3.59212804e-3f);
            p = Exact32.FusedMultiplyAdd(p, w, -8.86323553e-3f);
            p = Exact32.FusedMultiplyAdd(p, w, 2.18694885e-2f);
            p = Exact32.FusedMultiplyAdd(p, w, -5.39682540e-2f);
            p = Exact32.FusedMultiplyAdd(p, w, 1.33333333e-1f);
            p = Exact32.FusedMultiplyAdd(p, w, -3.33333333e-1f);
            return Exact32.FusedMultiplyAdd(Exact32.Multiply(w, x), p, x);
        }

        var e = Exact32Functions.Exp(Exact32.Multiply(2f, magnitude));
        var t = Exact32.Subtract(1f, Exact32.Divide(2f, Exact32.Add(e, 1f)));
        return x < 0f ? -t : t;
    }

    /// <summary>Returns 1 − tanh²(x), the derivative of tanh in the form in which backpropagation computes it.</summary>
    public static float TanhGradient(float x)
    {
        var t = Tanh(x);
        return Exact32.FusedMultiplyAdd(-t, t, 1f);
    }

    /// <summary>
    /// Returns sin x for |x| ≤ 10³: x = n·π/2 + r, then the Taylor polynomial of the sine or the cosine at |r| ≤ π/4. Close to a
    /// multiple of π other than 0 the error relative to the result grows.
    /// </summary>
    public static float Sin(float x)
    {
        var n = (int)Exact32.FusedMultiplyAdd(x, 0.636619772f, x < 0f ? -0.5f : 0.5f);

        // π/2 in two parts: together they have 48 bits.
        var r = Exact32.FusedMultiplyAdd(n, -1.57079637f, x);
        r = Exact32.FusedMultiplyAdd(n, 4.37113883e-8f, r);
        var w = Exact32.Multiply(r, r);

        float value;
        if ((n & 1) == 0)
        {
            var p = Exact32.FusedMultiplyAdd(2.75573192e-6f, w, -1.98412698e-4f);
            p = Exact32.FusedMultiplyAdd(p, w, 8.33333333e-3f);
            p = Exact32.FusedMultiplyAdd(p, w, -1.66666667e-1f);
            value = Exact32.FusedMultiplyAdd(Exact32.Multiply(w, r), p, r);
        }
        else
        {
            var p = Exact32.FusedMultiplyAdd(-2.75573192e-7f, w, 2.48015873e-5f);
            p = Exact32.FusedMultiplyAdd(p, w, -1.38888889e-3f);
            p = Exact32.FusedMultiplyAdd(p, w, 4.16666667e-2f);
            p = Exact32.FusedMultiplyAdd(p, w, -0.5f);
            value = Exact32.FusedMultiplyAdd(p, w, 1f);
        }

        return (n & 2) == 0 ? value : -value;
    }
}
