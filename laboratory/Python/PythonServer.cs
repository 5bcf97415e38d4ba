// The installed Python of a run: one process, started at the first question, which answers a line with a line.

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace QuizKit.Laboratory.Python;

/// <summary>An interpreter that runs the embedded script.</summary>
/// <param name="interpreters">The interpreters to try, in this order.</param>
/// <param name="timeout">How long an answer may take. Importing PyTorch takes seconds, a product of large matrices minutes.</param>
/// <remarks>
/// A Python that hangs or ends is not asked again: every further answer says why. Only where PyTorch was being loaded is it started
/// once more, since NumPy can be asked without PyTorch.
/// </remarks>
internal sealed class PythonServer(IReadOnlyList<string> interpreters, TimeSpan timeout) : ILineService, IDisposable
{
    /// <summary>The names that Python goes by.</summary>
    public static readonly IReadOnlyList<string> Interpreters = ["python3", "python"];

    /// <summary>How long an answer may take, unless a test says otherwise.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>The request that loads PyTorch.</summary>
    public const string LoadTorch = """{"command":"torch"}""";

    /// <summary>The first line of the script, which tells it from a program that is not Python.</summary>
    private const string Ready = """{"status": "ready"}""";

    private Process? _process;
    private string _interpreter = "";
    private bool _isReady;
    private bool _loadsTorch;
    private string? _lost;
    private string? _torchLost;
    private volatile string? _lastError;
    private Thread? _errorReader;

    private string? WhyLost => _lost ?? (_loadsTorch ? _torchLost : null);

    public void Send(string line)
    {
        _loadsTorch = line == LoadTorch;
        if (WhyLost is not null) return;
        if (_process is null) Start();
        try
        {
            _process?.StandardInput.Write(line + "\n");
            _process?.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended, which the wait for its answer finds out.
        }
    }

    public string Read(CancellationToken cancellation)
    {
        if (WhyLost is null && !_isReady && ReadLine(cancellation) is { } first)
        {
            _isReady = first == Ready;
            if (!_isReady) Lose($"{_interpreter} is not a Python that runs this tool's script. It wrote: {OneLine.Of(first)}");
        }

        var answer = WhyLost is null ? ReadLine(cancellation) : null;
        return answer ?? JsonSerializer.Serialize(new { status = PythonReply.Lost, message = WhyLost });
    }

    /// <summary>Ends the interpreter.</summary>
    public void Dispose()
    {
        try
        {
            _process?.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }

        _process?.Dispose();
        _process = null;
        _isReady = false;
    }

    private void Start()
    {
        foreach (var interpreter in interpreters)
        {
            try
            {
                _process = Process.Start(new ProcessStartInfo(interpreter, ["-c", Script(), interpreter])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                    CreateNoWindow = true,
                });
            }
            catch (Win32Exception)
            {
                // Not installed, or not executable: the next name may be.
                continue;
            }

            _interpreter = interpreter;

            // Drain stderr, so that the interpreter never blocks on a full pipe. On a thread of its own: a busy thread pool would delay it.
            var errors = _process!.StandardError;
            _errorReader = new Thread(() => ReadErrors(errors)) { IsBackground = true };
            _errorReader.Start();
            return;
        }

        _lost = $"no Python is installed (looked for {string.Join(" and ", interpreters)}).";
    }

    private void ReadErrors(StreamReader errors)
    {
        try
        {
            while (errors.ReadLine() is { } line)
                if (!string.IsNullOrWhiteSpace(line)) _lastError = OneLine.Of(line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The interpreter was ended.
        }
    }

    /// <summary>Returns the next line, or null where the interpreter was lost.</summary>
    private string? ReadLine(CancellationToken cancellation)
    {
        var line = _process!.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
        try
        {
            if (!line.Wait((int)timeout.TotalMilliseconds, cancellation))
            {
                Lose(string.Create(
                    CultureInfo.InvariantCulture, $"{_interpreter} did not answer within {timeout.TotalSeconds:0.#} seconds."));
            }
            else if (line.Result is null)
            {
                Lose(EndOf(_process));
            }
            else
            {
                return line.Result;
            }
        }
        catch (AggregateException)
        {
            Lose(EndOf(_process));
        }
        catch (OperationCanceledException)
        {
            // A late answer would be taken for that to the next question.
            Lose($"{_interpreter} was stopped.");
            throw;
        }

        return null;
    }

    private string EndOf(Process process)
    {
        if (process.WaitForExit(1000)) _errorReader?.Join(1000);
        var end = process.HasExited ? Failure.ExitText(process.ExitCode) : "no exit code";
        return $"{_interpreter} ended with {end}: {_lastError?.TrimEnd('.') ?? "no message"}.";
    }

    private void Lose(string why)
    {
        Dispose();
        if (_loadsTorch) _torchLost = why;
        else _lost = why;
    }

    private static string Script()
    {
        using var stream = typeof(PythonServer).Assembly.GetManifestResourceStream("server.py")
            ?? throw new InvalidOperationException("The script is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
