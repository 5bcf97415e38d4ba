// The forms that a report can take.

namespace QuizKit.Reports;

/// <summary>The form of a report.</summary>
internal enum ReportFormat
{
    /// <summary>Text for people.</summary>
    Table,

    /// <summary>One JSON object for programs: <c>docs/schema/report.schema.json</c>.</summary>
    Json,

    /// <summary>Markdown for a pull request or a job summary.</summary>
    Markdown,

    /// <summary>The quiz itself as a web page, each sentence marked by what was measured.</summary>
    Html,

    /// <summary>JUnit XML for build servers.</summary>
    Junit,
}
