// The runner: what runs, in which order, and what a failure leaves standing.

using ILGPU.Runtime;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.Checks;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Running;

public sealed class ClaimRunnerTests : IDisposable
{
    private readonly FakeChecks _checks = new();
    private readonly FakeCatalog _catalog = new(FakeCatalog.Cpu, FakeCatalog.Cuda);

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public void Each_device_is_opened_once_and_runs_the_executable_claims_in_the_order_of_the_quiz()
    {
        Run();

        string[] executable = [.. SampleQuiz.Quiz.Claims.Where(claim => claim.IsExecutable).Select(claim => claim.Id)];
        Assert.Equal(["cpu", "cuda"], _catalog.Opened);
        Assert.Equal([.. executable.Select(id => id + " on cpu"), .. executable.Select(id => id + " on cuda")], _checks.Ran);
    }

    [Fact]
    public void Results_stand_claim_by_claim_so_that_devices_can_be_compared()
    {
        var report = Run();

        Assert.Equal(
            [(SampleQuiz.Refuted, "cpu"), (SampleQuiz.Refuted, "cuda"), (SampleQuiz.Corrected, "cpu"), (SampleQuiz.Corrected, "cuda")],
            report.Results.Take(4).Select(result => (result.Claim.Id, result.Device.Id)));
    }

    [Fact]
    public void A_check_is_given_the_open_device_and_what_the_user_asked_for()
    {
        Run();

        var context = _checks.Contexts[0];
        Assert.Same(_catalog.Accelerators[0], context.Accelerator);
        Assert.Equal((FakeCatalog.Cpu, Scale.Quick, 42ul, 7), (context.Device, context.Scale, context.Seed, context.Runs));
    }

    [Fact]
    public void Every_accelerator_is_closed_at_the_end()
    {
        Run();

        Assert.All(_catalog.Accelerators, accelerator => Assert.True(accelerator.IsDisposed));
    }

    [Fact]
    public void A_check_that_throws_is_one_error_row_and_the_others_go_on()
    {
        _checks.Tell(SampleQuiz.Corrected, _ => throw new InvalidOperationException("The kernel\r\n  was lost."));

        var report = Run(FakeCatalog.Cpu);

        Assert.Equal(
            [Verdict.Refuted, Verdict.Error, Verdict.Confirmed, Verdict.Confirmed, Verdict.Qualified],
            report.Results.Select(result => result.Outcome.Verdict));
        Assert.Equal("The check broke: InvalidOperationException: The kernel was lost.", report.Results[1].Outcome.Finding);
        Assert.Equal(Evidence.None, report.Results[1].Outcome.Evidence);
        Assert.True(report.IsComplete);
    }

    [Fact]
    public void The_own_message_of_a_device_is_kept_as_it_is()
    {
        _checks.Tell(SampleQuiz.Corrected, _ => throw new AggregateException(new DeviceException("an illegal memory access was encountered")));

        var report = Run(FakeCatalog.Cpu);

        Assert.Equal("The check broke: an illegal memory access was encountered", report.Results[1].Outcome.Finding);
    }

    [Fact]
    public void A_device_is_opened_afresh_after_a_check_that_broke_on_it()
    {
        _checks.Tell(SampleQuiz.Corrected, _ => throw new DeviceException("lost"));

        Run(FakeCatalog.Cpu);

        Assert.Equal(["cpu", "cpu"], _catalog.Opened);
        Assert.True(_catalog.Accelerators[0].IsDisposed);
        Assert.Same(_catalog.Accelerators[1], _checks.Contexts[2].Accelerator);
    }

    [Fact]
    public void A_device_that_cannot_be_opened_is_tried_once_and_gives_an_error_row_for_each_claim()
    {
        _catalog.FailToOpen(FakeCatalog.Cpu, new DeviceException("no such device"));

        var report = Run();

        Assert.Equal(["cpu", "cuda"], _catalog.Opened);
        Assert.All(
            report.Results.Where(result => result.Device.Id == "cpu"),
            result => Assert.Equal((Verdict.Error, "The device cannot be opened: no such device"), (result.Outcome.Verdict, result.Outcome.Finding)));
        Assert.All(report.Results.Where(result => result.Device.Id == "cuda"), result => Assert.NotEqual(Verdict.Error, result.Outcome.Verdict));
    }

    [Fact]
    public void A_check_that_does_not_fit_into_memory_runs_again_at_half_the_size_and_says_so()
    {
        var asked = new List<int>();
        _checks.Tell(SampleQuiz.Corrected, context =>
        {
            asked.Add(context.Size("random triples", quick: 1 << 16, full: 1 << 20));
            return asked[^1] > 20_000 ? throw new InsufficientMemoryException() : new Outcome { Verdict = Verdict.Confirmed, Finding = "So it is." };
        });

        var report = Run(FakeCatalog.Cpu);

        Assert.Equal([65536, 32768, 16384], asked);
        Assert.Equal(Verdict.Confirmed, report.Results[1].Outcome.Verdict);
        Assert.Equal(
            "So it is. The device's memory holds 16,384 of the 65,536 random triples asked for.", report.Results[1].Outcome.Finding);
        Assert.Equal(new SizeReduction("random triples", 65536, 16384), Assert.Single(report.Results[1].Outcome.Reductions));
    }

    [Fact]
    public void A_check_that_does_not_fit_at_its_smallest_size_is_an_error_that_names_the_size_and_the_others_go_on()
    {
        var attempts = 0;
        _checks.Tell(SampleQuiz.Corrected, context =>
        {
            attempts++;
            context.Size("random triples", quick: 1000, full: 4000, floor: 300);
            throw new InsufficientMemoryException();
        });

        var report = Run(FakeCatalog.Cpu);

        // then: 1,000, 500 and 300, and no fourth time.
        Assert.Equal(3, attempts);
        Assert.Equal(Verdict.Error, report.Results[1].Outcome.Verdict);
        Assert.Contains("holds 300 of the 1,000 random triples", report.Results[1].Outcome.Finding, StringComparison.Ordinal);
        Assert.Equal(Verdict.Confirmed, report.Results[2].Outcome.Verdict);
    }

    [Fact]
    public void A_check_without_a_size_is_not_tried_again_when_memory_ends()
    {
        var attempts = 0;
        _checks.Tell(SampleQuiz.Corrected, _ =>
        {
            attempts++;
            throw new InsufficientMemoryException();
        });

        var report = Run(FakeCatalog.Cpu);

        Assert.Equal((1, Verdict.Error), (attempts, report.Results[1].Outcome.Verdict));
    }

    [Fact]
    public void What_ran_on_the_cpu_accelerator_counts_as_simulated_and_what_ran_elsewhere_as_executed()
    {
        var report = Run();

        Assert.All(report.Results, result => Assert.Equal(
            result.Device.Kind == DeviceKind.Cpu ? Evidence.ExecutedOnSimulator : Evidence.ExecutedOnDevice, result.Outcome.Evidence));
    }

    [Fact]
    public void What_ran_on_CUDA_in_software_counts_as_executed_in_software()
    {
        using var catalog = new FakeCatalog(FakeCatalog.CudaSoftware);
        using var executor = new CheckExecutor(SampleQuiz.Quiz, _checks, catalog, FakePython.Server());
        var report = new ClaimRunner(SampleQuiz.Quiz, [], () => executor)
            .Run(Request(FakeCatalog.CudaSoftware), static (_, _, _) => { }, default);

        Assert.NotEmpty(report.Results);
        Assert.All(report.Results, result => Assert.Equal(Evidence.ExecutedInSoftware, result.Outcome.Evidence));
    }

    [Fact]
    public void Stopping_keeps_the_check_that_is_running_and_starts_no_other()
    {
        using var stop = new CancellationTokenSource();
        _checks.Tell(SampleQuiz.Corrected, _ =>
        {
            stop.Cancel();
            return SampleQuiz.Expected(SampleQuiz.Quiz.FindClaim(SampleQuiz.Corrected)!);
        });

        var report = Run(stop.Token, FakeCatalog.Cpu, FakeCatalog.Cuda);

        Assert.Equal([SampleQuiz.Refuted, SampleQuiz.Corrected], report.Results.Select(result => result.Claim.Id));
        Assert.False(report.IsComplete);
        Assert.Equal(["cpu"], _catalog.Opened);
    }

    [Fact]
    public void A_check_that_gives_up_because_the_user_stopped_it_leaves_no_row()
    {
        using var stop = new CancellationTokenSource();
        _checks.Tell(SampleQuiz.Corrected, context =>
        {
            stop.Cancel();
            context.Cancellation.ThrowIfCancellationRequested();
            return Outcome.Unwritten();
        });

        var report = Run(stop.Token, FakeCatalog.Cpu);

        Assert.Equal([SampleQuiz.Refuted], report.Results.Select(result => result.Claim.Id));
        Assert.False(report.IsComplete);
    }

    [Fact]
    public void A_check_that_is_cancelled_by_something_else_broke()
    {
        _checks.Tell(SampleQuiz.Corrected, _ => throw new OperationCanceledException("timed out"));

        var report = Run(FakeCatalog.Cpu);

        Assert.Equal(Verdict.Error, report.Results[1].Outcome.Verdict);
    }

    [Fact]
    public void Progress_hears_of_each_check_before_it_runs()
    {
        var lines = new List<string>();

        CreateRunner().Run(Request(FakeCatalog.Cpu), (step, done, planned) => lines.Add($"{done}/{planned} {step}"), default);

        Assert.Equal(
            [
                $"0/5 {SampleQuiz.Refuted} on cpu", $"1/5 {SampleQuiz.Corrected} on cpu", $"2/5 {SampleQuiz.LongName} on cpu",
                $"3/5 {SampleQuiz.Existential} on cpu", $"4/5 {SampleQuiz.Qualified} on cpu",
            ],
            lines);
    }

    private RunReport Run(params DeviceInfo[] devices) => Run(default, devices);

    private RunReport Run(CancellationToken cancellation, params DeviceInfo[] devices) =>
        CreateRunner().Run(Request(devices), static (_, _, _) => { }, cancellation);

    private ClaimRunner CreateRunner() =>
        new(SampleQuiz.Quiz, _catalog.LeftOut, () => new CheckExecutor(SampleQuiz.Quiz, _checks, _catalog, FakePython.Server()));

    private RunRequest Request(params DeviceInfo[] devices) =>
        new(SampleQuiz.Quiz.Claims, devices.Length == 0 ? _catalog.Devices : devices, Scale.Quick, 42, 7);

    private sealed class DeviceException(string message) : AcceleratorException(message)
    {
        public override AcceleratorType AcceleratorType => AcceleratorType.CPU;
    }
}
