// The headings of the run table's columns.

namespace QuizKit.GpuChecks.Reports;

internal static class RunTableHeader
{
    public const string Claim = "claim", Device = "device", Verdict = "verdict";

    public const string Measured = "measured", Reference = "reference", Bound = "bound", Finding = "finding";
}
