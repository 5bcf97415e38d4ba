// A measurement on one line.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Reports;

internal static class MeasurementText
{
    /// <summary>
    /// A measurement beside what it is compared with, on one line: <c>0.3412 (reference 0.3408, bound 0.0019)</c>. The numbers have the digits
    /// that the bound makes worth reading; a measurement without a reference has three.
    /// </summary>
    public static string Of(Measurement measurement)
    {
        var against = (measurement.Reference, measurement.Bound) switch
        {
            ({ } reference, { } bound) => $" (reference {Rounded(reference)}, bound {Bound(bound)})",
            ({ } reference, null) => $" (reference {NumberText.Of(reference)})",
            (null, { } bound) => $" (bound {Bound(bound)})",
            _ => "",
        };
        var measured = (measurement.Reference, measurement.Bound) switch
        {
            ({ }, { }) => Rounded(measurement.Measured),
            (null, { }) => Bound(measurement.Measured),
            _ => NumberText.Of(measurement.Measured),
        };
        return measured + NumberText.OfUnit(measurement.Unit) + against;

        string Rounded(double value) => NumberText.Of(Round(value, measurement.Bound!.Value));

        static string Bound(double value) => NumberText.Of(Round(value, value));
    }

    /// <summary>Rounds a value to a thousandth of the leading digit of a scale, which is three digits of the scale itself.</summary>
    private static double Round(double value, double scale)
    {
        if (scale == 0 || !double.IsFinite(scale) || !double.IsFinite(value) || value == Math.Truncate(value)) return value;
        var digits = 2 - (int)Math.Floor(Math.Log10(Math.Abs(scale)));
        if (digits is < 0 or > 300) return value;
        var rounded = digits <= 15 ? Math.Round(value, digits) : Math.Round(value * Math.Pow(10, digits)) / Math.Pow(10, digits);
        return rounded == 0 ? 0 : rounded;
    }
}
