// A process of this program that works for another one, and may hang or crash without taking it along.

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace QuizKit.Devices.Workers;

internal static class WorkerProcess
{
    /// <summary>Starts this program again as a worker.</summary>
    public static ProcessStartInfo ThisProgram()
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        var start = new ProcessStartInfo(program);

        // Where the program runs as `dotnet gpu-checks.dll`, the path is that of dotnet.
        if (string.Equals(Path.GetFileNameWithoutExtension(program), "dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add((Assembly.GetEntryAssembly() ?? typeof(WorkerProcess).Assembly).Location);
        return start;
    }
}

/// <summary>A running worker and the pipes to it.</summary>
/// <typeparam name="TReply">What it sends: a line of JSON each.</typeparam>
internal sealed class WorkerProcess<TReply> : IDisposable
    where TReply : class
{
    private readonly JsonTypeInfo<TReply> _type;
    private readonly Process _process;
    private readonly BlockingCollection<TReply> _replies = [];
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.Inheritable);
    private readonly Task _reading;
    private readonly Task[] _chatter;
    private volatile string? _lastLine;

    /// <summary>Starts a worker.</summary>
    /// <param name="start">How.</param>
    /// <param name="command">Its first argument; the second is the handle of the pipe for its replies.</param>
    /// <param name="type">How its replies are read.</param>
    public WorkerProcess(ProcessStartInfo start, string command, JsonTypeInfo<TReply> type)
    {
        _type = type;
        start.ArgumentList.Add(command);
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

    /// <summary>Sends a line of JSON.</summary>
    /// <param name="message">What it says.</param>
    /// <param name="type">How it is written.</param>
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
    public (TReply? Reply, bool TimedOut) Receive(TimeSpan? limit)
    {
        bool received = _replies.TryTake(out TReply? reply, (int)(limit?.TotalMilliseconds ?? Timeout.Infinite));
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

    /// <inheritdoc/>
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
                _replies.Add(JsonSerializer.Deserialize(line, _type)!);
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
