// A plot of measurements as data: checks provide the numbers, renderers draw them.

namespace QuizKit.Reports;

/// <summary>How the points of a series are to be drawn.</summary>
internal enum SeriesKind
{
    /// <summary>Points joined in their order.</summary>
    Line,

    /// <summary>Points alone.</summary>
    Points,

    /// <summary>A bar from the lower edge to each point: a histogram.</summary>
    Bars,

    /// <summary>A dashed line: what theory gives, or the bound, not what was measured.</summary>
    Reference,
}

/// <summary>One point of a series.</summary>
/// <param name="X">Where along the horizontal axis, in the unit of its label.</param>
/// <param name="Y">Where along the vertical axis, in the unit of its label. A point that is not finite, or not positive on a
/// logarithmic axis, cannot be drawn and is left out of the picture.</param>
internal readonly record struct PlotPoint(double X, double Y);

/// <summary>Points that belong together.</summary>
/// <param name="Name">What they are, for the legend.</param>
/// <param name="Points">The points, a few hundred at most: a report carries every one.</param>
internal sealed record PlotSeries(string Name, SeriesKind Kind, IReadOnlyList<PlotPoint> Points)
{
    /// <summary>How to draw them, as JSON and the style sheet name it.</summary>
    public string KindId => Kind.ToString().ToLowerInvariant();
}

/// <summary>A plot of measurements.</summary>
/// <param name="XLabel">The quantity along the horizontal axis with its unit.</param>
/// <param name="YLabel">The quantity along the vertical axis with its unit.</param>
internal sealed record Plot(string Title, string XLabel, string YLabel, bool LogX, bool LogY, IReadOnlyList<PlotSeries> Series);
