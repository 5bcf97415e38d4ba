// Studies the inner sum of a softmax: its order, the format in which it is kept, and a replay of whole rows.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Libraries;
using static System.FormattableString;

namespace QuizKit.Laboratory.Orders;

internal static class SoftmaxStudy
{
    /// <summary>The different numbers of the random rows.</summary>
    private const int Palette = 48;

    /// <summary>The least of the random numbers.</summary>
    private const int Least = -6;

    /// <summary>The numbers whose exponentials are read for the fillers of a short format.</summary>
    private const int MostRead = 1_024;

    /// <summary>The changes of a random row until its results lie at the edge of a rounding.</summary>
    private const int MostChanges = 20_000;

    /// <summary>
    /// The largest error, in units of the last place, of an exponential on which all functions with an error below 0.52 units agree.
    /// </summary>
    private const double FarthestError = 0.48;

    /// <summary>Studies a softmax.</summary>
    /// <param name="target">The softmax.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="seed">The seed of the random rows.</param>
    /// <param name="replays">The number of random rows that are replayed.</param>
    /// <exception cref="LibraryException">The target is in a process that does not answer.</exception>
    public static OrderFinding Of(RowTarget target, int length, ulong seed, int replays)
    {
        var finding = new OrderFinding(target.Id, target.Place, OrderOperation.Softmax)
        {
            Format = target.Format.Name,
            DistinctResults = 1,
        };
        var reasons = new List<string>();
        var found = target.Format.Precision < BinaryRounding.Binary32.Precision
            ? OfShort(target, length, seed, reasons)
            : OfLong(target, length, seed, reasons);
        OrderFinding? best = null;
        foreach (var inner in found)
        {
            var replayed = ReplayOf(finding, target, inner, length, seed, replays);
            if (replayed.Equal > (best?.Equal ?? -1)) best = replayed;
            if (best!.Equal == replays) break;
        }

        return best ?? finding with { WhyNot = string.Join(' ', reasons.Distinct()) };
    }

    /// <summary>Studies a softmax. Errors are returned as failures, not thrown.</summary>
    public static (OrderFinding? Finding, OrderFailure? Failure) Try(RowTarget target, int length, ulong seed, int replays) =>
        OrderFailure.Catch(target.Id, () => Of(target, length, seed, replays));

    /// <summary>A softmax that computes in the format of its numbers: the tree shows without fillers, and the exponentials after that.</summary>
    private static IEnumerable<InnerSum> OfLong(RowTarget target, int length, ulong seed, List<string> reasons)
    {
        var format = target.Format;
        if (Revealed(target, length, format, SoftmaxMeter.Of(format), reasons) is not { } tree) yield break;
        var numbers = NumbersOf(format, seed, Palette);
        foreach (var isReciprocal in new[] { false, true })
        {
            var model = new SoftmaxModel(format, format, SoftmaxModel.SumBy(tree, format), isReciprocal);
            var known = ExponentialsOf(target, model, length, numbers);
            if (known.Count < numbers.Count / 2) continue;
            yield return new InnerSum(tree, model, format, format, Among(known, numbers), numbers.Count);
        }

        reasons.Add($"The order was revealed (height {tree.Height}), but the exponentials are not known.");
    }

    /// <summary>
    /// A softmax of a short format, whose sum is kept in that format or in binary32. Its exponentials are those of the same operation in
    /// binary32, or its own.
    /// </summary>
    private static IEnumerable<InnerSum> OfShort(RowTarget target, int length, ulong seed, List<string> reasons)
    {
        BinaryRounding format = target.Format, binary32 = BinaryRounding.Binary32;
        var isFound = false;
        foreach (var inner in OfLong(target, length, seed, reasons))
        {
            isFound = true;
            yield return inner;
        }

        if (isFound) yield break;
        List<double> numbers =
            [.. NumbersOf(format, seed, MostRead, SoftmaxMeter.LeastFiller), .. SoftmaxMeter.SmallNumbers(format, binary32)];
        foreach (var work in new[] { binary32, format })
        {
            var source = work == format ? target : target.InBinary32;
            if (source is null) continue;
            var tree = work == format
                ? Sequential(length)
                : Revealed(source, length, binary32, SoftmaxMeter.Of(binary32), reasons);
            if (tree is null) continue;
            foreach (var isReciprocal in new[] { false, true })
            {
                // The sum is rounded to the format of the exponentials.
                var sum = SoftmaxModel.SumBy(tree, binary32);
                var reading = new SoftmaxModel(source.Format, work, addends => work.Round(sum(addends)), isReciprocal);
                var known = ExponentialsOf(source, reading, length, numbers);

                // The end of a row may have another function: of exponentials that are not nearly half way between two numbers, each good one
                // gives the same. The smallest need not be the same to be lost.
                if (work != format)
                {
                    foreach (var (number, exponential) in known.ToList())
                    {
                        var error = Math.Abs(exponential - Math.Exp(number)) / work.UlpOf(exponential);
                        if (number >= SoftmaxMeter.LeastFiller && error > FarthestError) known.Remove(number);
                    }
                }

                var model = reading with { Format = format };
                if (SoftmaxMeter.Find(model, binary32, work, known, RandomOf(seed)) is not { } meter)
                {
                    reasons.Add("No numbers were found whose results show a sum that is kept in binary32.");
                    continue;
                }

                if (Revealed(target, length, binary32, meter, reasons) is not { } own) continue;
                foreach (var isMultiplied in new[] { false, true })
                {
                    yield return new InnerSum(
                        own, model with { IsReciprocal = isMultiplied }, binary32, work, Among(known, numbers), Palette);
                }
            }
        }
    }

    private static Random RandomOf(ulong seed) => new(unchecked((int)seed));

    /// <summary>Different random numbers from the least one to 0.</summary>
    private static List<double> NumbersOf(BinaryRounding format, ulong seed, int count, int least = Least)
    {
        var random = RandomOf(seed);
        return [.. Enumerable.Range(0, 4 * count).Select(_ => format.Round(least * random.NextDouble())).Distinct().Take(count)];
    }

    private static Dictionary<double, double> ExponentialsOf(RowTarget target, SoftmaxModel model, int length, List<double> numbers)
    {
        var read = SoftmaxExponentials.Of(target, model, length, numbers);
        var known = new Dictionary<double, double>();
        for (var i = 0; i < numbers.Count; i++) if (read[i] is { } exponential) known[numbers[i]] = exponential;
        known[0] = 1;
        return known;
    }

    /// <summary>The first numbers whose exponentials are known, with 0.</summary>
    private static Dictionary<double, double> Among(Dictionary<double, double> known, List<double> numbers) =>
        numbers.Where(number => number >= SoftmaxMeter.LeastFiller && known.ContainsKey(number)).Take(Palette).Append(0).Distinct()
            .ToDictionary(number => number, number => known[number]);

    private static SummationTree? Revealed(
        RowTarget target, int length, BinaryRounding kept, SoftmaxMeter meter, List<string> reasons)
    {
        try
        {
            return new SoftmaxProbes(target, length, kept, meter).Reveal();
        }
        catch (NoFixedOrderException exception)
        {
            reasons.Add(exception.Message);
            return null;
        }
    }

    private static OrderFinding ReplayOf(OrderFinding finding, RowTarget target, InnerSum inner, int length, ulong seed, int replays)
    {
        var random = RandomOf(seed);
        double[] palette = [.. inner.Exponentials.Keys];
        var model = inner.Model with { Sum = inner.SumBy(inner.Tree) };
        var other = inner.Model with { Sum = inner.SumBy(Sequential(length)) };
        var isWide = inner.Kept != target.Format;
        List<double[]> rows = [.. Enumerable.Range(0, replays).Select(RowOf)];
        var answers = target.ComputeAll(rows);
        int equal = 0, told = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var addends = AddendsOf(rows[i]);
            if (model.Compute(addends).SequenceEqual(answers[i])) equal++;
            if (!other.Compute(addends).SequenceEqual(answers[i])) told++;
        }

        return finding with
        {
            Tree = inner.Tree,
            Arithmetic = equal < replays ? OrderArithmetic.Unknown : Enum.Parse<OrderArithmetic>(inner.Kept.Name, ignoreCase: true),
            Sums = new Dictionary<string, int> { [inner.Kept.Name] = Math.Max(0, length - 2) },
            WideSums = isWide ? Math.Max(0, length - 2) : 0,
            Replayed = replays,
            Equal = equal,
            Details = (inner.Model.IsReciprocal ? "multiplied by the reciprocal of the sum" : "divided by the sum")
                + Invariant($"; {inner.Exponentials.Count - 1:N0} of {inner.Read:N0} exponentials read from results")
                + Invariant($"; {told:N0} rows exclude an order from left to right"),
        };

        double[] AddendsOf(double[] row) => Array.ConvertAll(row, number => inner.Exponentials[number]);

        // Of a sum in a wider format, every second row is changed until the next or previous sum would have other results.
        double[] RowOf(int index)
        {
            var row = new double[length];
            for (var i = 0; i < length; i++) row[i] = palette[random.Next(palette.Length)];
            var largest = random.Next(length);
            row[largest] = 0;
            if (!isWide || index % 2 == 0) return row;
            var addends = AddendsOf(row);
            for (var change = 0; change < MostChanges && !inner.IsAtEdge(addends); change++)
            {
                var place = random.Next(length);
                if (place == largest) continue;
                row[place] = palette[random.Next(palette.Length)];
                addends[place] = inner.Exponentials[row[place]];
            }

            return row;
        }
    }

    private static SummationTree Sequential(int length) =>
        Enumerable.Range(1, length - 1).Aggregate(SummationTree.Of(0), (tree, i) => SummationTree.Of(tree, SummationTree.Of(i)));

    /// <summary>The sum in a softmax.</summary>
    /// <param name="Tree">Its order.</param>
    /// <param name="Model">The formats of the results and of the exponentials, and the division.</param>
    /// <param name="Kept">The format in which it is kept.</param>
    /// <param name="Last">The format to which it is rounded at the end.</param>
    /// <param name="Exponentials">The exponentials of the numbers of random rows.</param>
    /// <param name="Read">The number of exponentials that were read from results, or that it was tried for.</param>
    private sealed record InnerSum(
        SummationTree Tree, SoftmaxModel Model, BinaryRounding Kept, BinaryRounding Last, IReadOnlyDictionary<double, double> Exponentials,
        int Read)
    {
        private readonly Func<double[], double> _sum = SoftmaxModel.SumBy(Tree, Kept);

        private readonly double[] _different = [.. Exponentials.Values.Distinct()];

        /// <summary>The sum in another order with the same roundings.</summary>
        public Func<double[], double> SumBy(SummationTree tree)
        {
            var sum = SoftmaxModel.SumBy(tree, Kept);
            return addends => Last.Round(sum(addends));
        }

        /// <summary>Whether a result would differ if the sum were the next or the previous number.</summary>
        public bool IsAtEdge(double[] addends)
        {
            var sum = _sum(addends);
            var ulp = Kept.UlpOf(sum);
            var last = Last.Round(sum);
            foreach (var near in new[] { Last.Round(sum - ulp), Last.Round(sum + ulp) })
            {
                if (near == last) continue;
                foreach (var addend in _different)
                    if (Model.Quotient(addend, near) != Model.Quotient(addend, last) && addends.Contains(addend)) return true;
            }

            return false;
        }
    }
}
