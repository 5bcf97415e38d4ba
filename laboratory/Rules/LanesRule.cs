// The rule of sums with several accumulators.

using static System.FormattableString;

namespace QuizKit.Laboratory.Rules;

/// <summary>What becomes of the operands that do not fill all lanes.</summary>
internal enum TailKind
{
    /// <summary>They are added to a sum of lanes one after another.</summary>
    Each,

    /// <summary>They are added up by a rule of their own, and the result is added to a sum of lanes.</summary>
    Together,

    /// <summary>The first is added to the first lane, the second to the second, and so on.</summary>
    FirstLanes,

    /// <summary>The last is added to the last lane, the one before it to the lane before, and so on.</summary>
    LastLanes,
}

/// <summary>
/// Lanes, each with every W-th operand, and a tree that adds the lanes up. What does not fill all lanes is the tail. Fewer operands than
/// lanes are a tail alone; where a tail goes to the lanes, those without an operand are left out.
/// </summary>
/// <param name="Fold">The tree of the lanes.</param>
/// <param name="Inner">The rule of a lane.</param>
/// <param name="Tail">What becomes of the tail.</param>
/// <param name="Place">The place of the sum, among the nodes of the fold in postorder, to which the tail is added; −1 without meaning.</param>
/// <param name="TailRule">The rule of the tail where it is added up by itself; otherwise null.</param>
internal sealed record LanesRule(SummationTree Fold, OrderRule Inner, TailKind Tail, int Place, OrderRule? TailRule) : OrderRule
{
    /// <summary>The number of lanes.</summary>
    public int Width => Fold.LeafCount;

    /// <inheritdoc/>
    public override string Words =>
        Invariant($"{Width} lanes, each {Inner.Words}; the lanes {FoldWords}; ")
        + Tail switch
        {
            TailKind.FirstLanes => "the rest to the first lanes",
            TailKind.LastLanes => "the rest to the last lanes",
            TailKind.Each => "the rest, one after another, to " + PlaceWords,
            _ => $"the rest, {TailRule!.Words}, to " + PlaceWords,
        };

    /// <inheritdoc/>
    public override int Size => 1 + Inner.Size + (TailRule?.Size ?? 0);

    /// <inheritdoc/>
    public override IEnumerable<int> Thresholds => Inner.Thresholds.Select(threshold => threshold * Width);

    /// <summary>The addition of two lanes at a time: the second, by the number of its first lane, is added to the first.</summary>
    public IReadOnlyList<(int To, int From)> Additions =>
    [
        .. Fold.InPostorder().Where(node => node.Leaf < 0)
            .Select(node => (TreeParts.First(node.Children[0]), TreeParts.First(node.Children[1]))),
    ];

    private string PlaceWords => Place == Fold.InPostorder().Count() - 1 ? "their sum"
        : Invariant($"that of lanes {string.Join(", ", TreeParts.Leaves(Fold.InPostorder().ElementAt(Place)))}");

    /// <summary>The way to add the lanes up, in words.</summary>
    private string FoldWords
    {
        get
        {
            var text = Fold.ToString();
            foreach (var (rule, words) in NamedFolds)
                if (rule.TreeOf(Width).ToString() == text) return words;
            return "as " + text;
        }
    }

    private static IEnumerable<(OrderRule Rule, string Words)> NamedFolds =>
    [
        (new ChainRule(), "from left to right"),
        (new HalvesRule(HalfKind.Down, 1, 1, new ChainRule()), "in neighbouring pairs"),
        (new HalvesRule(HalfKind.Interleaved, 1, 1, new ChainRule()), "in halves, the second half to the first"),
    ];

    /// <inheritdoc/>
    public override SummationTree Add(ReadOnlySpan<SummationTree> operands)
    {
        var whole = operands.Length / Width;
        var tail = operands[(whole * Width)..];
        if (whole == 0 && Tail == TailKind.Each) return ChainRule.Chain(tail);
        if (whole == 0 && Tail == TailKind.Together) return TailRule!.Add(tail);
        var lanes = new SummationTree?[Width];
        var lane = new SummationTree[whole];
        for (var i = 0; whole > 0 && i < Width; i++)
        {
            for (var j = 0; j < whole; j++) lane[j] = operands[(j * Width) + i];
            lanes[i] = Inner.Add(lane);
        }

        if (Tail is TailKind.FirstLanes or TailKind.LastLanes)
        {
            var first = Tail == TailKind.FirstLanes ? 0 : Width - tail.Length;
            for (var i = 0; i < tail.Length; i++)
                lanes[first + i] = lanes[first + i] is { } sum ? SummationTree.Of(sum, tail[i]) : tail[i];
        }

        var sums = new Stack<SummationTree?>();
        var place = 0;
        foreach (var node in Fold.InPostorder())
        {
            var sum = node.Leaf >= 0 ? lanes[node.Leaf] : Sum(sums.Pop(), sums.Pop());
            if (place == Place && tail.Length > 0)
            {
                sum = Tail == TailKind.Together ? SummationTree.Of(sum!, TailRule!.Add(tail)) : ChainRule.Chain([sum!, .. tail]);
            }

            sums.Push(sum);
            place++;
        }

        return sums.Pop()!;

        static SummationTree? Sum(SummationTree? one, SummationTree? other) =>
            one is null ? other : other is null ? one : SummationTree.Of(one, other);
    }

    /// <inheritdoc/>
    public bool Equals(LanesRule? other) =>
        other is not null && Fold.ToString() == other.Fold.ToString() && Inner == other.Inner && Tail == other.Tail && Place == other.Place
            && TailRule == other.TailRule;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Inner, Tail, Place);
}
