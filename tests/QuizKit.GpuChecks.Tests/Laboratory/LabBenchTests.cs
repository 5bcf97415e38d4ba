// Work on devices that hang, crash or are gone: it costs what was being worked on, and nothing else.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Laboratory;

public sealed class LabBenchTests
{
    private static readonly LabSettings Settings = new(Scale.Quick, 1, 3);

    [Fact]
    public void Findings_from_another_process_are_those_of_this_one()
    {
        var job = Job(FakeCatalog.Cpu, "cpu.sequential", "cpu.exact");

        var here = new InProcessBench(new FakeCatalog(FakeCatalog.Cpu)).Run(job, default).Select(reply => reply.Order!).ToList();
        var there = new ChildProcessBench(MisbehavingWorker.Start, TimeSpan.FromMinutes(5)).Run(job, default).Select(reply => reply.Order!).ToList();

        Assert.Equal(here.Select(finding => finding.Tree?.ToString()), there.Select(finding => finding.Tree?.ToString()));
        Assert.Equal(here.Select(finding => finding with { Tree = null }), there.Select(finding => finding with { Tree = null }));
    }

    [Fact]
    public void A_process_that_dies_is_one_failure_with_its_last_words()
    {
        var replies = new ChildProcessBench(MisbehavingWorker.Start, TimeSpan.FromMinutes(5)).Run(Job(MisbehavingWorker.Aborting, "opencl.sequential"), default).ToList();

        var failure = Assert.Single(replies).Failure!;
        Assert.Contains(OperatingSystem.IsWindows() ? "exit code 3" : "signal SIGABRT", failure, StringComparison.Ordinal);
        Assert.Contains("driver.cc:1234: assertion failed: queue != NULL", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_hangs_is_stopped_and_told_with_a_remedy()
    {
        var replies = new ChildProcessBench(MisbehavingWorker.Start, TimeSpan.FromSeconds(5)).Run(Job(MisbehavingWorker.Hanging, "cuda.sequential"), default).ToList();

        Assert.Contains("did not end within 5 s and was stopped. Allow it more with --timeout", Assert.Single(replies).Failure!, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_the_user_stops_gives_no_failure()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        // Only the user's word ends it: the device never opens, and there is no limit.
        Assert.Empty(new ChildProcessBench(MisbehavingWorker.Start, limit: null).Run(Job(MisbehavingWorker.Hanging, "cuda.sequential"), stop.Token));
    }

    [Fact]
    public void Work_that_was_stopped_before_it_began_is_not_begun()
    {
        var bench = new ChildProcessBench(() => throw new InvalidOperationException("No process is started."), limit: null);

        Assert.Empty(bench.Run(Job(FakeCatalog.Cpu, "cpu.sequential"), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_device_that_is_gone_is_one_line()
    {
        var replies = new InProcessBench(new FakeCatalog()).Run(Job(FakeCatalog.Cuda, "cuda.sequential"), default);

        Assert.Equal("There is no device 'cuda' any more.", Assert.Single(replies).Failure);
    }

    [Fact]
    public void A_target_that_takes_its_process_down_costs_itself_and_the_next_ones_are_asked()
    {
        // given: a process answers target by target, up to the one that it dies of
        var bench = new FakeBench(job =>
        {
            List<LabReply> found = [.. job.Targets.TakeWhile(name => name != "opencl.blocks").Select(Found)];
            return found.Count == job.Targets.Count ? found : [.. found, new LabReply { Failure = "signal SIGSEGV" }];
        });
        var runner = new OrderRunner([FakeCatalog.OpenCL], bench, python: null);

        var report = runner.Run([.. DeviceTargets.NamesOf(FakeCatalog.OpenCL)], 10, Settings, default);

        Assert.Equal(["opencl.blocks"], report.Failures.Select(failure => failure.Target));
        Assert.Equal(DeviceTargets.NamesOf(FakeCatalog.OpenCL).Where(name => name != "opencl.blocks"), report.Findings.Select(finding => finding.Target));
        Assert.Equal(ExitStatus.CheckBroke, report.ExitStatus);
    }

    [Fact]
    public void A_device_that_never_answers_is_not_asked_for_ever()
    {
        var asked = 0;
        var bench = new FakeBench(_ =>
        {
            asked++;
            return [new LabReply { Failure = "no such luck" }];
        });

        var report = new OrderRunner([FakeCatalog.OpenCL], bench, python: null).Run([.. DeviceTargets.NamesOf(FakeCatalog.OpenCL)], 10, Settings, default);

        Assert.Equal(2, asked);
        Assert.Equal(DeviceTargets.NamesOf(FakeCatalog.OpenCL), report.Failures.Select(failure => failure.Target));
        Assert.StartsWith("Not asked", report.Failures[^1].Message, StringComparison.Ordinal);
    }

    private static LabReply Found(string target) => new() { Order = new OrderFinding(target, "somewhere", OrderOperation.Sum) { WhyNot = "made up" } };

    private static LabJob Job(DeviceInfo device, params string[] targets) => new(LabPart.Order, [device.Id], Settings) { Targets = targets, Length = 10 };
}
