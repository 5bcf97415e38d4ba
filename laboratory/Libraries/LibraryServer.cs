// A library host of a run: one process, started at the first question, which answers a line with a line.

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using QuizKit.Devices.Programs;

namespace QuizKit.Laboratory.Libraries;

/// <summary>A way to start a library host.</summary>
/// <param name="Name">Its name in messages.</param>
internal sealed record LibraryProgram(string Name, string FileName, IReadOnlyList<string> Arguments);

/// <summary>The process of a library host.</summary>
/// <param name="host">What it hosts.</param>
/// <param name="programs">The programs to try, in this order; none where the host is not set up.</param>
/// <param name="whyNone">Why none of them starts, in one line.</param>
/// <param name="timeout">How long an answer may take. Importing PyTorch takes seconds, a product of large matrices minutes.</param>
/// <remarks>
/// A process that hangs or ends is not asked again: every further answer says why. Only where it was loading a library is it started
/// once more, without that library. One that ends before its first line is not the program that its name promises, as the python3 of
/// Windows that only names a shop: the next one is tried.
/// </remarks>
internal sealed class LibraryServer(LibraryHost host, IReadOnlyList<LibraryProgram> programs, string whyNone, TimeSpan timeout)
    : ILineService, IDisposable
{
    /// <summary>The names that Python goes by; py, the launcher of Windows, starts the latest Python 3.</summary>
    public static readonly IReadOnlyList<string> Interpreters =
        OperatingSystem.IsWindows() ? ["python3", "python", "py"] : ["python3", "python"];

    /// <summary>How long an answer may take, unless a test says otherwise.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>The first line of a host, which tells it from another program.</summary>
    private const string Ready = """{"status": "ready"}""";

    private readonly Dictionary<string, string> _lostLibraries = [];
    private readonly List<string> _loaded = [];
    private Process? _process;
    private int _program;
    private string _request = "";
    private string _name = host.Name;
    private bool _isReady;
    private int _repeated;
    private string? _loads;
    private string? _lost;
    private volatile string? _lastError;
    private Thread? _errorReader;

    /// <summary>What it hosts.</summary>
    public LibraryHost Host => host;

    private string? WhyLost => _lost ?? (_loads is null ? null : _lostLibraries.GetValueOrDefault(_loads));

    /// <summary>An installed Python that runs the embedded script.</summary>
    /// <param name="interpreters">The interpreters to try, in this order.</param>
    public static LibraryServer Python(IReadOnlyList<string> interpreters, TimeSpan timeout) => new(
        LibraryHost.Python,
        [.. interpreters.Select(interpreter => new LibraryProgram(interpreter, interpreter, ["-c", Script(), interpreter]))],
        $"no Python is installed (looked for {string.Join(" and ", interpreters)}).",
        timeout);

    /// <summary>The program of the folder <c>libraries</c>.</summary>
    /// <param name="path">The program, which <c>dotnet</c> starts if it is an assembly; null where there is none.</param>
    public static LibraryServer DotNet(string? path, TimeSpan timeout)
    {
        var isAssembly = string.Equals(Path.GetExtension(path), ".dll", StringComparison.OrdinalIgnoreCase);
        return new LibraryServer(
            LibraryHost.DotNet,
            path switch
            {
                null => [],
                _ when isAssembly => [new LibraryProgram(path, ProgramPath.Dotnet, ["exec", path])],
                _ => [new LibraryProgram(path, path, [])],
            },
            path is null ? LibraryHost.SetupHint : $"{(isAssembly ? "dotnet" : path)} does not start.",
            timeout);
    }

    /// <summary>This program again, which answers with functions.</summary>
    /// <param name="program">The program with its arguments.</param>
    public static LibraryServer Functions(LibraryProgram program, TimeSpan timeout) =>
        new(LibraryHost.Functions, [program], $"{program.FileName} does not start.", timeout);

    /// <summary>The request that loads a library.</summary>
    public static string Load(string library) => JsonSerializer.Serialize(new { command = "load", library });

    public void Send(string line)
    {
        _loads = host.Libraries.FirstOrDefault(library => Load(library.Id) == line)?.Id;
        if (WhyLost is not null) return;
        _request = line;
        if (_process is null) Start();
        Write(line);
    }

    public string Read(CancellationToken cancellation)
    {
        string? whyFirst = null;
        while (WhyLost is null && !_isReady)
        {
            var first = ReadLine(cancellation);
            _isReady = first == Ready;
            if (_isReady) break;
            if (first is not null)
            {
                Lose($"{_name} is not {host.Kind}. It wrote: {OneLine.Of(first)}");
                break;
            }

            whyFirst ??= WhyLost;
            TryNext();
        }

        if (!_isReady && whyFirst is not null) _lost = whyFirst;

        while (WhyLost is null && _repeated > 0 && ReadLine(cancellation) is not null) _repeated--;
        if ((WhyLost is null ? ReadLine(cancellation) : null) is not { } answer)
        {
            var status = programs.Count == 0 ? LibraryReply.Absent : LibraryReply.Lost;
            return JsonSerializer.Serialize(new { status, message = WhyLost });
        }

        if (_loads is not null && !_loaded.Contains(_loads)) _loaded.Add(_loads);
        return answer;
    }

    /// <summary>Ends the process.</summary>
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

    private void TryNext()
    {
        _program++;
        if (_program >= programs.Count) return;
        _lost = null;
        Start();
        Write(_request);
    }

    private void Start()
    {
        for (; _program < programs.Count; _program++)
        {
            var program = programs[_program];
            if (ProgramPath.Find(program.FileName) is not { } file) continue;
            try
            {
                _process = Process.Start(new ProcessStartInfo(file, program.Arguments)
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
                // Not a program of this system: the next one may be.
                continue;
            }

            _name = program.Name;

            // Drain stderr, so that the process never blocks on a full pipe. On a thread of its own: a busy thread pool would delay it.
            var errors = _process!.StandardError;
            _errorReader = new Thread(() => ReadErrors(errors)) { IsBackground = true };
            _errorReader.Start();

            // A process that was lost while it loaded a library had loaded others.
            _repeated = _loaded.Count;
            foreach (var library in _loaded) Write(Load(library));
            return;
        }

        _lost = whyNone;
    }

    private void Write(string line)
    {
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

    private void ReadErrors(StreamReader errors)
    {
        try
        {
            while (errors.ReadLine() is { } line)
                if (!string.IsNullOrWhiteSpace(line)) _lastError = OneLine.Of(line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The process was ended.
        }
    }

    /// <summary>Returns the next line, or null where the process was lost.</summary>
    private string? ReadLine(CancellationToken cancellation)
    {
        var line = _process!.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
        try
        {
            if (!line.Wait((int)timeout.TotalMilliseconds, cancellation))
            {
                // It would hang under its other name, too.
                if (!_isReady) _program = programs.Count;
                Lose(string.Create(
                    CultureInfo.InvariantCulture, $"{_name} did not answer within {timeout.TotalSeconds:0.#} seconds."));
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
            Lose($"{_name} was stopped.");
            throw;
        }

        return null;
    }

    private string EndOf(Process process)
    {
        if (process.WaitForExit(1000)) _errorReader?.Join(1000);
        var end = process.HasExited ? Failure.ExitText(process.ExitCode) : "no exit code";
        return $"{_name} ended with {end}: {_lastError?.TrimEnd('.') ?? "no message"}.";
    }

    private void Lose(string why)
    {
        // One that never got ready cannot load anything.
        var library = _isReady ? _loads : null;
        Dispose();
        if (library is null) _lost = why;
        else _lostLibraries[library] = why;
    }

    private static string Script()
    {
        using var stream = typeof(LibraryServer).Assembly.GetManifestResourceStream("server.py")
            ?? throw new InvalidOperationException("The script is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
