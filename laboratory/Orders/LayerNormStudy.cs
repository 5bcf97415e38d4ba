// Studies the two reductions of a layer normalization: the order of its mean, its variance, and a replay of whole rows.

using System.Numerics;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Libraries;
using static System.FormattableString;

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// Masks reveal the order of a mean that is a sum: with M and −M among ones, the results are (1 − s/n)·r and ±M·r, which tell the sum s of
/// the ones that no mask absorbed. A running mean gives no such numbers. What computes the variance, and how the numbers are scaled, is
/// found by trials of known methods, and the one that remains is replayed on other rows.
/// </summary>
internal static class LayerNormStudy
{
    /// <summary>ε of each library, unless it is told another one.</summary>
    public const double Epsilon = 1e-5;

    private const int Trials = 1_000;

    private const string WideMean = "mean in binary64; ";

    private static readonly int[] Lanes = [2, 4, 8, 16, 32];

    private static readonly bool[] Either = [true, false];

    /// <summary>Studies a layer normalization of binary32 or binary64.</summary>
    /// <param name="target">The layer normalization.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="seed">The seed of the random rows.</param>
    /// <param name="replays">The number of random rows that are replayed.</param>
    /// <exception cref="LibraryException">The target is in a process that does not answer.</exception>
    public static OrderFinding Of(RowTarget target, int length, ulong seed, int replays) => target.Format == BinaryRounding.Binary64
        ? Of<double>(target, length, seed, replays, [Epsilon, (float)Epsilon])
        : Of<float>(target, length, seed, replays, [(float)Epsilon]);

    /// <summary>Studies a layer normalization. Errors are returned as failures, not thrown.</summary>
    public static (OrderFinding? Finding, OrderFailure? Failure) Try(RowTarget target, int length, ulong seed, int replays) =>
        OrderFailure.Catch(target.Id, () => Of(target, length, seed, replays));

    private static OrderFinding Of<T>(RowTarget target, int length, ulong seed, int replays, T[] epsilons)
        where T : IFloatingPointIeee754<T>
    {
        var finding = new OrderFinding(target.Id, target.Place, OrderOperation.LayerNorm)
        {
            Format = target.Format.Name,
            DistinctResults = 1,
        };
        SummationTree? tree = null;
        string? whyNot = null;
        try
        {
            tree = OrderProbes.Reveal(MeanOf(target), length);
        }
        catch (NoFixedOrderException exception)
        {
            whyNot = exception.Message;
        }

        List<double[]> rows =
            [.. Enumerable.Range(0, replays + Trials).Select(i => OrderSamples.Of(unchecked((uint)seed), i, length, target.Format).A)];

        // Numbers near 1, so that ε does not hide among the digits of the variance.
        foreach (var row in rows)
        {
            var largest = row.Max(Math.Abs);
            for (var i = 0; i < length; i++) row[i] = target.Format.Round(row[i] / largest);
        }

        var answers = target.ComputeAll(rows);
        if (!answers.Take(Trials).Zip(target.ComputeAll([.. rows.Take(Trials)])).All(pair => pair.First.SequenceEqual(pair.Second)))
            return finding with { WhyNot = OrderStudy.NoFixedOrder, DistinctResults = 2 };
        List<T[]> inputs = [.. rows.Select(row => Array.ConvertAll(row, T.CreateChecked))];
        bool Gives(LayerNormModel<T> model, int i) =>
            Array.ConvertAll(model.Compute(inputs[i]), double.CreateChecked).SequenceEqual(answers[i]);

        var model = (tree is null ? Running(length, epsilons) : Summed(tree, epsilons))
            .FirstOrDefault(model => Enumerable.Range(0, Trials).All(i => Gives(model, i)));
        if (model is null)
        {
            return finding with
            {
                WhyNot = tree is null
                    ? $"The mean is not a tree of additions ({whyNot}) and no known running mean and variance gives the results."
                    : $"The order of the mean was revealed (height {tree.Height}), but no known formula with it gives the results.",
            };
        }

        var kept = model.Words.StartsWith(WideMean, StringComparison.Ordinal) ? BinaryRounding.Binary64 : target.Format;
        var equal = Enumerable.Range(Trials, replays).Count(i => Gives(model, i));
        return finding with
        {
            Tree = tree,
            Arithmetic = tree is null || equal < replays
                ? OrderArithmetic.Unknown
                : Enum.Parse<OrderArithmetic>(kept.Name, ignoreCase: true),
            Sums = tree is null ? null : new Dictionary<string, int> { [kept.Name] = Math.Max(0, length - 2) },
            Algorithm = tree is null && equal == replays ? model.Words : null,
            Details = tree is null ? null : model.Words,
            WhyNot = tree is null && equal < replays
                ? Invariant($"{model.Words} comes closest: {equal:N0} of {replays:N0} rows.")
                : null,
            Replayed = replays,
            Equal = equal,
        };
    }

    /// <summary>The sum in the mean, as the results show it: that of ones beside two masks, which absorb each other.</summary>
    private static OrderTarget MeanOf(RowTarget target)
    {
        // The squares of the masks must not overflow.
        var mask = Math.ScaleB(1, target.Format == BinaryRounding.Binary64 ? 100 : 60);
        return new OrderTarget(target.Id, target.Place, OrderOperation.Sum, target.Format, calls =>
        {
            List<double[]> rows = [.. calls.Select(call => Array.ConvertAll(call.A, x => Math.Abs(x) > 1 ? Math.CopySign(mask, x) : x))];
            return [.. target.ComputeAll(rows).Select((results, i) => SumOf(rows[i], results))];
        });

        double SumOf(double[] row, double[] results)
        {
            int positive = Array.IndexOf(row, mask), negative = Array.IndexOf(row, -mask), one = Array.IndexOf(row, 1);
            if (one < 0) return 0;
            var scale = (results[positive] - results[negative]) / (2 * mask);
            var sum = row.Length * (1 - (results[one] / scale));
            return Math.Abs(sum - Math.Round(sum)) < 0.01 ? Math.Round(sum) : sum;
        }
    }

    private static IEnumerable<LayerNormModel<T>> Summed<T>(SummationTree tree, T[] epsilons)
        where T : IFloatingPointIeee754<T>
    {
        SummationTree[] nodes = [.. tree.InPostorder()];
        var length = nodes.Count(node => node.Leaf >= 0);
        List<(SummationTree Tree, string Words)> orders =
        [
            (tree, "in the same order"),
            .. from lanes in Lanes
               where lanes <= length
               from isHalved in Either
               select (LanesOf(length, lanes, isHalved), $"in {lanes} lanes added in {(isHalved ? "halves" : "neighbouring pairs")}"),
        ];
        return
            from epsilon in epsilons
            from isWide in Either
            from order in orders
            from isFused in Either
            from isCentered in Either
            from output in Enum.GetValues<ScaledBy>()
            let squares = order.Tree.InPostorder().ToArray()
            select new LayerNormModel<T>(
                row => MomentsOf(row, isWide, squares, isFused, isCentered), output, epsilon,
                (isWide ? WideMean : "") + (isCentered ? "squares of differences from the mean, " : "squares, ")
                    + order.Words + (isFused ? ", fused" : "") + "; " + WordsOf(output));

        (T Mean, T Variance) MomentsOf(T[] row, bool isWide, SummationTree[] squares, bool isFused, bool isCentered)
        {
            var count = T.CreateChecked(row.Length);
            var mean = isWide
                ? T.CreateChecked(SumBy(nodes, Array.ConvertAll(row, double.CreateChecked)) / row.Length)
                : SumBy(nodes, row) / count;
            if (isCentered) return (mean, SumOfSquares(squares, Array.ConvertAll(row, x => x - mean), isFused) / count);
            var meanOfSquares = SumOfSquares(squares, row, isFused) / count;
            return (mean, isFused ? T.FusedMultiplyAdd(-mean, mean, meanOfSquares) : meanOfSquares - (mean * mean));
        }
    }

    private static TNumber SumBy<TNumber>(SummationTree[] nodes, TNumber[] row)
        where TNumber : IFloatingPointIeee754<TNumber>
    {
        var sums = new Stack<TNumber>();
        foreach (var node in nodes) sums.Push(node.Leaf >= 0 ? row[node.Leaf] : sums.Pop() + sums.Pop());
        return sums.Pop();
    }

    /// <summary>Adds squares; where that is fused, one that is added to a sum is not rounded.</summary>
    private static T SumOfSquares<T>(SummationTree[] nodes, T[] row, bool isFused)
        where T : IFloatingPointIeee754<T>
    {
        var sums = new Stack<T>();
        foreach (var node in nodes)
        {
            if (node.Leaf >= 0)
            {
                sums.Push(row[node.Leaf] * row[node.Leaf]);
                continue;
            }

            var (right, left) = (sums.Pop(), sums.Pop());
            var last = node.Children[1].Leaf;
            sums.Push(isFused && last >= 0 ? T.FusedMultiplyAdd(row[last], row[last], left) : left + right);
        }

        return sums.Pop();
    }

    /// <summary>Lanes from left to right, added in halves or in neighbouring pairs; the rest, one after another, to their sum.</summary>
    private static SummationTree LanesOf(int length, int lanes, bool isHalved)
    {
        List<SummationTree> sums =
        [
            .. Enumerable.Range(0, lanes).Select(lane => Enumerable.Range(1, (length / lanes) - 1).Aggregate(
                SummationTree.Of(lane), (sum, i) => SummationTree.Of(sum, SummationTree.Of((i * lanes) + lane)))),
        ];
        while (sums.Count > 1)
        {
            var half = sums.Count / 2;
            sums = [.. Enumerable.Range(0, half).Select(i => isHalved
                ? SummationTree.Of(sums[i], sums[i + half])
                : SummationTree.Of(sums[2 * i], sums[(2 * i) + 1]))];
        }

        return Enumerable.Range(length / lanes * lanes, length % lanes)
            .Aggregate(sums[0], (sum, i) => SummationTree.Of(sum, SummationTree.Of(i)));
    }

    private static IEnumerable<LayerNormModel<T>> Running<T>(int length, T[] epsilons)
        where T : IFloatingPointIeee754<T> =>
        from epsilon in epsilons
        from lanes in Lanes.Where(lanes => lanes <= length).Append(int.MaxValue)
        from fusions in Enumerable.Range(0, (int)WelfordFusions.All + 1).Select(bits => (WelfordFusions)bits)
        from output in Enum.GetValues<ScaledBy>()
        select new LayerNormModel<T>(
            row => WelfordMoments.Of(row, lanes, fusions), output, epsilon,
            "running mean and variance (Welford)"
                + (lanes < int.MaxValue ? $" in {lanes} lanes and chunks of 16, combined two by two; " : ", one after another; ")
                + WordsOf(output));

    private static string WordsOf(ScaledBy output) => output switch
    {
        ScaledBy.Division => "divided by the deviation",
        ScaledBy.Reciprocal => "multiplied by the reciprocal of the deviation",
        ScaledBy.FusedShift => "multiplied by the reciprocal of the deviation, fused with the addition of −mean·reciprocal",
        _ => "multiplied by the reciprocal of the deviation, −mean·reciprocal added",
    };
}
