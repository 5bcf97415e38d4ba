// Draws a summation tree as SVG: addends along the bottom, each addition as high as the tree below it, in the colour of its lane.

using System.Text;
using QuizKit.Numerics;
using QuizKit.Reports.Terminal;
using static System.FormattableString;

namespace QuizKit.Reports.Svg;

internal static class SvgTree
{
    private const double Left = 44;
    private const double Right = SvgPicture.Width - 12;
    private const double TreeHeight = 220;
    private const double WidestStep = 34;

    /// <summary>The number of colours of lanes; further lanes repeat them.</summary>
    private const int Colours = 8;

    // A taller axis is logarithmic: a flat tree would be a line beside a sum from left to right.
    private const int TallestLinear = 40;

    /// <summary>Returns the picture of a tree.</summary>
    public static SvgPicture Of(DocumentTree drawn)
    {
        var tree = drawn.Tree;
        var tallest = Math.Max(drawn.Tallest ?? tree.Height, Math.Max(tree.Height, 1));
        var isLog = tallest > TallestLinear;
        var lanes = LanesOf(tree);
        var picture = new Markup();
        var top = SvgPicture.WriteTitle(picture, drawn.Title);
        top = SvgPicture.WriteLines(picture, [isLog ? "↑ additions, logarithmic" : "↑ additions"], SvgPicture.Margin, top, "faint") + 8;
        var bottom = top + TreeHeight;
        WriteAxis();
        WriteTree(picture, tree, lanes, Up, bottom + SvgPicture.TextSize + 5);
        var colours = lanes == 1 ? "" : Invariant($"; colour: index modulo {lanes}") + (lanes > Colours ? ", which share 8 colours" : "");
        var caption = $"addends by index; {TreeText.Caption(tree)}{colours}";
        var below = SvgPicture.WriteLines(picture, SvgPicture.Wrap(caption), SvgPicture.Margin, bottom + 28);
        return new SvgPicture(below + SvgPicture.Margin, $"{drawn.Title}: {TreeText.Caption(tree)}", picture.ToString());

        // On a logarithmic axis an addend, after no addition, is one octave below the first addition.
        double Up(int additions) => bottom - (TreeHeight * (
            !isLog ? (double)additions / tallest : additions == 0 ? 0 : Math.Log(2 * additions) / Math.Log(2 * tallest)));

        void WriteAxis()
        {
            var ticks = isLog
                ? Enumerable.Range(0, 10).SelectMany(i => new[] { Math.Pow(10, i), 3 * Math.Pow(10, i) }).Prepend(0)
                : PlotAxis.Over([0, tallest], isLog: false).Ticks.Where(tick => tick == Math.Floor(tick));
            foreach (var tick in ticks.TakeWhile(tick => tick <= tallest).Select(tick => (int)tick))
            {
                picture.Open("g", ("class", "grid faint"), ("stroke", "#d4d9df"), ("text-anchor", "end"));
                picture.Raw($"<path d=\"M{N(Left)} {N(Up(tick))}H{N(Right)}\"></path>");
                picture.Element("text", NumberText.Of(tick), ("x", N(Left - 6)), ("y", N(Up(tick) + 4)), ("stroke", "none")).Close().Line();
            }
        }
    }

    /// <summary>
    /// The distance at which most addends follow each other: the number of accumulators that a vectorized sum keeps. 1 where there is none.
    /// </summary>
    private static int LanesOf(SummationTree tree)
    {
        var last = new Dictionary<SummationTree, int>();
        var strides = new List<int>();
        foreach (var node in tree.InPostorder())
        {
            if (node.Leaf >= 0)
            {
                last[node] = node.Leaf;
            }
            else if (node.Children is [var sum, { Leaf: >= 0 } addend] && last.TryGetValue(sum, out var before))
            {
                strides.Add(addend.Leaf - before);
                last[node] = addend.Leaf;
            }
        }

        var most = strides.CountBy(stride => stride).DefaultIfEmpty().MaxBy(stride => stride.Value);
        return 2 * most.Value >= strides.Count && most.Key > 1 ? most.Key : 1;
    }

    private static void WriteTree(Markup picture, SummationTree tree, int lanes, Func<int, double> up, double labels)
    {
        var step = Math.Min(WidestStep, (Right - Left) / tree.LeafCount);
        var places = new Dictionary<SummationTree, (double X, double Y, int Lane)>();
        var leaves = new List<(int Index, double X)>();
        var edges = Enumerable.Range(0, Colours + 1).Select(_ => new StringBuilder()).ToArray();

        // Children come before their parents. Addends stand in the order in which the tree reaches them.
        foreach (var node in tree.InPostorder())
        {
            if (node.Leaf >= 0)
            {
                var x = Left + (step * (leaves.Count + 0.5));
                leaves.Add((node.Leaf, x));
                places[node] = (x, up(0), node.Leaf % lanes);
                continue;
            }

            List<(double X, double Y, int Lane)> ends = [.. node.Children.Select(child => places[child])];
            var y = up(node.Height);
            var lane = ends.All(end => end.Lane == ends[0].Lane) ? ends[0].Lane : -1;
            places[node] = (ends.Average(end => end.X), y, lane);
            foreach (var end in ends) EdgesOf(end.Lane).Append(Invariant($"M{N(end.X)} {N(end.Y)}V{N(y)}"));
            EdgesOf(lane).Append(Invariant($"M{N(ends[0].X)} {N(y)}H{N(ends[^1].X)}"));
        }

        picture.Open("g", ("class", step < 3 ? "edges dense" : "edges"), ("fill", "none"), ("stroke-width", step < 3 ? "0.8" : "1.2"));
        for (var i = 0; i < edges.Length; i++)
        {
            if (edges[i].Length == 0) continue;
            picture.Open("g", ("class", i < Colours ? $"s{N(i)}" : null), ("stroke", i < Colours ? SvgPicture.LightColour(i) : "#565e68"));
            picture.Raw($"<path d=\"{edges[i]}\"></path>").Close().Line();
        }

        picture.Close().Line();
        WriteIndices(picture, leaves, lanes, labels);

        StringBuilder EdgesOf(int lane) => edges[lane < 0 ? Colours : lane % Colours];
    }

    /// <summary>Labels addends as far as there is room: first those that begin a run, then those of round indices.</summary>
    private static void WriteIndices(Markup picture, List<(int Index, double X)> leaves, int lanes, double y)
    {
        var round = Math.Max(1, (int)Math.Pow(10, Math.Floor(Math.Log10(Math.Max(leaves.Count / 6, 1)))));
        var taken = new List<(double From, double To)>();
        var places = Enumerable.Range(0, leaves.Count).ToList();
        var begins = places.Where(i => i == 0 || leaves[i].Index != leaves[i - 1].Index + lanes);
        picture.Open("g", ("class", "faint"), ("text-anchor", "middle"));
        foreach (var i in begins.Concat(places.Where(i => leaves[i].Index % round == 0)).Concat([leaves.Count - 1]).Distinct())
        {
            var label = NumberText.OfSeed((ulong)leaves[i].Index);
            var half = SvgPicture.WidthOf(label) / 2;
            var (from, to) = (leaves[i].X - half - 1, leaves[i].X + half + 1);
            if (to > SvgPicture.Width || taken.Any(other => from < other.To && other.From < to)) continue;
            taken.Add((from, to));
            picture.Element("text", label, ("class", "leaf"), ("x", N(leaves[i].X)), ("y", N(y)));
        }

        picture.Close().Line();
    }

    private static string N(double value) => Invariant($"{Math.Round(value, 1) + 0.0:0.#}");
}
