// The published schemas of the JSON: real reports keep to them, broken ones do not, and every field is described.

using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Reports.Matrix;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.NeuralNetworks;
using QuizKit.Reports.Formats;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public class ReportSchemaTests
{
    private const string ReportSchema = "docs/schema/report.schema.json", ComparisonSchema = "docs/schema/comparison.schema.json";

    [Fact]
    public async Task A_real_run_on_the_CPU_keeps_to_it()
    {
        string[] ids = ["total-multiply-adds", "numerical-error-is-u-shaped", "minsky-papert-1969", "parallel-reduction-varies"];
        using var catalog = new FakeCatalog(FakeCatalog.Cpu);
        var report = Run(catalog, new Chapter6Checks(), Chapter6Quiz.Quiz, [.. ids.Select(id => Chapter6Quiz.Quiz.FindClaim(id)!)]);

        var json = FixedReport.Write(ReportFormat.Json, report);

        Assert.Empty(await Problems(ReportSchema, json));
        Assert.Equal(3, report.Results.Count);
        Assert.Contains("\"plots\": [\n        {", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_with_errors_skips_and_several_devices_keep_to_it() =>
        Assert.Empty(await Problems(ReportSchema, FixedReport.Write(ReportFormat.Json, FixedReport.Create())));

    [Fact]
    public async Task A_stopped_run_keeps_to_it()
    {
        using var stop = new CancellationTokenSource();
        using var catalog = new FakeCatalog(FakeCatalog.Cpu);
        var checks = new FakeChecks().Tell(SampleQuiz.Refuted, _ =>
        {
            stop.Cancel();
            return Outcome.Unwritten();
        });

        var json = FixedReport.Write(ReportFormat.Json, Run(catalog, checks, SampleQuiz.Quiz, SampleQuiz.Quiz.Claims, cancellation: stop.Token));

        Assert.Empty(await Problems(ReportSchema, json));
        Assert.Contains("\"complete\": false", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shard_with_a_part_of_a_sweep_keeps_to_it()
    {
        using var catalog = new FakeCatalog(FakeCatalog.Cpu);
        var claim = Chapter6Quiz.Quiz.FindClaim("gelu-nonzero-for-slightly-negative")!;

        var json = FixedReport.Write(
            ReportFormat.Json, Run(catalog, new Chapter6Checks(), Chapter6Quiz.Quiz, [claim], shard: new Shard(64, 64)));

        Assert.Empty(await Problems(ReportSchema, json));
        Assert.Equal([63], JsonNode.Parse(json)!["outcomes"]![0]!["part"]!["ranges"]!.AsArray().Select(range => range!.GetValue<int>()));
    }

    public static TheoryData<string, string> Broken { get; } = new()
    {
        { "$.schemaVersion", "2" },
        { "$.tool.name", "\"other\"" },
        { "$.exitCode", "2" },
        { "$.seed", "-1" },
        { "$.scale", "\"huge\"" },
        { "$.machine.processorCount", "\"two\"" },
        { "$.devices[0].kind", "\"tpu\"" },
        { "$.outcomes[0].verdict", "\"passed\"" },
        { "$.outcomes[0].measured", "\"a lot\"" },
        { "$.outcomes[0].asExpected", "\"yes\"" },
        { "$.outcomes[0].finding", "\"\"" },
        { "$.outcomes[0].claim", "\"Two Words\"" },
        { "$.outcomes[0].measurements[0].unit", "null" },
        { "$.outcomes[0].plots", "{}" },
        { "$.outcomes[8].plots[0].series[0].kind", "\"pie\"" },
        { "$.outcomes[8].plots[0].series[0].x[0]", "null" },
        { "$.crossDevice.comparisons", "null" },
        { "$.notExecutable[0].reason", "null" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task It_refuses_a_report_with_one_wrong_value(string place, string value)
    {
        var report = JsonNode.Parse(FixedReport.Write(ReportFormat.Json, FixedReport.Create()))!;
        At(report, place).ReplaceWith(JsonNode.Parse(value));

        Assert.NotEmpty(await Problems(ReportSchema, report.ToJsonString()));
    }

    [Fact]
    public async Task It_refuses_a_report_that_lacks_any_field()
    {
        var whole = JsonNode.Parse(FixedReport.Write(ReportFormat.Json, FixedReport.Create()))!;
        (JsonNode? Node, string Path)[] objects =
        [
            (whole, "$"), (At(whole, "$.machine"), "$.machine"), (At(whole, "$.devices[0]"), "$.devices[0]"),
            (At(whole, "$.outcomes[0]"), "$.outcomes[0]"), (At(whole, "$.outcomes[0].measurements[0]"), "$.outcomes[0].measurements[0]"),
            (At(whole, "$.outcomes[8].plots[0]"), "$.outcomes[8].plots[0]"),
        ];

        foreach ((var node, var path) in objects)
        {
            foreach (var field in node!.AsObject().Select(property => property.Key).ToList())
            {
                var report = whole.DeepClone();
                At(report, path).AsObject().Remove(field);
                Assert.True((await Problems(ReportSchema, report.ToJsonString())).Count > 0, $"{path} without {field} is accepted");
            }
        }
    }

    [Fact]
    public async Task A_comparison_keeps_to_its_own_and_a_report_does_not()
    {
        var matrix = HardwareMatrix.Read(
            Chapter6Quiz.Quiz, [Repository.PathOf("tests/QuizKit.GpuChecks.Tests/Comparison/Reports"), "missing.json"]);
        using var text = new StringWriter();

        JsonReports.Write(text, MatrixJson.Of(matrix));

        Assert.NotEmpty(matrix.Rows);
        Assert.Empty(await Problems(ComparisonSchema, text.ToString()));
        Assert.NotEmpty(await Problems(ComparisonSchema, FixedReport.Write(ReportFormat.Json, FixedReport.Create())));
    }

    [Theory]
    [InlineData(ReportSchema)]
    [InlineData(ComparisonSchema)]
    public void It_is_of_the_current_draft_and_describes_every_field(string file)
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf(file)));

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        List<JsonProperty> fields = [.. Fields(schema.RootElement)];
        Assert.True(fields.Count > 25);
        Assert.All(fields, field => Assert.False(string.IsNullOrWhiteSpace(field.Value.GetProperty("description").GetString()), field.Name));
    }

    private static IEnumerable<JsonProperty> Fields(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name == "properties" ? property.Value.EnumerateObject().Concat(Fields(property.Value)) : Fields(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Fields),
        _ => [],
    };

    private static RunReport Run(
        FakeCatalog catalog, IClaimChecks checks, Quiz quiz, IReadOnlyList<Claim> claims, Shard? shard = null,
        CancellationToken cancellation = default) =>
        new ClaimRunner(quiz, catalog.LeftOut, () => new CheckExecutor(quiz, checks, catalog, FakePython.Server()))
            .Run(
                new RunRequest(claims, [FakeCatalog.Cpu], Scale.Quick, 6, 10) { Shard = shard, Sweeps = checks.Sweeps.Keys.ToHashSet() },
                static (_, _, _) => { },
                cancellation);

    /// <summary>
    /// What a validator finds. NJsonSchema knows <c>$defs</c> only by its name of before 2019, which is still valid, and no
    /// integer that takes 64 bits.
    /// </summary>
    private static async Task<ICollection<NJsonSchema.Validation.ValidationError>> Problems(string schema, string json)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf(schema));
        var read = await JsonSchema.FromJsonAsync(Shorten(text.Replace("$defs", "definitions", StringComparison.Ordinal)));
        return read.Validate(Shorten(json));

        static string Shorten(string text) => text.Replace("18446744073709551615", "9223372036854775807", StringComparison.Ordinal);
    }

    /// <summary>Finds a node by a path such as <c>$.outcomes[0].verdict</c>.</summary>
    private static JsonNode At(JsonNode root, string path)
    {
        var node = root;
        foreach (var part in path.Split('.').Skip(1))
        {
            var steps = part.TrimEnd(']').Split('[');
            node = node[steps[0]]!;
            foreach (var index in steps.Skip(1)) node = node[int.Parse(index.TrimEnd(']'), System.Globalization.CultureInfo.InvariantCulture)]!;
        }

        return node;
    }
}
