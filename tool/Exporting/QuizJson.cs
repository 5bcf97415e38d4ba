// A quiz as JSON, for programs: everything that its model has, with the key. The runtime reads it back.

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace QuizKit.Tool.Exporting;

internal static class QuizJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        WriteIndented = true,
        NewLine = "\n",
    };

    private static readonly JsonSchemaExporterOptions SchemaOptions = new() { TreatNullObliviousAsNonNullable = true };

    /// <summary>Writes the quiz and its translations, as <see cref="JsonSerializer"/> does.</summary>
    public static ExportedFile Write(QuizSource source) => new(
        [.. JsonSerializer.SerializeToUtf8Bytes(source.Quiz, Options), (byte)'\n'], []);

    /// <summary>The schema of what is written, which the documentation has.</summary>
    public static string Schema()
    {
        var described = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A quiz as quizkit export --format json writes it",
        };
        var schema = Options.GetJsonSchemaAsNode(typeof(Quiz), SchemaOptions).AsObject();
        foreach (var (name, value) in schema) described[name] = value?.DeepClone();
        return described.ToJsonString(Options) + "\n";
    }
}
