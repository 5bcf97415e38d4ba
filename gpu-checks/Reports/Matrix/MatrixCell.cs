// One cell of a matrix of claims and devices, as text.

using System;
using System.Collections.Generic;
using System.Linq;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports.Html;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.Reports.Matrix;

internal static class MatrixCell
{
    /// <summary>The mark of a cell; null where the claim did not run on the device.</summary>
    /// <param name="result">What was found.</param>
    public static VerdictMark? MarkOf(CheckResult? result) => result is null ? null : VerdictMark.Of(result.Outcome.Verdict);

    /// <summary>The deciding measurement of a cell with its unit; empty where there is none.</summary>
    /// <param name="result">What was found.</param>
    public static string MeasuredOf(CheckResult? result) =>
        result?.Outcome.Measurements is [var first, ..] ? NumberText.Of(first.Measured) + NumberText.OfUnit(first.Unit) : "";

    /// <summary>The deciding measurement of a whole row: one number where all agree, else the lowest and the highest.</summary>
    /// <param name="row">The row.</param>
    public static string MeasuredOf(MatrixRow row)
    {
        List<Measurement> measurements = [.. row.Cells
            .Select(cell => cell?.Outcome.Measurements is [var first, ..] ? first : null)
            .OfType<Measurement>()];
        if (measurements.Count == 0) return "";
        string lowest = NumberText.Of(measurements.Min(m => m.Measured)), highest = NumberText.Of(measurements.Max(m => m.Measured));
        return (lowest == highest ? lowest : $"{lowest} … {highest}") + NumberText.OfUnit(measurements[0].Unit);
    }

    /// <summary>What devices disagree on, on one line.</summary>
    /// <param name="conflict">The conflict.</param>
    public static string Describe(Conflict conflict)
    {
        string allowed = conflict.Allowed switch
        {
            null => "",
            0 => " (the bits have to be the same)",
            { } distance => $" (at most {NumberText.Of(distance)} apart)",
        };
        IEnumerable<string> values = conflict.Values.Select(value => $"{value.Value} on {string.Join(", ", value.Devices.Select(device => device.Id))}");
        return $"{conflict.What}{allowed}: {string.Join("; ", values)}";
    }

    /// <summary>What a comparison comes to.</summary>
    /// <param name="matrix">The matrix.</param>
    public static string Summary(HardwareMatrix matrix)
    {
        string compared = $"{NumberText.Of(matrix.Rows.Count, "claim")} on {NumberText.Of(matrix.Devices.Count, "device")} in {NumberText.Of(matrix.Reports.Count, "report")}";
        string outcome = matrix.Disagreements.Count == 0
            ? "the devices agree"
            : $"the devices disagree on {NumberText.Of(matrix.Disagreements.Count, "claim")}";
        string problems = matrix.Problems.Count == 0 ? "" : $"; {NumberText.Of(matrix.Problems.Count, "input")} could not be used";
        return $"{compared}: {outcome}{problems}.";
    }

    /// <summary>The signs that occur in a matrix, for its key.</summary>
    /// <param name="matrix">The matrix.</param>
    public static IEnumerable<VerdictMark> Key(HardwareMatrix matrix) =>
        Enum.GetValues<Verdict>()
            .Where(verdict => matrix.Rows.Any(row => row.Cells.Any(cell => cell?.Outcome.Verdict == verdict)))
            .Select(VerdictMark.Of);
}
