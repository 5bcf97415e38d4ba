// gpu-checks run: what is chosen, and every exit code.

using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.CommandLine;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Running;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public class RunCommandTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("--device cpu")]
    [InlineData("run --device cpu:0")]
    [InlineData("--device CPU run")]
    [InlineData("--question 1 run --question 2 --question 3")]
    [InlineData("--question multiply-adds --question 2 --claim parallel-reduction-varies --claim differences-near-1e-7")]
    public void Run_is_the_default_command_and_runs_what_is_chosen_in_the_order_of_the_quiz(string line)
    {
        var tool = new Tool();

        var exitCode = tool.Run(line);

        Assert.Equal(0, exitCode);
        Assert.Equal(
            [
                "total-multiply-adds on cpu",
                "total-multiply-adds-corrected on cpu",
                "backpropagation-only-computes-gradients on cpu",
                "parallel-reduction-varies on cpu",
                "differences-near-1e-7 on cpu",
            ],
            tool.Checks.Ran);
    }

    [Fact]
    public void An_empty_command_line_runs_everything()
    {
        var tool = new Tool();

        var exitCode = tool.RunWords([], () => tool.Catalog);

        Assert.Equal((0, 5), (exitCode, tool.Checks.Ran.Count));
        Assert.True(tool.Catalog.IsDisposed);
    }

    [Fact]
    public void Without_options_the_defaults_reach_the_checks()
    {
        var tool = new Tool();

        tool.Run("run");

        var context = tool.Checks.Contexts[0];
        Assert.Equal((OptionValues.DefaultScale, OptionValues.DefaultSeed, OptionValues.DefaultRuns), (context.Scale, context.Seed, context.Runs));
    }

    [Fact]
    public void Options_reach_the_checks()
    {
        var tool = new Tool();

        tool.Run("run --scale exhaustive --seed 18446744073709551615 --runs 1000000");

        var context = tool.Checks.Contexts[0];
        Assert.Equal((Scale.Exhaustive, ulong.MaxValue, 1_000_000), (context.Scale, context.Seed, context.Runs));
    }

    [Theory]
    [InlineData("run", "cpu opencl cuda cuda:1")]
    [InlineData("run --device all", "cpu opencl cuda cuda:1")]
    [InlineData("run --device cuda:1 --device cpu", "cpu cuda:1")]
    [InlineData("run --device cuda --device cuda:0", "cuda")]
    public void Devices_are_run_in_the_order_of_the_catalog(string line, string devices)
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL, FakeCatalog.Cuda, FakeCatalog.SecondCuda));

        tool.Run(line);

        Assert.Equal(devices, string.Join(' ', tool.Catalog.Opened));
        Assert.Equal("", tool.Error);
    }

    [Fact]
    public void With_no_OpenCL_or_CUDA_device_the_fallback_is_said_in_one_line()
    {
        var tool = new Tool();

        tool.Run("run");

        Assert.Equal("No OpenCL or CUDA device found: running on the CPU accelerator. `gpu-checks devices` shows why.\n", tool.Error);
    }

    [Fact]
    public void Asking_for_the_CPU_needs_no_explanation()
    {
        var tool = new Tool();

        tool.Run("run --device cpu");

        Assert.Equal("", tool.Error);
    }

    [Theory]
    [InlineData("Skipped", 0)]
    [InlineData("Unwritten", 0)]
    [InlineData("NotObserved", 1)]
    [InlineData("Refuted", 1)]
    [InlineData("Qualified", 1)]
    [InlineData("Error", 3)]
    public void The_verdict_on_a_claim_expected_to_be_confirmed_decides_the_exit_code(string verdict, int expected)
    {
        var tool = new Tool(new FakeChecks().Tell(SampleQuiz.Corrected, Enum.Parse<Verdict>(verdict)));

        Assert.Equal(expected, tool.Run("run"));
    }

    [Theory]
    [InlineData("", 100, 100)]
    [InlineData(" --runs 7", 7, 7)]
    [InlineData(" --schedules 9", 100, 9)]
    [InlineData(" --runs 7 --schedules 9", 7, 9)]
    public void CUDA_in_software_makes_a_run_for_each_schedule(string options, int runs, int schedules)
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.CudaSoftware), width: 160);

        tool.Run("run --device cpu --device cuda-software" + options);

        Assert.All(tool.Checks.Contexts, context =>
            Assert.Equal(context.Device.Kind == DeviceKind.CudaSoftware ? schedules : runs, context.Runs));
        Assert.Contains($"seed 6, runs {runs}, schedules {schedules}", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_possibility_that_does_not_show_is_no_failure()
    {
        var tool = new Tool(new FakeChecks().Tell(SampleQuiz.Existential, Verdict.NotObserved));

        Assert.Equal(0, tool.Run("run"));
    }

    [Fact]
    public void A_broken_check_weighs_more_than_a_verdict_that_differs()
    {
        var tool = new Tool(new FakeChecks()
            .Tell(SampleQuiz.Refuted, Verdict.Confirmed)
            .Tell(SampleQuiz.Corrected, _ => throw new InvalidOperationException("lost")));

        Assert.Equal(3, tool.Run("run"));
        Assert.Equal(5, tool.Checks.Ran.Count);
    }

    [Fact]
    public void A_stopped_run_reports_what_ran_and_exits_with_130()
    {
        using var stop = new CancellationTokenSource();
        var tool = new Tool(new FakeChecks().Tell(SampleQuiz.Refuted, _ =>
        {
            stop.Cancel();
            throw new InvalidOperationException("lost");
        }));

        var exitCode = tool.Run("run", stop.Token);

        Assert.Equal(130, exitCode);
        Assert.Equal("Exit code 130: stopped after 1 of 5 checks.", tool.Output.TrimEnd().Split('\n').Last());
    }

    [Fact]
    public void An_unwritten_check_is_never_counted_as_passed()
    {
        var checks = new FakeChecks();
        foreach (var claim in SampleQuiz.Quiz.Claims) checks.Tell(claim.Id, _ => Outcome.Unwritten());
        var tool = new Tool(checks);

        var exitCode = tool.Run("run");

        Assert.Equal(0, exitCode);
        Assert.Contains("5 checks: 0 as expected, 5 unwritten.\n", tool.Output, StringComparison.Ordinal);
        Assert.Contains("Exit code 0: no verdict differs from the expected one.\n", tool.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("✓", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_no_program_can_check_is_counted_and_not_run()
    {
        var tool = new Tool();

        var exitCode = tool.Run("--device cpu --claim minsky-papert-1969");

        Assert.Equal(0, exitCode);
        Assert.Empty(tool.Checks.Ran);
        Assert.EndsWith(
            "0 checks: 0 as expected.\n1 not executable: `gpu-checks list` says why.\nExit code 0: there was nothing to run.\n",
            tool.Output,
            StringComparison.Ordinal);
    }
}
