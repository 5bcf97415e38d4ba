// Infers a rule from trees of a few lengths.

using System.Globalization;

namespace QuizKit.Laboratory.Rules;

/// <summary>
/// The search for a rule. A candidate says how the operands are divided; the orders within the parts are trees of other lengths, for which
/// a rule is sought in the same way. Every rule that is returned gives all trees, so a wrong candidate costs time and nothing else.
/// </summary>
internal sealed class RuleFit
{
    /// <summary>The most changes from one rule to another at a length.</summary>
    public const int MostCases = 4;

    /// <summary>The most rules within each other.</summary>
    private const int MostDepth = 5;

    /// <summary>The largest number of lanes.</summary>
    private const int MostLanes = 512;

    private const int LargestStep = 256;

    /// <summary>The most addends of a lane alone, where each lane has one and the rest goes to the lanes.</summary>
    private const int MostSingle = 64;

    /// <summary>What was found for trees, by their text.</summary>
    private readonly Dictionary<string, OrderRule?> _known = [];

    private RuleFit()
    {
    }

    /// <summary>Returns a rule that gives all trees, or null. Of several, the one with the fewest cases is preferred.</summary>
    /// <param name="trees">The trees of some lengths, each with the addends from 0 on.</param>
    public static OrderRule? Of(IReadOnlyDictionary<int, SummationTree> trees)
    {
        var sorted = new SortedDictionary<int, SummationTree>(trees.ToDictionary());
        if (sorted.Values.Any(tree => tree.LargestFanIn > 2)) return null;
        var fit = new RuleFit();
        for (var cases = 0; cases <= MostCases; cases++)
            if (fit.Find(sorted, cases, MostDepth) is { } rule) return rule;
        return null;
    }

    /// <summary>The number of an interval that the largest power of two divides: the likeliest of a constant in code.</summary>
    public static int Simplest(int from, int to)
    {
        var best = from;
        for (var power = 1; power <= to; power *= 2)
            if (to / power * power >= from) best = (from + power - 1) / power * power;
        return best;
    }

    private OrderRule? Find(SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        if (trees.Count == 0) return new ChainRule();
        if (depth == 0) return null;
        var key = string.Join(' ', trees.Values) + (cases * MostDepth + depth).ToString(CultureInfo.InvariantCulture);
        if (!_known.TryGetValue(key, out var rule)) _known[key] = rule = Search(trees, cases, depth);
        return rule;
    }

    private OrderRule? Search(SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        if (Simple(trees) is { } simple) return simple;
        var within = Math.Min(cases, 1);
        if (Halves(trees, within, depth) is { } halves) return halves;
        if (Lanes(trees, within, depth) is { } lanes) return lanes;
        if (Blocks(trees, within, depth) is { } blocks) return blocks;
        return cases > 0 ? Cases(trees, cases, depth) : null;
    }

    private static bool Fits(OrderRule rule, SortedDictionary<int, SummationTree> trees) =>
        trees.All(pair => rule.TreeOf(pair.Key).IsSameOrderAs(pair.Value));

    /// <summary>The rules without parts.</summary>
    private static OrderRule? Simple(SortedDictionary<int, SummationTree> trees)
    {
        var longest = trees.Keys.Last();
        IEnumerable<OrderRule> candidates = [new ChainRule(), new BackwardRule()];
        var steps = Enumerable.Range(2, Math.Max(0, Math.Min(longest - 1, LargestStep) - 1));
        var tree = trees[longest];
        return candidates
            .Concat(steps.Where(step => IsRun(tree, 0, step)).Select(step => new CascadeRule(step)))
            .Concat(steps.Where(step => IsRun(tree, 1, step + 1)).Select(group => new ChainRule { Group = group }))
            .FirstOrDefault(rule => Fits(rule, trees));
    }

    /// <summary>Whether neighbouring addends are a subtree.</summary>
    private static bool IsRun(SummationTree tree, int from, int to) =>
        TreeParts.Apart(tree, leaf => leaf >= from && leaf < to ? 0 : -1, leaf => leaf, [to - from]) is not null;

    private HalvesRule? Halves(SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        var longest = trees.Keys.Last();
        var root = trees[longest];
        if (longest < 3 || root.Children.Count != 2) return null;
        var first = TreeParts.Leaves(root.Children[0]);
        if (first[^1] != first.Count - 1)
        {
            if (!first.Select((leaf, i) => leaf == 2 * i).All(isEven => isEven)) return null;
            return HalvesOf(HalfKind.Interleaved, 1, trees, cases, depth);
        }

        foreach (var kind in new[] { HalfKind.Down, HalfKind.Up, HalfKind.PowerOfTwo })
        {
            for (var multiple = 1; multiple <= (kind == HalfKind.PowerOfTwo ? 1 : longest / 2); multiple *= 2)
            {
                if (HalvesRule.HalfOf(kind, multiple, longest) != first.Count) continue;
                if (HalvesOf(kind, multiple, trees, cases, depth) is { } rule) return rule;
            }
        }

        return null;
    }

    private HalvesRule? HalvesOf(
        HalfKind kind, int multiple, SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        // The trees of all parts, as far as parts are divided in this way.
        var parts = new SortedDictionary<int, SummationTree>();
        var divided = new SortedSet<int>();
        var waiting = new Stack<(int Length, SummationTree Tree)>(trees.Select(pair => (pair.Key, pair.Value)));
        while (waiting.Count > 0)
        {
            var (length, tree) = waiting.Pop();
            if (parts.TryGetValue(length, out var known))
            {
                if (!known.IsSameOrderAs(tree)) return null;
                continue;
            }

            parts[length] = tree;
            var half = HalvesRule.HalfOf(kind, multiple, length);
            if (length < 2 || half == 0 || half >= length || tree.Children.Count != 2) continue;
            var one = tree.Children[0];
            var isDivided = one.LeafCount == half
                && TreeParts.Leaves(one).Select((leaf, i) => leaf == (kind == HalfKind.Interleaved ? 2 * i : i)).All(isRight => isRight);
            if (!isDivided) continue;
            divided.Add(length);
            waiting.Push((half, TreeParts.Restrict(one, leaf => kind == HalfKind.Interleaved ? leaf / 2 : leaf)));
            waiting.Push((
                length - half, TreeParts.Restrict(tree.Children[1], leaf => kind == HalfKind.Interleaved ? leaf / 2 : leaf - half)));
        }

        if (divided.Count == 0) return null;

        // The block is at least as large as what is not divided and smaller than what has to be.
        int[] lengths = [.. parts.Keys];
        for (var i = 0; i < lengths.Length - 1; i++)
        {
            if (lengths.Skip(i + 1).Any(length => !divided.Contains(length))) continue;
            var block = Simplest(lengths[i], lengths[i + 1] - 1);
            var inner = new SortedDictionary<int, SummationTree>(
                parts.Where(part => part.Key <= block).ToDictionary(part => part.Key, part => part.Value));

            // Halves of halves that are divided in another way would fit nearly any few trees.
            if (Find(inner, cases, depth - 1) is not { } rule || rule is HalvesRule) continue;
            var found = new HalvesRule(kind, multiple, block, rule);
            if (Fits(found, trees)) return found;
        }

        return null;
    }

    private LanesRule? Lanes(SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        var longest = trees.Keys.Last();
        for (var width = 2; width <= Math.Min(longest, MostLanes); width++)
            if (LanesOf(width, trees, cases, depth) is { } rule) return rule;
        return null;
    }

    private LanesRule? LanesOf(int width, SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        var filled = trees.Where(pair => pair.Key >= width).ToList();

        // One number for each lane alone would be any tree.
        var longest = trees.Keys.Last();
        if (longest == width || (longest < 2 * width && longest > MostSingle)) return null;
        SummationTree? fold = null;
        var inner = new SortedDictionary<int, SummationTree>();
        foreach (var (length, tree) in filled.AsEnumerable().Reverse())
        {
            var whole = length / width;
            var sizes = new int[width];
            Array.Fill(sizes, whole);
            if (TreeParts.Apart(tree, leaf => leaf < whole * width ? leaf % width : -1, leaf => leaf / width, sizes) is not { } parts)
                return null;
            foreach (var part in parts)
                if (!inner.TryAdd(whole, part) && !inner[whole].IsSameOrderAs(part)) return null;
            var lanes = TreeParts.Restrict(tree, leaf => leaf < width ? leaf : -1);
            fold ??= lanes;
            if (!fold.IsSameOrderAs(lanes)) return null;
        }

        if (Find(inner, cases, depth - 1) is not { } lanesRule) return null;
        return Tails(fold!, lanesRule, trees, cases, depth).FirstOrDefault(rule => Fits(rule, trees));
    }

    /// <summary>The rules with some treatment of the tail.</summary>
    private IEnumerable<LanesRule> Tails(
        SummationTree fold, OrderRule inner, SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        var width = fold.LeafCount;
        var places = fold.InPostorder().Count();
        yield return new LanesRule(fold, inner, TailKind.FirstLanes, -1, null);
        yield return new LanesRule(fold, inner, TailKind.LastLanes, -1, null);
        var withTail = trees.Where(pair => pair.Key > width && pair.Key % width > 0).ToList();
        var place = withTail.Count == 0 ? places - 1 : PlaceOf(fold, withTail[^1].Key, withTail[^1].Value);
        if (place < 0) yield break;
        yield return new LanesRule(fold, inner, TailKind.Each, place, null);
        if (trees.Keys.Last() < 2 * width) yield break;

        var tails = new SortedDictionary<int, SummationTree>();
        foreach (var (length, tree) in trees)
        {
            var whole = length / width * width;
            if (whole == length) continue;
            var tail = TreeParts.Restrict(tree, leaf => leaf - whole);
            if (!tails.TryAdd(length - whole, tail) && !tails[length - whole].IsSameOrderAs(tail)) yield break;
        }

        if (Find(tails, cases, depth - 1) is { } rule) yield return new LanesRule(fold, inner, TailKind.Together, place, rule);
    }

    /// <summary>The place in the fold of the lanes to which the first number of the tail is added, or −1.</summary>
    private static int PlaceOf(SummationTree fold, int length, SummationTree tree)
    {
        var width = fold.LeafCount;
        var whole = length / width * width;

        // The fold with the first number of the tail, which has the number after the last lane.
        var with = TreeParts.Restrict(tree, leaf => leaf < width ? leaf : leaf == whole ? width : -1);
        var beside = with.InPostorder().First(node => node.Children.Any(child => child.Leaf == width)).Children[0];
        var place = 0;
        foreach (var node in fold.InPostorder())
        {
            if (node.LeafCount == beside.LeafCount && node.IsSameOrderAs(beside)) return place;
            place++;
        }

        return -1;
    }

    private BlocksRule? Blocks(SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        var (longest, tree) = trees.Last();
        for (var block = 2; block < longest; block++)
        {
            if (!IsRun(tree, 0, block) || BlocksOf(block, trees, cases, depth) is not { } rule) continue;
            return rule;
        }

        return null;
    }

    private BlocksRule? BlocksOf(int block, SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        SortedDictionary<int, SummationTree> inner = [], outer = [];
        foreach (var (length, tree) in trees)
        {
            var count = (length + block - 1) / block;
            var sizes = new int[count];
            Array.Fill(sizes, block);
            sizes[^1] = length - ((count - 1) * block);
            if (TreeParts.Apart(tree, leaf => leaf / block, leaf => leaf % block, sizes) is not { } parts) return null;
            foreach (var (part, size) in parts.Zip(sizes))
                if (!inner.TryAdd(size, part) && !inner[size].IsSameOrderAs(part)) return null;
            outer.TryAdd(count, TreeParts.Restrict(tree, leaf => leaf % block == 0 ? leaf / block : -1));
        }

        if (outer.Keys.Last() < 3) return null;
        if (Find(inner, cases, depth - 1) is not { } innerRule || Find(outer, cases, depth - 1) is not { } outerRule) return null;
        var found = new BlocksRule(block, innerRule, outerRule);
        return Fits(found, trees) ? found : null;
    }

    private CasesRule? Cases(SortedDictionary<int, SummationTree> trees, int cases, int depth)
    {
        int[] lengths = [.. trees.Keys];
        for (var i = 1; i < lengths.Length; i++)
        {
            var few = Between(trees, 0, lengths[i - 1]);
            if (Find(few, 0, depth - 1) is not { } rule) break;
            if (Find(Between(trees, lengths[i], int.MaxValue), cases - 1, depth) is { } many)
                return new CasesRule(Simplest(lengths[i - 1] + 1, lengths[i]), rule, many);
        }

        return null;
    }

    private static SortedDictionary<int, SummationTree> Between(SortedDictionary<int, SummationTree> trees, int from, int to) =>
        new(trees.Where(pair => pair.Key >= from && pair.Key <= to).ToDictionary(pair => pair.Key, pair => pair.Value));
}
