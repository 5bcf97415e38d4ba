// The exponentials that a softmax computes, read from its results.

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// A number beside m zeros gives e/(m+e), rounded: a few candidates for e. Several m leave one. The sum of these rows is known, since its
/// order is.
/// </summary>
internal static class SoftmaxExponentials
{
    /// <summary>How far, in units of the last place, an exponential may lie from the exact one.</summary>
    private const int FarthestUlps = 64;

    /// <summary>The numbers of zeros in the rows.</summary>
    private const int MostZeros = 24;

    /// <summary>Returns the exponentials of numbers, or null for each that the results do not determine.</summary>
    public static double?[] Of(RowTarget target, SoftmaxModel model, int length, IReadOnlyList<double> numbers)
    {
        var most = Math.Min(MostZeros, length - 1);
        List<double[]> rows = [.. numbers.SelectMany(number => Enumerable.Range(1, most).Select(zeros => RowOf(number, zeros, 0.0)))];
        var results = target.ComputeAll(rows);
        return [.. numbers.Select((number, i) => Find(number, [.. results.Skip(i * most).Take(most)]))];

        double[] RowOf(double number, int zeros, double zero)
        {
            var row = new double[length];
            Array.Fill(row, zero == 0 ? SoftmaxProbes.Nothing : 0);
            Array.Fill(row, zero, 0, zeros);
            row[zeros] = number;
            return row;
        }

        double? Find(double number, List<double[]> given)
        {
            var near = model.Work.Round(Math.Exp(number));
            var ulp = model.Work.UlpOf(near);
            List<double> candidates =
            [
                .. from steps in Enumerable.Range(-FarthestUlps, (2 * FarthestUlps) + 1)
                   let candidate = model.Work.Round(near + (steps * ulp))
                   where candidate <= 1 && Enumerable.Range(1, most).All(zeros => IsExplained(candidate, zeros, given[zeros - 1]))
                   select candidate,
            ];
            return candidates.Distinct().ToList() is [var only] ? only : null;
        }

        bool IsExplained(double candidate, int zeros, double[] given)
        {
            var results = model.Compute(RowOf(candidate, zeros, 1.0));
            return results[0].Equals(given[0]) && results[zeros].Equals(given[zeros]);
        }
    }
}
