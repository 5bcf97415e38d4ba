// An accumulation order as a tree.

using System.Globalization;
using System.Text;

namespace QuizKit.Numerics;

/// <summary>
/// A summation tree: a leaf is an addend, an inner node an addition of its children. Two children are an ordinary
/// floating-point addition; more are one fused operation, as in the matrix units of some GPUs.
/// </summary>
/// <remarks>Addition commutes, so the order of the children of a node has no meaning; they are sorted by their smallest leaf.</remarks>
public sealed class SummationTree
{
    private SummationTree(int leaf)
    {
        Leaf = leaf;
        FirstLeaf = leaf;
        LeafCount = 1;
        Children = [];
        LargestFanIn = 1;
    }

    private SummationTree(SummationTree[] children)
    {
        Leaf = -1;
        Children = children;
        FirstLeaf = children[0].FirstLeaf;
        LeafCount = children.Sum(child => child.LeafCount);
        Height = 1 + children.Max(child => child.Height);
        LargestFanIn = Math.Max(children.Length, children.Max(child => child.LargestFanIn));
    }

    /// <summary>The index of the addend, or −1 for an addition.</summary>
    public int Leaf { get; }

    /// <summary>What an addition adds up; empty for a leaf.</summary>
    public IReadOnlyList<SummationTree> Children { get; }

    /// <summary>The number of addends.</summary>
    public int LeafCount { get; }

    /// <summary>
    /// The largest number of additions that one addend goes through. The sum lies within γ(h)·Σ|x| of the exact one (Higham 2002,
    /// section 4.2), where γ(h) = h·u/(1−h·u) and u = 2⁻²⁴ for binary32.
    /// </summary>
    public int Height { get; }

    /// <summary>The largest number of children of a node: 2 where every addition is an ordinary one.</summary>
    public int LargestFanIn { get; }

    internal int FirstLeaf { get; }

    /// <summary>Returns the leaf of an addend.</summary>
    /// <param name="index">The addend's index, from 0.</param>
    public static SummationTree Of(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new SummationTree(index);
    }

    /// <summary>Returns the addition of two or more sums.</summary>
    /// <param name="children">The sums; no addend is in two of them.</param>
    public static SummationTree Of(params SummationTree[] children)
    {
        ArgumentNullException.ThrowIfNull(children);
        if (children.Length < 2) throw new ArgumentException("An addition has two operands or more.", nameof(children));
        return new SummationTree([.. children.OrderBy(child => child.FirstLeaf)]);
    }

    /// <summary>Adds numbers up in this order, each addition rounded to binary32.</summary>
    /// <param name="values">The addends, <see cref="LeafCount"/> of them.</param>
    /// <exception cref="InvalidOperationException">A node has more than two children, and how it rounds is not known.</exception>
    public float Replay(ReadOnlySpan<float> values)
    {
        if (values.Length != LeafCount) throw new ArgumentException($"This tree adds up {LeafCount} numbers, not {values.Length}.");
        if (LargestFanIn > 2)
        {
            throw new InvalidOperationException(
                $"A node of this tree adds {LargestFanIn} numbers in one operation; how that rounds is not known.");
        }

        var sums = new Stack<float>();
        foreach (var node in InPostorder())
        {
            if (node.Leaf >= 0) sums.Push(values[node.Leaf]);
            else sums.Push(sums.Pop() + sums.Pop());
        }

        return sums.Pop();
    }

    /// <summary>Returns the nodes, each behind its children.</summary>
    public IEnumerable<SummationTree> InPostorder()
    {
        // Trees of sequential sums are as deep as they are long: no recursion.
        var waiting = new Stack<(SummationTree Node, int Next)>();
        waiting.Push((this, 0));
        while (waiting.Count > 0)
        {
            var (node, next) = waiting.Pop();
            if (next < node.Children.Count)
            {
                waiting.Push((node, next + 1));
                waiting.Push((node.Children[next], 0));
            }
            else
            {
                yield return node;
            }
        }
    }

    /// <summary>Whether two trees are the same order.</summary>
    /// <param name="other">The other tree.</param>
    public bool IsSameOrderAs(SummationTree other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (LeafCount != other.LeafCount || Height != other.Height) return false;
        return InPostorder().Select(Key).SequenceEqual(other.InPostorder().Select(Key));

        static (int, int) Key(SummationTree node) => (node.Leaf, node.Children.Count);
    }

    /// <summary>Returns the order in parentheses, such as <c>((0+1)+2)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var waiting = new Stack<(SummationTree? Node, string Text)>();
        waiting.Push((this, ""));
        while (waiting.Count > 0)
        {
            var (node, piece) = waiting.Pop();
            if (node is null)
            {
                text.Append(piece);
            }
            else if (node.Leaf >= 0)
            {
                text.Append(node.Leaf.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                waiting.Push((null, ")"));
                for (var i = node.Children.Count - 1; i >= 0; i--)
                {
                    waiting.Push((node.Children[i], ""));
                    waiting.Push((null, i == 0 ? "(" : "+"));
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Reads an order as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">The order in parentheses, such as <c>((0+1)+2)</c>; no addend is named twice.</param>
    /// <exception cref="FormatException">The text is not such an order.</exception>
    public static SummationTree Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // Each open parenthesis begins a list of children. The outermost list is the whole text.
        var open = new Stack<List<SummationTree>>([[]]);
        var seen = new HashSet<int>();
        var wantsOperand = true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(' && wantsOperand)
            {
                open.Push([]);
            }
            else if (char.IsAsciiDigit(text[i]) && wantsOperand)
            {
                var start = i;
                while (i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])) i++;
                var digits = text.AsSpan(start, i + 1 - start);
                if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var leaf) || !seen.Add(leaf))
                    throw NotAnOrder(start);
                open.Peek().Add(Of(leaf));
                wantsOperand = false;
            }
            else if (text[i] == '+' && !wantsOperand && open.Count > 1)
            {
                wantsOperand = true;
            }
            else if (text[i] == ')' && !wantsOperand && open.Count > 1 && open.Peek().Count > 1)
            {
                var sum = Of([.. open.Pop()]);
                open.Peek().Add(sum);
            }
            else
            {
                throw NotAnOrder(i);
            }
        }

        return open.Count == 1 && open.Peek() is [var tree] ? tree : throw NotAnOrder(text.Length);

        static FormatException NotAnOrder(int place) =>
            new($"This is not the order of a sum, such as ((0+1)+2): see character {place + 1}.");
    }

    /// <summary>Returns this node with an additional child.</summary>
    internal SummationTree With(SummationTree child) => Of([.. Children, child]);
}
