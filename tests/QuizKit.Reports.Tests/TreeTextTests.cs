// Trees as text and as pictures.

using System.Globalization;
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
        var svg = XDocument.Parse(SvgFile.Of(Lanes, "a < b & \"c\""));

        XNamespace name = "http://www.w3.org/2000/svg";
        Assert.Equal(Enumerable.Range(0, 18).Select(i => i.ToString(CultureInfo.InvariantCulture)).Order(), svg.Descendants(name + "text").Where(text => (string?)text.Attribute("class") == "leaf").Select(text => text.Value).Order());
        Assert.Equal(17, svg.Descendants(name + "path").Count());
        Assert.Contains(svg.Descendants(name + "text"), text => text.Value == "a < b & \"c\"");
    }

    [Fact]
    public void A_picture_of_a_deep_tree_stays_within_its_frame()
    {
        var svg = XDocument.Parse(SvgFile.Of(Reveal(3000, Loop), "deep"));

        Assert.InRange((double)svg.Root!.Attribute("width")!, 1, 1300);
        Assert.InRange((double)svg.Root!.Attribute("height")!, 1, 500);
    }

    private static SummationTree Reveal(int length, System.Func<float[], float> sum) => SummationOrder.Reveal(sum, length);

    private static float Loop(float[] values) => values.Aggregate((sum, value) => sum + value);
}
