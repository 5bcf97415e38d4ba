// Converts measurements to the series of a plot.

namespace QuizKit.Reports;

internal static class PlotData
{
    /// <summary>Points joined in their order.</summary>
    /// <param name="y">Their places along the vertical axis, one for each of <paramref name="x"/>.</param>
    public static PlotSeries Line(string name, IEnumerable<double> x, IEnumerable<double> y) => new(name, SeriesKind.Line, Pair(x, y));

    /// <summary>Points alone.</summary>
    public static PlotSeries Points(string name, IEnumerable<double> x, IEnumerable<double> y) => new(name, SeriesKind.Points, Pair(x, y));

    /// <summary>What theory gives or a bound, as a dashed line.</summary>
    public static PlotSeries Reference(string name, IEnumerable<double> x, IEnumerable<double> y) =>
        new(name, SeriesKind.Reference, Pair(x, y));

    /// <summary>A value that is the same everywhere, as a dashed line.</summary>
    public static PlotSeries Level(string name, double value, double from, double to) => Reference(name, [from, to], [value, value]);

    /// <summary>How many values fall into each of some intervals of one width, at the middle of each.</summary>
    /// <param name="values">The values, at least one, all finite.</param>
    public static PlotSeries Histogram(string name, IReadOnlyList<double> values, int intervals)
    {
        double low = values.Min(), width = (values.Max() - low) / intervals;
        if (width == 0) return new PlotSeries(name, SeriesKind.Bars, [new PlotPoint(low, values.Count)]);
        var counts = new int[intervals];
        foreach (var value in values) counts[Math.Min((int)((value - low) / width), intervals - 1)]++;
        return new PlotSeries(name, SeriesKind.Bars, [.. counts.Select((count, i) => new PlotPoint(low + ((i + 0.5) * width), count))]);
    }

    /// <summary>How many values fall between one power of two and the next, for a logarithmic axis.</summary>
    /// <param name="values">The values, all positive; none gives an empty series.</param>
    public static PlotSeries Octaves(string name, IReadOnlyList<double> values) => new(
        name,
        SeriesKind.Bars,
        [.. values.GroupBy(Math.ILogB).OrderBy(octave => octave.Key).Select(
            octave => new PlotPoint(1.5 * Math.ScaleB(1, octave.Key), octave.Count()))]);

    private static IReadOnlyList<PlotPoint> Pair(IEnumerable<double> x, IEnumerable<double> y) =>
        [.. x.Zip(y, (across, up) => new PlotPoint(across, up))];
}
