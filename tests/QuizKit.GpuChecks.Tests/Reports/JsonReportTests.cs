// The JSON that programs read: parsed back and held to docs/report-json.md.

using System.Globalization;
using System.Text;
using System.Text.Json;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Numerics;
using QuizKit.Reports.Formats;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public class JsonReportTests
{
    [Fact]
    public void Nothing_but_one_object_goes_to_the_output()
    {
        var json = Json(new FakeChecks());

        using var report = JsonDocument.Parse(json);
        Assert.EndsWith("}\n", json, StringComparison.Ordinal);
        Assert.Equal(
            "schemaVersion tool quiz complete exitCode scale seed runs machine devices leftOut outcomes notExecutable crossDevice",
            string.Join(' ', report.RootElement.EnumerateObject().Select(property => property.Name)));
    }

    [Fact]
    public void The_head_says_what_ran_where()
    {
        using var report = JsonDocument.Parse(Json(new FakeChecks()));

        var root = report.RootElement;
        Assert.Equal(1, root.GetProperty("schemaVersion").GetInt32());
        Assert.Equal("gpu-checks", root.GetProperty("tool").GetProperty("name").GetString());
        Assert.Equal("sample", root.GetProperty("quiz").GetString());
        Assert.True(root.GetProperty("complete").GetBoolean());
        Assert.Equal(0, root.GetProperty("exitCode").GetInt32());
        Assert.Equal(("full", 6ul, 100), (root.GetProperty("scale").GetString(), root.GetProperty("seed").GetUInt64(), root.GetProperty("runs").GetInt32()));
        Assert.Equal(Environment.ProcessorCount, root.GetProperty("machine").GetProperty("processorCount").GetInt32());
        Assert.All(["os", "architecture", "runtime"], name => Assert.NotEqual("", root.GetProperty("machine").GetProperty(name).GetString()));
        Assert.Equal("cpu", root.GetProperty("devices")[0].GetProperty("id").GetString());
        Assert.Equal("libcuda.so.1 cannot be loaded.", root.GetProperty("leftOut")[0].GetProperty("reason").GetString());
        Assert.Equal("minsky-papert-1969", root.GetProperty("notExecutable")[0].GetProperty("claim").GetString());
    }

    [Fact]
    public void Each_result_of_a_schedule_has_its_seed_in_every_form()
    {
        var report = FixedReport.InSchedules();

        using var json = JsonDocument.Parse(FixedReport.Write(ReportFormat.Json, report));
        Assert.Equal(4, json.RootElement.GetProperty("schedules").GetInt32());
        var replays = json.RootElement.GetProperty("outcomes").EnumerateArray()
            .Single(outcome => outcome.GetProperty("claim").GetString() == SampleQuiz.Existential).GetProperty("replays").EnumerateArray();
        Assert.Equal([("41200001", 2ul), ("41200000", 1ul), ("41200002", ulong.MaxValue)],
            replays.Select(one => (one.GetProperty("bits").GetString(), one.GetProperty("seed").GetUInt64())));

        Assert.Contains(
            "QUIZKIT_CUDA_SEED of each result: 0x41200001 2, 0x41200000 1, 0x41200002 18446744073709551615",
            FixedReport.Write(ReportFormat.Markdown, report), StringComparison.Ordinal);
        var page = FixedReport.Write(ReportFormat.Html, report);
        Assert.Contains("3 results, each with a seed that gives it again", page, StringComparison.Ordinal);
        Assert.Contains(">18446744073709551615<", page, StringComparison.Ordinal);
        var result = report.Results.Single(one => one.Outcome.Replays is not null);
        Assert.Equal(result.Outcome.Replays, OutcomeJson.Of(result).ToOutcome().Replays);
    }

    [Fact]
    public void An_outcome_has_every_field_in_its_order()
    {
        using var report = JsonDocument.Parse(Json(new FakeChecks()));

        var outcome = report.RootElement.GetProperty("outcomes")[0];
        Assert.Equal(
            "claim question questionId device verdict expected asExpected measured reference bound unit runs seed milliseconds evidence finding method measurements kernels reductions plots",
            string.Join(' ', outcome.EnumerateObject().Select(property => property.Name)));
        Assert.Equal("total-multiply-adds", outcome.GetProperty("claim").GetString());
        Assert.Equal(1, outcome.GetProperty("question").GetInt32());
        Assert.Equal("multiply-adds", outcome.GetProperty("questionId").GetString());
        Assert.Equal("cpu", outcome.GetProperty("device").GetString());
        Assert.Equal("refuted", outcome.GetProperty("verdict").GetString());
        Assert.Equal("refuted", outcome.GetProperty("expected").GetString());
        Assert.True(outcome.GetProperty("asExpected").GetBoolean());
        Assert.Equal(136448, outcome.GetProperty("measured").GetDouble());
        Assert.Equal(70912, outcome.GetProperty("reference").GetDouble());
        Assert.Equal(0, outcome.GetProperty("bound").GetDouble());
        Assert.Equal("multiply-adds", outcome.GetProperty("unit").GetString());
        Assert.Equal(1, outcome.GetProperty("runs").GetInt64());
        Assert.Equal(JsonValueKind.Null, outcome.GetProperty("seed").ValueKind);
        Assert.InRange(outcome.GetProperty("milliseconds").GetDouble(), 0, double.MaxValue);
        Assert.Equal("executed-on-simulator", outcome.GetProperty("evidence").GetString());
        Assert.StartsWith("The kernels counted", outcome.GetProperty("finding").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Every kernel", outcome.GetProperty("method").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, outcome.GetProperty("measurements").GetArrayLength());
        Assert.Equal("256·256", outcome.GetProperty("measurements")[1].GetProperty("source").GetString());
    }

    [Theory]
    [InlineData("Confirmed", "confirmed", "true")]
    [InlineData("Qualified", "qualified", "false")]
    [InlineData("Refuted", "refuted", "false")]
    [InlineData("NotObserved", "not-observed", "null")]
    [InlineData("Skipped", "skipped", "null")]
    [InlineData("Unwritten", "unwritten", "null")]
    [InlineData("Error", "error", "false")]
    public void A_verdict_is_in_kebab_case_and_judged(string verdict, string name, string asExpected)
    {
        var json = Json(new FakeChecks().Tell(SampleQuiz.Existential, Enum.Parse<Verdict>(verdict)));

        using var report = JsonDocument.Parse(json);
        var outcome = report.RootElement.GetProperty("outcomes").EnumerateArray().Single(o => o.GetProperty("claim").GetString() == SampleQuiz.Existential);
        Assert.Equal(name, outcome.GetProperty("verdict").GetString());
        Assert.Equal(asExpected, outcome.GetProperty("asExpected").GetRawText());
    }

    [Fact]
    public void Numbers_that_JSON_lacks_are_words_and_every_digit_of_the_others_is_kept()
    {
        var json = Json(new FakeChecks().Tell(SampleQuiz.Corrected, _ => new Outcome
        {
            Verdict = Verdict.Confirmed,
            Finding = "log(0) is −∞.",
            Measurements =
            [
                new Measurement("naive loss", double.NaN, "1", double.PositiveInfinity, double.NegativeInfinity),
                new Measurement("variance", 0.30000000000000004),
            ],
        }));

        using var report = JsonDocument.Parse(json);
        var outcome = report.RootElement.GetProperty("outcomes")[1];
        Assert.Equal("NaN", outcome.GetProperty("measured").GetString());
        Assert.Equal("Infinity", outcome.GetProperty("reference").GetString());
        Assert.Equal("-Infinity", outcome.GetProperty("bound").GetString());
        Assert.Equal("0.30000000000000004", outcome.GetProperty("measurements")[1].GetProperty("measured").GetRawText());
        Assert.Equal(JsonValueKind.Null, outcome.GetProperty("measurements")[1].GetProperty("reference").ValueKind);
    }

    [Fact]
    public void A_report_with_plots_and_the_laboratory_is_read_back_as_it_was_written()
    {
        var finding = new OrderFinding("dotnet.loop", "here", OrderOperation.Sum)
        {
            Tree = SummationTree.Parse("((0+1)+2)"),
            Bound = double.NaN,
            Arithmetic = OrderArithmetic.Binary32,
        };
        var lab = new LabReport([LabPart.Order], [FakeCatalog.OpenCL], [], new LabSettings(Scale.Quick, 6, 2)) { Orders = new OrderReport(3, 6, [finding]) };
        var report = FixedReport.Create();
        using var text = new StringWriter();

        JsonReports.Write(text, RunJson.Of(report, lab));
        var read = JsonReports.ReadRun(Encoding.UTF8.GetBytes(text.ToString()));
        using var again = new StringWriter();
        JsonReports.Write(again, read);

        Assert.Equal(text.ToString(), again.ToString());
        Assert.Contains("\"tree\": \"((0+1)+2)\",\n", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(report.Results.Sum(result => result.Outcome.Plots.Count), read.Outcomes.Sum(outcome => outcome.Plots.Count));
    }

    [Fact]
    public void A_large_report_is_written_in_small_pieces_whose_characters_are_whole()
    {
        var report = FixedReport.Create();
        report = report with
        {
            Results = [.. Enumerable.Range(0, 2000).SelectMany(number =>
                report.Results.Select(result => result with { Outcome = result.Outcome with { Finding = new string('σ', number % 7) + "😀" } }))],
        };
        using var text = new LongestPiece();

        JsonReports.Write(text, RunJson.Of(report, null));

        var findings = JsonReports.ReadRun(Encoding.UTF8.GetBytes(text.ToString())).Outcomes.Select(outcome => outcome.Finding);
        Assert.Equal(report.Results.Select(result => result.Outcome.Finding), findings);
        Assert.InRange(text.Length, 0, text.ToString().Length / 20);
    }

    /// <summary>A text that knows the length of the longest piece that was written to it.</summary>
    private sealed class LongestPiece : StringWriter
    {
        public int Length { get; private set; }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            Length = Math.Max(Length, buffer.Length);
            base.Write(buffer);
        }

        public override void Write(string? value) => Write(value.AsSpan());
    }

    [Fact]
    public void A_culture_changes_nothing()
    {
        static string Stable(CultureInfo culture) => Tool.InCulture(culture, () =>
            System.Text.RegularExpressions.Regex.Replace(Json(new FakeChecks()), "\"milliseconds\": [0-9.E-]+", "\"milliseconds\": 0"));
        var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        strange.NumberFormat.NumberDecimalSeparator = ",";
        strange.NumberFormat.NegativeSign = "\u2212";

        var invariant = Stable(CultureInfo.InvariantCulture);

        Assert.Equal(invariant, Stable(strange));
        Assert.Equal(invariant, Stable(CultureInfo.GetCultureInfo("tr-TR")));
        Assert.Equal(invariant, Stable(CultureInfo.GetCultureInfo("ar-SA")));
    }

    private static string Json(FakeChecks checks)
    {
        var tool = new Tool(checks, new FakeCatalog(FakeCatalog.Cpu).LeaveOut(FakeCatalog.NoCuda));
        tool.Run("run --format json");
        return tool.Output;
    }
}
