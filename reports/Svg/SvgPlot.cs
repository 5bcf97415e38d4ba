// Draws a plot as SVG: title, axes, series and legend.
// A plotting library would measure text with the fonts that this machine happens to have; here the picture has room for a wide one, so the
// same numbers give the same bytes on every machine.

using System.Globalization;
using System.Text;

namespace QuizKit.Reports.Svg;

internal static class SvgPlot
{
    /// <summary>The number of looks (colour, marker and dashes) that are told apart; further series repeat them.</summary>
    private const int Looks = 6;

    private const double PlotHeight = 220;

    // Markers hide a line of more points than this: only some of its points have one.
    private const int MostMarkers = 24;

    /// <summary>The dashes of what theory gives. A measured line has none.</summary>
    private static readonly string[] Dashes = ["6 4", "2 3", "11 4", "8 3 2 3", "1 4", "12 3 3 3 3 3"];

    /// <summary>Returns the picture of a plot.</summary>
    public static SvgPicture Of(Plot plot)
    {
        var points = plot.Series.SelectMany(series => series.Points);
        var edges = plot.Series.SelectMany(series => EdgesOf(series, plot.LogX));
        var x = PlotAxis.Over(points.Select(point => point.X).Concat(edges), plot.LogX);
        var hasBars = plot.Series.Any(series => series.Kind == SeriesKind.Bars);
        var y = PlotAxis.Over(points.Select(point => point.Y).Concat(hasBars && !plot.LogY ? [0] : []), plot.LogY);

        var picture = new Markup();
        var top = SvgPicture.WriteTitle(picture, plot.Title);
        top = SvgPicture.WriteLines(picture, SvgPicture.Wrap("↑ " + Label(plot.YLabel, plot.LogY)), SvgPicture.Margin, top, "faint") + 8;
        var frame = new Frame(
            x, y,
            Left: Math.Max(
                SvgPicture.Margin + y.Ticks.Max(tick => SvgPicture.WidthOf(y.LabelOf(tick))) + 6,
                (SvgPicture.WidthOf(x.LabelOf(x.Ticks[0])) / 2) + 3),
            Right: SvgPicture.Width - Math.Max(12, (SvgPicture.WidthOf(x.LabelOf(x.Ticks[^1])) / 2) + 3),
            top, top + PlotHeight);
        WriteAxes(picture, frame);
        for (var i = 0; i < plot.Series.Count; i++) WriteSeries(picture, plot.Series[i], i % Looks, frame);

        var across = SvgPicture.Wrap(Label(plot.XLabel, plot.LogX) + " →");
        var below = SvgPicture.WriteLines(picture, across, SvgPicture.Width - SvgPicture.Margin, frame.Bottom + 24, "faint", "end");
        below = WriteLegend(picture, plot, below + 4);
        return new SvgPicture(below + SvgPicture.Margin, Describe(plot), picture.ToString());
    }

    /// <summary>Where the first bar begins and the last one ends.</summary>
    private static IEnumerable<double> EdgesOf(PlotSeries series, bool isLog)
    {
        if (series.Kind != SeriesKind.Bars || series.Points.Count < 2) return [];
        double[] centres = [.. series.Points.Select(point => point.X).Where(x => double.IsFinite(x) && (x > 0 || !isLog)).Order()];
        var neighbours = centres.Zip(centres.Skip(1)).Where(pair => pair.First < pair.Second).ToList();
        if (neighbours.Count == 0) return [];
        var ratio = isLog ? Math.Sqrt(neighbours.Min(pair => pair.Second / pair.First)) : 1;
        var half = isLog ? 0 : neighbours.Min(pair => pair.Second - pair.First) / 2;
        return [(centres[0] - half) / ratio, (centres[^1] + half) * ratio];
    }

    private static string Label(string label, bool isLog) => isLog ? label + ", logarithmic" : label;

    private static void WriteAxes(Markup picture, Frame frame)
    {
        picture.Open("g", ("class", "grid"), ("stroke", "#d4d9df"));
        foreach (var tick in frame.X.Ticks) WritePath(picture, $"M{N(frame.Across(tick))} {N(frame.Top)}V{N(frame.Bottom)}");
        foreach (var tick in frame.Y.Ticks) WritePath(picture, $"M{N(frame.Left)} {N(frame.Up(tick))}H{N(frame.Right)}");
        picture.Close().Line();

        // Where labels would touch, only every second or third has one.
        var ticks = frame.X.Ticks;
        var widest = ticks.Max(tick => SvgPicture.WidthOf(frame.X.LabelOf(tick)));
        var apart = ticks.Count < 2 ? double.PositiveInfinity : ticks.Zip(ticks.Skip(1), (a, b) => frame.Across(b) - frame.Across(a)).Min();
        var step = (int)Math.Max(1, Math.Ceiling((widest + 4) / apart));
        picture.Open("g", ("class", "faint"), ("text-anchor", "middle"));
        for (var i = (ticks.Count - 1) % step; i < ticks.Count; i += step)
            picture.Element("text", frame.X.LabelOf(ticks[i]), ("x", N(frame.Across(ticks[i]))), ("y", N(frame.Bottom + 18)));
        picture.Close().Line();
        picture.Open("g", ("class", "faint"), ("text-anchor", "end"));
        foreach (var tick in frame.Y.Ticks)
            picture.Element("text", frame.Y.LabelOf(tick), ("x", N(frame.Left - 6)), ("y", N(frame.Up(tick) + 4)));
        picture.Close().Line();
    }

    private static void WriteSeries(Markup picture, PlotSeries series, int look, Frame frame)
    {
        List<PlotPoint> shown = [.. series.Points.Where(point => frame.X.CanShow(point.X) && frame.Y.CanShow(point.Y))];
        Open(picture, look, series.Kind);
        if (series.Kind == SeriesKind.Bars) WriteBars(picture, look, shown, frame);
        if (series.Kind is SeriesKind.Line or SeriesKind.Reference) WritePath(picture, LineThrough(series.Points, frame));
        if (series.Kind is SeriesKind.Line or SeriesKind.Points)
        {
            var every = series.Kind == SeriesKind.Line ? 1 + (shown.Count / MostMarkers) : 1;
            var markers = string.Concat(
                shown.Where((_, i) => i % every == 0).Select(point => Marker(look, frame.Across(point.X), frame.Up(point.Y))));
            WriteSolid(picture, look, markers);
        }

        picture.Close().Line();
    }

    private static void WriteBars(Markup picture, int look, IReadOnlyList<PlotPoint> points, Frame frame)
    {
        double[] lefts = [.. points.Select(point => frame.Across(point.X)).Order()];
        var gaps = lefts.Zip(lefts.Skip(1), (one, next) => next - one).Where(gap => gap > 0);
        var gap = gaps.DefaultIfEmpty((frame.Right - frame.Left) / 8).Min();
        var width = Math.Max(gap * 0.9, 0.5);
        var floor = frame.Y.CanShow(0) ? frame.Up(0) : frame.Bottom;
        var bars = points.Select(
            point => $"M{N(frame.Across(point.X) - (width / 2))} {N(floor)}V{N(frame.Up(point.Y))}h{N(width)}V{N(floor)}z");
        WriteSolid(picture, look, string.Concat(bars));
    }

    /// <summary>A line through points, interrupted where one cannot be shown.</summary>
    private static string LineThrough(IReadOnlyList<PlotPoint> points, Frame frame)
    {
        var line = new StringBuilder();
        var isDown = false;
        foreach (var point in points)
        {
            var canShow = frame.X.CanShow(point.X) && frame.Y.CanShow(point.Y);
            if (canShow) line.Append(isDown ? 'L' : 'M').Append(N(frame.Across(point.X))).Append(' ').Append(N(frame.Up(point.Y)));
            isDown = canShow;
        }

        return line.ToString();
    }

    /// <summary>The outline of a marker: shape tells series apart for those who cannot tell the colours.</summary>
    private static string Marker(int look, double x, double y) => look switch
    {
        0 => $"M{N(x - 3)} {N(y)}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z",
        1 => $"M{N(x - 2.7)} {N(y - 2.7)}h5.4v5.4h-5.4z",
        2 => $"M{N(x)} {N(y - 3.6)}l3.6 6.4h-7.2z",
        3 => $"M{N(x)} {N(y - 4)}l4 4l-4 4l-4 -4z",
        4 => $"M{N(x)} {N(y + 3.6)}l3.6 -6.4h-7.2z",
        _ => $"M{N(x - 3.4)} {N(y - 1)}h2.4v-2.4h2v2.4h2.4v2h-2.4v2.4h-2v-2.4h-2.4z",
    };

    private static double WriteLegend(Markup picture, Plot plot, double y)
    {
        const double SwatchWidth = 28;
        if (plot.Series.Count == 1 && plot.Series[0].Kind != SeriesKind.Reference) return y;
        for (var i = 0; i < plot.Series.Count; i++)
        {
            WriteSwatch(picture, plot.Series[i].Kind, i % Looks, SvgPicture.Margin, y + (SvgPicture.LineHeight / 2));
            var left = SvgPicture.Margin + SwatchWidth + 8;
            y = SvgPicture.WriteLines(
                picture, SvgPicture.Wrap(plot.Series[i].Name, SvgPicture.Width - left - SvgPicture.Margin), left, y);
        }

        return y;

        static void WriteSwatch(Markup picture, SeriesKind kind, int look, double x, double y)
        {
            Open(picture, look, kind);
            if (kind is SeriesKind.Line or SeriesKind.Reference) WritePath(picture, $"M{N(x)} {N(y)}h{N(SwatchWidth)}");
            if (kind == SeriesKind.Bars) WriteSolid(picture, look, $"M{N(x + 8)} {N(y + 6)}v-11h12v11z");
            if (kind is SeriesKind.Line or SeriesKind.Points) WriteSolid(picture, look, Marker(look, x + (SwatchWidth / 2), y));
            picture.Close().Line();
        }
    }

    /// <summary>Says in words what a plot shows, for those who do not see it.</summary>
    private static string Describe(Plot plot) =>
        $"Plot. {plot.Title}. Across: {Label(plot.XLabel, plot.LogX)}. Up: {Label(plot.YLabel, plot.LogY)}. "
        + string.Join(" ", plot.Series.Select(Describe));

    private static string Describe(PlotSeries series)
    {
        List<PlotPoint> points = [.. series.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        if (points.Count == 0) return $"{series.Name}: nothing that can be drawn.";
        PlotPoint first = points[0], last = points[^1];
        return $"{series.Name}: {NumberText.Of(points.Count, "point")}, from {NumberText.Of(first.Y)} at {NumberText.Of(first.X)} "
            + $"to {NumberText.Of(last.Y)} at {NumberText.Of(last.X)}, lowest {NumberText.Of(points.Min(p => p.Y))}, highest "
            + $"{NumberText.Of(points.Max(p => p.Y))}.";
    }

    private static void Open(Markup picture, int look, SeriesKind kind) => picture.Open(
        "g",
        ("class", $"s{N(look)}"),
        ("fill", "none"),
        ("stroke", SvgPicture.LightColour(look)),
        ("stroke-dasharray", kind == SeriesKind.Reference ? Dashes[look] : null));

    private static void WritePath(Markup picture, string outline)
    {
        if (outline.Length > 0) picture.Void("path", ("d", outline)).Raw("</path>");
    }

    private static void WriteSolid(Markup picture, int look, string outline)
    {
        if (outline.Length == 0) return;
        picture.Void("path", ("class", "solid"), ("fill", SvgPicture.LightColour(look)), ("stroke", "none"), ("d", outline)).Raw("</path>");
    }

    // Adding a positive zero makes one of a negative zero.
    private static string N(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The axes and where they lie in the picture.</summary>
    private readonly record struct Frame(PlotAxis X, PlotAxis Y, double Left, double Right, double Top, double Bottom)
    {
        public double Across(double value) => Left + (X.PositionOf(value) * (Right - Left));

        public double Up(double value) => Bottom - (Y.PositionOf(value) * (Bottom - Top));
    }
}
