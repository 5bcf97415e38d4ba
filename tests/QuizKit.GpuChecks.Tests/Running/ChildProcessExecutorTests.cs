// Checks in a process of their own: what hangs is stopped, what crashes is told, and the rest goes on.

using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Running;

public sealed class ChildProcessExecutorTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);

    [Fact]
    public void An_answer_from_another_process_is_the_whole_outcome()
    {
        using ChildProcessExecutor executor = Executor(Ample);

        CheckAnswer answer = executor.Run(Claim(SampleQuiz.Refuted), default)!;

        Outcome expected = SampleQuiz.Expected(Claim(SampleQuiz.Refuted));
        Assert.Equal((expected.Verdict, expected.Finding, expected.Method, expected.Runs), (answer.Outcome.Verdict, answer.Outcome.Finding, answer.Outcome.Method, answer.Outcome.Runs));
        Assert.Equal(expected.Measurements, answer.Outcome.Measurements);
        Assert.Equal(Evidence.ExecutedOnSimulator, answer.Outcome.Evidence);
    }

    [Fact]
    public void A_check_that_hangs_is_stopped_and_told_with_a_remedy_and_the_next_one_runs()
    {
        using ChildProcessExecutor executor = Executor(TimeSpan.FromSeconds(2));

        CheckAnswer hung = executor.Run(Claim(SampleQuiz.Corrected), default)!;
        CheckAnswer next = executor.Run(Claim(SampleQuiz.Refuted), default)!;

        Assert.Equal(Verdict.Error, hung.Outcome.Verdict);
        Assert.Contains("did not end within 2 s on cpu (CPU accelerator) and was stopped", hung.Outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("--timeout", hung.Outcome.Finding, StringComparison.Ordinal);
        Assert.Equal(Verdict.Refuted, next.Outcome.Verdict);
    }

    [Fact]
    public void A_driver_that_aborts_is_one_error_with_its_last_words_and_the_next_check_runs()
    {
        using ChildProcessExecutor executor = Executor(Ample);

        CheckAnswer crashed = executor.Run(Claim(SampleQuiz.LongName), default)!;
        CheckAnswer next = executor.Run(Claim(SampleQuiz.Refuted), default)!;

        Assert.Equal(Verdict.Error, crashed.Outcome.Verdict);
        Assert.Contains(OperatingSystem.IsWindows() ? "exit code 3" : "signal SIGABRT", crashed.Outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("driver.cc:1234: assertion failed: queue != NULL", crashed.Outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("Update the driver", crashed.Outcome.Finding, StringComparison.Ordinal);
        Assert.Equal(Verdict.Refuted, next.Outcome.Verdict);
    }

    [Fact]
    public void What_a_driver_writes_on_the_output_does_not_disturb_the_answers()
    {
        using ChildProcessExecutor executor = Executor(Ample);

        Assert.Equal(Verdict.Confirmed, executor.Run(Claim(SampleQuiz.Existential), default)!.Outcome.Verdict);
        Assert.Equal(Verdict.Refuted, executor.Run(Claim(SampleQuiz.Refuted), default)!.Outcome.Verdict);
    }

    [Fact]
    public void A_check_that_is_stopped_by_the_user_gives_no_answer()
    {
        using ChildProcessExecutor executor = Executor(Ample, runs: 1);
        using var stop = new CancellationTokenSource();
        executor.Run(Claim(SampleQuiz.Refuted), stop.Token);

        // The check waits for this and for nothing else.
        stop.CancelAfter(TimeSpan.FromMilliseconds(200));

        Assert.Null(executor.Run(Claim(SampleQuiz.Existential), stop.Token));
    }

    [Fact]
    public void A_worker_that_does_not_start_is_one_failure_to_open_the_device_and_is_not_tried_again()
    {
        var starts = 0;
        using var executor = new ChildProcessExecutor(FakeCatalog.Cpu, Request(Ample, 7), () =>
        {
            starts++;
            ProcessStartInfo start = MisbehavingWorker.Start();
            start.ArgumentList.Add("unknown");
            return start;
        });

        CheckAnswer[] answers = [.. SampleQuiz.Quiz.Claims.Take(2).Select(claim => executor.Run(claim, default)!)];

        Assert.Equal(1, starts);
        Assert.All(answers, answer => Assert.Equal(Verdict.Error, answer.Outcome.Verdict));
        Assert.All(answers, answer => Assert.Contains("The device cannot be opened: ", answer.Outcome.Finding, StringComparison.Ordinal));
        Assert.Contains("exit code 2", answers[0].Outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_the_worker_does_not_find_cannot_be_opened()
    {
        using var executor = new ChildProcessExecutor(FakeCatalog.Cuda, Request(Ample, 7), MisbehavingWorker.Start);

        CheckAnswer answer = executor.Run(Claim(SampleQuiz.Refuted), default)!;

        Assert.Equal("The device cannot be opened: there is no device 'cuda' any more", answer.Outcome.Finding);
    }

    private static Claim Claim(string id) => SampleQuiz.Quiz.FindClaim(id)!;

    private static RunRequest Request(TimeSpan timeout, int runs) =>
        new(SampleQuiz.Quiz.Claims, [FakeCatalog.Cpu], Scale.Quick, 42, runs) { Timeout = timeout };

    private static ChildProcessExecutor Executor(TimeSpan timeout, int runs = 7) =>
        new(FakeCatalog.Cpu, Request(timeout, runs), MisbehavingWorker.Start);
}
