// gpu-checks run --shard and gpu-checks merge, through the command line: what is joined, and what is refused.

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using QuizKit.Devices.Discovery;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.GpuChecks.Tests.Running;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Comparison;

public sealed class MergeTests : IDisposable
{
    private const string Swept = SampleQuiz.LongName;

    private static readonly Sweep<Question04Kernels.GradientSummary> Ranges = new(
        SweepJsonContext.Default.GradientSummary,
        (_, ranges) => new Question04Kernels.GradientSummary(ranges.Max(), 0.1, ranges.Max() / 3.0, ranges.Count),
        Question04Kernels.GradientSummary.Merge,
        (_, scale, seed, found) => new Outcome
        {
            Verdict = Verdict.Confirmed,
            Finding = $"{found.Count} ranges at scale {scale}.",
            Measurements = [Measurement.Of("a third of the last range", found.WidestAtQuarter), Measurement.Of("a tenth", found.AtFirst)],
            Seed = seed,
        });

    private readonly string _folder = Directory.CreateTempSubdirectory("gpu-checks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(150)]
    public void The_report_of_the_shards_is_that_of_one_machine_to_the_byte(int count)
    {
        Run("run --output whole.json");
        RunShards(count);

        var (exitCode, _, error) = Run("merge shards --output merged.json");

        Assert.Equal(0, exitCode);
        Assert.Equal("10 checks: 10 as expected. Exit code 0: every verdict is as expected.\n", error);
        Assert.Equal(Canonical("whole.json"), Canonical("merged.json"));
    }

    [Theory]
    [InlineData("table")]
    [InlineData("markdown")]
    [InlineData("junit")]
    [InlineData("html")]
    public void Every_format_is_that_of_one_machine(string format)
    {
        RunShards(3);

        var whole = Run($"run --format {format}");
        var merged = Run($"merge shards --format {format}");

        Assert.Equal(WithoutTimes(whole.Output), WithoutTimes(merged.Output));
    }

    [Fact]
    public void A_disagreement_between_devices_in_different_shards_is_found()
    {
        FakeChecks Checks() => NewChecks().Tell(SampleQuiz.Corrected, context => new Outcome
        {
            Verdict = Verdict.Confirmed,
            Finding = "So it is.",
            Measurements = [Measurement.Of("count", context.Device == FakeCatalog.Cpu ? 1 : 2)],
        });
        Run("run --output whole.json", Checks());
        RunShards(3, checks: Checks);

        var (exitCode, _, _) = Run("merge shards --output merged.json");

        Assert.Equal(1, exitCode);
        Assert.Equal(Canonical("whole.json"), Canonical("merged.json"));
    }

    [Fact]
    public void A_check_that_breaks_in_one_range_is_an_error_of_the_whole()
    {
        RunShards(3, checks: () => NewChecks().Tell(
            Swept, context => context.Ranges!.Contains(7) ? throw new InvalidOperationException("The driver is gone.") : Ranges.Run(null!, context)));

        var (exitCode, _, _) = Run("merge shards --output merged.json");

        Assert.Equal(3, exitCode);
        var outcome = JsonNode.Parse(File.ReadAllText(PathOf("merged.json")))!["outcomes"]!.AsArray()
            .First(outcome => outcome!["claim"]!.ToString() == Swept)!;
        Assert.Equal("error", outcome["verdict"]!.ToString());
        Assert.Contains("The driver is gone.", outcome["finding"]!.ToString(), StringComparison.Ordinal);
        Assert.Null(outcome["part"]);
    }

    [Fact]
    public void Missing_shards_are_named_with_the_command_that_makes_them_and_nothing_is_written()
    {
        RunShards(4);
        File.Delete(PathOf("shards/2.json"));
        File.Delete(PathOf("shards/4.json"));

        var (exitCode, output, error) = Run("merge shards --output merged.json");

        Assert.Equal((2, ""), (exitCode, output));
        const string command = "`gpu-checks run --device cpu --device opencl --scale full --seed 6 --runs 100 --shard";
        Assert.Equal(
            $"gpu-checks: shard 2/4 is missing: {command} 2/4 --output FILE.json` makes it.\n"
                + $"gpu-checks: shard 4/4 is missing: {command} 4/4 --output FILE.json` makes it.\n",
            error);
        Assert.False(File.Exists(PathOf("merged.json")));
    }

    [Fact]
    public void The_command_of_a_shard_makes_it_again()
    {
        RunShards(3, "--claim parallel-reduction-varies --question 2 --seed 9");
        var command = JsonNode.Parse(File.ReadAllText(PathOf("shards/2.json")))!["shard"]!["command"]!.ToString();

        Run($"{command["gpu-checks ".Length..]} --output again.json");

        Assert.Equal(Canonical("shards/2.json"), Canonical("again.json"));
    }

    [Fact]
    public void A_shard_is_the_same_in_any_culture()
    {
        RunShards(3);

        Tool.InCulture(new CultureInfo("ar-SA"), () => Run("run --shard 3/3 --output again.json"));

        Assert.Equal(Canonical("shards/3.json"), Canonical("again.json"));
    }

    [Fact]
    public void A_copy_of_a_shard_counts_once_and_other_results_for_it_are_refused()
    {
        RunShards(2);
        File.Copy(PathOf("shards/1.json"), PathOf("shards/copy.json"));
        var (exitCode, _, error) = Run("merge shards --format json");
        Assert.Equal((0, "gpu-checks: note: 'shards/copy.json': the same bytes as 'shards/1.json'; it counts once.\n"), (exitCode, error));

        Change("shards/copy.json", report => report["outcomes"]![0]!["milliseconds"] = 1e6);
        AssertRefused("'shards/copy.json': shard 1/2 is also in 'shards/1.json', and not with the same bytes: leave one of the two out.");
    }

    [Theory]
    [InlineData("--seed 7", "seed: 7; in 'shards/1.json': 6.")]
    [InlineData("--scale quick", "scale: quick; in 'shards/1.json': full.")]
    [InlineData("--runs 5", "runs: 5; in 'shards/1.json': 100.")]
    [InlineData("--question 1", "claims: total-multiply-adds, total-multiply-adds-corrected; in 'shards/1.json': ")]
    [InlineData("--device cpu", "devices: cpu = ")]
    public void A_shard_of_another_run_is_refused(string options, string message)
    {
        RunShards(2);
        Run($"run --shard 2/2 {options} --output shards/2.json");

        AssertRefused($"'shards/2.json': {message}", missing: 2);
    }

    [Fact]
    public void A_shard_of_another_number_is_refused()
    {
        RunShards(2);
        Run("run --shard 2/3 --output shards/2.json");

        AssertRefused("'shards/2.json': number of shards: 3; in 'shards/1.json': 2. All shards need the same.", missing: 2);
    }

    [Fact]
    public void A_shard_of_another_device_of_the_same_id_is_refused_and_one_with_other_memory_is_not()
    {
        RunShards(2);
        var memory = FakeCatalog.OpenCL with { MemoryBytes = 1 << 30 };
        Run("run --shard 2/2 --output shards/2.json", catalog: new FakeCatalog(FakeCatalog.Cpu, memory));
        Assert.Equal(0, Run("merge shards --format json").ExitCode);

        Run("run --shard 2/2 --output shards/2.json", catalog: new FakeCatalog(FakeCatalog.Cpu, memory with { Platform = "PoCL 7.0" }));
        AssertRefused("'shards/2.json': devices: ", missing: 2);
    }

    public static TheoryData<string, string, string> Changes { get; } = new()
    {
        { "$.schemaVersion", "2", "its schema version is 2, newer than 1: update gpu-checks." },
        { "$.tool.version", "\"0.0.1\"", $"it was made by gpu-checks 0.0.1, and this is {JsonReports.ToolVersion}: merge with the version that made" },
        { "$.shard.fingerprint", "\"0123456789abcdef\"", "its quiz has the fingerprint 0123456789abcdef, the quiz of this gpu-checks " },
        { "$.quiz", "\"other\"", "it is about the quiz 'other', not 'sample'." },
        { "$.complete", "false", "the run was stopped before its end." },
        { "$.machine.os", "\"Example OS\"", "machine: " },
        { "$.shard.index", "3", "there is no shard 3/2: it was changed; make it again." },
        { "$.shard.count", "0", "there is no shard 2/0: it was changed; make it again." },
        { "$.shard.count", "2000000000", "there is no shard 2/2000000000: it was changed; make it again." },
        { "$.shard", "null", "it is not a shard: it was made without --shard." },
        { "$.outcomes", "[]", "its results are not those of shard 2/2: it was changed; make it again." },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_report_that_does_not_belong_to_the_run_is_refused(string place, string value, string message)
    {
        RunShards(2);
        Change("shards/2.json", report =>
        {
            var path = place.Split('.')[1..];
            var parent = path[..^1].Aggregate(report, (node, name) => node[name]!);
            parent[path[^1]] = JsonNode.Parse(value);
        });

        AssertRefused($"'shards/2.json': {message}", missing: 2);
    }

    [Fact]
    public void What_is_not_a_whole_report_is_refused_with_one_line_each()
    {
        RunShards(2);
        File.WriteAllText(PathOf("shards/2.json"), File.ReadAllText(PathOf("shards/2.json"))[..2000]);
        File.WriteAllText(PathOf("shards/a.json"), "[]");
        Run("run --output shards/b.json");

        var (exitCode, _, error) = Run("merge shards missing.json");

        Assert.Equal(2, exitCode);
        Assert.Matches(
            """
            ^gpu-checks: 'missing.json': there is no such file.
            gpu-checks: 'shards/2.json': it is not complete JSON: syntax error in line \d+.
            gpu-checks: 'shards/a.json': it is not a report of `gpu-checks run --format json`.
            gpu-checks: 'shards/b.json': it is not a shard: it was made without --shard.
            gpu-checks: shard 2/2 is missing: `.*` makes it.
            $
            """.ReplaceLineEndings("\n"),
            error);
    }

    [Fact]
    public void A_sweep_whose_values_were_changed_is_refused()
    {
        RunShards(2);
        Change("shards/2.json", report => report["outcomes"]!.AsArray()
            .First(outcome => outcome!["part"] is not null)!["part"]!["values"] = new JsonObject());

        AssertRefused($"claim '{Swept}': a part of its sweep was changed: ");
    }

    [Fact]
    public void Compare_refuses_shards()
    {
        RunShards(2);

        var (exitCode, _, error) = Run("compare shards");

        Assert.Equal(2, exitCode);
        Assert.StartsWith(
            "gpu-checks: 'shards/1.json': it is shard 1/2 of a run: join all of them with `gpu-checks merge` first.\n", error, StringComparison.Ordinal);
    }

    private static FakeChecks NewChecks() => new() { Sweeps = new Dictionary<string, ISweep> { [Swept] = Ranges } };

    private string PathOf(string file) => Path.Combine(_folder, file);

    /// <summary>Runs a command line whose files are in the folder of the test, which its output does not name.</summary>
    private (int ExitCode, string Output, string Error) Run(string line, FakeChecks? checks = null, IDeviceCatalog? catalog = null)
    {
        var tool = new Tool(checks ?? NewChecks(), width: 1000);
        var words = line.Split(' ').Select(word => word.EndsWith(".json", StringComparison.Ordinal) || word == "shards" ? PathOf(word) : word);
        var exitCode = tool.RunWords([.. words], () => catalog ?? new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL));
        return (exitCode, tool.Output, tool.Error.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }

    private void RunShards(int count, string options = "", Func<FakeChecks>? checks = null)
    {
        Directory.CreateDirectory(PathOf("shards"));
        for (var i = 1; i <= count; i++)
            Run(FormattableString.Invariant($"run --shard {i}/{count} {options} --output shards/{i}.json").Replace("  ", " ", StringComparison.Ordinal), checks?.Invoke());
    }

    private void Change(string file, Action<JsonNode> change)
    {
        var report = JsonNode.Parse(File.ReadAllText(PathOf(file)))!;
        change(report);
        File.WriteAllText(PathOf(file), report.ToJsonString());
    }

    /// <summary>Merging refuses with a line that begins so, one for the shard that is missing without it, and nothing else.</summary>
    private void AssertRefused(string beginning, int? missing = null)
    {
        var (exitCode, output, error) = Run("merge shards --format json");
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("gpu-checks: " + beginning, lines[0], StringComparison.Ordinal);
        if (missing is { } index) Assert.StartsWith($"gpu-checks: shard {index}/2 is missing: ", lines[1], StringComparison.Ordinal);
        Assert.Equal(missing is null ? 1 : 2, lines.Length);
    }

    /// <summary>The bytes of a report, but for how long each check took.</summary>
    private string Canonical(string file) =>
        Regex.Replace(File.ReadAllText(PathOf(file)), "\"milliseconds\": [-+.0-9Ee]+", "\"milliseconds\": 0", RegexOptions.CultureInvariant);

    private static string WithoutTimes(string report) => Regex.Replace(
        report,
        """time="[^"]*"|<time[^>]*>[^<]*</time>|[0-9.,]+ (ms|s|min)\b|\d{4}-\d\d-\d\d[ T][0-9:.+Z-]+( UTC)?""",
        "TIME",
        RegexOptions.CultureInvariant);
}
