// The formats of an export.

namespace QuizKit.Tool.Exporting;

/// <summary>A format.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Extension">What its files end in.</param>
/// <param name="HasFiles">Whether it carries the pictures of a quiz.</param>
/// <param name="Write">Writes a quiz.</param>
internal sealed record ExportFormat(string Name, string Extension, bool HasFiles, Func<QuizSource, ExportedFile> Write)
{
    public static readonly IReadOnlyList<ExportFormat> All =
    [
        new("moodle", ".xml", HasFiles: true, MoodleXml.Write),
        new("gift", ".gift", HasFiles: true, Gift.Write),
        new("anki", ".apkg", HasFiles: true, AnkiPackage.Write),
        new("qti", ".zip", HasFiles: true, QtiPackage.Write),
        new("h5p", ".h5p", HasFiles: true, H5PPackage.Write),
        new("json", ".json", HasFiles: false, QuizJson.Write),
        new("html", ".html", HasFiles: true, HtmlPage.Write),
        new("markdown", ".md", HasFiles: false, Worksheet.Write),
    ];
}
