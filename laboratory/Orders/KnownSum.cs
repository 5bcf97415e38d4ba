// Sums that are not trees of additions: compensated from one end to the other, or exact. They are recognised by their results.

using QuizKit.Laboratory.Formats;
using Half = System.Half;

namespace QuizKit.Laboratory.Orders;

/// <summary>A known algorithm of a sum.</summary>
/// <param name="Name">Its name, such as <c>compensated (Neumaier), from left to right</c>.</param>
/// <param name="Kept">The format in which it keeps its sums, or null for an exact sum.</param>
/// <param name="Compute">Computes it, rounded to the format of the numbers.</param>
internal sealed record KnownSum(string Name, BinaryRounding? Kept, Func<double[], double> Compute)
{
    /// <summary>The arrays on which an algorithm is chosen, before the one that remains is replayed.</summary>
    private const int Trials = 40;

    /// <summary>
    /// The algorithms: the sum of Kahan (1965), that of Neumaier (1974), also called Kahan–Babuška, in each format that a sum may be kept in
    /// and from either end, and the exact sum, rounded once. The exact one is the first: in a wide format, a compensated sum is one.
    /// </summary>
    public static IReadOnlyList<KnownSum> All(BinaryRounding format)
    {
        var compensated =
            from kept in OrderModel.FormatsOf(format)
            from sum in new[]
            {
                new KnownSum("compensated (Neumaier), from left to right", kept, values => Neumaier(kept, values)),
                new KnownSum("compensated (Kahan), from left to right", kept, values => Kahan(kept, values)),
                new KnownSum("compensated (Neumaier), from right to left", kept, values => Neumaier(kept, values.Reverse())),
                new KnownSum("compensated (Kahan), from right to left", kept, values => Kahan(kept, values.Reverse())),
            }
            select sum with { Compute = values => format.Round(sum.Compute(values)) };
        return [.. ExactIn(format), .. compensated];
    }

    /// <summary>Finds the algorithm of a sum, or null where none of them gives the bits of all trials.</summary>
    public static KnownSum? Find(OrderTarget target, int length, uint seed)
    {
        if (target.Operation != OrderOperation.Sum) return null;
        var trials = Cancelling(target.Format, length, seed, Trials);
        var results = target.ComputeAll(trials);
        return All(target.Format).FirstOrDefault(
            sum => trials.Zip(results).All(trial => sum.Compute(trial.First.A).Equals(trial.Second)));
    }

    /// <summary>
    /// Arrays whose numbers differ in magnitude by far more than a format is long and nearly cancel: algorithms that agree on usual numbers
    /// differ on these.
    /// </summary>
    public static IReadOnlyList<OrderOperands> Cancelling(BinaryRounding format, int length, uint seed, int count)
    {
        var ones = OrderProbes.Ones(length);
        return [.. Enumerable.Range(0, count).Select(i => new OrderOperands(Numbers(i), ones))];

        double[] Numbers(int index)
        {
            var values = OrderSamples.Of(seed, index, length, format).A;
            var range = format.LeastExponent switch { -14 => 8, -126 => 100, _ => 400 };
            var random = new Random(unchecked((int)seed) ^ index);
            for (var i = 0; i < length; i++)
            {
                // Every second number is the opposite of the one before, or nearly so where it is small.
                var isOpposite = i % 2 == 1;
                if (!isOpposite) values[i] = format.Round(Math.ScaleB(values[i], random.Next(-range, range)));
                else values[i] = -values[i - 1] * (Math.Abs(values[i - 1]) > 1 ? 1 : 1 - Math.ScaleB(format.UnitRoundoff, random.Next(4)));
                values[i] = format.Round(values[i]);
            }

            random.Shuffle(values);
            return values;
        }
    }

    private static double Neumaier(BinaryRounding kept, IEnumerable<double> values)
    {
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var total = kept.Round(sum + value);
            lost = kept.Round(lost + (Math.Abs(sum) >= Math.Abs(value)
                ? kept.Round(kept.Round(sum - total) + value)
                : kept.Round(kept.Round(value - total) + sum)));
            sum = total;
        }

        return kept.Round(sum + lost);
    }

    private static double Kahan(BinaryRounding kept, IEnumerable<double> values)
    {
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var corrected = kept.Round(value - lost);
            var total = kept.Round(sum + corrected);
            lost = kept.Round(kept.Round(total - sum) - corrected);
            sum = total;
        }

        return sum;
    }

    private static IEnumerable<KnownSum> ExactIn(BinaryRounding format)
    {
        const string name = "exact, rounded once";
        if (format == BinaryRounding.Binary64) yield return new KnownSum(name, null, values => ExactSum.Sum(values));
        if (format == BinaryRounding.Binary32)
            yield return new KnownSum(name, null, values => ExactSum.Sum(Array.ConvertAll(values, value => (float)value)));
        if (format == BinaryRounding.Binary16)
            yield return new KnownSum(name, null, values => (double)ExactSum.Sum(Array.ConvertAll(values, value => (Half)value)));
    }
}
