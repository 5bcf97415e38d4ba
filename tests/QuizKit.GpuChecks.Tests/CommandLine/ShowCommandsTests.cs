// gpu-checks explain, list and devices: what they show.

using System.Globalization;
using System.Text.Json;
using QuizKit.GpuChecks.CommandLine;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Snapshots;
using Spectre.Console.Testing;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public class ShowCommandsTests
{
    [Fact]
    public void Explain_shows_the_words_the_erratum_and_every_measurement()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL));

        var exitCode = tool.Run("explain total-multiply-adds");

        Assert.Equal(0, exitCode);
        Snapshot.Verify(System.Text.RegularExpressions.Regex.Replace(tool.Output, @"\d+ ms", "N ms"));
    }

    [Fact]
    public void Explain_runs_on_the_device_that_speaks_best_for_the_machine()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL, FakeCatalog.Cuda, FakeCatalog.SecondCuda));

        tool.Run("explain total-multiply-adds");

        Assert.Equal(["total-multiply-adds on cuda"], tool.Checks.Ran);
    }

    [Fact]
    public void Explain_gives_the_reason_of_a_claim_that_no_program_can_check()
    {
        var tool = new Tool();

        var exitCode = tool.Run("explain minsky-papert-1969");

        Assert.Equal(0, exitCode);
        Assert.Contains("reason    history: cite it.\n", tool.Output, StringComparison.Ordinal);
        Assert.Empty(tool.Catalog.Opened);
    }

    [Fact]
    public void Explain_exits_like_a_run()
    {
        Assert.Equal(1, new Tool(new FakeChecks().Tell(SampleQuiz.Corrected, Verdict.Refuted)).Run("explain " + SampleQuiz.Corrected));
        Assert.Equal(3, new Tool(new FakeChecks().Tell(SampleQuiz.Corrected, Verdict.Error)).Run("explain " + SampleQuiz.Corrected));
    }

    [Theory]
    [InlineData("explain total-multiply-adds", "\"outcomes\": [\n    {", "# total-multiply-adds\n")]
    [InlineData("explain minsky-papert-1969", "\"reason\": \"history: cite it.\"", "- reason: history: cite it.\n")]
    [InlineData("list", "\"claim\": \"total-multiply-adds\"", "| `total-multiply-adds` | refuted |")]
    [InlineData("devices", "\"id\": \"cpu\"", "| `cpu` | CPU accelerator |")]
    [InlineData("conformance --scale quick", "\"conforms\": true", "| multiply 32 | 6,466 | 0 |")]
    [InlineData("compile --target opencl-c", "\"target\": \"opencl-c\"", "| opencl-c |")]
    [InlineData("order dotnet.loop --length 10 --seed 7", "\"target\": \"dotnet.loop\"", "`gpu-checks order dotnet.loop --length 10 --seed 7 --device cpu`")]
    [InlineData("list --coverage", "\"uncovered\": 2,", "| One 256×256 layer is left out. | missing | erratum |", 1)]
    public void Every_command_writes_every_format(string line, string json, string markdown, int expected = 0)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("formats").FullName;
        try
        {
            var tool = new Tool();
            string[] files = ["o.txt", "o.json", "o.md", "o.html"];

            var exitCode = tool.Run(line + string.Concat(files.Select(file => $" --output {folder}/{file}")));

            Assert.Equal((expected, ""), (exitCode, tool.Output));
            string[] texts = [.. files.Select(file => System.IO.File.ReadAllText(System.IO.Path.Combine(folder, file)))];
            Assert.DoesNotContain('\u001b', texts[0]);
            JsonDocument.Parse(texts[1]).Dispose();
            Assert.Contains(json, texts[1], StringComparison.Ordinal);
            Assert.StartsWith("# ", texts[2], StringComparison.Ordinal);
            Assert.Contains(markdown, texts[2], StringComparison.Ordinal);
            Assert.StartsWith("<!DOCTYPE html>", texts[3], StringComparison.Ordinal);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void List_shows_every_claim_with_its_words_and_what_is_expected()
    {
        var tool = new Tool();

        var exitCode = tool.Run("list");

        Assert.Equal(0, exitCode);
        Snapshot.Verify(tool.Output);
    }

    [Fact]
    public void List_as_JSON_has_every_claim()
    {
        var tool = new Tool();

        tool.Run("list --format json");

        using var list = JsonDocument.Parse(tool.Output);
        var claims = list.RootElement.GetProperty("claims");
        Assert.Equal(6, claims.GetArrayLength());
        Assert.Equal(70912, claims[0].GetProperty("values")[0].GetDouble());
        Assert.Equal("erratum", claims[1].GetProperty("origin").GetString());
        Assert.Equal("history: cite it.", claims[3].GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, claims[3].GetProperty("expected").ValueKind);
        Assert.True(claims[4].GetProperty("existential").GetBoolean());
    }

    [Fact]
    public void List_with_coverage_shows_every_sentence_with_its_claims()
    {
        var tool = new Tool();

        var exitCode = tool.Run("list --coverage");

        Assert.Equal((1, ""), (exitCode, tool.Error));
        Assert.EndsWith("\n2 statements without a claim or a reason\n", tool.Output, StringComparison.Ordinal);
        Snapshot.Verify(tool.Output);
    }

    [Fact]
    public void List_with_coverage_as_JSON_has_every_sentence()
    {
        var tool = new Tool();

        Assert.Equal(1, tool.Run("list --coverage --format json"));

        using var coverage = JsonDocument.Parse(tool.Output);
        var sentences = coverage.RootElement.GetProperty("sentences");
        Assert.Equal(2, coverage.RootElement.GetProperty("uncovered").GetInt32());
        Assert.Equal(1, coverage.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal(5, sentences.GetArrayLength());
        Assert.True(sentences[0].GetProperty("asks").GetBoolean());
        Assert.Equal("total-multiply-adds", sentences[1].GetProperty("claims")[0].GetString());
        Assert.False(sentences[2].GetProperty("covered").GetBoolean());
        Assert.Equal("erratum", sentences[3].GetProperty("origin").GetString());
        Assert.Equal(("floating-point", 3), (sentences[4].GetProperty("questionId").GetString(), sentences[4].GetProperty("question").GetInt32()));
        Assert.Equal("It points elsewhere.", sentences[4].GetProperty("reasons")[0].GetString());
    }

    [Theory]
    [InlineData(0, 0, "0 statements without a claim or a reason")]
    [InlineData(1, 1, "1 statements without a claim or a reason")]
    [InlineData(1234, 1, "1234 statements without a claim or a reason")]
    public void List_with_coverage_ends_in_the_number_of_statements_without_either(int uncovered, int expected, string line)
    {
        var text = new RichText("It is.", "It is.", "It is.", "It is.");
        var sentences = Enumerable.Repeat(new Sentence("It is.", ClaimOrigin.Answer, [], [], false, false), uncovered).ToList();
        var question = new OpenQuestion("one", 1, text, new Answer(text, Provenance.Source), [], [], [], sentences);
        var terminal = new TestConsole().Width(80);

        var exitCode = Tool.InCulture(CultureInfo.GetCultureInfo("de-DE"), () => Tool.Application(
            new Quiz("quiz", "en", text, null, [question]),
            new FakeChecks(),
            () => new FakeCatalog(FakeCatalog.Cpu),
            new Terminal(terminal, terminal.Profile.Out.Writer, new TestConsole())).Run(["list", "--coverage"], CancellationToken.None));

        Assert.Equal(expected, exitCode);
        Assert.Equal(line, terminal.Output.TrimEnd('\n').Split('\n')[^1]);
    }

    [Fact]
    public void Devices_shows_what_was_found_and_what_was_left_out_with_its_remedy()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL).LeaveOut(FakeCatalog.NoCuda));

        var exitCode = tool.Run("devices");

        Assert.Equal(0, exitCode);
        Snapshot.Verify(tool.Output);
    }

    [Fact]
    public void Devices_as_JSON_has_both()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu).LeaveOut(FakeCatalog.NoCuda));

        tool.Run("devices --format json");

        using var report = JsonDocument.Parse(tool.Output);
        Assert.Equal("cpu", report.RootElement.GetProperty("devices")[0].GetProperty("id").GetString());
        Assert.Equal(16L << 30, report.RootElement.GetProperty("devices")[0].GetProperty("memoryBytes").GetInt64());
        Assert.Equal("Install the NVIDIA driver.", report.RootElement.GetProperty("leftOut")[0].GetProperty("remedy").GetString());
    }
}
