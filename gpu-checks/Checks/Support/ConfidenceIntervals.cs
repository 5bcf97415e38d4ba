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
