// Learns the rule of a target from a few lengths and predicts others.

using QuizKit.Laboratory.Orders;
using static System.FormattableString;

namespace QuizKit.Laboratory.Rules;

/// <summary>The rule of a target, as far as it was found.</summary>
/// <param name="Rule">The rule, or null.</param>
/// <param name="Arithmetic">How operations round, or null where they differ.</param>
/// <param name="Finding">What a report says.</param>
internal sealed record LearnedRule(OrderRule? Rule, RuleArithmetic? Arithmetic, RuleFinding Finding);

/// <summary>
/// Learns a rule. The trees of five lengths are revealed and a rule is sought that gives them; then it predicts the trees of other
/// lengths, those at its own thresholds first. A length whose prediction is wrong becomes one to learn from, until ten are used.
/// </summary>
internal sealed class RuleStudy
{
    /// <summary>The most lengths to learn from.</summary>
    public const int MostLearned = 10;

    /// <summary>The number of lengths that have to be predicted after the rule last changed.</summary>
    public const int Predictions = 16;

    /// <summary>The longest array whose tree is revealed.</summary>
    public const int LongestRevealed = 1_100;

    private const int ArraysPerLength = 20;

    /// <summary>All lengths up to this one are replayed.</summary>
    private const int EachUpTo = 64;

    private const int FurtherLengths = 60;

    private static readonly int[] FirstLengths = [5, 21, 77, 203, 600];

    private readonly OrderTarget _target;
    private readonly int _longest;
    private readonly uint _seed;
    private readonly CancellationToken _cancellation;
    private readonly Random _random;
    private readonly Dictionary<int, SummationTree> _trees = [];
    private readonly SortedDictionary<int, SummationTree> _learned = [];
    private OrderRule? _rule;
    private RuleArithmetic? _arithmetic;
    private int _replayed;
    private int _arrays;
    private int _equal;

    private RuleStudy(OrderTarget target, int longest, ulong seed, CancellationToken cancellation)
    {
        (_target, _longest, _seed, _cancellation) = (target, longest, unchecked((uint)seed), cancellation);
        _random = new Random(unchecked((int)seed));
    }

    /// <summary>Learns the rule of a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="longest">The longest array on which the rule is tried, at least <see cref="LongestRevealed"/>.</param>
    /// <param name="seed">The seed of the lengths and the arrays.</param>
    /// <param name="cancellation">Stops it between two lengths.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LearnedRule Of(OrderTarget target, int longest, ulong seed, CancellationToken cancellation = default) =>
        new RuleStudy(target, longest, seed, cancellation).Find();

    /// <summary>
    /// Learns the rule of a target, with its code and its dependence on settings. Errors are returned as failures, not thrown.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="longest">The longest array on which the rule is tried.</param>
    /// <param name="seed">The seed of the lengths and the arrays.</param>
    /// <param name="setThreads">Sets the number of threads and returns why it cannot, or null.</param>
    /// <param name="cancellation">Stops it between two lengths.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (RuleFinding? Finding, OrderFailure? Failure) Try(
        OrderTarget target, int longest, ulong seed, Func<int, string?> setThreads, CancellationToken cancellation) =>
        OrderFailure.Catch(target.Id, () =>
        {
            setThreads(1);
            var (rule, arithmetic, finding) = Of(target, longest, seed, cancellation);
            return finding with
            {
                Settings = [SettingStudy.OfThreads(target, seed, setThreads), SettingStudy.OfAlignment(target, seed)],
                Code = rule is null ? null : RuleCode.Of(rule, arithmetic!, target, ProofOf(finding)),
            };
        });

    /// <summary>What supports a rule, for the comment of its code.</summary>
    private static IReadOnlyList<string> ProofOf(RuleFinding finding) =>
    [
        $"Learned from the revealed trees of {string.Join(", ", finding.Learned)} numbers. It predicted",
        Invariant($"{finding.Right} of {finding.Tested.Count} further trees, and the bits of {finding.Equal:N0} of {finding.Arrays:N0}"),
        Invariant($"random arrays of {finding.Replayed} lengths up to {finding.Ranges[^1].To:N0}."),
    ];

    private LearnedRule Find()
    {
        var tested = new List<int>();
        var right = 0;
        string? whyNot = null;
        var end = _longest + 1;
        try
        {
            foreach (var length in FirstLengths) _learned[length] = TreeOf(length);
            _arithmetic = OrderModel.Of(_target, _learned[FirstLengths[^2]]) is { } model
                ? RuleArithmetic.Of(model, _target.Format) : null;
            whyNot = Learn(tested, ref right) ?? Replay(tested, ref right, ref end);
        }
        catch (NoFixedOrderException exception)
        {
            whyNot = exception.Message;
            _rule = null;
        }

        var isFound = _rule is not null && whyNot is null;
        return new LearnedRule(isFound ? _rule : null, _arithmetic, new RuleFinding(_target.Id, _target.Place)
        {
            Format = _target.Format.Name,
            Rule = isFound ? _rule!.Words : null,
            Ranges = isFound ? RangesOf(_rule!, end) : [],
            WhyNot = whyNot,
            Sums = _arithmetic?.Kept.Name,
            Products = _target.Operation == OrderOperation.Sum ? null : _arithmetic?.Products,
            Learned = [.. _learned.Keys],
            Tested = [.. tested],
            Right = right,
            Replayed = _replayed,
            Arrays = _arrays,
            Equal = _equal,
        });
    }

    /// <summary>Learns until enough predictions are right; returns why there is no rule, or null.</summary>
    private string? Learn(List<int> tested, ref int right)
    {
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            _rule = RuleFit.Of(_learned);
            if (_rule is null)
                return $"No rule of the language gives the trees of the lengths {string.Join(", ", _learned.Keys)}.";
            if (_arithmetic is null) return "The operations round in different ways, and rules of roundings are not learned.";
            tested.Clear();
            right = 0;
            var wrong = 0;
            foreach (var length in Trials().Take(Predictions))
            {
                _cancellation.ThrowIfCancellationRequested();
                tested.Add(length);
                if (_rule.TreeOf(length).IsSameOrderAs(TreeOf(length)) && HasBits(length, ArraysPerLength))
                {
                    right++;
                    continue;
                }

                wrong = length;
                break;
            }

            if (wrong == 0) return null;
            if (AddLength(wrong) is { } whyNot) return whyNot;
        }
    }

    private string? AddLength(int length)
    {
        if (_learned.Count >= MostLearned)
        {
            return Invariant($"The rule of {MostLearned} lengths ({_rule!.Words}) is wrong for {length} numbers.");
        }

        if (_learned.ContainsKey(length) || _rule!.TreeOf(length).IsSameOrderAs(TreeOf(length)))
            return Invariant($"The tree of {length} numbers follows the rule, but the results have other bits.");
        _learned[length] = TreeOf(length);
        return null;
    }

    /// <summary>Lengths to predict: those around the thresholds of the rule, then random ones.</summary>
    private IEnumerable<int> Trials()
    {
        var seen = new HashSet<int>(_learned.Keys);
        foreach (var threshold in _rule!.Thresholds.Where(threshold => threshold <= LongestRevealed).Distinct().ToList())
        {
            if (threshold > 1 && seen.Add(threshold - 1)) yield return threshold - 1;
            if (seen.Add(threshold)) yield return threshold;
        }

        while (seen.Count < LongestRevealed - 1)
        {
            var length = (int)Math.Pow(LongestRevealed, _random.NextDouble());
            if (length > 1 && seen.Add(length)) yield return length;
        }
    }

    /// <summary>Predicts the results at many lengths; where one of those that can be revealed is wrong, learning goes on.</summary>
    private string? Replay(List<int> tested, ref int right, ref int end)
    {
        while (true)
        {
            (_replayed, _arrays, _equal) = (0, 0, 0);
            var wrong = 0;
            foreach (var length in Enumerable.Range(1, EachUpTo).Concat(Enumerable.Range(0, FurtherLengths).Select(_ => FurtherLength())))
            {
                _cancellation.ThrowIfCancellationRequested();
                if (length >= end) continue;
                _replayed++;
                if (HasBits(length, ArraysPerLength)) continue;
                if (length <= LongestRevealed)
                {
                    wrong = length;
                    break;
                }

                end = FirstWrong(length);
            }

            if (wrong == 0 && _equal == _arrays) return null;

            // Without a wrong one, the lengths from the end on have another order: what is left is replayed again.
            if (wrong == 0) continue;
            if (AddLength(wrong) is { } whyNot) return whyNot;
            if (Learn(tested, ref right) is { } other) return other;
        }
    }

    private int FurtherLength() =>
        EachUpTo + (int)Math.Ceiling(Math.Pow(_longest - EachUpTo, _random.NextDouble()));

    /// <summary>Returns the smallest length with other bits, if from there on all have other bits.</summary>
    private int FirstWrong(int wrong)
    {
        var isRight = LongestRevealed;
        while (wrong - isRight > 1)
        {
            var middle = (isRight + wrong) / 2;
            if (Equals(middle, ArraysPerLength) == ArraysPerLength) isRight = middle;
            else wrong = middle;
        }

        return wrong;
    }

    private bool HasBits(int length, int arrays)
    {
        var equal = Equals(length, arrays);
        _arrays += arrays;
        _equal += equal;
        return equal == arrays;
    }

    private int Equals(int length, int arrays)
    {
        var operands = OperandsOf(_target, _seed, length, arrays);
        var model = _arithmetic!.ModelOf(_rule!.TreeOf(length));

        // The sign of a zero says whether the sum begins with a 0 or with the first product, and not in which order it adds.
        return operands.Zip(_target.ComputeAll(operands)).Count(pair => model.Compute(pair.First.A, pair.First.B) == pair.Second);
    }

    /// <summary>Random operands of a length.</summary>
    public static IReadOnlyList<OrderOperands> OperandsOf(OrderTarget target, uint seed, int length, int count)
    {
        List<OrderOperands> operands =
            [.. Enumerable.Range(0, count).Select(i => OrderSamples.Of(unchecked(seed + (uint)(2 * length)), i, length, target.Format))];
        if (target.Operation == OrderOperation.Sum)
            foreach (var (_, factors) in operands) Array.Fill(factors, 1);
        return operands;
    }

    private SummationTree TreeOf(int length)
    {
        if (!_trees.TryGetValue(length, out var tree)) _trees[length] = tree = OrderProbes.Reveal(_target, length);
        return tree;
    }

    /// <summary>The ranges of lengths with one part of the rule each, up to a length that is not among them.</summary>
    private static List<LengthRange> RangesOf(OrderRule rule, int end)
    {
        var ranges = new List<LengthRange>();
        var from = 1;
        for (; rule is CasesRule cases; rule = cases.Many)
        {
            ranges.Add(new LengthRange(from, cases.From - 1, cases.Few.Words));
            from = cases.From;
        }

        ranges.Add(new LengthRange(from, end - 1, rule.Words));
        return ranges;
    }
}
