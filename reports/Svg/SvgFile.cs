// Plots and trees as SVG files that stand alone: with their title, their legend, and a style for light and dark.

using QuizKit.Numerics;
using QuizKit.Reports.Terminal;
using static System.FormattableString;

namespace QuizKit.Reports.Svg;

internal static class SvgFile
{
    private const double Margin = 16;
    private const double LineHeight = 20;

    // A picture cannot measure its text: these are the widths of a character in a wide font.
    private const double TitleCharacter = 9.4;
    private const double LegendCharacter = 7.4;
    private const double LegendLeft = 102;

    private const string Style =
        """
        svg { --text: #1c1e21; --faint: #565e68; --rule: #d4d9df; --page: #fff; --s0: #0b57d0; --s1: #b3410e; --s2: #0a6330; --s3: #7a1fa2; --s4: #8a6100; --s5: #a1121c; font: 12px system-ui, sans-serif }
        @media (prefers-color-scheme: dark) { svg { --text: #e6e8ea; --faint: #a7afb8; --rule: #3a4149; --page: #14171a; --s0: #8ab4f8; --s1: #ff9e6b; --s2: #7ddc9a; --s3: #dba5f0; --s4: #f2c26b; --s5: #ff9c9c } }
        text { fill: var(--text) } .title { font-size: 14px; font-weight: 600 } .ticks text { fill: var(--faint); font-size: 11px } .leaf { font-size: 9px; text-anchor: middle }
        path { fill: none; stroke-width: 1.6; stroke-linejoin: round } .tree path { stroke: var(--s0); stroke-width: 1.2 }
        .grid path { stroke: var(--rule); stroke-width: 1 } .marker { stroke: none } .reference path { stroke-dasharray: 6 4 }
        .s0 path { stroke: var(--s0) } .s1 path { stroke: var(--s1) } .s2 path { stroke: var(--s2) } .s3 path { stroke: var(--s3) } .s4 path { stroke: var(--s4) } .s5 path { stroke: var(--s5) }
        .s0 .marker, .s0.bars path { fill: var(--s0); stroke: none } .s1 .marker, .s1.bars path { fill: var(--s1); stroke: none } .s2 .marker, .s2.bars path { fill: var(--s2); stroke: none }
        .s3 .marker, .s3.bars path { fill: var(--s3); stroke: none } .s4 .marker, .s4.bars path { fill: var(--s4); stroke: none } .s5 .marker, .s5.bars path { fill: var(--s5); stroke: none }
        """;

    public static string Of(Plot plot)
    {
        var title = TextBlock.Wrap(plot.Title, TitleCharactersIn(SvgPlot.Width));
        double top = Margin + (title.Count * LineHeight), height = top + SvgPlot.Height;
        List<(PlotSeries Series, int Index, string Line, double Y, bool IsFirst)> legend = [];
        for (var i = 0; i < plot.Series.Count; i++)
        {
            var lines = TextBlock.Wrap(
                plot.Series[i].Name, (int)((SvgPlot.Width - LegendLeft - Margin) / LegendCharacter));
            for (var line = 0; line < lines.Count; line++)
            {
                legend.Add((plot.Series[i], i, lines[line], height, line == 0));
                height += LineHeight;
            }
        }

        var file = new Markup();
        Open(file, SvgPlot.Width, height + (Margin / 2), title, SvgPlot.Describe(plot));
        file.Open("g", ("class", "plot"), ("transform", Invariant($"translate(0 {top:0.##})"))).Line();
        SvgPlot.WritePicture(file, plot);
        file.Close().Line();
        foreach ((var series, var index, var line, var y, var isFirst) in legend)
        {
            if (isFirst)
            {
                file.Open("g", ("class", "plot"), ("transform", Invariant($"translate(70 {y - 6:0.##})")));
                SvgPlot.WriteSwatch(file, series, index);
                file.Close();
            }

            file.Element("text", line, ("x", Invariant($"{LegendLeft:0.##}")), ("y", Invariant($"{y + 4:0.##}"))).Line();
        }

        return file.Close().Line().ToString();
    }

    public static string Of(SummationTree tree, string title)
    {
        var width = SvgTree.WidthOf(tree);
        var lines = TextBlock.Wrap(title, TitleCharactersIn(width));
        var top = Margin + (lines.Count * LineHeight);
        var file = new Markup();
        Open(file, width, top + SvgTree.Height + LineHeight + (Margin / 2), lines, $"{title}: {TreeText.Caption(tree)}");
        file.Open("g", ("class", "tree"), ("transform", Invariant($"translate(0 {top:0.##})"))).Line();
        SvgTree.WritePicture(file, tree);
        file.Close().Line();
        file.Element("text", TreeText.Caption(tree), ("x", Invariant($"{Margin:0.##}")),
            ("y", Invariant($"{top + SvgTree.Height + 12:0.##}"))).Line();
        return file.Close().Line().ToString();
    }

    private static int TitleCharactersIn(double width) => (int)((width - (2 * Margin)) / TitleCharacter);

    private static void Open(Markup file, double width, double height, IReadOnlyList<string> title, string description)
    {
        file.Open(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", Invariant($"0 0 {width:0.##} {height:0.##}")),
            ("width", Invariant($"{width:0.##}")),
            ("height", Invariant($"{height:0.##}")),
            ("role", "img"),
            ("aria-label", description)).Line();
        file.Raw("<style>").Raw(Style.ReplaceLineEndings("\n")).Raw("</style>").Line();
        file.Raw("<rect width=\"100%\" height=\"100%\" fill=\"var(--page)\"></rect>").Line();
        for (var i = 0; i < title.Count; i++)
        {
            file.Element("text", title[i], ("class", "title"), ("x", Invariant($"{Margin:0.##}")),
                ("y", Invariant($"{Margin + 4 + (i * LineHeight):0.##}"))).Line();
        }
    }
}
