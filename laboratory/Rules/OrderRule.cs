// Rules for the order of a sum: functions from a number of addends to a tree.

using static System.FormattableString;

namespace QuizKit.Laboratory.Rules;

/// <summary>
/// A rule for the order of a sum. It takes the operands, which are addends or sums of addends, and says in which order they are added; a
/// rule may leave a part of them to another rule.
/// </summary>
internal abstract record OrderRule
{
    /// <summary>The rule in words, without an article or a full stop.</summary>
    public abstract string Words { get; }

    /// <summary>The number of rules in this one, itself among them.</summary>
    public virtual int Size => 1;

    /// <summary>The lengths at which the rule begins to do something else.</summary>
    public virtual IEnumerable<int> Thresholds => [];

    /// <summary>Adds operands up, of which there is at least one.</summary>
    public abstract SummationTree Add(ReadOnlySpan<SummationTree> operands);

    /// <summary>The tree of a number of addends.</summary>
    public SummationTree TreeOf(int length) => Add([.. Enumerable.Range(0, length).Select(i => SummationTree.Of(i))]);
}

/// <summary>From left to right.</summary>
internal sealed record ChainRule : OrderRule
{
    /// <summary>
    /// The size of whole groups that come before the first operand, which is set aside and followed by the other operands; 0 where the first
    /// one comes first.
    /// </summary>
    public int Group { get; init; }

    /// <inheritdoc/>
    public override string Words => Group == 0 ? "from left to right"
        : Invariant($"from left to right, but the first operand behind the whole groups of {Group} that follow it");

    /// <inheritdoc/>
    public override SummationTree Add(ReadOnlySpan<SummationTree> operands)
    {
        var grouped = Group == 0 ? 0 : (operands.Length - 1) / Group * Group;
        if (grouped == 0) return Chain(operands);
        return Chain([Chain(operands[1..(grouped + 1)]), operands[0], .. operands[(grouped + 1)..]]);
    }

    /// <summary>Adds operands up from left to right.</summary>
    public static SummationTree Chain(ReadOnlySpan<SummationTree> operands)
    {
        var sum = operands[0];
        foreach (var operand in operands[1..]) sum = SummationTree.Of(sum, operand);
        return sum;
    }
}

/// <summary>From right to left.</summary>
internal sealed record BackwardRule : OrderRule
{
    /// <inheritdoc/>
    public override string Words => "from right to left";

    /// <inheritdoc/>
    public override SummationTree Add(ReadOnlySpan<SummationTree> operands)
    {
        var sum = operands[^1];
        for (var i = operands.Length - 2; i >= 0; i--) sum = SummationTree.Of(sum, operands[i]);
        return sum;
    }
}

/// <summary>How operands are divided into two halves.</summary>
internal enum HalfKind
{
    /// <summary>Half the number, rounded down to a multiple.</summary>
    Down,

    /// <summary>Half the number, rounded up to a multiple.</summary>
    Up,

    /// <summary>The largest power of two below the number.</summary>
    PowerOfTwo,

    /// <summary>Every second operand.</summary>
    Interleaved,
}

/// <summary>Two halves, each by the same rule, down to blocks.</summary>
/// <param name="Kind">Where the operands are divided.</param>
/// <param name="Multiple">What the first half is a multiple of; 1 unless it is rounded.</param>
/// <param name="Block">The largest number of operands that are not divided.</param>
/// <param name="Inner">The rule of a block.</param>
internal sealed record HalvesRule(HalfKind Kind, int Multiple, int Block, OrderRule Inner) : OrderRule
{
    /// <inheritdoc/>
    public override string Words =>
        Kind switch
        {
            HalfKind.Interleaved => "two halves of every second operand",
            HalfKind.PowerOfTwo => "two parts, the first the largest power of two below the length",
            HalfKind.Up when Multiple == 1 => "two halves, the first the larger",
            HalfKind.Up => Invariant($"two halves, the first rounded up to a multiple of {Multiple}"),
            _ when Multiple == 1 => "two halves, the second the larger",
            _ => Invariant($"two halves, the first rounded down to a multiple of {Multiple}"),
        }
        + (Block == 1 ? ", down to single operands" : Invariant($", down to blocks of at most {Block}, each {Inner.Words}"));

    /// <inheritdoc/>
    public override int Size => 1 + Inner.Size;

    /// <inheritdoc/>
    public override IEnumerable<int> Thresholds => Block > 1 ? [Block + 1, .. Inner.Thresholds] : [];

    /// <summary>The number of operands in the first half; 0 or all where there is no such half.</summary>
    public static int HalfOf(HalfKind kind, int multiple, int count) => kind switch
    {
        HalfKind.Down => count / 2 / multiple * multiple,
        HalfKind.PowerOfTwo => 1 << int.Log2(count - 1),
        HalfKind.Up => (((count + 1) / 2) + multiple - 1) / multiple * multiple,
        _ => (count + 1) / 2,
    };

    /// <inheritdoc/>
    public override SummationTree Add(ReadOnlySpan<SummationTree> operands)
    {
        if (operands.Length <= Block) return Inner.Add(operands);
        var half = HalfOf(Kind, Multiple, operands.Length);
        if (half == 0 || half >= operands.Length) return Inner.Add(operands);
        if (Kind != HalfKind.Interleaved) return SummationTree.Of(Add(operands[..half]), Add(operands[half..]));
        var (even, odd) = (new SummationTree[half], new SummationTree[operands.Length - half]);
        for (var i = 0; i < operands.Length; i++) (i % 2 == 0 ? even : odd)[i / 2] = operands[i];
        return SummationTree.Of(Add(even), Add(odd));
    }
}

/// <summary>Blocks of neighbours, and the sums of the blocks by another rule.</summary>
/// <param name="Block">The number of operands of a block; the last one may have fewer.</param>
/// <param name="Inner">The rule of a block.</param>
/// <param name="Outer">The rule of the sums of blocks.</param>
internal sealed record BlocksRule(int Block, OrderRule Inner, OrderRule Outer) : OrderRule
{
    /// <inheritdoc/>
    public override string Words => Invariant($"blocks of {Block}, each {Inner.Words}; their sums {Outer.Words}");

    /// <inheritdoc/>
    public override int Size => 1 + Inner.Size + Outer.Size;

    /// <inheritdoc/>
    public override IEnumerable<int> Thresholds => [Block + 1, .. Inner.Thresholds];

    /// <inheritdoc/>
    public override SummationTree Add(ReadOnlySpan<SummationTree> operands)
    {
        var sums = new List<SummationTree>();
        for (var first = 0; first < operands.Length; first += Block)
            sums.Add(Inner.Add(operands[first..Math.Min(first + Block, operands.Length)]));
        return Outer.Add([.. sums]);
    }
}

/// <summary>
/// A cascade of accumulators: the first takes operands from left to right; when it has as many as a step it is added to the second, which
/// after as many steps is added to the third, and so on. In the end they are added from the first to the last.
/// </summary>
/// <param name="Step">The number of operands of a step.</param>
internal sealed record CascadeRule(int Step) : OrderRule
{
    /// <inheritdoc/>
    public override string Words => Invariant($"in a cascade of accumulators with steps of {Step}");

    /// <inheritdoc/>
    public override SummationTree Add(ReadOnlySpan<SummationTree> operands)
    {
        var levels = new List<SummationTree?> { null };
        for (var i = 0; i < operands.Length; i++)
        {
            levels[0] = Sum(levels[0], operands[i]);
            long full = Step;
            for (var level = 0; (i + 1) % full == 0; level++, full *= Step)
            {
                if (level + 1 == levels.Count) levels.Add(null);
                levels[level + 1] = Sum(levels[level + 1], levels[level]!);
                levels[level] = null;
            }
        }

        return ChainRule.Chain([.. levels.OfType<SummationTree>()]);

        static SummationTree Sum(SummationTree? sum, SummationTree next) => sum is null ? next : SummationTree.Of(sum, next);
    }
}

/// <summary>One rule for few operands, another for more.</summary>
/// <param name="From">The smallest number of operands of the second rule.</param>
/// <param name="Few">The rule for fewer.</param>
/// <param name="Many">The rule for as many and more.</param>
internal sealed record CasesRule(int From, OrderRule Few, OrderRule Many) : OrderRule
{
    /// <inheritdoc/>
    public override string Words => Invariant($"below {From}: {Few.Words}; from {From} on: {Many.Words}");

    /// <inheritdoc/>
    public override int Size => 1 + Few.Size + Many.Size;

    /// <inheritdoc/>
    public override IEnumerable<int> Thresholds => [From, .. Few.Thresholds, .. Many.Thresholds];

    /// <inheritdoc/>
    public override SummationTree Add(ReadOnlySpan<SummationTree> operands) =>
        operands.Length < From ? Few.Add(operands) : Many.Add(operands);
}
