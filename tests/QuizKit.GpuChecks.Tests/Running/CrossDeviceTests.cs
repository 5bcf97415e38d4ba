// Two devices in one run: what has to be the same bits, what may differ by its bounds, and what a difference comes to.

using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.GpuChecks.Tests.CommandLine;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Running;

public sealed class CrossDeviceTests : IDisposable
{
    private readonly FakeCatalog _catalog = new(FakeCatalog.Cpu, FakeCatalog.OpenCL);

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public void One_device_is_compared_with_nothing() =>
        Assert.Null(Run(new FakeChecks(), FakeCatalog.Cpu).CrossDevice);

    [Fact]
    public void Devices_that_measure_the_same_agree()
    {
        var cross = Run(new FakeChecks(), FakeCatalog.Cpu, FakeCatalog.OpenCL).CrossDevice!;

        Assert.True(cross.Agree);
        Assert.Equal(5, cross.Comparisons.Count);
        Assert.Equal(2, cross.Comparisons[0].ExactMeasurements);
    }

    [Fact]
    public void A_number_that_has_to_be_the_same_bits_and_is_not_is_a_disagreement_however_small()
    {
        var checks = Measuring(context => new Measurement("sum", context.Device.Kind == DeviceKind.Cpu ? 1 : Math.BitIncrement(1.0), "1", 1, 0.5));

        var comparison = Comparison(checks);

        var found = Assert.Single(comparison.Disagreements);
        Assert.Equal(("sum", "1", "1.0000000000000002", 0.0), (found.What, found.First, found.Second, found.Allowed));
    }

    [Theory]
    [InlineData(1.0, 1.9, true)]
    [InlineData(1.0, 2.1, false)]
    [InlineData(1.0, double.NaN, false)]
    public void A_number_that_may_depend_on_the_device_may_differ_by_the_bounds_of_both(double first, double second, bool agree)
    {
        var checks = Measuring(context =>
            new Measurement("sum", context.Device.Kind == DeviceKind.Cpu ? first : second, "1", 1.5, 0.5) { DependsOnDevice = true });

        var comparison = Comparison(checks);

        Assert.Equal((0, 1, agree), (comparison.ExactMeasurements, comparison.BoundedMeasurements, comparison.Agree));
    }

    [Fact]
    public void Zeros_of_both_signs_are_not_the_same_bits_and_two_nans_are()
    {
        Assert.False(Comparison(Measuring(context => new Measurement("zero", context.Device.Kind == DeviceKind.Cpu ? 0.0 : -0.0))).Agree);
        Assert.True(Comparison(Measuring(_ => new Measurement("nan", double.NaN))).Agree);
    }

    [Fact]
    public void Two_verdicts_on_one_claim_are_a_disagreement()
    {
        var checks = new FakeChecks().Tell(SampleQuiz.Corrected, context => new Outcome
        {
            Verdict = context.Device.Kind == DeviceKind.Cpu ? Verdict.Confirmed : Verdict.Qualified,
            Finding = "So it is.",
        });

        Assert.Equal("verdict", Assert.Single(Comparison(checks).Disagreements).What);
    }

    [Fact]
    public void A_claim_that_one_device_skipped_is_not_compared()
    {
        var checks = new FakeChecks().Tell(SampleQuiz.Corrected, context => context.Device.Kind == DeviceKind.Cpu
            ? Outcome.Skipped("No binary64.")
            : new Outcome { Verdict = Verdict.Confirmed, Finding = "So it is." });

        var cross = Run(checks, FakeCatalog.Cpu, FakeCatalog.OpenCL).CrossDevice!;

        Assert.DoesNotContain(cross.Comparisons, comparison => comparison.Claim.Id == SampleQuiz.Corrected);
    }

    [Fact]
    public void A_problem_that_was_made_smaller_on_one_device_is_another_experiment()
    {
        var checks = new FakeChecks().Tell(SampleQuiz.Corrected, context =>
        {
            var size = context.Size("examples", quick: 64, full: 64);
            if (context.Device.Kind == DeviceKind.OpenCL && size == 64) throw new InsufficientMemoryException();
            return new Outcome { Verdict = Verdict.Confirmed, Finding = "So it is.", Measurements = [new Measurement("examples", size)] };
        });

        Assert.True(Comparison(checks).Agree);
    }

    [Fact]
    public void A_disagreement_is_exit_code_1_and_stands_below_the_table()
    {
        var checks = Measuring(context => new Measurement("sum", context.Device.Kind == DeviceKind.Cpu ? 1 : 2));
        var tool = new Tool(checks, _catalog);

        var code = tool.Run("run --device all");

        Assert.Equal((int)ExitStatus.VerdictDiffers, code);
        Assert.Contains("sum: 1 on cpu, 2 on opencl, which must be the same bits.", string.Join(' ', tool.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("Exit code 1: two devices disagree.", tool.Output, StringComparison.Ordinal);
    }

    private static FakeChecks Measuring(Func<CheckContext, Measurement> measure) => new FakeChecks().Tell(
        SampleQuiz.Corrected,
        context => new Outcome { Verdict = Verdict.Confirmed, Finding = "So it is.", Measurements = [measure(context)] });

    private DeviceComparison Comparison(FakeChecks checks) =>
        Run(checks, FakeCatalog.Cpu, FakeCatalog.OpenCL).CrossDevice!.Comparisons.Single(comparison => comparison.Claim.Id == SampleQuiz.Corrected);

    private RunReport Run(FakeChecks checks, params DeviceInfo[] devices) =>
        new ClaimRunner(SampleQuiz.Quiz, [], () => new CheckExecutor(SampleQuiz.Quiz, checks, _catalog, FakePython.Server()))
            .Run(new RunRequest(SampleQuiz.Quiz.Claims, devices, Scale.Quick, 42, 7), static (_, _, _) => { }, default);
}
