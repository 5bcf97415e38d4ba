// The command line of `lab`: what it writes, and what it says when something is not there.

using System.Text.Json;
using System.Text.RegularExpressions;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Laboratory;

public sealed class LabCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lab").FullName;

    // One that has no operations, so that a test does not wait for the real one.
    private readonly FakePython _python = FakePython.Answering(
        """{"status":"ok","version":"2.2","operations":[]}""", """{"status":"ok","version":"2.2","operations":[]}""", """{"status":"missing","message":"none"}""");

    public void Dispose()
    {
        _python.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [ThoroughFact]
    public void A_part_is_shown_on_the_screen_and_ends_with_what_it_comes_to()
    {
        var tool = new Tool(width: 160);

        var exitCode = tool.Run($"lab order --scale quick --python {_python.Path}");

        Assert.Equal((int)ExitStatus.AsExpected, exitCode);
        Assert.Contains("The order of a sum, drawn", tool.Output, StringComparison.Ordinal);
        Assert.Contains("cpu.torch-order", tool.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "Every tree of a sum was proven by 300 replays; every error lies within its bound.\n", tool.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [ThoroughFact]
    public void Reports_and_pictures_hold_the_same_trees()
    {
        var tool = new Tool();
        string html = Path.Combine(_folder, "lab.html"), json = Path.Combine(_folder, "lab.json"), markdown = Path.Combine(_folder, "lab.md"), pictures = Path.Combine(_folder, "pictures of it");

        var exitCode = tool.RunWords(
            ["lab", "order", "--scale", "quick", "--python", _python.Path, "--output", html, "--output", json, "--output", markdown, "--pictures", pictures], () => tool.Catalog);

        Assert.Equal((int)ExitStatus.AsExpected, exitCode);
        using var report = JsonDocument.Parse(File.ReadAllText(json));
        var trees = report.RootElement.GetProperty("laboratory").GetProperty("orders").GetProperty("targets").EnumerateArray()
            .Count(target => target.GetProperty("tree").ValueKind == JsonValueKind.String && target.GetProperty("sameAs").ValueKind == JsonValueKind.Null);
        var page = File.ReadAllText(html);
        Assert.Equal(trees, Regex.Count(page, "aria-label=\"[^\"]*: [0-9,]+ addends, height [0-9]+\""));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        string[] shown = [.. Regex.Matches(File.ReadAllText(markdown), @"\]\(([^)]+\.svg)\)").Select(match => match.Groups[1].Value)];
        Assert.Equal(trees + 1, shown.Length);
        Assert.All(shown, address => Assert.True(File.Exists(Path.Combine(_folder, Uri.UnescapeDataString(address))), address));
    }

    /// <summary>The terminal may show nothing else: the report is in a file.</summary>
    [Theory]
    [InlineData("1 fault found: cpu: too large.", "cpu: too large")]
    [InlineData("2 faults found: cpu: too large; the report lists all of them.", "cpu: too large.", "cpu: too small.")]
    public void The_conclusion_names_a_fault_where_it_counts_them(string conclusion, params string[] faults)
    {
        var cure = new CureReport("cpu", "a processor", "CPU", [], [], [], [], [], faults);
        var report = new LabReport([LabPart.Cure], [FakeCatalog.Cpu], [], new LabSettings(Scale.Quick, 1, 3)) { Cure = [cure] };

        Assert.Equal(conclusion, LabDocument.Summary(report));
    }

    [Theory]
    [InlineData("lab ordr", "unknown part 'ordr': did you mean 'order'?")]
    [InlineData("lab numpy", "unknown part 'numpy': there are order, pair, variation, cure.")]
    [InlineData("lab --runs 0", "--runs takes a whole number from 1 to 1000000, not '0'.")]
    [InlineData("lab --runs 1", "--runs 1: nothing varies in one run; the laboratory's `variation` needs 2 or more.")]
    [InlineData("run --lab --runs 1", "--runs 1: nothing varies in one run")]
    [InlineData("lab --format junit", "unknown format 'junit'")]
    [InlineData("lab order --python /no/such/python", "--python /no/such/python: no Python is installed")]
    [InlineData("lab --lenght 5", "unknown option '--lenght'")]
    [InlineData("run --pictures here", "`run` does not take --pictures")]
    public void What_cannot_be_asked_is_one_line_and_exit_code_2(string line, string message)
    {
        var tool = new Tool(width: 200);

        var exitCode = tool.Run(line);

        Assert.Equal((int)ExitStatus.BadUsage, exitCode);
        Assert.Contains(message, tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_said_before_anything_is_measured()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var executor = new FakeLabExecutor(_ => []);
        var tool = new Tool { Laboratory = executor };

        var exitCode = tool.RunWords(["lab", "--pictures", Path.Combine(file, "below")], () => tool.Catalog);

        Assert.Equal((int)ExitStatus.BadUsage, exitCode);
        Assert.Contains("cannot write to the folder", tool.Error, StringComparison.Ordinal);
        Assert.Empty(executor.Jobs);
    }

    [Fact]
    public void A_part_that_breaks_on_a_device_is_told_and_the_others_are_shown()
    {
        var executor = new FakeLabExecutor(job => job.Part == LabPart.Variation ? [new LabFailed("the driver fell over")] : []);
        var tool = new Tool(width: 160) { Laboratory = executor };

        var exitCode = tool.Run("lab variation cure");

        Assert.Equal((int)ExitStatus.CheckBroke, exitCode);
        Assert.Contains("variation on cpu: the driver fell over", tool.Output, StringComparison.Ordinal);
        Assert.Equal([LabPart.Variation, LabPart.Cure], executor.Jobs.Select(job => job.Part));
    }

    [Fact]
    public void A_pair_that_takes_its_process_down_is_tried_again_on_the_first_device_alone()
    {
        var executor = new FakeLabExecutor(job => job.Devices.Count > 1 ? [new LabFailed("signal SIGSEGV.")] : []);
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL), width: 160) { Laboratory = executor };

        var exitCode = tool.Run($"lab pair --python {_python.Path}");

        Assert.Equal((int)ExitStatus.CheckBroke, exitCode);
        Assert.Equal([["cpu", "opencl"], ["cpu"]], executor.Jobs.Select(job => job.Devices));
        Assert.Contains("signal SIGSEGV. Tried again on cpu alone.", tool.Output, StringComparison.Ordinal);
    }
}
