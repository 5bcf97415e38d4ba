// Published schemas of JSON. They are made from the types themselves and their documentation, so they cannot fall behind them.

using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Xml.Linq;
using QuizKit.GpuChecks.Reports;
using QuizKit.Numerics;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public sealed class TypeSchemaTests
{
    /// <summary>Set to 1, this variable has the test write the schemas instead of comparing them.</summary>
    private const string WriteVariable = "QUIZKIT_WRITE_SCHEMA";

    private static readonly ConcurrentDictionary<Assembly, XDocument> Documentation = [];

    /// <summary>The commands whose reports have such a schema; those of run and compare are written by hand.</summary>
    public static TheoryData<string, Type> Reports { get; } = new()
    {
        { "lab", typeof(LabReportJson) },
        { "order", typeof(OrderReportJson) },
        { "order --map", typeof(RuleReportJson) },
        { "tolerance", typeof(ToleranceReportJson) },
        { "why", typeof(DifferenceReportJson) },
        { "tensor-cores", typeof(TensorCoresJson) },
        { "batch", typeof(BatchReportJson) },
        { "conformance", typeof(ConformanceJson) },
        { "compile", typeof(CompileJson) },
        { "devices", typeof(DevicesJson) },
        { "list", typeof(ListJson) },
        { "list --coverage", typeof(CoverageJson) },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_published_schema_is_that_of_the_types(string command, Type report)
    {
        var path = $"docs/schema/{command.Replace(" --", "-", StringComparison.Ordinal)}.schema.json";
        var schema = Create(command, report).ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        var file = Repository.PathOf(path);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1") File.WriteAllText(file, schema);

        var published = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(schema == published, $"{path} is not that of the types any more: run this test once with {WriteVariable}=1 and commit the file.");
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void Every_field_is_described(string command, Type report)
    {
        var bare = new List<string>();
        Visit(Create(command, report), "$");
        Assert.Empty(bare);

        void Visit(JsonNode? node, string path)
        {
            if (node is JsonArray array) foreach (var item in array) Visit(item, path);
            if (node is not JsonObject schema) return;
            foreach ((var name, var value) in schema)
            {
                if (name != "properties")
                {
                    Visit(value, path);
                    continue;
                }

                foreach ((var property, var child) in value!.AsObject())
                {
                    if (child is not JsonObject described || described["description"] is null) bare.Add($"{path}.{property}");
                    Visit(child, $"{path}.{property}");
                }
            }
        }
    }

    private static JsonObject Create(string command, Type report)
    {
        var schema = ReportJsonContext.Default.Options.GetJsonSchemaAsNode(
            report, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", $"Report of gpu-checks {command}");
        return schema;
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        // A converter of its own writes a tree as text, which the exporter cannot know.
        if (context.TypeInfo.Type == typeof(SummationTree)) node = new JsonObject { ["type"] = new JsonArray("string", "null") };

        // What is written unconditionally is always there, whether or not a constructor takes it.
        if (node is JsonObject type && type["properties"] is JsonObject properties)
        {
            var always = context.TypeInfo.Properties.Where(property => property.ShouldSerialize is null).Select(property => property.Name);
            type["required"] = new JsonArray([.. always.Where(properties.ContainsKey).Select(name => JsonValue.Create(name))]);
        }

        if (context.PropertyInfo is not { } property || DocumentationOf(property.AttributeProvider as PropertyInfo) is not { } text) return node;
        var schema = node as JsonObject ?? [];
        schema.Insert(0, "description", text);
        return schema;
    }

    /// <summary>What the source says of a property: in its own summary, or as a parameter of its record.</summary>
    private static string? DocumentationOf(PropertyInfo? property)
    {
        if (property?.DeclaringType is not { } type) return null;
        var typeName = type.FullName!.Replace('+', '.');
        var element = Member(type, $"P:{typeName}.{property.Name}")?.Element("summary")
            ?? Member(type, "T:" + typeName)?.Elements("param").FirstOrDefault(parameter => (string?)parameter.Attribute("name") == property.Name);
        return element is null ? null : string.Join(' ', Text(element).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static XElement? Member(Type type, string name) => Documentation
        .GetOrAdd(type.Assembly, static assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")))
        .Descendants("member").FirstOrDefault(member => (string?)member.Attribute("name") == name);

    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "paramref" } reference => ((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? "").Split('(')[0].Split('.')[^1],
        XElement child => Text(child),
        _ => "",
    }));
}
