// Tests whether the results of many runs are normally distributed: D'Agostino and Pearson's K².

namespace QuizKit.Laboratory.Variation;

/// <summary>The result of a test of normality.</summary>
/// <param name="Skewness">√b₁, 0 for a normal distribution; null if all values are equal.</param>
/// <param name="ExcessKurtosis">
/// b₂ − 3, 0 for a normal distribution and −2 for two equally frequent values; null if all values are equal.
/// </param>
/// <param name="Statistic">K², or null if the test does not apply.</param>
/// <param name="PValue">The probability that normal values give a larger K², or null if the test does not apply.</param>
/// <param name="WhyNot">Why the test does not apply, or null if it does.</param>
internal sealed record Normality(double? Skewness, double? ExcessKurtosis, double? Statistic, double? PValue, string? WhyNot)
{
    /// <summary>The significance level.</summary>
    public const double Level = 0.01;
}

/// <summary>
/// The omnibus test K² (D'Agostino, Belanger and D'Agostino Jr. 1990, "A suggestion for using powerful and informative tests of
/// normality", The American Statistician 44(4), 316–321): skewness and kurtosis, each transformed to a standard normal Z; under
/// normality K² = Z₁² + Z₂² has a χ² distribution with two degrees of freedom, for 20 values or more.
/// </summary>
/// <remarks>
/// <para>
/// Sums are multiples of an ulp, so they have ties. A test of the empirical distribution function (such as Anderson and Darling's) treats
/// ties as a deviation; a test of moments is hardly affected. Rounding a normal variable of standard deviation σ to a grid of width h adds
/// a uniform variable, up to terms that are small for σ ≥ h/2: the excess kurtosis moves from 0 to −(h/σ)⁴/120 / (1 + (h/σ)²/12)²
/// (Sheppard), −0.0071 for σ = h, compared with a standard error of √(24/n), 0.49 for 100 runs. Below σ = h the test does not apply.
/// </para>
/// <para>The runs are assumed to be independent.</para>
/// </remarks>
internal static class NormalityTest
{
    /// <summary>The smallest number of values for which the test applies.</summary>
    public const int FewestValues = 20;

    /// <summary>Tests values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="grid">The distance between neighbouring possible values: an ulp.</param>
    public static Normality Of(IReadOnlyList<double> values, double grid)
    {
        if (values.Count == 0 || values.All(value => value == values[0]))
            return new Normality(null, null, null, null, "all results are equal");

        // Moments about the mean; the values may be large relative to their differences.
        var origin = values[0];
        var mean = values.Average(value => value - origin);
        double m2 = 0, m3 = 0, m4 = 0;
        foreach (var value in values)
        {
            var d = value - origin - mean;
            m2 += d * d / values.Count;
            m3 += d * d * d / values.Count;
            m4 += d * d * d * d / values.Count;
        }

        var skewness = m3 / Math.Pow(m2, 1.5);
        var kurtosis = m4 / (m2 * m2);
        var whyNot = values.Count < FewestValues
                ? FormattableString.Invariant($"{values.Count} runs are too few, the test needs {FewestValues}")
            : Math.Sqrt(m2) < grid ? "the standard deviation is below one ulp: too few distinct results for a shape"
            : null;
        if (whyNot is not null) return new Normality(skewness, kurtosis - 3, null, null, whyNot);

        double first = SkewnessZ(skewness, values.Count), second = KurtosisZ(kurtosis, values.Count);
        var statistic = (first * first) + (second * second);
        return new Normality(skewness, kurtosis - 3, statistic, Math.Exp(-statistic / 2), null);
    }

    /// <summary>The skewness √b₁ of n normal values as a standard normal variable (D'Agostino 1970), n ≥ 8.</summary>
    internal static double SkewnessZ(double skewness, int count)
    {
        double n = count;
        var y = skewness * Math.Sqrt((n + 1) * (n + 3) / (6 * (n - 2)));
        var beta2 = 3 * ((n * n) + (27 * n) - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
        var w2 = Math.Sqrt(2 * (beta2 - 1)) - 1;
        return Math.Asinh(y / Math.Sqrt(2 / (w2 - 1))) / Math.Sqrt(Math.Log(w2) / 2);
    }

    /// <summary>The kurtosis b₂ of n normal values as a standard normal variable (Anscombe and Glynn 1983), n ≥ 20.</summary>
    internal static double KurtosisZ(double kurtosis, int count)
    {
        double n = count;
        var expected = 3 * (n - 1) / (n + 1);
        var variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
        var x = (kurtosis - expected) / Math.Sqrt(variance);
        var root = 6 * ((n * n) - (5 * n) + 2) / ((n + 7) * (n + 9)) * Math.Sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)));
        var a = 6 + (8 / root * ((2 / root) + Math.Sqrt(1 + (4 / (root * root)))));
        var cube = (1 - (2 / a)) / (1 + (x * Math.Sqrt(2 / (a - 4))));
        return (1 - (2 / (9 * a)) - Math.Cbrt(cube)) / Math.Sqrt(2 / (9 * a));
    }
}
