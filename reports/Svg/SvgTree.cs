// Draws a summation tree as SVG: addends along the bottom, each addition as high as the tree below it. The page's style sheet gives the
// colours.

using QuizKit.Numerics;
using QuizKit.Reports.Terminal;
using static System.FormattableString;

namespace QuizKit.Reports.Svg;

internal static class SvgTree
{
    private const double Margin = 24;
    private const double LeafWidth = 14;
    private const double MostWidth = 1200;
    private const double LeastWidth = 360;
    private const double Top = 16;
    private const double Plot = 320;

    /// <summary>The height of the picture, in its own units.</summary>
    public const double Height = Top + Plot + 24;

    /// <summary>The width of a tree's picture, in its own units.</summary>
    public static double WidthOf(SummationTree tree) => Math.Max((2 * Margin) + (Step(tree) * tree.LeafCount), LeastWidth);

    /// <summary>Draws a tree as a figure: the picture, and its title as text of the page.</summary>
    public static void Write(Markup page, SummationTree tree, string title)
    {
        page.Open("figure").Line();
        page.Open("svg", ("class", "tree"), ("viewBox", Invariant($"0 0 {WidthOf(tree):0.##} {Height:0.##}")), ("role", "img"),
            ("aria-label", $"{title}: {TreeText.Caption(tree)}")).Line();
        WritePicture(page, tree);
        page.Close().Line();
        page.Open("figcaption").Element("strong", title).Text(": " + TreeText.Caption(tree)).Close().Line();
        page.Close().Line();
    }

    /// <summary>Draws a tree into an open picture of <see cref="WidthOf"/> by <see cref="Height"/>.</summary>
    public static void WritePicture(Markup page, SummationTree tree)
    {
        double step = Step(tree), level = Plot / Math.Max(tree.Height, 1);
        var places = new Dictionary<SummationTree, (double X, double Y)>();

        // Children come before their parents. Addends stand in the order in which the tree reaches them.
        var leaves = 0;
        foreach (var node in tree.InPostorder())
        {
            var x = node.Leaf >= 0 ? Margin + (step * (leaves++ + 0.5)) : node.Children.Average(child => places[child].X);
            var y = Top + Plot - (level * node.Height);
            places[node] = (x, y);
            if (node.Leaf >= 0)
            {
                if (step >= 10)
                    page.Element("text", NumberText.OfSeed((ulong)node.Leaf), ("class", "leaf"), ("x", N(x)), ("y", N(y + 14))).Line();
                continue;
            }

            List<(double X, double Y)> ends = [.. node.Children.Select(child => places[child])];
            var path = $"M{N(ends[0].X)} {N(ends[0].Y)}V{N(y)}H{N(ends[^1].X)}V{N(ends[^1].Y)}"
                + string.Concat(ends.Skip(1).SkipLast(1).Select(end => $"M{N(end.X)} {N(end.Y)}V{N(y)}"));
            page.Raw($"<path d=\"{path}\"></path>").Line();
        }
    }

    private static double Step(SummationTree tree) => Math.Min(LeafWidth, (MostWidth - (2 * Margin)) / tree.LeafCount);

    private static string N(double value) => Invariant($"{value:0.##}");
}
