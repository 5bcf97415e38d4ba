// The report formats: their names, file extensions and renderers. A new format is one entry here and one renderer.

using QuizKit.Reports.Html;
using QuizKit.Reports.Markdown;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.Reports.Formats;

/// <summary>The destination of one report.</summary>
/// <param name="Writer">For text read by programs: UTF-8, never wrapped.</param>
/// <param name="Console">For text read by people, on the same stream.</param>
/// <param name="PictureAddress">The address of a picture as the report links to it. Null: no pictures were written.</param>
internal sealed record ReportDestination(TextWriter Writer, IAnsiConsole Console, Func<DocumentPicture, string>? PictureAddress = null);

/// <summary>A report format.</summary>
/// <param name="Extensions">The extensions of its files; the first one also names it in messages.</param>
/// <param name="Render">Writes a document. Null: the format is written from the data of a command, not from its document.</param>
internal sealed record ReportFormat(string Name, IReadOnlyList<string> Extensions, Action<Document, ReportDestination>? Render)
{
    /// <summary>Text for people.</summary>
    public static ReportFormat Table { get; } =
        new("table", [".txt", ".log"], static (document, destination) => ConsoleRenderer.Write(destination.Console, document));

    /// <summary>One JSON object for programs.</summary>
    public static ReportFormat Json { get; } = new("json", [".json"], null);

    /// <summary>Markdown for a pull request or a job summary.</summary>
    public static ReportFormat Markdown { get; } = new(
        "markdown", [".md", ".markdown"], static (document, destination) =>
            MarkdownRenderer.Write(destination.Writer, document, destination.PictureAddress));

    /// <summary>A web page: one file, no script, no external resources.</summary>
    public static ReportFormat Html { get; } =
        new("html", [".html", ".htm"], static (document, destination) => HtmlRenderer.Write(destination.Writer, document));

    /// <summary>JUnit XML for build servers.</summary>
    public static ReportFormat Junit { get; } = new("junit", [".xml"], null);

    public static IReadOnlyList<ReportFormat> Common { get; } = [Table, Json, Markdown, Html];
}
