// Writes reports as JSON (one object each, UTF-8, LF line endings) and reads that of a run.

using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QuizKit.GpuChecks.Reports;

internal static class JsonReports
{
    /// <summary>Counts up when a field changes its meaning or goes; new fields do not change it.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The version of the tool, without the commit that a build may append.</summary>
    public static string ToolVersion { get; } =
        typeof(JsonReports).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // Formulas stay readable: a report is a file, never part of a web page's source.
    private static ReportJsonContext Json { get; } =
        new(new JsonSerializerOptions(ReportJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void Write(TextWriter writer, ReportJson report)
    {
        // In pieces: what compares thousands of machines would take a gigabyte as one string.
        using (var stream = new Utf8TextStream(writer)) JsonSerializer.Serialize(stream, report, report.GetType(), Json);
        writer.Write('\n');
        writer.Flush();
    }

    /// <summary>Reads the report of a run.</summary>
    /// <param name="json">UTF-8 without a byte order mark.</param>
    /// <exception cref="JsonException">It is not such a report.</exception>
    public static RunJson ReadRun(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Json.RunJson) ?? throw new JsonException("It is null.");
}
