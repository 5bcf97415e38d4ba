// Reveals the order in which a softmax adds its exponentials.

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// Exponentials are positive, so no mask can be taken away again as in <see cref="OrderProbes"/>. Three addends suffice: e⁰ = 1, and two
/// of three quarters of the unit roundoff u, among others that are nearly 0. A single one of the two is lost when it is added to 1. If they
/// are added to each other first, 1.5·u changes the 1, and the result 1/Σ shows it. Of three addends exactly one pair is added first;
/// which one it is for each three of them determines the tree.
/// </summary>
internal sealed class SoftmaxProbes(RowTarget target, int length)
{
    /// <summary>An exponent whose power of e is nearly 0, in every format.</summary>
    public const double Nothing = -10_000;

    private readonly double _small = target.Format.Round(Math.Log(0.75 * target.Format.UnitRoundoff));

    /// <summary>Finds the order.</summary>
    /// <exception cref="NoFixedOrderException">The sum is not a tree of additions that round to the format of the numbers.</exception>
    public SummationTree Reveal() => Of([.. Enumerable.Range(0, length)]);

    /// <summary>Takes a subtree apart: what its first addend meets, the nearest first.</summary>
    private SummationTree Of(List<int> addends)
    {
        var tree = SummationTree.Of(addends[0]);
        foreach (var sibling in Siblings(addends[0], addends[1..])) tree = SummationTree.Of(tree, Of(sibling));
        return tree;
    }

    /// <summary>Sorts addends by where they meet the first; those that meet each other before are one sibling.</summary>
    private List<List<int>> Siblings(int first, List<int> others)
    {
        if (others.Count == 0) return [];
        var pivot = others[others.Count / 2];
        List<int> rest = [.. others.Where(other => other != pivot)];
        var pairs = FirstPairs(first, pivot, rest);
        List<int> Where(Pair pair) => [.. rest.Where((_, i) => pairs[i] == pair)];
        return
        [
            .. Siblings(first, Where(Pair.FirstAndOther)), [pivot, .. Where(Pair.PivotAndOther)],
            .. Siblings(first, Where(Pair.FirstAndPivot)),
        ];
    }

    /// <summary>Which two of three addends are added first.</summary>
    private List<Pair> FirstPairs(int first, int pivot, List<int> others)
    {
        List<double[]> rows =
        [
            .. others.SelectMany(other => new[] { Row(other, first, pivot), Row(pivot, first, other), Row(first, pivot, other) }),
        ];
        var results = target.ComputeAll(rows);
        if (rows.Count > 0 && !results.Zip(target.ComputeAll(rows)).All(pair => pair.First.SequenceEqual(pair.Second)))
            throw new NoFixedOrderException(OrderStudy.NoFixedOrder);
        var pairs = new List<Pair>();
        for (var i = 0; i < others.Count; i++)
        {
            var (withOther, withPivot, withFirst) =
                (results[3 * i][others[i]] < 1, results[(3 * i) + 1][pivot] < 1, results[(3 * i) + 2][first] < 1);
            pairs.Add((withOther, withPivot, withFirst) switch
            {
                (true, false, false) => Pair.FirstAndPivot,
                (false, true, false) => Pair.FirstAndOther,
                (false, false, true) => Pair.PivotAndOther,
                _ => throw new NoFixedOrderException(
                    $"The results are not those of a tree of additions that round to {target.Format.Name}: the sum is kept in another format "
                    + "or not a tree."),
            });
        }

        return pairs;
    }

    private double[] Row(int one, int small, int other)
    {
        var row = new double[length];
        Array.Fill(row, Nothing);
        (row[one], row[small], row[other]) = (0, _small, _small);
        return row;
    }

    private enum Pair
    {
        FirstAndPivot,
        FirstAndOther,
        PivotAndOther,
    }
}
