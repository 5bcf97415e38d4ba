// Confidence intervals whose failure probability is negligible over all runs of the harness.

namespace QuizKit.GpuChecks.Checks.Support;

/// <summary>Intervals that hold for every sample size, not in the limit of large ones.</summary>
internal static class ConfidenceIntervals
{
    /// <summary>The chance that one interval misses: a thousand of them together stay below 10⁻⁶.</summary>
    public const double MissProbability = 1e-9;

    /// <summary>The source of a bound in a measurement.</summary>
    public const string BernsteinSource = "Bernstein's inequality: missed by one seed in 1e9";

    /// <summary>
    /// The half-width in standard errors of an interval for the mean of so many samples that it is normal. A normal estimate lies
    /// outside once in 10⁹.
    /// </summary>
    public const double StandardErrors = 6.11;

    /// <summary>The source of a bound of so many standard errors.</summary>
    public const string NormalSource = "6.11 standard errors: missed by one seed in 1e9";

    /// <summary>The source of a bound by <see cref="MeanSquare"/>.</summary>
    public const string ChernoffSource = "Chernoff's inequality for squares: missed by one seed in 1e9";

    /// <summary>
    /// The half-width of the interval for the mean of squares r², each of mean m given those before it, where r is symmetric and
    /// sub-Gaussian with the variance of a normal number, or such an r through ReLU: P(|mean/m − 1| ≥ t) ≤ 2·exp(−n·t²/(2·s)) for
    /// t ≤ 0.1, with s = E[r⁴]/m². That is 3, and 6 behind ReLU.
    /// </summary>
    /// <remarks>
    /// Below the mean: e⁻ˣ ≤ 1 − x + x²/2 for x ≥ 0. Above it: E[exp(μr²/m)] ≤ (1−2μ)^(−1/2), or 1/2 + (1−4μ)^(−1/2)/2 behind ReLU, where
    /// m is half as large. Both logarithms stay below μ + s·μ²/2 up to μ = 0.05, and t/s is the μ to take. A sum of numbers with random
    /// signs is such an r: it has no larger moments than the normal number of its variance.
    /// </remarks>
    public static double MeanSquare(double relativeFourthMoment, long count) =>
        Math.Sqrt(2 * relativeFourthMoment * Math.Log(2 / MissProbability) / count);

    /// <summary>
    /// The half-width of the interval for the share of successes in independent trials, by Bernstein's inequality:
    /// P(|share − p| ≥ t) ≤ 2·exp(−n·t²/(2·(p·(1−p) + t/3))), solved for t.
    /// </summary>
    public static double Share(double probability, long trials)
    {
        var exponent = Math.Log(2 / MissProbability);
        var third = exponent / 3;
        return (third + Math.Sqrt((third * third) + (2 * trials * probability * (1 - probability) * exponent))) / trials;
    }
}
