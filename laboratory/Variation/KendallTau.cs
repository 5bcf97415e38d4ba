// The rank correlation of two orders of execution.

namespace QuizKit.Laboratory.Variation;

/// <summary>
/// Kendall's τ (Kendall 1938, "A new measure of rank correlation", Biometrika 30): the share of pairs in the same order in both rankings
/// minus the share of pairs in opposite orders. 1 for equal orders, −1 for opposite ones, near 0 for unrelated ones.
/// </summary>
internal static class KendallTau
{
    /// <summary>
    /// Returns τ of two rankings without ties. The pairs in opposite orders are the inversions of one ranking sorted by the other, counted
    /// by a merge sort (Knight 1966, Journal of the American Statistical Association 61): O(n log n).
    /// </summary>
    /// <param name="a">The rank of each item in one order: a permutation of 0 to n−1.</param>
    /// <param name="b">The rank of each item in the other.</param>
    /// <exception cref="ArgumentException">These are not two permutations of the same length, at least 2.</exception>
    public static double Of(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        if (a.Count != b.Count || a.Count < 2)
            throw new ArgumentException($"Two orders of the same two items or more are compared, not of {a.Count} and {b.Count}.");
        RequirePermutation(a);
        RequirePermutation(b);
        var sorted = new int[a.Count];
        for (var i = 0; i < a.Count; i++) sorted[a[i]] = b[i];
        var pairs = a.Count * (a.Count - 1L) / 2;
        return (pairs - (2.0 * Inversions(sorted, new int[sorted.Length]))) / pairs;
    }

    /// <summary>
    /// The standard deviation of τ between two unrelated random orders of n ≥ 2 items, √(2(2n+5)/(9n(n−1))) (Kendall 1938).
    /// </summary>
    public static double DeviationOfUnrelatedOrders(int items) => Math.Sqrt(2 * ((2.0 * items) + 5) / (9.0 * items * (items - 1.0)));

    private static void RequirePermutation(IReadOnlyList<int> places)
    {
        var seen = new bool[places.Count];
        foreach (var place in places)
        {
            if ((uint)place >= (uint)places.Count || seen[place])
                throw new ArgumentException($"Place {place} is out of range, or taken twice.");
            seen[place] = true;
        }
    }

    /// <summary>Sorts, and counts the inversions.</summary>
    private static long Inversions(Span<int> values, Span<int> room)
    {
        if (values.Length < 2) return 0;
        var middle = values.Length / 2;
        Span<int> left = values[..middle], right = values[middle..];
        var inversions = Inversions(left, room[..middle]) + Inversions(right, room[middle..]);
        int i = 0, j = 0;
        for (var k = 0; k < values.Length; k++)
        {
            if (j == right.Length || (i < left.Length && left[i] < right[j]))
            {
                room[k] = left[i++];
            }
            else
            {
                room[k] = right[j++];
                inversions += left.Length - i;
            }
        }

        room.CopyTo(values);
        return inversions;
    }
}
