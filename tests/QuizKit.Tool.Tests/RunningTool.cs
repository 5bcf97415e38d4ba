// The tool while it runs: what it has written so far, and its end.

using System.Text;
using QuizKit.Tool.CommandLine;

namespace QuizKit.Tool.Tests;

/// <summary>A command that goes on until it is stopped.</summary>
internal sealed class RunningTool : IDisposable
{
    /// <summary>How long a test waits for what has to come: only a test that fails waits so long.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly CancellationTokenSource _stop = new();
    private readonly LineWriter _output = new();
    private readonly LineWriter _error = new();
    private readonly Task<int> _run;

    public RunningTool(params string[] args) => _run = Task.Factory.StartNew(
        () => new QuizKitApplication(() => Stream.Null, _output, _error).Run(args, _stop.Token),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Waits for the next line on the standard output.</summary>
    public string NextLine() => _output.Next(_run);

    /// <summary>Waits for the next line on the error stream.</summary>
    public string NextError() => _error.Next(_run);

    /// <summary>Stops the command as Ctrl-C does.</summary>
    /// <returns>The exit code.</returns>
    public int Stop()
    {
        _stop.Cancel();
        return _run.WaitAsync(Limit).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private sealed class LineWriter : TextWriter
    {
        private readonly Lock _lock = new();
        private readonly StringBuilder _text = new();
        private readonly SemaphoreSlim _lines = new(0);

        public LineWriter() => NewLine = "\n";

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_lock) _text.Append(value);
            if (value == '\n') _lines.Release();
        }

        public string Next(Task run)
        {
            var end = DateTime.UtcNow + Limit;
            while (!_lines.Wait(TimeSpan.FromMilliseconds(100)))
            {
                if (DateTime.UtcNow > end || (run.IsCompleted && _lines.CurrentCount == 0)) throw new TimeoutException("There is no further line.");
            }

            lock (_lock)
            {
                var text = _text.ToString();
                var length = text.IndexOf('\n', StringComparison.Ordinal);
                _text.Remove(0, length + 1);
                return text[..length];
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _lines.Dispose();
            base.Dispose(disposing);
        }
    }
}
