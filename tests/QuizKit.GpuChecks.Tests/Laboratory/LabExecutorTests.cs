// Work on devices that hang, crash or are gone: it costs what was being worked on, and nothing else.

using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Laboratory;

public sealed class LabExecutorTests
{
    private static readonly LabSettings Settings = new(Scale.Quick, 1, 3);

    [Fact]
    public void Findings_from_another_process_are_those_of_this_one()
    {
        var job = Job(FakeCatalog.Cpu, "cpu.sequential", "cpu.exact");

        var here = new LabExecutor(new FakeCatalog(FakeCatalog.Cpu), FakePython.Server()).Run(job, default).Select(FindingOf).ToList();
        var there = InWorker(TimeSpan.FromMinutes(5), job).Select(FindingOf).ToList();

        Assert.Equal(here.Select(finding => finding.Tree?.ToString()), there.Select(finding => finding.Tree?.ToString()));
        Assert.Equal(here.Select(finding => finding.Sums), there.Select(finding => finding.Sums));
        Assert.Equal(here.Select(WithoutCollections), there.Select(WithoutCollections));

        // Records compare collections by reference.
        static OrderFinding WithoutCollections(OrderFinding finding) => finding with { Tree = null, Sums = null };
    }

    [Fact]
    public void A_process_that_dies_is_one_failure_with_its_last_words()
    {
        var replies = InWorker(TimeSpan.FromMinutes(5), Job(MisbehavingWorker.Aborting, "opencl.sequential"));

        var failure = Assert.Single(replies).Failure!;
        Assert.Contains(OperatingSystem.IsWindows() ? "exit code 3" : "signal SIGABRT", failure, StringComparison.Ordinal);
        Assert.Contains("driver.cc:1234: assertion failed: queue != NULL", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_hangs_is_stopped_and_told_with_a_remedy()
    {
        var replies = InWorker(TimeSpan.FromSeconds(5), Job(MisbehavingWorker.Hanging, "cuda.sequential"));

        Assert.Contains("did not end within 5 s and was stopped. Allow it more with --timeout", Assert.Single(replies).Failure!, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_the_user_stops_gives_no_failure()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        // Only the user's word ends it: the device never opens, and there is no limit.
        Assert.Empty(InWorker(limit: null, Job(MisbehavingWorker.Hanging, "cuda.sequential"), stop.Token));
    }

    [Fact]
    public void Work_that_was_stopped_before_it_began_is_not_begun()
    {
        using var executor = new WorkerExecutor<LabJob, LabReply>(
            LabJob.Contract, () => throw new InvalidOperationException("No process is started."), limit: null, FakePython.Server());

        Assert.Empty(executor.Run(Job(FakeCatalog.Cpu, "cpu.sequential"), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_device_that_is_gone_is_one_line()
    {
        var replies = new LabExecutor(new FakeCatalog(), FakePython.Server()).Run(Job(FakeCatalog.Cuda, "cuda.sequential"), default);

        Assert.Equal("There is no device 'cuda' any more.", Assert.Single(replies).Failure);
    }

    [Fact]
    public void A_target_that_takes_its_process_down_costs_itself_and_the_next_ones_are_asked()
    {
        // given: a process answers target by target, up to the one that it dies of
        var executor = new FakeLabExecutor(job =>
        {
            List<LabReply> found = [.. job.Targets.TakeWhile(name => name != "opencl.blocks").Select(Found)];
            return found.Count == job.Targets.Count ? found : [.. found, new LabFailed("signal SIGSEGV")];
        });
        var runner = new OrderRunner([FakeCatalog.OpenCL], () => executor, libraries: null);

        var steps = new List<(string Step, int Done, int Planned)>();
        List<string> names = [.. DeviceTargets.NamesOf(FakeCatalog.OpenCL)];

        var report = runner.Run(names, 10, Settings, (step, done, planned) => steps.Add((step, done, planned)), default);

        // then: each target was announced in its place, whatever happened to those before it
        Assert.Equal(names.Select((name, i) => (name, i, names.Count)), steps.Distinct());
        Assert.Equal(["opencl.blocks"], report.Failures.Select(failure => failure.Target));
        Assert.Equal(DeviceTargets.NamesOf(FakeCatalog.OpenCL).Where(name => name != "opencl.blocks"), report.Findings.Select(finding => finding.Target));
        Assert.Equal(ExitStatus.CheckBroke, report.ExitStatus);
    }

    [Fact]
    public void A_device_that_never_answers_is_given_up_after_two_attempts()
    {
        var asked = 0;
        var executor = new FakeLabExecutor(_ =>
        {
            asked++;
            return [new LabFailed("no such luck")];
        });

        var report = new OrderRunner([FakeCatalog.OpenCL], () => executor, libraries: null)
            .Run([.. DeviceTargets.NamesOf(FakeCatalog.OpenCL)], 10, Settings, static (_, _, _) => { }, default);

        Assert.Equal(2, asked);
        Assert.Equal(DeviceTargets.NamesOf(FakeCatalog.OpenCL), report.Failures.Select(failure => failure.Target));
        Assert.StartsWith("Not asked", report.Failures[^1].Message, StringComparison.Ordinal);
    }

    private static OrderFinding FindingOf(LabReply reply) => Assert.IsType<LabFound<OrderFinding>>(reply).Found;

    private static List<LabReply> InWorker(TimeSpan? limit, LabJob job, CancellationToken cancellation = default)
    {
        using var executor = new WorkerExecutor<LabJob, LabReply>(LabJob.Contract, MisbehavingWorker.Start, limit, FakePython.Server());
        return [.. executor.Run(job, cancellation)];
    }

    private static LabReply Found(string target) => new LabFound<OrderFinding>(new OrderFinding(target, "somewhere", OrderOperation.Sum) { WhyNot = "made up" });

    private static LabJob Job(DeviceInfo device, params string[] targets) => new(LabPart.Order, [device.Id], Settings) { Targets = targets, Length = 10 };
}
