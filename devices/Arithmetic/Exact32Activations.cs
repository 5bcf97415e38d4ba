// The normal distribution, GELU and Swish with their derivatives in binary32, built from exact operations.

namespace QuizKit.Devices.Arithmetic;

/// <summary>
/// Activations for kernels, accurate in the far tails too: a derivative is 0 here only where the true one is below half of the
/// smallest subnormal number. Tests measure their errors.
/// </summary>
internal static class Exact32Activations
{
    /// <summary>The largest error of <see cref="NormalCdf"/> and <see cref="Gelu"/> in ulp for normal results; tests measure it.</summary>
    public const double GaussianErrorUlps = 5.5;

    /// <summary>
    /// The largest error of <see cref="GeluGradient"/> and <see cref="SwishGradient"/>, in units of 2⁻²³ times the larger of their
    /// two terms: near its root the terms cancel, and no bound relative to the result holds. Tests measure it.
    /// </summary>
    public const double GradientErrorUnits = 4;

    private const float InverseRootOfTwoPi = 0.398942280f;

    /// <summary>From here the tail of the normal distribution, times anything below 16, is below half of the smallest subnormal.</summary>
    private const float FarTail = 16f;

    /// <summary>Φ(z), the distribution function of N(0, 1).</summary>
    public static float NormalCdf(float z)
    {
        var t = z < 0f ? -z : z;
        if (t > FarTail) return z < 0f ? 0f : 1f;
        var tail = TimesGaussian(Exact32.Multiply(MillsRatio(t), InverseRootOfTwoPi), t);
        return z < 0f ? tail : Exact32.Subtract(1f, tail);
    }

    /// <summary>GELU(z) = z·Φ(z) (Hendrycks and Gimpel 2016).</summary>
    public static float Gelu(float z)
    {
        if (z >= 0f) return Exact32.Multiply(z, NormalCdf(z));
        if (z < -FarTail) return 0f;
        return TimesGaussian(Exact32.Multiply(z, Exact32.Multiply(MillsRatio(-z), InverseRootOfTwoPi)), -z);
    }

    /// <summary>GELU′(z) = Φ(z) + z·φ(z). For z = −t it is φ(t)·(R(t) − t) with the Mills ratio R, for z = t one minus that.</summary>
    public static float GeluGradient(float z)
    {
        var t = z < 0f ? -z : z;
        if (t > FarTail) return z < 0f ? 0f : 1f;
        var left = TimesGaussian(Exact32.Multiply(Exact32.Subtract(MillsRatio(t), t), InverseRootOfTwoPi), t);
        return z < 0f ? left : Exact32.Subtract(1f, left);
    }

    /// <summary>Swish(z) = z·σ(z), also called SiLU (Ramachandran et al. 2017).</summary>
    public static float Swish(float z) => Exact32.Multiply(z, Exact32Functions.Sigmoid(z));

    /// <summary>Swish′(z) = σ(z)·(1 + z·(1 − σ(z))).</summary>
    public static float SwishGradient(float z)
    {
        if (z > 100f) return 1f;
        if (z < -220f) return 0f;
        if (z < -80f)
        {
            // 1 + eᶻ is 1 here, and eᶻ in two factors stays normal.
            var half = Exact32Functions.Exp(Exact32.Multiply(z, 0.5f));
            return Exact32.Multiply(Exact32.Multiply(Exact32.Add(1f, z), half), half);
        }

        // e = exp(−|z|), so that nothing overflows: σ(|z|) = 1/(1+e) and σ(−|z|) = e/(1+e).
        var e = Exact32Functions.Exp(z < 0f ? z : -z);
        var d = Exact32.Add(1f, e);
        return z < 0f
            ? Exact32.Multiply(Exact32.Divide(e, d), Exact32.Add(1f, Exact32.Divide(z, d)))
            : Exact32.Divide(Exact32.Add(1f, Exact32.Divide(Exact32.Multiply(z, e), d)), d);
    }

    /// <summary>
    /// R(t) = (1 − Φ(t))/φ(t) for t ≥ 0. (1+t)·R(t) is smooth in s = (t−4)/(t+4) up to infinity (the method of Shepherd and Laframboise
    /// 1981 for erfc); the coefficients are those of its Chebyshev series to degree 13, rewritten in powers of s.
    /// </summary>
    private static float MillsRatio(float t)
    {
        var s = Exact32.Divide(Exact32.Subtract(t, 4f), Exact32.Add(t, 4f));
        var p = Exact32.FusedMultiplyAdd(-5.22490245e-6f, s, 1.88014146e-5f);
        p = Exact32.FusedMultiplyAdd(p, s, 4.848561e-5f);
        p = Exact32.FusedMultiplyAdd(p, s, -2.02017385e-4f);
        p = Exact32.FusedMultiplyAdd(p, s, -2.33171668e-4f);
        p = Exact32.FusedMultiplyAdd(p, s, 1.73033425e-3f);
        p = Exact32.FusedMultiplyAdd(p, s, -7.17363611e-4f);
        p = Exact32.FusedMultiplyAdd(p, s, -1.25352479e-2f);
        p = Exact32.FusedMultiplyAdd(p, s, 4.49594222e-2f);
        p = Exact32.FusedMultiplyAdd(p, s, -8.07086304e-2f);
        p = Exact32.FusedMultiplyAdd(p, s, 7.16904551e-2f);
        p = Exact32.FusedMultiplyAdd(p, s, 3.50919180e-2f);
        p = Exact32.FusedMultiplyAdd(p, s, -2.42399663e-1f);
        p = Exact32.FusedMultiplyAdd(p, s, 1.18326187f);
        return Exact32.Divide(p, Exact32.Add(1f, t));
    }

    /// <summary>Returns factor·exp(−t²/2) for 0 ≤ t ≤ 16, rounded to a subnormal number once, at the end.</summary>
    private static float TimesGaussian(float factor, float t)
    {
        // t² = square + lost, exactly; exp(−lost/2) is 1 − lost/2.
        var square = Exact32.Multiply(t, t);
        var lost = Exact32.FusedMultiplyAdd(t, t, -square);
        factor = Exact32.FusedMultiplyAdd(factor, Exact32.Multiply(lost, -0.5f), factor);
        if (t < 12.5f) return Exact32.Multiply(factor, Exact32Functions.Exp(Exact32.Multiply(square, -0.5f)));
        var root = Exact32Functions.Exp(Exact32.Multiply(square, -0.25f));
        return Exact32.Multiply(Exact32.Multiply(factor, root), root);
    }
}
