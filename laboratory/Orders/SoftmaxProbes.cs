// Reveals the order in which a softmax adds its exponentials.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// Exponentials are positive, so no mask can be taken away again as in <see cref="OrderProbes"/>. Three addends suffice: e⁰ = 1, and two
/// of three quarters of the unit roundoff u, among others that are nearly 0. A single one of the two is lost when it is added to 1. If they
/// are added to each other first, 1.5·u changes the 1, and the result 1/Σ shows it. Of three addends exactly one pair is added first;
/// which one it is for each three of them determines the tree. Where the results are shorter than the sum, further addends bring them to the
/// edge of a rounding (<see cref="SoftmaxMeter"/>).
/// </summary>
internal sealed class SoftmaxProbes(RowTarget target, int length, BinaryRounding kept, SoftmaxMeter meter)
{
    /// <summary>An exponent whose power of e is nearly 0, in every format.</summary>
    public const double Nothing = -10_000;

    /// <summary>Finds the order.</summary>
    /// <exception cref="NoFixedOrderException">The sum is not a tree of additions that round to the format.</exception>
    public SummationTree Reveal()
    {
        if (length > 2 && length < 3 + meter.Fillers.Count)
            throw new NoFixedOrderException($"The order shows in rows of at least {3 + meter.Fillers.Count} numbers only.");
        return Of([.. Enumerable.Range(0, length)]);
    }

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
        if (others.Count == 0) return [];
        List<Probe> probes =
        [
            .. others.SelectMany(
                other => new[] { ProbeOf(other, first, pivot), ProbeOf(pivot, first, other), ProbeOf(first, pivot, other) }),
        ];
        List<double[]> rows = [.. probes.Select(probe => probe.Row)];
        var results = target.ComputeAll(rows);
        if (!results.Zip(target.ComputeAll(rows)).All(pair => pair.First.SequenceEqual(pair.Second)))
            throw new NoFixedOrderException(OrderStudy.NoFixedOrder);
        List<bool> isKept = [.. probes.Zip(results, (probe, row) => !probe.Shown.Select(place => row[place]).SequenceEqual(meter.Lost))];
        return
        [
            .. others.Select((_, i) => (isKept[3 * i], isKept[(3 * i) + 1], isKept[(3 * i) + 2]) switch
            {
                (true, false, false) => Pair.FirstAndPivot,
                (false, true, false) => Pair.FirstAndOther,
                (false, false, true) => Pair.PivotAndOther,
                _ => throw new NoFixedOrderException(
                    $"The results are not those of a tree of additions that round to {kept.Name}: the sum is kept in another format "
                    + "or not a tree."),
            }),
        ];
    }

    /// <summary>A row with a 1 at a place, small addends at two others, and the fillers at the first that are free.</summary>
    private Probe ProbeOf(int one, int small, int other)
    {
        var row = new double[length];
        Array.Fill(row, Nothing);
        (row[one], row[small], row[other]) = (0, meter.Small, meter.Small);
        int[] free = [.. Enumerable.Range(0, length).Where(place => row[place] == Nothing).Take(meter.Fillers.Count)];
        foreach (var (place, filler) in free.Zip(meter.Fillers)) row[place] = filler;
        return new Probe(row, [one, .. free]);
    }

    /// <summary>A row, and the places of the results that show whether small addends were lost.</summary>
    private sealed record Probe(double[] Row, int[] Shown);

    private enum Pair
    {
        FirstAndPivot,
        FirstAndOther,
        PivotAndOther,
    }
}
