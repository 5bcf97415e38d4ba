// Runs checks on a device in a process of their own: one that hangs is stopped, one that crashes takes nothing else with it.

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using QuizKit.GpuChecks.Devices;
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

    private WorkerProcess? _worker;
    private string? _openingFailure;

    /// <summary>Starts this program again as a worker.</summary>
    public static ProcessStartInfo ThisProgram()
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        var start = new ProcessStartInfo(program);

        // Where the program runs as `dotnet gpu-checks.dll`, the path is that of dotnet.
        if (string.Equals(Path.GetFileNameWithoutExtension(program), "dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add(typeof(ChildProcessExecutor).Assembly.Location);
        return start;
    }

    /// <inheritdoc/>
    public CheckAnswer? Run(Claim claim, CancellationToken cancellation)
    {
        if (_worker is null && _openingFailure is null) _openingFailure = Start();
        if (_worker is not { } worker) return new CheckAnswer(Failure.OfOpening(_openingFailure!), 0);

        var watch = Stopwatch.StartNew();
        using CancellationTokenRegistration stop = cancellation.Register(() => worker.Send(new WorkerRequest(null), WorkerJsonContext.Default.WorkerRequest));
        worker.Send(new WorkerRequest(claim.Id), WorkerJsonContext.Default.WorkerRequest);
        (WorkerReply? reply, bool timedOut) = worker.Receive(request.Timeout);
        if (reply is not null) return reply.Answer;

        Outcome outcome = timedOut ? Failure.OfTimeout(device, request.Timeout!.Value) : Failure.OfCrash(device, worker.WaitForExit(), worker.LastLine);
        Lose();
        return new CheckAnswer(outcome, watch.Elapsed.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public void Dispose() => Lose();

    /// <summary>Starts a worker; returns why it cannot be used, or null where it can.</summary>
    private string? Start()
    {
        _worker = new WorkerProcess(createStart());
        _worker.Send(
            new WorkerSettings(device.Id, request.Scale, request.Seed, request.Runs, request.KeepsCode), WorkerJsonContext.Default.WorkerSettings);
        (WorkerReply? ready, bool timedOut) = _worker.Receive(StartLimit);
        string? failure = ready is not null ? ready.Failure
            : timedOut ? $"its driver did not start within {StartLimit.TotalSeconds:0} s. Update the driver, or leave the device out with --device."
            : Failure.OfCrash(device, _worker.WaitForExit(), _worker.LastLine).Finding;
        if (failure is not null) Lose();
        return failure;
    }

    private void Lose()
    {
        _worker?.Dispose();
        _worker = null;
    }

    /// <summary>A running worker and the pipes to it.</summary>
    private sealed class WorkerProcess : IDisposable
    {
        private readonly Process _process;
        private readonly BlockingCollection<WorkerReply> _replies = [];
        private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.Inheritable);
        private readonly Task _reading;
        private readonly Task[] _chatter;
        private volatile string? _lastLine;

        public WorkerProcess(ProcessStartInfo start)
        {
            start.ArgumentList.Add(Worker.Command);
            start.ArgumentList.Add(_pipe.GetClientHandleAsString());
            start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
            start.UseShellExecute = false;
            start.CreateNoWindow = true;
            _process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");
            _pipe.DisposeLocalCopyOfClientHandle();

            // What a driver writes is read as it comes, or a full pipe would stop it. The last line may say why it ended.
            _chatter = [Listen(_process.StandardOutput), Listen(_process.StandardError)];
            _reading = Task.Factory.StartNew(ReadReplies, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        /// <summary>The last line that the process wrote on its own streams, or null.</summary>
        public string? LastLine => _lastLine;

        public void Send<T>(T message, JsonTypeInfo<T> type)
        {
            try
            {
                lock (_process)
                {
                    _process.StandardInput.WriteLine(JsonSerializer.Serialize(message, type));
                    _process.StandardInput.Flush();
                }
            }
            catch (IOException)
            {
                // It has ended, which the wait for its reply will find out.
            }
        }

        /// <summary>Waits for a reply; null where the process ended, or the time was up.</summary>
        public (WorkerReply? Reply, bool TimedOut) Receive(TimeSpan? limit)
        {
            bool received = _replies.TryTake(out WorkerReply? reply, (int)(limit?.TotalMilliseconds ?? Timeout.Infinite));
            return (reply, !received && !_replies.IsAddingCompleted);
        }

        /// <summary>Waits for the end of the process and of what it wrote; returns its exit code.</summary>
        public int WaitForExit()
        {
            // The pipe closes a moment before the process ends.
            _process.WaitForExit(5000);
            Task.WaitAll(_chatter, 1000);
            return _process.HasExited ? _process.ExitCode : 0;
        }

        public void Dispose()
        {
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended already.
            }

            _process.WaitForExit();
            _reading.Wait(1000);
            _pipe.Dispose();
            _process.Dispose();
        }

        private void ReadReplies()
        {
            try
            {
                using var reader = new StreamReader(_pipe, leaveOpen: true);
                while (reader.ReadLine() is { } line)
                    _replies.Add(JsonSerializer.Deserialize(line, WorkerJsonContext.Default.WorkerReply)!);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or JsonException)
            {
                // A line that was cut off: the process ended while it wrote.
            }

            _replies.CompleteAdding();
        }

        private async Task Listen(StreamReader stream)
        {
            while (await stream.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line)) _lastLine = line.Trim();
            }
        }
    }
}
