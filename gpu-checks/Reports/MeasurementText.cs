// A measurement on one line.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Reports;

internal static class MeasurementText
{
    /// <summary>A measurement beside what it is compared with, on one line: <c>0.3412 (reference 0.340845, bound 0.0019)</c>.</summary>
    public static string Of(Measurement measurement)
    {
        var against = (measurement.Reference, measurement.Bound) switch
        {
            ({ } reference, { } bound) => $" (reference {NumberText.Of(reference)}, bound {NumberText.Of(bound)})",
            ({ } reference, null) => $" (reference {NumberText.Of(reference)})",
            (null, { } bound) => $" (bound {NumberText.Of(bound)})",
            _ => "",
        };
        return NumberText.Of(measurement.Measured) + NumberText.OfUnit(measurement.Unit) + against;
    }
}
