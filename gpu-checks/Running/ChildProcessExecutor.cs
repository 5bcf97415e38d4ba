// Runs checks on a device in a process of their own: one that hangs is stopped, one that crashes takes nothing else with it.

using System;
using System.Diagnostics;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>One device's worker process: started at the first check, and again after it was lost.</summary>
/// <param name="device">The device.</param>
/// <param name="request">How thorough to be, and how long a check may take.</param>
/// <param name="createStart">Says how to start a worker.</param>
internal sealed class ChildProcessExecutor(DeviceInfo device, RunRequest request, Func<ProcessStartInfo> createStart) : ICheckExecutor
{
    /// <summary>How long a driver may take to start.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private WorkerProcess<WorkerReply>? _worker;
    private string? _openingFailure;

    /// <inheritdoc/>
    public CheckAnswer? Run(Claim claim, CancellationToken cancellation)
    {
        if (_worker is null && _openingFailure is null) _openingFailure = Start();
        if (_worker is not { } worker) return new CheckAnswer(FailureOutcome.OfOpening(_openingFailure!), 0);

        var watch = Stopwatch.StartNew();
        using CancellationTokenRegistration stop = cancellation.Register(() => worker.Send(new WorkerRequest(null), WorkerJsonContext.Default.WorkerRequest));
        worker.Send(new WorkerRequest(claim.Id), WorkerJsonContext.Default.WorkerRequest);
        (WorkerReply? reply, bool timedOut) = worker.Receive(request.Timeout);
        if (reply is not null) return reply.Answer;

        Outcome outcome = timedOut ? FailureOutcome.OfTimeout(device, request.Timeout!.Value) : FailureOutcome.OfCrash(device, worker.WaitForExit(), worker.LastLine);
        Lose();
        return new CheckAnswer(outcome, watch.Elapsed.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public void Dispose() => Lose();

    /// <summary>Starts a worker; returns why it cannot be used, or null where it can.</summary>
    private string? Start()
    {
        _worker = new WorkerProcess<WorkerReply>(createStart(), Worker.Command, WorkerJsonContext.Default.WorkerReply);
        _worker.Send(
            new WorkerSettings(device.Id, request.Scale, request.Seed, request.Runs, request.KeepsCode), WorkerJsonContext.Default.WorkerSettings);
        (WorkerReply? ready, bool timedOut) = _worker.Receive(StartLimit);
        string? failure = ready is not null ? ready.Failure
            : timedOut ? $"its driver did not start within {StartLimit.TotalSeconds:0} s. Update the driver, or leave the device out with --device."
            : FailureOutcome.OfCrash(device, _worker.WaitForExit(), _worker.LastLine).Finding;
        if (failure is not null) Lose();
        return failure;
    }

    private void Lose()
    {
        _worker?.Dispose();
        _worker = null;
    }
}
