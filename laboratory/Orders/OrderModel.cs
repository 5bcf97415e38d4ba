// The rounding of each operation of a revealed order, found from results alone, and the order computed with it.

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// A summation tree whose operations round in a known way: a product enters its addition rounded to binary32 or not at all (a fused
/// multiply-add), and a sum is kept in binary32 or in binary64. The last sum is rounded to binary32.
/// </summary>
internal sealed class OrderModel
{
    private readonly SummationTree[] _nodes;
    private readonly bool[] _isWide;
    private readonly bool[] _isExact;

    private OrderModel(SummationTree[] nodes, bool[] isWide, bool[] isExact)
    {
        (_nodes, _isWide, _isExact) = (nodes, isWide, isExact);
        WideSums = isWide.Count(wide => wide);
        FusedProducts = isExact.Count(exact => exact);
        var sums = nodes.Length - 1 - isExact.Length; // all but the last one
        var couldFuse = nodes.Count(node => node.Children.Any(child => child.Leaf >= 0));
        Arithmetic = (WideSums, FusedProducts) switch
        {
            (0, 0) => OrderArithmetic.Binary32,
            (0, var fused) when fused == couldFuse => OrderArithmetic.Fused,
            var (wide, _) when wide == sums => OrderArithmetic.Binary64,
            _ => OrderArithmetic.Mixed,
        };
    }

    /// <summary>The number of sums that are kept in binary64.</summary>
    public int WideSums { get; }

    /// <summary>The number of products that enter their addition without having been rounded.</summary>
    public int FusedProducts { get; }

    /// <summary>The arithmetic in one word.</summary>
    public OrderArithmetic Arithmetic { get; }

    /// <summary>
    /// Finds how each operation of a target rounds. Only three addends are not 0 at a time. For a sum x + y: 1, 2⁻³⁰ and, in the next
    /// addition, −1 leave 2⁻³⁰ if the sum is kept in binary64, and 0 otherwise. For a product: (1 + 2⁻¹²)² and −(1 + 2⁻¹¹) leave 2⁻²⁴
    /// if the product is not rounded, and 0 otherwise.
    /// </summary>
    /// <returns>The model, or null if an operation leaves anything else or adds more than two numbers.</returns>
    public static OrderModel? Of(OrderTarget target, SummationTree tree)
    {
        if (tree.LargestFanIn > 2) return null;
        SummationTree[] nodes = [.. tree.InPostorder()];
        var isWide = new bool[nodes.Length];
        var isExact = new bool[tree.LeafCount];
        var places = nodes.Select((node, place) => (node, place)).ToDictionary(pair => pair.node, pair => pair.place);
        float[] a = new float[tree.LeafCount], b = new float[tree.LeafCount];
        Array.Fill(b, 1f);
        foreach (var node in nodes.Where(node => node.Leaf < 0))
        {
            foreach (var (child, sibling) in new[] { (node.Children[0], node.Children[1]), (node.Children[1], node.Children[0]) })
            {
                var other = FirstLeaf(sibling);
                if (child.Leaf < 0)
                {
                    var (x, y) = (FirstLeaf(child.Children[0]), FirstLeaf(child.Children[1]));
                    (a[x], a[y], a[other]) = (1f, MathF.ScaleB(1, -30), -1f);
                    if (IsKept(MathF.ScaleB(1, -30)) is not { } isKept) return null;
                    isWide[places[child]] = isKept;
                    (a[x], a[y]) = (0f, 0f);
                }
                else if (target.Operation == OrderOperation.Dot)
                {
                    a[child.Leaf] = b[child.Leaf] = 1 + MathF.ScaleB(1, -12);
                    a[other] = -(1 + MathF.ScaleB(1, -11));
                    if (IsKept(MathF.ScaleB(1, -24)) is not { } isKept) return null;
                    isExact[child.Leaf] = isKept;
                    (a[child.Leaf], b[child.Leaf]) = (0f, 1f);
                }

                a[other] = 0f;
            }
        }

        return new OrderModel(nodes, isWide, isExact);

        bool? IsKept(float remainder)
        {
            var left = target.Compute(a, b);
            return left == remainder ? true : left == 0 ? false : null;
        }
    }

    /// <summary>Computes Σ a[i]·b[i] in this order with these roundings.</summary>
    /// <param name="a">The addends, or the left factors.</param>
    /// <param name="b">The right factors; ones for a sum.</param>
    public float Compute(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = new Stack<Operand>();
        for (var place = 0; place < _nodes.Length; place++)
        {
            var leaf = _nodes[place].Leaf;
            if (leaf >= 0)
            {
                // A product of two binary32 numbers is exact in binary64.
                sums.Push(_isExact[leaf] ? new Operand((double)a[leaf] * b[leaf], leaf) : new Operand(a[leaf] * b[leaf]));
                continue;
            }

            var (right, left) = (sums.Pop(), sums.Pop());
            sums.Push(new Operand(_isWide[place] ? left.Value + right.Value : Narrow(left, right, a, b)));
        }

        return (float)sums.Pop().Value;
    }

    /// <summary>Adds two numbers and rounds to binary32, once if a product is fused to a binary32 number.</summary>
    private static float Narrow(Operand left, Operand right, ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        left.FusedLeaf >= 0 && right.IsBinary32 ? MathF.FusedMultiplyAdd(a[left.FusedLeaf], b[left.FusedLeaf], (float)right.Value)
        : right.FusedLeaf >= 0 && left.IsBinary32 ? MathF.FusedMultiplyAdd(a[right.FusedLeaf], b[right.FusedLeaf], (float)left.Value)
        : (float)(left.Value + right.Value);

    private static int FirstLeaf(SummationTree node)
    {
        while (node.Leaf < 0) node = node.Children[0];
        return node.Leaf;
    }

    /// <summary>A number to be added.</summary>
    /// <param name="Value">The number.</param>
    /// <param name="FusedLeaf">The index of the product that it is, if that is not rounded; otherwise −1.</param>
    private readonly record struct Operand(double Value, int FusedLeaf = -1)
    {
        public bool IsBinary32 => FusedLeaf < 0 && (float)Value == Value;
    }
}
