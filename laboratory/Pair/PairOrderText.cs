// Describes orders of a product with a bias, and the difference between two of them.

using QuizKit.Laboratory.Orders;
using static System.FormattableString;

namespace QuizKit.Laboratory.Pair;

internal static class PairOrderText
{
    /// <summary>The longest sum whose tree is written in full.</summary>
    private const int LongestTree = 64;

    /// <summary>Returns the reported form of an order.</summary>
    public static PairElementOrder Report(ElementOrder order) => new(
        order.Elements,
        order.Tree is null ? order.WhyNot! : Words(order.Tree) + (order.WhyNot is null ? "" : ". " + order.WhyNot),
        order.Tree?.Height,
        order.Arithmetic,
        order.Replayed,
        order.Equal,
        order.Tree?.LeafCount <= LongestTree ? order.Tree.ToString() : null);

    /// <summary>Describes an order: that of the products, then the place of the bias.</summary>
    public static string Words(SummationTree tree) => $"{OrderWords.Of(tree, hasBias: true)}, {BiasWords(tree)}";

    /// <summary>Describes the difference between two orders of the same product, or states that there is none.</summary>
    public static string Difference(LinearOrder first, string firstName, LinearOrder second, string secondName)
    {
        if (first.IsSameAs(second)) return "the same additions in the same order, fused in the same places";
        foreach (var (order, name) in new[] { (first, firstName), (second, secondName) })
        {
            if (order.Orders.FirstOrDefault(found => found.Tree is null) is { } unknown)
                return $"{name} has no known order: {unknown.WhyNot}";
        }

        var parts = new List<string>();
        if (first.Orders.Count > 1 || second.Orders.Count > 1)
            parts.Add(Invariant($"{firstName} has {Count(first)} in one product, {secondName} {Count(second)}; of the most elements:"));

        // The most frequent orders represent the others.
        ElementOrder mine = first.Orders[0], theirs = second.Orders[0];
        SummationTree a = mine.Tree!, b = theirs.Tree!;
        var before = parts.Count;
        if (!WithoutBias(a).IsSameOrderAs(WithoutBias(b)))
            parts.Add(Invariant($"products {OrderWords.Of(a)} (height {a.Height:N0}) against {OrderWords.Of(b)} (height {b.Height:N0})"));
        if (BiasWords(a) != BiasWords(b)) parts.Add($"{BiasWords(a)} against {BiasWords(b)}");
        if (mine.Arithmetic != theirs.Arithmetic)
            parts.Add($"{ArithmeticWords(mine.Arithmetic)} against {ArithmeticWords(theirs.Arithmetic)}");
        if (parts.Count == before) parts.Add("the same order there, elsewhere not");
        return string.Join(" ", parts.Take(before)) + (before > 0 ? " " : "") + string.Join("; ", parts.Skip(before));

        static string Count(LinearOrder order) => order.Orders.Count == 1 ? "one order" : Invariant($"{order.Orders.Count} orders");
    }

    /// <summary>Describes how products and additions round.</summary>
    public static string ArithmeticWords(OrderArithmetic arithmetic) => arithmetic switch
    {
        OrderArithmetic.Binary32 => "unfused",
        OrderArithmetic.Fused => "fused",
        OrderArithmetic.Binary64 => "in binary64",
        _ => "not proven",
    };

    private static string BiasWords(SummationTree tree)
    {
        var bias = tree.LeafCount - 1;
        if (bias == 0) return "the bias alone";
        var sum = tree.InPostorder().First(node => node.Children.Any(child => child.Leaf == bias));
        return sum.LeafCount == tree.LeafCount && sum.LeafCount > 2 ? "the bias last"
            : sum.LeafCount == 2 ? "the bias first"
            : Invariant($"the bias after {sum.LeafCount - 1:N0} of the products");
    }

    /// <summary>The order of the products alone.</summary>
    private static SummationTree WithoutBias(SummationTree tree)
    {
        var bias = tree.LeafCount - 1;
        var made = new Stack<SummationTree?>();
        foreach (var node in tree.InPostorder())
        {
            if (node.Leaf >= 0)
            {
                made.Push(node.Leaf == bias ? null : node);
                continue;
            }

            var children = new List<SummationTree>();
            for (var i = 0; i < node.Children.Count; i++)
            {
                if (made.Pop() is { } child) children.Add(child);
            }

            made.Push(children.Count switch { 0 => null, 1 => children[0], _ => SummationTree.Of([.. children]) });
        }

        return made.Pop() ?? throw new ArgumentException("The tree has no products.", nameof(tree));
    }
}
