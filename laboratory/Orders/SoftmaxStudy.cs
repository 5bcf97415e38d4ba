// Studies the inner sum of a softmax: its order, the format in which it is kept, and a replay of whole rows.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Libraries;
using static System.FormattableString;

namespace QuizKit.Laboratory.Orders;

internal static class SoftmaxStudy
{
    /// <summary>The different numbers of the random rows.</summary>
    private const int Palette = 48;

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
        string? whyNot;
        try
        {
            var tree = new SoftmaxProbes(target, length).Reveal();
            var revealed = new Hypothesis(tree, target.Format, target.Format, target.Format, null);
            return Replay(target, revealed)
                ?? finding with { WhyNot = $"The order was revealed (height {tree.Height}), but the exponentials are not known." };
        }
        catch (NoFixedOrderException exception)
        {
            whyNot = exception.Message;
        }

        // Of a short format, the results are too short to show a sum that is kept in a longer one: other orders are tried.
        var tried = (
            from hypothesis in HypothesesOf(target, length)
            let found = Replay(hypothesis.Work == target.Format ? target : target.InBinary32!, hypothesis)
            where found is not null
            orderby found.Equal descending
            select (Found: found, hypothesis.Origin)).ToList();
        if (tried is not [var best, ..]) return finding with { WhyNot = whyNot };
        return best.Found.Equal == best.Found.Replayed
            ? best.Found
            : finding with
            {
                WhyNot = Invariant($"{whyNot} Of the orders tried, {best.Origin} comes closest: ")
                    + Invariant($"{best.Found.Equal:N0} of {best.Found.Replayed:N0} rows."),
            };

        OrderFinding? Replay(RowTarget exponentials, Hypothesis hypothesis) =>
            ReplayOf(finding, target, exponentials, hypothesis, length, unchecked((uint)seed), replays);
    }

    /// <summary>Studies a softmax. Errors are returned as failures, not thrown.</summary>
    public static (OrderFinding? Finding, OrderFailure? Failure) Try(RowTarget target, int length, ulong seed, int replays) =>
        OrderFailure.Catch(target.Id, () => Of(target, length, seed, replays));

    /// <summary>The order of the same softmax in binary32, and that of the library's own sum in the same format.</summary>
    private static IEnumerable<Hypothesis> HypothesesOf(RowTarget target, int length)
    {
        var binary32 = BinaryRounding.Binary32;
        if (target.InBinary32 is { } wide && Revealed(() => new SoftmaxProbes(wide, length).Reveal()) is { } tree)
            yield return new Hypothesis(tree, binary32, binary32, binary32, $"that of {wide.Id}");
        if (target.Sum is not { } sum || Revealed(() => OrderProbes.Reveal(sum, length)) is not { } own) yield break;
        if (OrderModel.Of(sum, own) is not { } model) yield break;
        yield return new Hypothesis(own, target.Format, model.WideFormat ?? target.Format, target.Format, $"that of {sum.Id}");
        if (target.InBinary32 is not null) yield return new Hypothesis(own, binary32, binary32, binary32, $"that of {sum.Id}");
    }

    private static SummationTree? Revealed(Func<SummationTree> reveal)
    {
        try
        {
            return reveal();
        }
        catch (NoFixedOrderException)
        {
            return null;
        }
    }

    private static OrderFinding? ReplayOf(
        OrderFinding finding, RowTarget target, RowTarget exponentials, Hypothesis hypothesis, int length, uint seed, int replays)
    {
        var random = new Random(unchecked((int)seed));
        List<double> numbers =
            [.. Enumerable.Range(0, 4 * Palette).Select(_ => target.Format.Round(-6 * random.NextDouble())).Distinct().Take(Palette)];
        List<double[]> rows = [.. Enumerable.Range(0, replays).Select(_ => RowOf())];
        var results = target.ComputeAll(rows);
        OrderFinding? best = null;
        foreach (var isReciprocal in new[] { false, true })
        {
            var reading = new SoftmaxModel(exponentials.Format, hypothesis.Work, hypothesis.SumBy(hypothesis.Tree), isReciprocal);
            var known = new Dictionary<double, double> { [0] = 1 };
            var read = SoftmaxExponentials.Of(exponentials, reading, length, numbers);
            for (var i = 0; i < numbers.Count; i++) if (read[i] is { } exponential) known[numbers[i]] = exponential;
            if (known.Count < numbers.Count / 2) continue;

            // Rows of numbers whose exponentials are known; the others are replaced by zeros.
            List<double[]> given = [.. rows.Select(row => Array.ConvertAll(row, number => known.ContainsKey(number) ? number : 0))];
            var answers = known.Count <= numbers.Count ? target.ComputeAll(given) : results;
            var model = reading with { Format = target.Format };
            var other = model with { Sum = hypothesis.SumBy(Sequential(length)) };
            int equal = 0, told = 0;
            for (var i = 0; i < given.Count; i++)
            {
                var addends = Array.ConvertAll(given[i], number => known[number]);
                if (model.Compute(addends).SequenceEqual(answers[i])) equal++;
                if (!other.Compute(addends).SequenceEqual(answers[i])) told++;
            }

            if (equal <= (best?.Equal ?? -1)) continue;
            best = finding with
            {
                Tree = hypothesis.Tree,
                Arithmetic = equal < replays
                    ? OrderArithmetic.Unknown
                    : Enum.Parse<OrderArithmetic>(hypothesis.Kept.Name, ignoreCase: true),
                Sums = new Dictionary<string, int> { [hypothesis.Kept.Name] = Math.Max(0, length - 2) },
                WideSums = hypothesis.Kept == target.Format ? 0 : Math.Max(0, length - 2),
                Replayed = replays,
                Equal = equal,
                Details = (isReciprocal ? "multiplied by the reciprocal of the sum" : "divided by the sum")
                    + Invariant($"; {known.Count - 1:N0} of {numbers.Count:N0} exponentials read from results")
                    + (hypothesis.Origin is { } origin ? $"; not revealed but {origin}" : "")
                    + Invariant($"; {told:N0} rows exclude an order from left to right"),
            };
        }

        return best;

        double[] RowOf()
        {
            var row = new double[length];
            for (var i = 0; i < length; i++) row[i] = numbers[random.Next(numbers.Count)];
            row[random.Next(length)] = 0;
            return row;
        }
    }

    private static SummationTree Sequential(int length) =>
        Enumerable.Range(1, length - 1).Aggregate(SummationTree.Of(0), (tree, i) => SummationTree.Of(tree, SummationTree.Of(i)));

    /// <summary>An order that a softmax may have.</summary>
    /// <param name="Tree">The order.</param>
    /// <param name="Work">The format of the exponentials and quotients.</param>
    /// <param name="Kept">The format in which sums are kept.</param>
    /// <param name="Last">The format to which the last sum is rounded.</param>
    /// <param name="Origin">Where the order was revealed, or null if in this softmax.</param>
    private sealed record Hypothesis(SummationTree Tree, BinaryRounding Work, BinaryRounding Kept, BinaryRounding Last, string? Origin)
    {
        /// <summary>The sum in another order with the same roundings.</summary>
        public Func<double[], double> SumBy(SummationTree tree)
        {
            var sum = SoftmaxModel.SumBy(tree, Kept);
            return addends => Last.Round(sum(addends));
        }
    }
}
