// Summation trees at random, and what they give, computed without any of the code under test.

using QuizKit.Numerics;

namespace QuizKit.Laboratory.Tests.Pair;

internal static class RandomOrders
{
    /// <summary>A tree of additions of two operands over some addends, in any shape from a chain to a balanced one.</summary>
    public static SummationTree Tree(int addends, Random random)
    {
        var parts = Enumerable.Range(0, addends).Select(SummationTree.Of).ToList();
        var chains = random.NextDouble();
        while (parts.Count > 1)
        {
            // The one added last goes on with a chance of its own, which makes long runs.
            var i = random.NextDouble() < chains ? parts.Count - 1 : random.Next(parts.Count);
            var first = parts[i];
            parts.RemoveAt(i);
            var j = random.NextDouble() < chains ? 0 : random.Next(parts.Count);
            var sum = SummationTree.Of(first, parts[j]);
            parts.RemoveAt(j);
            parts.Add(sum);
        }

        return parts[0];
    }

    /// <summary>Σ a[i]·w[i] + b by recursion. The addend with the largest index is the bias.</summary>
    public static float Evaluate(SummationTree tree, float[] a, float[] w, float bias, bool isFused)
    {
        return Value(tree);

        float Value(SummationTree node)
        {
            if (node.Leaf >= 0) return IsBias(node) ? bias : a[node.Leaf] * w[node.Leaf];
            SummationTree left = node.Children[0], right = node.Children[1];
            if (isFused)
            {
                // A product that meets something is fused onto it; of two products, the one with the larger index is.
                if (IsProduct(right) && !(IsProduct(left) && left.Leaf > right.Leaf)) return MathF.FusedMultiplyAdd(a[right.Leaf], w[right.Leaf], Value(left));
                if (IsProduct(left)) return MathF.FusedMultiplyAdd(a[left.Leaf], w[left.Leaf], Value(right));
            }

            return Value(left) + Value(right);
        }

        bool IsBias(SummationTree node) => node.Leaf == a.Length;

        bool IsProduct(SummationTree node) => node.Leaf >= 0 && !IsBias(node);
    }

    /// <summary>Normal-ish numbers of mixed magnitudes.</summary>
    public static float[] Numbers(int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-4, 5)))];

    /// <summary>From left to right, the bias last.</summary>
    public static SummationTree BiasLast(int products) =>
        Enumerable.Range(1, products).Aggregate(SummationTree.Of(0), (sum, addend) => SummationTree.Of(sum, SummationTree.Of(addend)));

    /// <summary>The bias, then from left to right.</summary>
    public static SummationTree BiasFirst(int products) =>
        Enumerable.Range(0, products).Aggregate(SummationTree.Of(products), (sum, addend) => SummationTree.Of(sum, SummationTree.Of(addend)));

    /// <summary>Even products, odd products, the two added up, the bias last.</summary>
    public static SummationTree TwoLanes(int products)
    {
        var lanes = Enumerable.Range(0, 2).Select(lane =>
            Enumerable.Range(0, products).Where(i => i % 2 == lane).Select(SummationTree.Of).Aggregate((sum, addend) => SummationTree.Of(sum, addend)));
        return SummationTree.Of(SummationTree.Of([.. lanes]), SummationTree.Of(products));
    }
}
