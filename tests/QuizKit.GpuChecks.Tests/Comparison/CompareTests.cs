// gpu-checks compare, over real reports of two devices (Reports/cpu.json and Reports/pocl.json) and over what people hand it by mistake.

using System.Text.Json.Nodes;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.CommandLine;
using QuizKit.GpuChecks.Reports.Matrix;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.NeuralNetworks;
using QuizKit.Snapshots;
using Spectre.Console.Testing;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Comparison;

public sealed class CompareTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpu-checks-").FullName;
    private TestConsole _output = new();
    private TestConsole _error = new();

    public CompareTests()
    {
        foreach (var name in new[] { "cpu.json", "pocl.json" })
            File.Copy(Repository.PathOf($"tests/QuizKit.GpuChecks.Tests/Comparison/Reports/{name}"), Path.Combine(_folder, name));
    }

    private string Problems => _error.Output.Replace(_folder, "FOLDER", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("table", "txt")]
    [InlineData("markdown", "md")]
    [InlineData("html", "html")]
    [InlineData("json", "json")]
    public void Two_real_reports_make_a_matrix(string format, string extension)
    {
        var exitCode = Compare("cpu.json", "pocl.json", "--format", format);

        var text = System.Text.RegularExpressions.Regex.Replace(_output.Output, "<style>.*</style>", "<style>…</style>", System.Text.RegularExpressions.RegexOptions.Singleline);
        text = System.Text.RegularExpressions.Regex.Replace(text, "sha256-[^&']*", "sha256-…").Replace(_folder, "FOLDER", StringComparison.Ordinal);
        Snapshot.Verify(text, extension, parameters: format);
        Assert.Equal((0, ""), (exitCode, Problems));
    }

    [Fact]
    public void A_folder_and_a_pattern_mean_the_same_reports()
    {
        Assert.Equal(0, Compare(""));
        var folder = _output.Output;

        Assert.Equal(0, Compare("*.json"));
        Assert.Equal(folder, _output.Output);
    }

    [Fact]
    public void Equal_outcomes_and_the_device_of_a_report_are_kept_once()
    {
        CopyOf("cpu.json", "other.json", report => report["devices"]![0]!["name"] = "another processor");

        var matrix = HardwareMatrix.Read(Chapter6Quiz.Quiz, [Path.Combine(_folder, "cpu.json"), Path.Combine(_folder, "other.json")]);

        var exact = matrix.Rows.Single(row => row.Claim.Id == "total-multiply-adds").Cells;
        Assert.Same(exact[0]!.Outcome, exact[1]!.Outcome);
        Assert.All(matrix.Rows, row => Assert.Equal(matrix.Devices, row.Cells.Select(cell => cell!.Device), ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public void Another_verdict_is_a_disagreement()
    {
        Change("pocl.json", report => Outcome(report, "total-multiply-adds")["verdict"] = "confirmed");

        Assert.Equal(1, Compare("cpu.json", "pocl.json"));
        Assert.Contains("verdict: refuted on cpu/cpu; confirmed on pocl/opencl", OneLine(), StringComparison.Ordinal);
        Assert.Contains("the devices disagree on 1 claim.", OneLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_bits_are_a_disagreement_where_arithmetic_is_exact()
    {
        Change("pocl.json", report => Measurement(report, "relu-halves-second-moment")["measured"] = 0.50000000000000011);

        Assert.Equal(1, Compare("cpu.json", "pocl.json"));
        Assert.Contains("(the bits have to be the same): 0.", OneLine(), StringComparison.Ordinal);
        Assert.Contains("0.5000000000000001 on pocl/opencl", OneLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0021, 1)]
    [InlineData(0.0019, 0)]
    public void A_measurement_that_depends_on_the_device_may_differ_by_both_bounds(double difference, int expected)
    {
        foreach ((var file, var measured) in new[] { ("cpu.json", 0.5), ("pocl.json", 0.5 + difference) })
        {
            Change(file, report =>
            {
                var measurement = Measurement(report, "relu-halves-second-moment");
                measurement["exact"] = false;
                measurement["measured"] = measured;
                measurement["bound"] = 0.001;
            });
        }

        Assert.Equal(expected, Compare("cpu.json", "pocl.json"));
    }

    [Fact]
    public void Each_unusable_file_has_one_line_and_the_rest_is_compared()
    {
        Write("broken.json", File.ReadAllText(Path.Combine(_folder, "cpu.json"))[..900]);
        Write("list.json", """{ "schemaVersion": 1, "tool": { "name": "gpu-checks", "version": "0.1.0" }, "claims": [] }""");
        Write("empty.json", "");
        CopyOf("cpu.json", "older.json", report => report["schemaVersion"] = 0);
        CopyOf("cpu.json", "newer.json", report => report["schemaVersion"] = 99);
        CopyOf("cpu.json", "other-quiz.json", report => report["quiz"] = "history");
        CopyOf("cpu.json", "other-seed.json", report => report["seed"] = 7);
        CopyOf("cpu.json", "lacks.json", report => report.Remove("outcomes"));
        CopyOf("cpu.json", "wrong.json", report => report["outcomes"]![0]!["question"] = "one");
        CopyOf("cpu.json", "verdict.json", report => report["outcomes"]![0]!["verdict"] = "maybe");
        CopyOf("cpu.json", "null.json", report => report["outcomes"]![0]!["measurements"]!.AsArray().Add((JsonNode?)null));
        CopyOf("cpu.json", "two-devices.json", report => report["devices"]!.AsArray().Add(report["devices"]![0]!.DeepClone()));
        CopyOf("cpu.json", "two-results.json", report => report["outcomes"]!.AsArray().Add(report["outcomes"]![0]!.DeepClone()));
        Write("surrogate.json", File.ReadAllText(Path.Combine(_folder, "cpu.json")).Replace("schemaV", "schema\\ud800V", StringComparison.Ordinal));

        var exitCode = Compare(
            "cpu.json", "pocl.json", "broken.json", "list.json", "empty.json", "older.json", "newer.json", "other-quiz.json", "other-seed.json",
            "lacks.json", "wrong.json", "verdict.json", "null.json", "two-devices.json", "two-results.json", "surrogate.json", "missing.json");

        Assert.Equal(2, exitCode);
        Assert.Contains("on 2 devices in 2 reports: the devices agree; 15 inputs could not be used.", OneLine(), StringComparison.Ordinal);
        Snapshot.Verify(Problems);
    }

    [Fact]
    public void A_report_given_twice_counts_once_and_a_stopped_one_counts_with_a_note()
    {
        File.Copy(Path.Combine(_folder, "cpu.json"), Path.Combine(_folder, "copy.json"));
        Change("pocl.json", report => report["complete"] = false);

        Assert.Equal(0, Compare("cpu.json", "copy.json", "pocl.json"));
        Assert.Equal(
            """
            gpu-checks: note: 'FOLDER/copy.json': the same report as 'FOLDER/cpu.json'; it counts once.
            gpu-checks: note: 'FOLDER/pocl.json': the run was stopped before its end; its results until then are in the matrix.

            """.ReplaceLineEndings("\n"),
            Problems);
    }

    [Fact]
    public void One_device_is_nothing_to_compare()
    {
        Assert.Equal(2, Compare("cpu.json"));
        Assert.Equal("gpu-checks: there is nothing to compare: 1 device in 1 report.\n", Problems);
    }

    [Fact]
    public void A_matrix_can_be_written_to_several_files()
    {
        string[] files = ["m.html", "m.md", "m.json", "m.txt"];

        var exitCode = Compare(["cpu.json", "pocl.json", .. files.SelectMany(file => new[] { "--output", Path.Combine(_folder, file) })]);

        Assert.Equal((0, ""), (exitCode, _output.Output));
        Assert.All(files, file => Assert.NotEqual("", File.ReadAllText(Path.Combine(_folder, file))));
        Assert.EndsWith("the devices agree.\n", Problems, StringComparison.Ordinal);
    }

    private int Compare(params string[] words)
    {
        (_output, _error) = (new TestConsole().Width(100), new TestConsole().Width(100));
        string[] line = [.. words.Select((word, i) => i == 0 || word.EndsWith(".json", StringComparison.Ordinal) ? Path.Combine(_folder, word) : word)];
        var terminal = new Terminal(_output, _output.Profile.Out.Writer, _error);
        return Tool.Application(Chapter6Quiz.Quiz, new Chapter6Checks(), () => new FakeCatalog(), terminal).Run(["compare", .. line]);
    }

    private string OneLine() => string.Join(' ', _output.Output.Split('\n').Select(line => line.Trim()));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private void Change(string name, Action<JsonObject> change) => CopyOf(name, name, change);

    private void CopyOf(string name, string copy, Action<JsonObject> change)
    {
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, name)))!.AsObject();
        change(report);
        Write(copy, report.ToJsonString());
    }

    private static JsonObject Outcome(JsonObject report, string claim) =>
        report["outcomes"]!.AsArray().Single(outcome => outcome!["claim"]!.GetValue<string>() == claim)!.AsObject();

    private static JsonObject Measurement(JsonObject report, string claim) => Outcome(report, claim)["measurements"]![0]!.AsObject();
}
