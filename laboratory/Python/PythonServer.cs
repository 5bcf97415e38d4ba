// A script in an installed Python that answers a line with a line for as long as it is asked.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using QuizKit.Reports;

namespace QuizKit.Laboratory.Python;

/// <summary>A Python cannot be asked, or gave no answer; the message is one line for people.</summary>
internal sealed class PythonException(string message) : Exception(message);

/// <summary>An interpreter that runs an embedded script, and is waited for with patience, never for ever.</summary>
internal sealed class PythonServer : IDisposable
{
    private readonly Process _process;
    private readonly TimeSpan _patience;
    private readonly CancellationToken _cancellation;
    private Task<string?>? _line;
    private string? _lost;

    private PythonServer(Process process, string interpreter, TimeSpan patience, CancellationToken cancellation)
    {
        _process = process;
        _patience = patience;
        _cancellation = cancellation;
        Interpreter = interpreter;

        // Nobody reads its complaints, but a full pipe would stop it.
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
    }

    /// <summary>The interpreter, as it was named.</summary>
    public string Interpreter { get; }

    /// <summary>Starts the first interpreter that is installed. Whether it runs the script shows in its first line.</summary>
    /// <param name="script">The name of the script's resource; <c>python_answer.py</c> goes before it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="interpreters">The interpreters to try, in this order.</param>
    /// <param name="patience">How long to wait for a line.</param>
    /// <param name="cancellation">Ends a wait sooner.</param>
    /// <exception cref="PythonException">None is installed.</exception>
    public static PythonServer Start(
        string script, IReadOnlyList<string> arguments, IReadOnlyList<string> interpreters, TimeSpan patience, CancellationToken cancellation = default)
    {
        if (PythonProcess.Start(interpreters, ["-c", PythonScript.TextOf(script), .. arguments]) is not { } python)
            throw new PythonException(PythonProcess.None(interpreters) + ".");
        return new PythonServer(python.Process, python.Interpreter, patience, cancellation);
    }

    /// <summary>Sends a line and begins to wait for the answer, so that this process can do something else meanwhile.</summary>
    /// <param name="question">The line, without its end.</param>
    /// <exception cref="PythonException">The interpreter has ended.</exception>
    public void Send(string question)
    {
        if (_lost is not null) throw new PythonException(_lost);
        try
        {
            _process.StandardInput.Write(question + "\n");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Lost($"{Interpreter} has ended.");
        }

        _line = _process.StandardOutput.ReadLineAsync();
    }

    /// <summary>Returns the next line of the script: the answer to what was sent, or what it says of itself.</summary>
    /// <exception cref="PythonException">There is none within the time given.</exception>
    public string Read()
    {
        if (_lost is not null) throw new PythonException(_lost);
        var line = _line ?? _process.StandardOutput.ReadLineAsync();
        _line = null;
        try
        {
            // A reader that is still waiting cannot be asked again, and a late answer would be taken for the next one.
            if (!line.Wait((int)_patience.TotalMilliseconds, _cancellation))
                throw Lost(string.Create(CultureInfo.InvariantCulture, $"{Interpreter} did not answer within {_patience.TotalSeconds:0.#} seconds."));
            return line.Result ?? throw Lost($"{Interpreter} ended without an answer.");
        }
        catch (AggregateException)
        {
            throw Lost($"{Interpreter} ended without an answer.");
        }
    }

    /// <summary>Returns the answer to a line.</summary>
    /// <param name="question">The line, without its end.</param>
    /// <exception cref="PythonException">There is none.</exception>
    public string Ask(string question)
    {
        Send(question);
        return Read();
    }

    /// <summary>Reads a line of JSON.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <exception cref="PythonException">There is no line, or it holds something else.</exception>
    public T ReadJson<T>()
    {
        var line = Read();
        try
        {
            return JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new PythonException($"{Interpreter} answered with something else than this tool's script: {OneLine.Of(line)}");
        }
    }

    /// <summary>Writes numbers as the scripts read them: binary32, little-endian, base64.</summary>
    /// <param name="values">The numbers.</param>
    public static string Encode(float[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++) BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), values[i]);
        if (!BitConverter.IsLittleEndian)
        {
            for (var i = 0; i < values.Length; i++) Array.Reverse(bytes, 4 * i, 4);
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>Ends the interpreter.</summary>
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

        _process.Dispose();
    }

    private PythonException Lost(string message)
    {
        _lost = message;
        return new PythonException(message);
    }
}
