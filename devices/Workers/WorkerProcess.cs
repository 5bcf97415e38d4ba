// A worker process, seen from the process that started it: its pipes, and how it ended.

using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;
using System.Reflection;

namespace QuizKit.Devices.Workers;

/// <summary>A running worker and the pipes to it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>How long a job may take to notice that the user has stopped it, and the process to end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.Inheritable);
    private readonly Task _reading;
    private readonly Task[] _draining;
    private volatile string? _lastLine;

    /// <param name="start">How; the command and the handle of the pipe are added to its arguments.</param>
    public WorkerProcess(ProcessStartInfo start, string name)
    {
        start.ArgumentList.Add(Worker.Command);
        start.ArgumentList.Add(_pipe.GetClientHandleAsString());
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");
        _pipe.DisposeLocalCopyOfClientHandle();

        // Drain what drivers write, so that the worker never blocks on a full pipe. The last line may say why it ended.
        _draining = [OnThread(() => Drain(_process.StandardOutput)), OnThread(() => Drain(_process.StandardError))];
        _reading = OnThread(ReadLines);
        WriteLine(name);
    }

    /// <summary>The last line that the process wrote on its own streams, or null.</summary>
    public string? LastLine => _lastLine;

    /// <summary>Whether there are no lines any more: the process ended.</summary>
    public bool HasEnded => _lines.IsCompleted;

    /// <summary>Starts this program again as a worker.</summary>
    /// <param name="arguments">What it gets before the command.</param>
    public static ProcessStartInfo ThisProgram(params string[] arguments)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        var start = new ProcessStartInfo(program);

        // Where the program runs as `dotnet gpu-checks.dll`, the path is that of dotnet.
        if (string.Equals(Path.GetFileNameWithoutExtension(program), "dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add((Assembly.GetEntryAssembly() ?? typeof(WorkerProcess).Assembly).Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    /// <param name="kind">One of <see cref="WorkerLine"/>.</param>
    public void Send(char kind, string text = "") => WriteLine(kind + text);

    /// <summary>Waits for a line; null: the process ended, or the time was up. Once the user stops the job, only a short time is
    /// left.</summary>
    /// <param name="limit">How long to wait; null: no limit.</param>
    public string? Receive(TimeSpan? limit, CancellationToken cancellation)
    {
        string? line;
        try
        {
            _lines.TryTake(out line, (int)(limit?.TotalMilliseconds ?? Timeout.Infinite), cancellation);
        }
        catch (OperationCanceledException)
        {
            Send(WorkerLine.Stop);
            _lines.TryTake(out line, Grace);
        }

        return line;
    }

    /// <summary>Waits for the end of the process and of what it wrote; returns its exit code.</summary>
    public int WaitForExit()
    {
        // The pipe closes a moment before the process ends.
        _process.WaitForExit(Grace);
        Task.WaitAll(_draining, Grace);
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

        // A process that outlives its parent may hold the pipe open: its reader keeps the collection then.
        if (_reading.Wait(1000)) _lines.Dispose();
        _pipe.Dispose();
        _process.Dispose();
    }

    private void WriteLine(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended, which the next wait finds out.
        }
    }

    private void ReadLines()
    {
        try
        {
            using var reader = new StreamReader(_pipe, leaveOpen: true);
            while (reader.ReadLine() is { } line) _lines.Add(line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The process ended while it wrote.
        }

        _lines.CompleteAdding();
    }

    private void Drain(StreamReader stream)
    {
        while (stream.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line)) _lastLine = line.Trim();
        }
    }

    /// <summary>Reads on a thread of its own: reading a pipe blocks it, and a pool that is busy would not start it in time.</summary>
    private static Task OnThread(Action read) =>
        Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
