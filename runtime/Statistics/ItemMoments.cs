// Mean, deviation and covariances of the scores of a question.

namespace QuizKit.Statistics;

internal sealed class ItemMoments
{
    /// <summary>Computes the moments.</summary>
    /// <param name="scores">The score of each learner, at least one.</param>
    /// <param name="others">The sum of the other scores of each learner.</param>
    public ItemMoments(IReadOnlyList<double> scores, IReadOnlyList<double> others)
    {
        Mean = scores.Average();
        if (scores.Count < 2) return;
        var variance = Covariance(scores, scores);
        StandardDeviation = Math.Sqrt(variance);
        var covariance = Covariance(scores, others);
        var product = variance * Covariance(others, others);
        if (product > 0) DiscriminationIndex = covariance / Math.Sqrt(product);
        var largest = Covariance(Sorted(scores), Sorted(others));
        if (largest > 0) DiscriminativeEfficiency = covariance / largest;
    }

    public double Mean { get; }

    public double? StandardDeviation { get; }

    public double? DiscriminationIndex { get; }

    public double? DiscriminativeEfficiency { get; }

    // Exactly 0 where one of the two does not vary: the mean of equal numbers may differ from them in its last bit.
    private static double Covariance(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.All(value => value == a[0]) || b.All(value => value == b[0])) return 0;
        var meanOfA = a.Average();
        var meanOfB = b.Average();
        return Enumerable.Range(0, a.Count).Sum(i => (a[i] - meanOfA) * (b[i] - meanOfB)) / (a.Count - 1);
    }

    private static double[] Sorted(IReadOnlyList<double> values) => [.. values.OrderBy(value => value)];
}
