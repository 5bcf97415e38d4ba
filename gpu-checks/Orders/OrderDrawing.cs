// Draws a summation tree: as lines of text, and as an SVG picture.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QuizKit.Numerics;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Orders;

internal static class OrderDrawing
{
    private const double Margin = 24;
    private const double LeafWidth = 14;
    private const double MostWidth = 1200;

    /// <summary>
    /// Returns the tree as indented lines, the last addition first. Addends that are added from left to right at a constant
    /// distance are one line.
    /// </summary>
    /// <param name="tree">The tree.</param>
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

    /// <summary>Returns the tree as an SVG picture: addends along the bottom, each addition as high as the tree below it.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="title">What the picture shows.</param>
    public static string Svg(SummationTree tree, string title)
    {
        var step = Math.Min(LeafWidth, (MostWidth - (2 * Margin)) / tree.LeafCount);
        var width = Math.Max((2 * Margin) + (step * tree.LeafCount), 360);
        const double plot = 320, top = 44;
        var level = plot / Math.Max(tree.Height, 1);
        var places = new Dictionary<SummationTree, (double X, double Y)>();
        var lines = new StringBuilder();

        // Children come before their parents. Addends stand in the order in which the tree reaches them.
        var leaves = 0;
        foreach (var node in tree.InPostorder())
        {
            var x = node.Leaf >= 0 ? Margin + (step * (leaves++ + 0.5)) : node.Children.Average(child => places[child].X);
            var y = top + plot - (level * node.Height);
            places[node] = (x, y);
            if (node.Leaf >= 0)
            {
                if (step >= 10) lines.Append(Invariant($"  <text class=\"leaf\" x=\"{x:0.##}\" y=\"{y + 14:0.##}\">{node.Leaf}</text>\n"));
                continue;
            }

            var ends = node.Children.Select(child => places[child]).ToList();
            lines.Append(Invariant($"  <path d=\"M{ends[0].X:0.##} {ends[0].Y:0.##}V{y:0.##}H{ends[^1].X:0.##}V{ends[^1].Y:0.##}"));
            foreach (var (endX, endY) in ends.Skip(1).SkipLast(1)) lines.Append(Invariant($"M{endX:0.##} {endY:0.##}V{y:0.##}"));
            lines.Append("\"/>\n");
        }

        var height = top + plot + 40;
        var caption = Invariant($"{tree.LeafCount:N0} addends, height {tree.Height:N0}");
        return Invariant($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0.##} {height:0.##}" width="{width:0.##}" height="{height:0.##}" role="img" aria-label="{Escape(title)}: {caption}">
              <style>text {"{"} font: 12px sans-serif; fill: #222 {"}"} .title {"{"} font-size: 15px {"}"} .leaf {"{"} font-size: 9px; text-anchor: middle {"}"} path {"{"} fill: none; stroke: #1f6feb; stroke-width: 1.2 {"}"}</style>
              <rect width="100%" height="100%" fill="#fff"/>
              <text class="title" x="{Margin}" y="24">{Escape(title)}</text>
            {lines.ToString().TrimEnd('\n')}
              <text x="{Margin}" y="{height - 10:0.##}">{caption}</text>
            </svg>

            """).Replace("\r\n", "\n", StringComparison.Ordinal);
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
        if (addends.Count > 2 && addends.Skip(2).Zip(addends.Skip(1), (b, a) => b - a).Any(gap => gap != addends[1] - addends[0])) return null;
        return addends.Count <= 3
            ? string.Join(" + ", addends.Select(addend => addend.ToString(CultureInfo.InvariantCulture)))
            : Invariant($"{addends[0]} + {addends[1]} + … + {addends[^1]}, {addends.Count:N0} addends in this order");
    }

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
