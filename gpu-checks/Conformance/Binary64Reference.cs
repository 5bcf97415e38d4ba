// The normal distribution in binary64, for tests: a power series near zero, a continued fraction in the tails.

namespace QuizKit.GpuChecks.Conformance;

/// <summary>References that share no code with what is tested. Relative error below 10⁻¹⁰, which is 10⁻³ ulp of binary32.</summary>
internal static class Binary64Reference
{
    /// <summary>φ(z), the density of N(0, 1).</summary>
    public static double NormalDensity(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Φ(z), relatively accurate in the left tail too.</summary>
    public static double NormalCdf(double z)
    {
        if (z > 0) return 1 - NormalCdf(-z);
        if (z < -3) return NormalDensity(z) / MillsFraction(-z);

        // Φ(z) = 1/2 + φ(z)·(z + z³/3 + z⁵/15 + …) (Abramowitz and Stegun 26.2.11).
        double term = z, sum = z;
        for (var k = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum) && k < 400; k += 2) sum += term *= z * z / k;
        return 0.5 + (NormalDensity(z) * sum);
    }

    /// <summary>GELU′(z) = Φ(z) + z·φ(z).</summary>
    public static double GeluGradient(double z) => NormalCdf(z) + (z * NormalDensity(z));

    /// <summary>Swish′(z) = σ(z)·(1 + z·(1−σ(z))).</summary>
    public static double SwishGradient(double z) => (1 + (z / (1 + Math.Exp(z)))) / (1 + Math.Exp(-z));

    /// <summary>ln(1+x), relatively accurate for small x (Kahan's correction of ln of the rounded sum).</summary>
    public static double Log1p(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    /// <summary>t + 1/(t + 2/(t + 3/(t + …))), the reciprocal of the Mills ratio (Abramowitz and Stegun 26.2.14).</summary>
    private static double MillsFraction(double t)
    {
        var fraction = t;
        for (var n = 300; n > 0; n--) fraction = t + (n / fraction);
        return fraction;
    }
}
