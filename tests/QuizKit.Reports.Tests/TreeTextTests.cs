// Trees as text and as pictures.

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using QuizKit.Numerics;
using QuizKit.Reports.Svg;
using QuizKit.Reports.Terminal;
using Xunit;

namespace QuizKit.Reports.Tests;

public sealed class TreeTextTests
{
    // The order of NumPy for 18 addends.
    private static readonly SummationTree Lanes = SummationTree.Parse(
        "((((((0+8)+(1+9))+((2+10)+(3+11)))+(((4+12)+(5+13))+((6+14)+(7+15))))+16)+17)");

    [Fact]
    public void A_chain_is_one_line() =>
        Assert.Equal(["0 + 1 + … + 9, 10 addends in this order"], TreeText.Lines(Reveal(10, Loop)));

    [Fact]
    public void Lanes_are_a_line_each_below_the_additions_that_fold_them() => Assert.Equal(
        [
            "+ of 18 addends",
            "  + of 17 addends",
            "    + of 16 addends",
            "      + of 8 addends",
            "        + of 4 addends",
            "          0 + 8",
            "          1 + 9",
            "        + of 4 addends",
            "          2 + 10",
            "          3 + 11",
            "      + of 8 addends",
            "        + of 4 addends",
            "          4 + 12",
            "          5 + 13",
            "        + of 4 addends",
            "          6 + 14",
            "          7 + 15",
            "    16",
            "  17",
        ],
        TreeText.Lines(Lanes));

    [Fact]
    public void A_picture_has_every_addend_and_every_addition_and_escapes_its_title()
    {
        var svg = Picture(Lanes, "a < b & \"c\"");

        XNamespace name = "http://www.w3.org/2000/svg";
        Assert.Equal(Enumerable.Range(0, 18).Select(i => i.ToString(CultureInfo.InvariantCulture)).Order(), svg.Descendants(name + "text").Where(text => (string?)text.Attribute("class") == "leaf").Select(text => text.Value).Order());
        Assert.Equal(17, Edges(svg).Values.Sum(outline => outline.Count(c => c == 'H')));
        Assert.Contains(svg.Descendants(name + "text"), text => text.Value == "a < b & \"c\"");
    }

    [Fact]
    public void A_picture_of_a_deep_tree_stays_within_its_frame()
    {
        var svg = Picture(Reveal(3000, Loop), "deep");

        Assert.InRange((double)svg.Root!.Attribute("width")!, 1, 1300);
        Assert.InRange((double)svg.Root!.Attribute("height")!, 1, 500);
    }

    [Fact]
    public void Addends_of_one_lane_have_one_colour_and_the_additions_that_fold_lanes_have_none()
    {
        var edges = Edges(Picture(Reveal(64, values => Enumerable.Range(0, 8).Sum(lane => Loop([.. values.Where((_, i) => i % 8 == lane)]))), "eight lanes"));

        // Eight sums of eight addends each: seven additions in the colour of the lane, and seven that fold the lanes.
        Assert.Equal(["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", ""], edges.Keys);
        Assert.All(edges.Values, outline => Assert.Equal(7, outline.Count(c => c == 'H')));
    }

    [Fact]
    public void Trees_on_one_scale_reach_as_high_as_their_additions()
    {
        double own = Top(null), common = Top(16), tall = Top(300);

        // A tree of height 4: the whole axis, a quarter of it, and on the logarithmic one 3 octaves of log2(600).
        Assert.Equal(own / 4, common, 0.1);
        Assert.Equal(own * 3 / Math.Log2(600), tall, 0.1);

        static double Top(int? tallest)
        {
            var edges = Edges(XDocument.Parse(SvgTree.Of(new DocumentTree("loop", Reveal(5, Loop)) { Tallest = tallest }).ToFile()));
            var ys = Regex.Matches(edges["s0"], "(?<= )[0-9.]+|(?<=V)[0-9.]+").Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToList();
            return ys.Max() - ys.Min();
        }
    }

    [Fact]
    public void Indices_of_addends_do_not_touch_and_those_that_begin_a_run_come_first()
    {
        var labels = Picture(Reveal(300, Loop), "loop").Descendants().Where(element => (string?)element.Attribute("class") == "leaf")
            .Select(element => (X: (double)element.Attribute("x")!, element.Value)).OrderBy(label => label.X).ToList();

        Assert.Equal("0", labels[0].Value);
        Assert.InRange(labels.Count, 8, 20);
        Assert.All(labels.Zip(labels.Skip(1)), pair => Assert.True(pair.Second.X - pair.First.X > 4 * (pair.First.Value.Length + pair.Second.Value.Length)));
        Assert.All(labels, label => Assert.EndsWith("0", label.Value, StringComparison.Ordinal));
    }

    private static XDocument Picture(SummationTree tree, string title) => XDocument.Parse(SvgTree.Of(new DocumentTree(title, tree)).ToFile());

    /// <summary>The outlines of a tree, by the class of their colour.</summary>
    private static Dictionary<string, string> Edges(XDocument svg) => svg.Descendants()
        .Single(element => ((string?)element.Attribute("class"))?.StartsWith("edges", StringComparison.Ordinal) == true).Elements()
        .ToDictionary(group => (string?)group.Attribute("class") ?? "", group => (string)group.Elements().Single().Attribute("d")!);

    private static SummationTree Reveal(int length, System.Func<float[], float> sum) => SummationOrder.Reveal(sum, length);

    private static float Loop(float[] values) => values.Aggregate((sum, value) => sum + value);
}
