// The metrics of run-to-run variation in the literature.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Variation;

/// <summary>The metrics of Shanmugavelu et al. 2024 (arXiv:2408.05148). Each is 0 for identical bits.</summary>
internal static class Variability
{
    /// <summary>The scalar variability Vs = 1 − |Sₙ/S| of a nondeterministic sum Sₙ and the deterministic S.</summary>
    /// <exception cref="DivideByZeroException">S is 0, where Vs is undefined.</exception>
    public static double Vs(double nondeterministic, double deterministic) => deterministic == 0
        ? throw new DivideByZeroException("Vs has no meaning where the deterministic sum is 0.")

        // 1 − |Sₙ/S| with one exact subtraction of neighbours (Sterbenz): a quotient near 1 would lose the digits of interest in float64.
        : (Math.Abs(deterministic) - Math.Abs(nondeterministic)) / Math.Abs(deterministic);

    /// <summary>
    /// The elementwise relative mean absolute variation Vermv = mean(|A−B|/|A|). An element that is 0 in A has no relative variation; it
    /// counts as 0 here and, where B differs, in <see cref="Vc"/>.
    /// </summary>
    /// <param name="a">The deterministic array A.</param>
    /// <param name="b">The other array B, of the same length.</param>
    public static double Vermv(IReadOnlyList<float> a, IReadOnlyList<float> b)
    {
        RequireSameLength(a, b);
        return a.Zip(b, (x, y) => x == 0 ? 0 : Math.Abs((double)x - y) / Math.Abs((double)x)).Sum() / a.Count;
    }

    /// <summary>The count variability Vc: the share of elements whose bits differ.</summary>
    public static double Vc(IReadOnlyList<float> a, IReadOnlyList<float> b)
    {
        RequireSameLength(a, b);
        return a.Zip(b).Count(pair => !FloatBits.AreSame(pair.First, pair.Second)) / (double)a.Count;
    }

    /// <summary>Fits y = β·xᵅ by least squares of the logarithms.</summary>
    /// <param name="points">The points; those with a coordinate that is not positive are skipped.</param>
    /// <returns>α and β, or null if fewer than three points remain.</returns>
    public static (double Exponent, double Factor)? PowerLaw(IEnumerable<(double X, double Y)> points)
    {
        var logarithms = points.Where(point => point.X > 0 && point.Y > 0)
            .Select(point => (X: Math.Log(point.X), Y: Math.Log(point.Y))).ToList();
        if (logarithms.Count < 3) return null;
        double meanX = 0, meanY = 0, xx = 0, xy = 0;
        foreach (var (x, y) in logarithms)
        {
            meanX += x / logarithms.Count;
            meanY += y / logarithms.Count;
        }

        foreach (var (x, y) in logarithms)
        {
            xx += (x - meanX) * (x - meanX);
            xy += (x - meanX) * (y - meanY);
        }

        return xx == 0 ? null : (xy / xx, Math.Exp(meanY - (xy / xx * meanX)));
    }

    private static void RequireSameLength(IReadOnlyList<float> a, IReadOnlyList<float> b)
    {
        if (a.Count != b.Count || a.Count == 0)
            throw new ArgumentException($"Two arrays of one length are compared, not of {a.Count} and {b.Count}.");
    }
}
