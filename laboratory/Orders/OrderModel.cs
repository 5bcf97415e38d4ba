// The rounding of each operation of a revealed order, found from results alone, and the order computed with it.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Orders;

/// <summary>How an addition rounds.</summary>
/// <param name="Work">The format in which it is added, before it is rounded to the next; null where it is rounded once.</param>
/// <param name="Kept">The format of its result.</param>
internal readonly record struct NodeRounding(BinaryRounding? Work, BinaryRounding Kept);

/// <summary>
/// A summation tree whose operations round in a known way: a product enters its addition rounded to the format of the numbers or not at all
/// (a fused multiply-add, or a wider product), and a sum is kept in that format or a wider one. The last sum is rounded to the format of the
/// numbers.
/// </summary>
internal sealed class OrderModel
{
    private readonly SummationTree[] _nodes;
    private readonly NodeRounding[] _roundings;
    private readonly bool[] _isExact;
    private readonly BinaryRounding _format;

    private OrderModel(SummationTree[] nodes, NodeRounding[] roundings, bool[] isExact, BinaryRounding format)
    {
        (_nodes, _roundings, _isExact, _format) = (nodes, roundings, isExact, format);
        FusedProducts = isExact.Count(exact => exact);
        var couldFuse = nodes.Count(node => node.Children.Any(child => child.Leaf >= 0));
        List<BinaryRounding> kept =
            [.. nodes.Zip(roundings).SkipLast(1).Where(pair => pair.First.Leaf < 0).Select(pair => pair.Second.Kept)];
        Sums = kept.GroupBy(format => format.Name).ToDictionary(group => group.Key, group => group.Count());
        WideSums = kept.Count(other => other != format);
        WideFormat = WideSums > 0 && Sums.Count == 1 ? kept[0] : null;
        Arithmetic =
            WideSums == 0 && FusedProducts == couldFuse && FusedProducts > 0 ? OrderArithmetic.Fused
            : WideSums == 0 && FusedProducts > 0 ? OrderArithmetic.Mixed
            : Sums.Count > 1 ? OrderArithmetic.Mixed
            : Enum.Parse<OrderArithmetic>(Sums.Keys.FirstOrDefault(format.Name), ignoreCase: true);
    }

    /// <summary>The number of sums, all but the last, that are kept in a wider format.</summary>
    public int WideSums { get; }

    /// <summary>The number of sums, all but the last, that are kept in each format.</summary>
    public IReadOnlyDictionary<string, int> Sums { get; }

    /// <summary>The wider format in which all sums are kept, or null where some are not.</summary>
    public BinaryRounding? WideFormat { get; }

    /// <summary>The number of products that enter their addition without having been rounded.</summary>
    public int FusedProducts { get; }

    /// <summary>The arithmetic in one word.</summary>
    public OrderArithmetic Arithmetic { get; }

    /// <summary>The nodes, each behind its children.</summary>
    public IReadOnlyList<SummationTree> Nodes => _nodes;

    /// <summary>The rounding of each node that is a sum.</summary>
    public IReadOnlyList<NodeRounding> Roundings => _roundings;

    /// <summary>Whether each product enters its addition without having been rounded.</summary>
    public IReadOnlyList<bool> IsExact => _isExact;

    /// <summary>The formats in which a sum of numbers of a format may be kept, the narrowest first.</summary>
    public static IReadOnlyList<BinaryRounding> FormatsOf(BinaryRounding format) =>
        [format, .. new[] { BinaryRounding.Binary32, BinaryRounding.Binary64 }.Where(wider => wider.Precision > format.Precision)];

    /// <summary>
    /// Finds how each operation of a target rounds. Only three addends are not 0 at a time. For a sum x + y: 1, a small number and, in the
    /// next addition, −1 leave the small number if the format in which the sum is kept holds it, and 0 otherwise. For a product of numbers of
    /// p bits, with h = p/2 + 1: (1 + 2⁻ʰ)² and −(1 + 2¹⁻ʰ) leave 2⁻²ʰ if the product is not rounded, and 0 otherwise. Where a sum is kept
    /// in the format of the numbers although one of its operands is wider: an operand half way between two numbers of the format and a small
    /// number are rounded up, unless the sum was rounded to a wider format first, which lost the small number.
    /// </summary>
    /// <returns>The model, or null if an operation leaves anything else or adds more than two numbers.</returns>
    public static OrderModel? Of(OrderTarget target, SummationTree tree) =>
        tree.LargestFanIn > 2 ? null : new Search(target, tree).Find();

    /// <summary>Returns the model of a tree whose operations all round in the same way.</summary>
    /// <param name="tree">The order, each addition of two numbers.</param>
    /// <param name="format">The format of the numbers and of the result.</param>
    /// <param name="kept">The format of each sum.</param>
    /// <param name="isExact">Whether no product is rounded.</param>
    /// <param name="isFused">Whether each product that is added to a sum, or to a product before it, is fused with the addition.</param>
    public static OrderModel Uniform(SummationTree tree, BinaryRounding format, BinaryRounding kept, bool isExact, bool isFused)
    {
        SummationTree[] nodes = [.. tree.InPostorder()];
        var exact = new bool[tree.LeafCount];
        Array.Fill(exact, isExact);
        foreach (var node in isFused ? nodes : [])
            if (node.Leaf < 0 && node.Children.Max(child => child.Leaf) is >= 0 and var leaf) exact[leaf] = true;
        return new OrderModel(nodes, [.. nodes.Select(_ => new NodeRounding(null, kept))], exact, format);
    }

    /// <summary>Computes Σ a[i]·b[i] in this order with these roundings.</summary>
    /// <param name="a">The addends, or the left factors.</param>
    /// <param name="b">The right factors; ones for a sum.</param>
    public double Compute(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sums = new Stack<Operand>();
        for (var place = 0; place < _nodes.Length; place++)
        {
            var leaf = _nodes[place].Leaf;
            if (leaf >= 0)
            {
                sums.Push(_isExact[leaf] ? new Operand(a[leaf] * b[leaf], leaf) : new Operand(_format.Round(a[leaf] * b[leaf])));
                continue;
            }

            var (right, left) = (sums.Pop(), sums.Pop());
            sums.Push(new Operand(Add(left, right, _roundings[place], a, b)));
        }

        return _format.Round(sums.Pop().Value);
    }

    private double Add(Operand left, Operand right, NodeRounding rounding, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (_format == BinaryRounding.Binary64)
        {
            return right.ExactLeaf >= 0 ? Math.FusedMultiplyAdd(a[right.ExactLeaf], b[right.ExactLeaf], left.Value)
                : left.ExactLeaf >= 0 ? Math.FusedMultiplyAdd(a[left.ExactLeaf], b[left.ExactLeaf], right.Value)
                : left.Value + right.Value;
        }

        // A product of two numbers of at most 24 bits is exact in binary64.
        if (rounding.Kept == BinaryRounding.Binary64) return left.Value + right.Value;
        var sum = rounding.Work == BinaryRounding.Binary64 ? left.Value + right.Value : RoundToOdd(left.Value, right.Value);
        return rounding.Kept.Round(rounding.Work?.Round(sum) ?? sum);
    }

    /// <summary>
    /// Returns left + right in binary64 so that a further rounding to 51 bits or fewer gives what one rounding of the exact sum would: where
    /// it is not exact, the neighbour whose last bit is 1 (Boldo and Melquiond 2008).
    /// </summary>
    private static double RoundToOdd(double left, double right)
    {
        var sum = left + right;
        var part = sum - left;
        var error = (left - (sum - part)) + (right - part);
        if (error == 0 || !double.IsFinite(sum) || (BitConverter.DoubleToInt64Bits(sum) & 1) != 0) return sum;
        return error > 0 ? Math.BitIncrement(sum) : Math.BitDecrement(sum);
    }

    /// <summary>A number to be added.</summary>
    /// <param name="Value">The number; of an exact product in binary64 its rounded value.</param>
    /// <param name="ExactLeaf">The index of the product that it is, if that is not rounded; otherwise −1.</param>
    private readonly record struct Operand(double Value, int ExactLeaf = -1);

    /// <summary>The questions to a target about a tree.</summary>
    private sealed class Search
    {
        private readonly OrderTarget _target;
        private readonly SummationTree[] _nodes;
        private readonly IReadOnlyList<BinaryRounding> _formats;
        private readonly bool[] _isExact;
        private readonly double[] _a;
        private readonly double[] _b;
        private readonly double _base;

        public Search(OrderTarget target, SummationTree tree)
        {
            (_target, _nodes, _formats) = (target, [.. tree.InPostorder()], FormatsOf(target.Format));
            _isExact = new bool[tree.LeafCount];
            (_a, _b) = (new double[tree.LeafCount], OrderProbes.Ones(tree.LeafCount));

            // The exponents of binary16 end at −24, so its ones are 2¹⁴.
            _base = target.Format == BinaryRounding.Binary16 ? Math.ScaleB(1, 14) : 1;
        }

        public OrderModel? Find()
        {
            var roundings = new Dictionary<SummationTree, NodeRounding>(ReferenceEqualityComparer.Instance);
            foreach (var node in _nodes)
            {
                if (node.Leaf >= 0) continue;
                roundings[node] = new NodeRounding(null, _target.Format);
                foreach (var (child, other) in SidesOf(node))
                {
                    if (child.Leaf < 0)
                    {
                        if (KeptBy(child, other) is not { } kept) return null;
                        roundings[child] = new NodeRounding(kept == _target.Format ? roundings[child].Work : null, kept);
                    }
                    else if (_target.Operation == OrderOperation.Dot)
                    {
                        if (IsExact(child.Leaf, other) is not { } isExact) return null;
                        _isExact[child.Leaf] = isExact;
                    }
                }

                // Both children's roundings are known now. This node's own is found with its parent; that of the last sum is the format's.
                if (!TryFindWork(node, roundings, out var work)) return null;
                roundings[node] = new NodeRounding(work, _target.Format);
                if (_formats.Count == 1 && node.Children.All(child => child.Leaf >= 0 && _isExact[child.Leaf])) return null;
            }

            return new OrderModel(_nodes, [.. _nodes.Select(node => roundings.GetValueOrDefault(node))], _isExact, _target.Format);
        }

        /// <summary>The format in which a sum is kept, or null where an answer is neither of the two.</summary>
        private BinaryRounding? KeptBy(SummationTree child, int other)
        {
            var (x, y) = (FirstLeaf(child.Children[0]), FirstLeaf(child.Children[1]));
            for (var i = 0; i < _formats.Count; i++)
            {
                var small = _base * Math.ScaleB(1, _formats[i].Precision switch { 8 => -12, 11 => -15, 24 => -30, _ => -60 });
                if (_target.Format.Round(small) != small) return _formats[i];
                if (Keeps(small, (x, _base), (y, small), (other, -_base)) is not { } isKept) return null;
                if (!isKept) return _formats[i];
            }

            // A format wider than binary64 is none of those known here.
            return null;
        }

        /// <summary>Whether a product is not rounded, or null where an answer is neither of the two.</summary>
        private bool? IsExact(int leaf, int other)
        {
            var half = (_target.Format.Precision / 2) + 1;
            _b[leaf] = 1 + Math.ScaleB(1, -half);
            var isExact = Keeps(Math.ScaleB(1, -2 * half), (leaf, _b[leaf]), (other, -(1 + Math.ScaleB(1, 1 - half))));
            _b[leaf] = 1;
            return isExact;
        }

        /// <summary>Finds the wider format in which a sum is added before it is rounded to that of the numbers, or null.</summary>
        /// <returns>Whether each answer was one of the two.</returns>
        private bool TryFindWork(
            SummationTree node, Dictionary<SummationTree, NodeRounding> roundings, out BinaryRounding? work)
        {
            work = null;
            foreach (var (child, other) in SidesOf(node))
            {
                var isWide = child.Leaf >= 0 ? _isExact[child.Leaf] : roundings[child].Kept != _target.Format;
                foreach (var format in isWide ? _formats.Skip(1) : [])
                {
                    var small = _base * Math.ScaleB(1, format.Precision == 24 ? -30 : -60);
                    if (_target.Format.Round(small) != small) break;
                    if (IsRoundedUp(child, other, small) is not { } isUp) return false;
                    if (isUp) continue;
                    work = format;
                    return true;
                }
            }

            return true;
        }

        /// <summary>Whether a number half way between two of the format, and a small one, are rounded up, away from the even one.</summary>
        private bool? IsRoundedUp(SummationTree child, int other, double small)
        {
            var precision = _target.Format.Precision;
            double down, up;
            if (child.Leaf >= 0)
            {
                int left = precision / 2, right = precision - left;
                var scale = Math.Sqrt(_base);
                (_a[child.Leaf], _b[child.Leaf]) = (scale * (1 + Math.ScaleB(1, -left)), scale * (1 + Math.ScaleB(1, -right)));
                down = _base * (1 + Math.ScaleB(1, -left) + Math.ScaleB(1, -right));
                up = down + (_base * Math.ScaleB(1, 1 - precision));
            }
            else
            {
                _a[FirstLeaf(child.Children[0])] = _base;
                _a[FirstLeaf(child.Children[1])] = _base * Math.ScaleB(1, -precision);
                (down, up) = (_base, _base * (1 + Math.ScaleB(1, 1 - precision)));
            }

            _a[other] = small;
            var result = _target.Compute(_a, _b);
            Array.Clear(_a);
            if (child.Leaf >= 0) _b[child.Leaf] = 1;
            return result == up ? true : result == down ? false : null;
        }

        /// <summary>Whether addends leave a small number, or null where they leave neither that nor 0.</summary>
        private bool? Keeps(double small, params ReadOnlySpan<(int Leaf, double Value)> addends)
        {
            foreach (var (leaf, value) in addends) _a[leaf] = value;
            var left = _target.Compute(_a, _b);
            Array.Clear(_a);
            return left == small ? true : left == 0 ? false : null;
        }

        private static IEnumerable<(SummationTree Child, int Other)> SidesOf(SummationTree node) =>
            [(node.Children[0], FirstLeaf(node.Children[1])), (node.Children[1], FirstLeaf(node.Children[0]))];

        private static int FirstLeaf(SummationTree node)
        {
            while (node.Leaf < 0) node = node.Children[0];
            return node.Leaf;
        }
    }
}
