// One axis of a plot: what it spans, where a value lies on it, and which values to print.

namespace QuizKit.Reports.Svg;

/// <summary>The axis from <paramref name="First"/> to <paramref name="Last"/>, which are decimal logarithms on a logarithmic axis.</summary>
/// <param name="Ticks">The values to print, in rising order.</param>
internal sealed record PlotAxis(bool IsLog, double First, double Last, IReadOnlyList<double> Ticks)
{
    private const int MostTicks = 7;

    /// <summary>Creates the axis that spans values, from tick to tick.</summary>
    /// <param name="values">The values; those that the axis cannot show are passed over.</param>
    public static PlotAxis Over(IEnumerable<double> values, bool isLog)
    {
        List<double> shown = [.. values.Where(value => CanShow(value, isLog)).Select(value => isLog ? Math.Log10(value) : value)];
        (var low, var high) = shown.Count > 0 ? (shown.Min(), shown.Max()) : (0, 1);
        if (high - low < 1e-12 * Math.Max(Math.Abs(low), 1)) (low, high) = (low - 0.5, high + 0.5);
        return isLog && high - low > 1 ? OverDecades(low, high) : OverSteps(low, high, isLog);
    }

    /// <summary>
    /// Returns the label of a tick: powers of ten on a logarithmic axis of more than a decade, and where a number would be long: 10⁸, 2·10⁷.
    /// </summary>
    public string LabelOf(double tick)
    {
        var exponent = tick == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(tick)) + 1e-9);
        var mantissa = Math.Round(tick / Math.Pow(10, exponent), 6);
        var isPower = IsLog && Last - First > 1 && mantissa == 1;
        if (!isPower && exponent is >= -4 and < 6) return NumberText.Of(tick).Replace('-', '−');
        var power = NumberText.PowerOfTen(exponent);
        return mantissa switch { 1 => power, -1 => "−" + power, _ => $"{NumberText.Of(mantissa).Replace('-', '−')}·{power}" };
    }

    /// <summary>Whether a value has a place on the axis.</summary>
    public bool CanShow(double value) => CanShow(value, IsLog);

    /// <summary>Where a value lies: 0 at the first end of the axis, 1 at the last.</summary>
    /// <param name="value">A value that the axis can show.</param>
    public double PositionOf(double value) => ((IsLog ? Math.Log10(value) : value) - First) / (Last - First);

    private static bool CanShow(double value, bool isLog) => double.IsFinite(value) && (!isLog || value > 0);

    /// <summary>Whole powers of ten, every one or every second, third, … so that they do not crowd.</summary>
    private static PlotAxis OverDecades(double low, double high)
    {
        double first = Math.Floor(low + 1e-9), last = Math.Ceiling(high - 1e-9);
        var step = Math.Ceiling((last - first) / MostTicks);
        var ticks = new List<double>();
        for (var exponent = Math.Ceiling(first / step) * step; exponent <= last; exponent += step) ticks.Add(Math.Pow(10, exponent));
        return new PlotAxis(IsLog: true, first, last, ticks);
    }

    /// <summary>Multiples of 1, 2 or 5 times a power of ten; on a logarithmic axis of less than a decade too.</summary>
    private static PlotAxis OverSteps(double low, double high, bool isLog)
    {
        (var from, var to) = isLog ? (Math.Pow(10, low), Math.Pow(10, high)) : (low, high);
        var step = NiceStep((to - from) / (MostTicks - 1));
        double start = Math.Floor(from / step + 1e-9), end = Math.Ceiling(to / step - 1e-9);
        var ticks = new List<double>();
        for (var i = start; i <= end; i++)
        {
            // Rounded, for 3 times 0.1 is not 0.3.
            var tick = Math.Round(i * step / Magnitude(step), 6) * Magnitude(step);
            if (CanShow(tick, isLog)) ticks.Add(tick);
        }

        return isLog
            ? new PlotAxis(isLog, Math.Min(low, Math.Log10(ticks[0])), Math.Log10(ticks[^1]), ticks)
            : new PlotAxis(isLog, start * step, end * step, ticks);
    }

    private static double NiceStep(double raw)
    {
        var magnitude = Magnitude(raw);
        return (raw / magnitude) switch
        {
            <= 1 => magnitude,
            <= 2 => 2 * magnitude,
            <= 5 => 5 * magnitude,
            _ => 10 * magnitude,
        };
    }

    private static double Magnitude(double value) => Math.Pow(10, Math.Floor(Math.Log10(value)));
}
