// The forms that a report can take.

namespace QuizKit.GpuChecks.Reports;

/// <summary>The form of a report.</summary>
internal enum ReportFormat
{
    /// <summary>Text for people.</summary>
    Table,

    /// <summary>One JSON object for programs: <c>docs/report-json.md</c>.</summary>
    Json,
}
