// Draws a plot as SVG within a web page. The page's style sheet gives the colours, so the picture follows its light and dark modes.
// A plotting library would measure text with the fonts that this machine happens to have; here the page places all long text itself,
// so the same numbers give the same bytes on every machine.

using System.Globalization;
using System.Text;

namespace QuizKit.Reports.Svg;

internal static class SvgPlot
{
    /// <summary>
    /// The number of looks (colour and marker) that the style sheet and <see cref="Marker"/> tell apart; further series repeat them.
    /// </summary>
    public const int Looks = 6;

    /// <summary>The size of the picture, in its own units.</summary>
    public const double Width = 640, Height = 340;

    // Room for a label such as −2.5·10⁻¹² on the left and for half of one beyond the right end, in a wide font.
    private const double Left = 70, Right = 604, Top = 12, Bottom = 286;

    /// <summary>Draws a plot as a figure: the picture, and its title and legend as text of the page.</summary>
    public static void Write(Markup page, Plot plot)
    {
        page.Open("figure").Line();
        page.Open(
            "svg",
            ("class", "plot"),
            ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {Height}")),
            ("role", "img"),
            ("aria-label", Describe(plot))).Line();
        WritePicture(page, plot);
        page.Close().Line();
        WriteCaption(page, plot);
        page.Close().Line();
    }

    /// <summary>Draws a plot into an open picture of <see cref="Width"/> by <see cref="Height"/>.</summary>
    public static void WritePicture(Markup page, Plot plot)
    {
        var points = plot.Series.SelectMany(series => series.Points);
        var x = PlotAxis.Over(points.Select(point => point.X), plot.LogX);
        var hasBars = plot.Series.Any(series => series.Kind == SeriesKind.Bars);
        var y = PlotAxis.Over(points.Select(point => point.Y).Concat(hasBars && !plot.LogY ? [0] : []), plot.LogY);
        WriteAxes(page, plot, x, y);
        for (var i = 0; i < plot.Series.Count; i++) WriteSeries(page, plot.Series[i], i % Looks, x, y);
    }

    private static void WriteAxes(Markup page, Plot plot, PlotAxis x, PlotAxis y)
    {
        page.Open("g", ("class", "grid"));
        foreach (var tick in x.Ticks) page.Raw(Path($"M{At(x, tick)} {N(Top)}V{N(Bottom)}"));
        foreach (var tick in y.Ticks) page.Raw(Path($"M{N(Left)} {Up(y, tick)}H{N(Right)}"));
        page.Close().Line();
        page.Open("g", ("class", "ticks"), ("text-anchor", "middle"));
        foreach (var tick in x.Ticks) Label(x.LabelOf(tick), At(x, tick), N(Bottom + 18), anchor: null);
        foreach (var tick in y.Ticks) Label(y.LabelOf(tick), N(Left - 6), Up(y, tick), "end");
        page.Close().Line();
        var middle = N((Left + Right) / 2);
        page.Element("text", plot.XLabel, ("x", middle), ("y", N(Height - 12)), ("text-anchor", "middle"));
        var turned = string.Create(CultureInfo.InvariantCulture, $"rotate(-90 14 {(Top + Bottom) / 2})");
        page.Element("text", plot.YLabel, ("x", "14"), ("y", N((Top + Bottom) / 2)), ("text-anchor", "middle"), ("transform", turned))
            .Line();

        void Label(string text, string left, string top, string? anchor) => page.Element(
            "text", text, ("x", left), ("y", top), ("text-anchor", anchor), ("dominant-baseline", anchor is null ? null : "middle"));
    }

    private static void WriteSeries(Markup page, PlotSeries series, int look, PlotAxis x, PlotAxis y)
    {
        List<PlotPoint> shown = [.. series.Points.Where(point => x.CanShow(point.X) && y.CanShow(point.Y))];
        page.Open("g", ("class", ClassOf(series, look)));
        if (series.Kind == SeriesKind.Bars) WriteBars(page, shown, x, y);
        if (series.Kind is SeriesKind.Line or SeriesKind.Reference) page.Raw(Path(LineThrough(series.Points, x, y)));

        // On a dense line the markers would hide it; its colour tells it from the others then.
        var marked = series.Kind == SeriesKind.Points || (series.Kind == SeriesKind.Line && shown.Count <= 40);
        if (marked)
        {
            var markers = new StringBuilder();
            foreach (var point in shown)
                markers.Append(Marker(look, Position(x, Left, Right, point.X), Position(y, Bottom, Top, point.Y)));
            if (markers.Length > 0) page.Void("path", ("class", "marker"), ("d", markers.ToString())).Raw("</path>");
        }

        page.Close().Line();
    }

    private static void WriteBars(Markup page, IReadOnlyList<PlotPoint> points, PlotAxis x, PlotAxis y)
    {
        double[] lefts = [.. points.Select(point => Position(x, Left, Right, point.X)).Order()];
        var gap = lefts.Zip(lefts.Skip(1), (one, next) => next - one).Where(d => d > 0).DefaultIfEmpty((Right - Left) / 8).Min();
        var width = Math.Max(gap * 0.9, 0.5);
        var floor = y.CanShow(0) ? Position(y, Bottom, Top, 0) : Bottom;
        foreach (var point in points)
        {
            double top = Position(y, Bottom, Top, point.Y), left = Position(x, Left, Right, point.X) - (width / 2);
            page.Raw(Path($"M{N(left)} {N(floor)}V{N(top)}h{N(width)}V{N(floor)}z"));
        }
    }

    /// <summary>A line through points, interrupted where one cannot be shown.</summary>
    private static string LineThrough(IReadOnlyList<PlotPoint> points, PlotAxis x, PlotAxis y)
    {
        var line = new StringBuilder();
        var isDown = false;
        foreach (var point in points)
        {
            var canShow = x.CanShow(point.X) && y.CanShow(point.Y);
            if (canShow) line.Append(isDown ? 'L' : 'M').Append(At(x, point.X)).Append(' ').Append(Up(y, point.Y));
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

    private static void WriteCaption(Markup page, Plot plot)
    {
        page.Open("figcaption").Element("strong", plot.Title);
        if (plot.Series.Count > 1 || plot.Series.Any(series => series.Kind == SeriesKind.Reference))
        {
            page.Open("ul", ("class", "legend"));
            for (var i = 0; i < plot.Series.Count; i++)
            {
                page.Open("li").Open("svg", ("class", "plot swatch"), ("viewBox", "0 0 24 12"), ("aria-hidden", "true"));
                WriteSwatch(page, plot.Series[i], i);
                page.Close().Text(plot.Series[i].Name).Close();
            }

            page.Close();
        }

        page.Close().Line();
    }

    /// <summary>Draws what stands for a series in a legend, 24 units wide and 12 high.</summary>
    public static void WriteSwatch(Markup page, PlotSeries series, int index)
    {
        page.Open("g", ("class", ClassOf(series, index % Looks)));
        if (series.Kind is SeriesKind.Line or SeriesKind.Reference) page.Raw(Path("M0 6H24"));
        if (series.Kind == SeriesKind.Bars) page.Raw(Path("M6 12V1h12V12z"));
        if (series.Kind is SeriesKind.Line or SeriesKind.Points)
            page.Void("path", ("class", "marker"), ("d", Marker(index % Looks, 12, 6))).Raw("</path>");
        page.Close();
    }

    /// <summary>Says in words what a plot shows, for those who do not see it.</summary>
    public static string Describe(Plot plot) =>
        $"Plot. {plot.Title}. Across: {plot.XLabel}{(plot.LogX ? ", logarithmic" : "")}. Up: "
            + $"{plot.YLabel}{(plot.LogY ? ", logarithmic" : "")}. "
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

    private static string ClassOf(PlotSeries series, int look) => $"{series.KindId} s{N(look)}";

    private static string Path(string outline) => outline.Length == 0 ? "" : $"<path d=\"{outline}\"></path>";

    private static string At(PlotAxis x, double value) => N(Position(x, Left, Right, value));

    private static string Up(PlotAxis y, double value) => N(Position(y, Bottom, Top, value));

    private static double Position(PlotAxis axis, double from, double to, double value) => from + (axis.PositionOf(value) * (to - from));

    // Adding a positive zero makes one of a negative zero.
    private static string N(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);
}
