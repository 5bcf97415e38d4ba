// Parts of summation trees.

namespace QuizKit.Laboratory.Rules;

internal static class TreeParts
{
    /// <summary>The smallest addend of a tree.</summary>
    public static int First(SummationTree tree)
    {
        while (tree.Leaf < 0) tree = tree.Children[0];
        return tree.Leaf;
    }

    /// <summary>The addends of a tree in ascending order.</summary>
    public static IReadOnlyList<int> Leaves(SummationTree tree) =>
        [.. tree.InPostorder().Where(node => node.Leaf >= 0).Select(node => node.Leaf).Order()];

    /// <summary>The order among some of the addends.</summary>
    /// <param name="tree">The tree of all addends.</param>
    /// <param name="numberOf">The new number of an addend, or −1 for one that is left out; at least one is left in.</param>
    public static SummationTree Restrict(SummationTree tree, Func<int, int> numberOf)
    {
        var sums = new Stack<SummationTree?>();
        foreach (var node in tree.InPostorder())
        {
            if (node.Leaf >= 0)
            {
                var number = numberOf(node.Leaf);
                sums.Push(number < 0 ? null : SummationTree.Of(number));
                continue;
            }

            var (right, left) = (sums.Pop(), sums.Pop());
            sums.Push(left is null ? right : right is null ? left : SummationTree.Of(left, right));
        }

        return sums.Pop()!;
    }

    /// <summary>
    /// The orders within classes of addends, each of which is added up before any addend of another class is added to it; null where that is
    /// not so.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="classOf">The class of an addend, from 0, or −1 for none.</param>
    /// <param name="numberOf">The number of an addend in its class.</param>
    /// <param name="sizes">The number of addends of each class.</param>
    public static SummationTree[]? Apart(
        SummationTree tree, Func<int, int> classOf, Func<int, int> numberOf, ReadOnlySpan<int> sizes)
    {
        // Of each sum: the class and the order of its addends, as long as all are of one class that is not complete; −1 otherwise.
        var found = new SummationTree[sizes.Length];
        var sums = new Stack<(int Class, SummationTree? Part)>();
        foreach (var node in tree.InPostorder())
        {
            (int Class, SummationTree? Part) sum;
            if (node.Leaf >= 0)
            {
                var one = classOf(node.Leaf);
                sum = (one, one < 0 ? null : SummationTree.Of(numberOf(node.Leaf)));
            }
            else
            {
                var (right, left) = (sums.Pop(), sums.Pop());
                if (right.Class != left.Class) return null;
                sum = (right.Class, right.Part is null ? null : SummationTree.Of(left.Part!, right.Part));
            }

            if (sum.Part is not null && sum.Part.LeafCount == sizes[sum.Class])
            {
                found[sum.Class] = sum.Part;
                sum = (-1, null);
            }

            sums.Push(sum);
        }

        return found;
    }
}
