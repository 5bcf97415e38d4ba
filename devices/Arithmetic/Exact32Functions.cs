// The exponential and the sigmoid in binary32, built from exact operations so that every device gives the same bits.

using ILGPU;

namespace QuizKit.Devices.Arithmetic;

/// <summary>
/// Functions for kernels. A device's own <c>exp</c> is not a reference: CUDA's is <c>ex2.approx</c>. These are the same sequence
/// of exactly rounded operations everywhere, with an error that a test measures against binary64.
/// </summary>
internal static class Exact32Functions
{
    /// <summary>The largest error of <see cref="Exp"/> in ulp, where the result is a normal number; a test measures it.</summary>
    public const double ExpErrorUlps = 1.1;

    /// <summary>The largest error of <see cref="Sigmoid"/> in ulp, where the result is a normal number; a test measures it.</summary>
    public const double SigmoidErrorUlps = 2.5;

    /// <summary>
    /// Returns eˣ: x = n·ln 2 + r with |r| ≤ ln 2 / 2, then the Taylor polynomial of degree 7 at r, whose remainder
    /// r⁸/8! is below 0.1 ulp, times 2ⁿ in two exact steps. Infinity above 88.72; 0 below −103.98; NaN for NaN.
    /// </summary>
    public static float Exp(float x)
    {
        if (!(x > -104f)) return x < 0f ? 0f : x;
        if (x > 88.73f) return Interop.IntAsFloat(0x7F800000u);

        var n = (int)Exact32.FusedMultiplyAdd(x, 1.44269504f, x < 0f ? -0.5f : 0.5f);

        // ln 2 in two parts: n times the first, of 15 bits, is exact.
        var r = Exact32.FusedMultiplyAdd(n, -0.693145751953125f, x);
        r = Exact32.FusedMultiplyAdd(n, -1.42860677e-6f, r);

        var p = Exact32.FusedMultiplyAdd(1.98412698e-4f, r, 1.38888889e-3f);
        p = Exact32.FusedMultiplyAdd(p, r, 8.33333333e-3f);
        p = Exact32.FusedMultiplyAdd(p, r, 4.16666667e-2f);
        p = Exact32.FusedMultiplyAdd(p, r, 1.66666667e-1f);
        p = Exact32.FusedMultiplyAdd(p, r, 0.5f);

        // 1 + r + r²·p, the small terms first.
        p = Exact32.FusedMultiplyAdd(Exact32.Multiply(r, r), p, r);
        p = Exact32.Add(1f, p);

        var half = n / 2;
        return Exact32.Multiply(Exact32.Multiply(p, PowerOfTwo(half)), PowerOfTwo(n - half));
    }

    /// <summary>Returns 1/(1+e⁻ˣ), from the side on which the exponential cannot overflow. NaN for NaN.</summary>
    public static float Sigmoid(float x)
    {
        if (x >= 0f) return Exact32.Divide(1f, Exact32.Add(1f, Exp(-x)));
        var e = Exp(x);
        return Exact32.Divide(e, Exact32.Add(1f, e));
    }

    /// <summary>Returns σ(x)·(1−σ(x)), the derivative of the sigmoid in the form in which backpropagation computes it.</summary>
    public static float SigmoidGradient(float x)
    {
        var s = Sigmoid(x);
        return Exact32.Multiply(s, Exact32.Subtract(1f, s));
    }

    /// <summary>Returns max(0, x).</summary>
    public static float Relu(float x) => x > 0f ? x : 0f;

    /// <summary>Returns 2ⁿ for −126 ≤ n ≤ 127.</summary>
    private static float PowerOfTwo(int n) => Interop.IntAsFloat((uint)(n + 127) << 23);
}
