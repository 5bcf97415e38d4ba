// What a check found, as lines for people, editors and MSBuild, as JSON, and as SARIF.

using System.Text.Encodings.Web;
using System.Text.Json;
using QuizKit.Language.Diagnostics;
using QuizKit.Loading;

namespace QuizKit.Tool.Checking;

/// <summary>The problems of some files.</summary>
/// <param name="Files">The paths of all files, in their order.</param>
/// <param name="Problems">What is wrong, by file and place.</param>
internal sealed record CheckReport(IReadOnlyList<string> Files, IReadOnlyList<QuizProblem> Problems)
{
    private static readonly JsonWriterOptions Json = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public int Errors => Problems.Count(problem => problem.IsError);

    public int Warnings => Problems.Count - Errors;

    /// <summary>Writes a line for each problem, in the form that MSBuild and editors read.</summary>
    public void WriteText(TextWriter output)
    {
        foreach (var problem in Problems) output.WriteLine(problem.ToString());
    }

    public void WriteJson(TextWriter output) => Write(output, json =>
    {
        json.WriteNumber("version", 1);
        json.WriteNumber("files", Files.Count);
        json.WriteNumber("errors", Errors);
        json.WriteNumber("warnings", Warnings);
        json.WriteStartArray("diagnostics");
        foreach (var problem in Problems)
        {
            json.WriteStartObject();
            json.WriteString("path", problem.Path);
            json.WriteNumber("line", problem.Line);
            json.WriteNumber("column", problem.Column);
            json.WriteNumber("endLine", problem.EndLine);
            json.WriteNumber("endColumn", problem.EndColumn);
            json.WriteString("severity", LevelOf(problem));
            json.WriteString("id", problem.Rule.Id);
            json.WriteString("message", problem.Message);
            if (problem.Rule.Page is { } page) json.WriteString("help", page);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Writes SARIF 2.1.0 (OASIS, 2020), which code hosts show beside the lines.</summary>
    public void WriteSarif(TextWriter output, string version) => Write(output, json =>
    {
        var used = Problems.Select(problem => problem.Rule).Distinct();
        List<DiagnosticRule> rules = [.. used.OrderBy(rule => rule.Id, StringComparer.Ordinal)];
        json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "quizkit");
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (var rule in rules) WriteRule(json, rule);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var problem in Problems) WriteResult(json, problem, rules.IndexOf(problem.Rule));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private static void WriteRule(Utf8JsonWriter json, DiagnosticRule rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        WriteMessage(json, "shortDescription", rule.Title + ".");
        WriteMessage(json, "help", $"{rule.Title}: docs/diagnostics/{rule.Id}.md in the documentation of QuizKit.");
        if (rule.Page is { } page) json.WriteString("helpUri", page);
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", rule.IsError ? "error" : "warning");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, QuizProblem problem, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", problem.Rule.Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", LevelOf(problem));
        WriteMessage(json, "message", problem.Message);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", UriOf(problem.Path));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", problem.Line);
        json.WriteNumber("startColumn", problem.Column);
        json.WriteNumber("endLine", problem.EndLine);
        json.WriteNumber("endColumn", problem.EndColumn);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    // Relative to the folder of the run, as code hosts want it, and absolute where the path was.
    private static string UriOf(string path) => Path.IsPathRooted(path)
        ? new Uri(path).AbsoluteUri
        : string.Join('/', path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Select(Uri.EscapeDataString));

    private static string LevelOf(QuizProblem problem) => problem.IsError ? "error" : "warning";

    private static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }
}
