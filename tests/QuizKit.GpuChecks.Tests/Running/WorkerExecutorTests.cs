// Checks in worker processes: what hangs is stopped, what crashes is reported, and the rest goes on.

using System.Diagnostics;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.Checks;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Running;

public sealed class WorkerExecutorTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);

    [Fact]
    public void An_answer_from_another_process_is_the_whole_outcome()
    {
        using var executor = Executor(Ample);

        var answer = Check(executor, SampleQuiz.Refuted, default)!;

        var expected = SampleQuiz.Expected(Claim(SampleQuiz.Refuted));
        Assert.Equal((expected.Verdict, expected.Finding, expected.Method, expected.Runs), (answer.Outcome.Verdict, answer.Outcome.Finding, answer.Outcome.Method, answer.Outcome.Runs));
        Assert.Equal(expected.Measurements, answer.Outcome.Measurements);
        Assert.Equal(Evidence.ExecutedOnSimulator, answer.Outcome.Evidence);
    }

    [Fact]
    public void A_check_that_hangs_is_stopped_and_told_with_a_remedy_and_the_next_one_runs()
    {
        using var executor = Executor(TimeSpan.FromSeconds(2));

        var hung = Check(executor, SampleQuiz.Corrected, default)!;
        var next = Check(executor, SampleQuiz.Refuted, default)!;

        Assert.Equal(Verdict.Error, hung.Outcome.Verdict);
        Assert.Contains("The check on cpu did not end within 2 s and was stopped", hung.Outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("--timeout", hung.Outcome.Finding, StringComparison.Ordinal);
        Assert.Equal(Verdict.Refuted, next.Outcome.Verdict);
    }

    [Fact]
    public void A_driver_that_aborts_is_one_error_with_its_last_words_and_the_next_check_runs()
    {
        using var executor = Executor(Ample);

        var crashed = Check(executor, SampleQuiz.LongName, default)!;
        var next = Check(executor, SampleQuiz.Refuted, default)!;

        Assert.Equal(Verdict.Error, crashed.Outcome.Verdict);
        Assert.Contains(OperatingSystem.IsWindows() ? "exit code 3" : "signal SIGABRT", crashed.Outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("driver.cc:1234: assertion failed: queue != NULL", crashed.Outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("Update the driver", crashed.Outcome.Finding, StringComparison.Ordinal);
        Assert.Equal(Verdict.Refuted, next.Outcome.Verdict);
    }

    [Fact]
    public void What_a_driver_writes_on_the_output_does_not_disturb_the_answers()
    {
        using var executor = Executor(Ample);

        Assert.Equal(Verdict.Confirmed, Check(executor, SampleQuiz.Existential, default)!.Outcome.Verdict);
        Assert.Equal(Verdict.Refuted, Check(executor, SampleQuiz.Refuted, default)!.Outcome.Verdict);
    }

    [Fact]
    public void A_check_that_is_stopped_by_the_user_gives_no_answer()
    {
        using var executor = Executor(Ample);
        using var stop = new CancellationTokenSource();
        Check(executor, SampleQuiz.Refuted, stop.Token);

        // The check waits for this and for nothing else.
        stop.CancelAfter(TimeSpan.FromMilliseconds(200));

        Assert.Null(Check(executor, SampleQuiz.Existential, stop.Token, runs: 1));
    }

    [Fact]
    public void A_question_of_a_check_is_answered_by_the_process_that_started_the_worker()
    {
        using var executor = Executor(Ample, service: new Echo(hangs: false));

        Assert.Equal("what is the answer? 42", Check(executor, SampleQuiz.Qualified, default)!.Outcome.Finding);
        Assert.Equal(Verdict.Refuted, Check(executor, SampleQuiz.Refuted, default)!.Outcome.Verdict);
    }

    [Fact]
    public void A_check_whose_question_is_not_answered_in_time_is_stopped()
    {
        using var executor = Executor(TimeSpan.FromSeconds(2), service: new Echo(hangs: true));

        var answer = Check(executor, SampleQuiz.Qualified, default)!;

        Assert.Contains("did not end within 2 s", answer.Outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_does_not_start_is_one_failure_to_open_the_device_and_is_not_tried_again()
    {
        var starts = 0;
        using var executor = Executor(Ample, () =>
        {
            starts++;
            var start = MisbehavingWorker.Start();
            start.ArgumentList.Add("unknown");
            return start;
        });

        CheckAnswer[] answers = [.. SampleQuiz.Quiz.Claims.Take(2).Select(claim => Check(executor, claim.Id, default)!)];

        Assert.Equal(1, starts);
        Assert.All(answers, answer => Assert.Equal(Verdict.Error, answer.Outcome.Verdict));
        Assert.All(answers, answer => Assert.Contains("The device cannot be opened: ", answer.Outcome.Finding, StringComparison.Ordinal));
        Assert.Contains("exit code 2", answers[0].Outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_the_worker_does_not_find_cannot_be_opened()
    {
        using var executor = Executor(Ample);

        var answer = Check(executor, SampleQuiz.Refuted, default, device: "cuda")!;

        Assert.Equal("The device cannot be opened: there is no device 'cuda' any more", answer.Outcome.Finding);
    }

    private static Claim Claim(string id) => SampleQuiz.Quiz.FindClaim(id)!;

    private sealed class Echo(bool hangs) : ILineService
    {
        private string _line = "";

        public void Send(string line) => _line = line;

        public string Read(CancellationToken cancellation)
        {
            if (hangs) cancellation.WaitHandle.WaitOne();
            cancellation.ThrowIfCancellationRequested();
            return _line + " 42";
        }
    }

    private static CheckAnswer? Check(
        WorkerExecutor<CheckJob, CheckAnswer> executor, string claim, CancellationToken cancellation, int runs = 7, string device = "cpu") =>
        executor.Run(new CheckJob(claim, device, Scale.Quick, 42, runs, KeepsCode: false), cancellation).SingleOrDefault();

    private static WorkerExecutor<CheckJob, CheckAnswer> Executor(TimeSpan timeout, Func<ProcessStartInfo>? createStart = null, ILineService? service = null) =>
        new(CheckJob.Contract, createStart ?? MisbehavingWorker.Start, timeout, service ?? FakePython.Server());
}
