// Rules drawn at random, and their sums.

using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Rules;
using QuizKit.Numerics;

namespace QuizKit.Laboratory.Tests.Rules;

internal static class RandomRule
{
    /// <summary>Returns a rule with one part that is divided, and parts that are not.</summary>
    public static OrderRule Of(Random random) => random.Next(6) switch
    {
        0 => Simple(random),
        1 => new HalvesRule(
            (HalfKind)random.Next(4), 1, random.Next(2) == 0 ? 1 : 1 << random.Next(2, 6), new ChainRule()),
        2 => new HalvesRule(HalfKind.Down, 1 << random.Next(1, 4), 1 << random.Next(4, 8), Lanes(random, new ChainRule())),
        3 => new BlocksRule(random.Next(3, 50), new ChainRule(), new ChainRule()),
        4 => Lanes(random, Lanes(random, new ChainRule())),
        _ => Lanes(random, Simple(random)),
    };

    /// <summary>Returns the sum of binary32 numbers by a rule.</summary>
    public static OrderTarget TargetOf(Func<int, SummationTree> treeOf)
    {
        var trees = new Dictionary<int, SummationTree>();
        return OrderTarget.Sum("random", "a test", values =>
        {
            if (!trees.TryGetValue(values.Length, out var tree)) trees[values.Length] = tree = treeOf(values.Length);
            return tree.Replay(values);
        });
    }

    private static OrderRule Simple(Random random) => random.Next(4) switch
    {
        0 => new ChainRule(),
        1 => new BackwardRule(),
        2 => new ChainRule { Group = random.Next(2, 9) },
        _ => new CascadeRule(random.Next(3, 9)),
    };

    private static LanesRule Lanes(Random random, OrderRule inner)
    {
        var width = 1 << random.Next(1, 4);
        OrderRule folding = random.Next(3) switch
        {
            0 => new ChainRule(),
            1 => new HalvesRule(HalfKind.Down, 1, 1, new ChainRule()),
            _ => new HalvesRule(HalfKind.Interleaved, 1, 1, new ChainRule()),
        };
        var fold = folding.TreeOf(width);
        var tail = (TailKind)random.Next(4);
        return tail switch
        {
            TailKind.Each or TailKind.Together =>
                new LanesRule(
                    fold,
                    inner,
                    tail,
                    random.Next(2) == 0 ? 0 : (2 * width) - 2,
                    tail == TailKind.Each ? null : random.Next(2) == 0 ? new ChainRule() : new BackwardRule()),
            _ => new LanesRule(fold, inner, tail, -1, null),
        };
    }
}
