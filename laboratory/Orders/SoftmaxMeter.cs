// Numbers beside which two smallest addends of a softmax show in its results.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// A 1 and further exponentials, the fillers, whose results lie at the edge of a rounding. Two small addends move them over it where they
/// are added to each other before they meet the 1, and leave them otherwise, whatever the order is in which the fillers are added.
/// </summary>
/// <param name="Small">The number whose exponential is a small addend.</param>
/// <param name="Fillers">The numbers of the fillers.</param>
/// <param name="Lost">The results of the 1 and of the fillers where the small addends are lost.</param>
internal sealed record SoftmaxMeter(double Small, IReadOnlyList<double> Fillers, IReadOnlyList<double> Lost)
{
    private const int MostFillers = 4;

    private const int MostTrials = 20_000_000;

    /// <summary>The parts of the unit roundoff that a small addend may be: one alone is lost in a 1, and two are not.</summary>
    private static readonly double[] Parts = [0.75, 0.7, 0.8, 0.65, 0.85, 0.9, 1];

    /// <summary>The least number that is a filler.</summary>
    public const int LeastFiller = -8;

    /// <summary>Returns that of a sum that is kept in the format of the results, which needs no fillers: 1/Σ is below 1 where they show.</summary>
    public static SoftmaxMeter Of(BinaryRounding format) => new(format.Round(Math.Log(0.75 * format.UnitRoundoff)), [], [1]);

    /// <summary>The numbers that may become small addends of a sum.</summary>
    /// <param name="format">The format of the numbers.</param>
    /// <param name="kept">The format in which the sum is kept.</param>
    public static IEnumerable<double> SmallNumbers(BinaryRounding format, BinaryRounding kept) =>
        Parts.Select(part => format.Round(Math.Log(part * kept.UnitRoundoff))).Distinct();

    /// <summary>Finds one for results that are shorter than the sum, or null.</summary>
    /// <param name="model">The softmax; its own sum is not used.</param>
    /// <param name="kept">The format in which the sum is kept.</param>
    /// <param name="last">The format to which the sum is rounded at the end.</param>
    /// <param name="exponentials">The numbers whose exponentials are known.</param>
    /// <param name="random">Chooses the fillers.</param>
    public static SoftmaxMeter? Find(
        SoftmaxModel model, BinaryRounding kept, BinaryRounding last, IReadOnlyDictionary<double, double> exponentials, Random random)
    {
        // Fillers that are nearly multiples of what a 1 can be changed by have the same sum in most orders.
        var step = 2 * kept.UnitRoundoff;
        double[] pool =
        [
            .. exponentials.Keys.Where(number => exponentials[number] >= Math.Exp(LeastFiller) && exponentials[number] < 0.5
                && Math.Abs(Math.IEEERemainder(exponentials[number], step)) < step / 8),
        ];
        double[] smalls = [.. SmallNumbers(model.Format, kept).Where(exponentials.ContainsKey)];
        if (pool.Length == 0 || smalls.Length == 0) return null;
        var addends = Array.ConvertAll(pool, number => exponentials[number]);
        var chosen = new int[MostFillers];
        for (var count = 1; count <= MostFillers; count++)
        {
            // A few rows for each choice of so many fillers, where they are not too many.
            var trials = Math.Min(MostTrials, 2 * Math.Pow(pool.Length, count));
            for (var trial = 0; trial < trials; trial++)
            {
                var sum = 1.0;
                for (var i = 0; i < count; i++) sum += addends[chosen[i] = random.Next(pool.Length)];
                if (sum >= 2) continue;
                var isNear = IsAtEdge(sum, last) || IsAtEdge(1 / sum, model.Format);
                for (var i = 0; i < count && !isNear; i++) isNear = IsAtEdge(addends[chosen[i]] / sum, model.Format);
                if (!isNear) continue;
                foreach (var small in smalls)
                {
                    double[] fillers = [.. chosen.Take(count).Select(i => addends[i])];
                    if (LostIn(model, kept, last, exponentials[small], fillers) is { } lost)
                        return new SoftmaxMeter(small, [.. chosen.Take(count).Select(i => pool[i])], lost);
                }
            }
        }

        return null;

        // Whether a number lies half way between two numbers of a shorter format, but for a few units of the sum's.
        bool IsAtEdge(double value, BinaryRounding format)
        {
            if (format.Precision >= kept.Precision) return false;
            var half = 1L << (52 - format.Precision);
            var below = BitConverter.DoubleToInt64Bits(value) & ((2 * half) - 1);
            return Math.Abs(below - half) < 4L << (53 - kept.Precision);
        }
    }

    /// <summary>
    /// Returns the results without small addends if, in each order of all addends, the results with them differ exactly where the small ones
    /// meet before the 1; otherwise null.
    /// </summary>
    private static double[]? LostIn(SoftmaxModel model, BinaryRounding kept, BinaryRounding last, double small, double[] fillers)
    {
        double[] addends = [1, .. fillers, small, small];
        int one = 1, bothSmall = 3 << (fillers.Length + 1), all = (1 << addends.Length) - 1;

        // Of each set of addends: its sums in each order, and whether the small ones met in it without the 1.
        var sums = new HashSet<(double Sum, bool IsJoined)>[all + 1];
        for (var set = 1; set <= all; set++)
        {
            sums[set] = [];
            if ((set & (set - 1)) == 0) sums[set].Add((addends[int.TrailingZeroCount(set)], false));
            for (var left = (set - 1) & set; left > 0; left = (left - 1) & set)
            {
                var right = set & ~left;
                if (left < right) continue;
                var joins = (set & bothSmall) == bothSmall && (left & bothSmall) != 0 && (right & bothSmall) != 0 && (set & one) == 0;
                foreach (var a in sums[left])
                    foreach (var b in sums[right]) sums[set].Add((kept.Round(a.Sum + b.Sum), joins || a.IsJoined || b.IsJoined));
            }
        }

        double[] ResultsOf(double sum) => [.. addends[..^2].Select(addend => model.Quotient(addend, last.Round(sum)))];
        List<double[]> without = [.. sums[all & ~bothSmall].Select(sum => ResultsOf(sum.Sum))];
        return without.All(results => results.SequenceEqual(without[0]))
            && sums[all].All(sum => ResultsOf(sum.Sum).SequenceEqual(without[0]) != sum.IsJoined)
            ? without[0] : null;
    }
}
