// Draws a summation tree as lines of text.

using System.Globalization;
using QuizKit.Numerics;
using static System.FormattableString;

namespace QuizKit.Reports.Terminal;

internal static class TreeText
{
    /// <summary>The size of a tree, for captions.</summary>
    public static string Caption(SummationTree tree) => $"{NumberText.Of(tree.LeafCount, "addend")}, height {NumberText.Of(tree.Height)}";

    /// <summary>
    /// Returns the tree as indented lines, the last addition first. Addends that are added from left to right at a constant
    /// distance are one line.
    /// </summary>
    public static IEnumerable<string> Lines(SummationTree tree)
    {
        var waiting = new Stack<(SummationTree Node, int Depth)>();
        waiting.Push((tree, 0));
        while (waiting.Count > 0)
        {
            var (node, depth) = waiting.Pop();
            var indent = new string(' ', 2 * depth);
            if (Run(node) is { } run)
            {
                yield return indent + run;
                continue;
            }

            yield return Invariant($"{indent}+ of {node.LeafCount:N0} addends");
            foreach (var child in node.Children.Reverse()) waiting.Push((child, depth + 1));
        }
    }

    /// <summary>Describes a chain of addends at a constant distance, such as <c>0 + 8 + … + 120</c>; null for any other tree.</summary>
    private static string? Run(SummationTree node)
    {
        var addends = new List<int>();
        var rest = node;
        while (rest.Leaf < 0)
        {
            var leaf = rest.Children.Count == 2 ? rest.Children.Where(child => child.Leaf >= 0).MaxBy(child => child.Leaf) : null;
            if (leaf is null) return null;
            addends.Add(leaf.Leaf);
            rest = rest.Children[0] == leaf ? rest.Children[1] : rest.Children[0];
        }

        addends.Add(rest.Leaf);
        addends.Reverse();
        if (addends.Count > 2 && addends.Skip(2).Zip(addends.Skip(1), (b, a) => b - a).Any(gap => gap != addends[1] - addends[0]))
            return null;
        return addends.Count <= 3
            ? string.Join(" + ", addends.Select(addend => addend.ToString(CultureInfo.InvariantCulture)))
            : Invariant($"{addends[0]} + {addends[1]} + … + {addends[^1]}, {addends.Count:N0} addends in this order");
    }
}
