// The sums and products of an installed NumPy and PyTorch, asked over a pipe.

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.Orders;

/// <summary>A Python cannot be asked, or gave no answer; the message is one line for people.</summary>
internal sealed class PythonException(string message) : Exception(message);

/// <summary>An installed Python that adds numbers up for as long as it is asked.</summary>
internal sealed class PythonTargets : IDisposable
{
    private const string Script = "order_server.py";

    private readonly Process _process;
    private readonly string _interpreter;
    private readonly TimeSpan _patience;

    private PythonTargets(Process process, string interpreter, TimeSpan patience)
    {
        _process = process;
        _interpreter = interpreter;
        _patience = patience;

        // Nobody reads its complaints, but a full pipe would stop it.
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        var ready = ReadReady();
        Numpy = ready.Numpy ?? throw new PythonException($"{interpreter}: {ready.Message ?? "it has no NumPy"}.");
        Missing = ready.Torch is null ? $"{interpreter} has no PyTorch that loads: {OneLine.Of(ready.Message ?? "no message")}." : null;
        All = [.. (ready.Operations ?? []).Select(operation => TargetOf(operation, ready))];
    }

    /// <summary>The version of NumPy.</summary>
    public string Numpy { get; }

    /// <summary>Why there is no PyTorch, or null where there is.</summary>
    public string? Missing { get; }

    /// <summary>What can be asked for.</summary>
    public IReadOnlyList<OrderTarget> All { get; }

    /// <summary>Starts the first interpreter that is installed.</summary>
    /// <param name="interpreters">The interpreters to try, in this order.</param>
    /// <param name="patience">How long to wait for an answer.</param>
    /// <exception cref="PythonException">None is installed, or the one that is has no NumPy that loads.</exception>
    public static PythonTargets Start(IReadOnlyList<string> interpreters, TimeSpan patience)
    {
        foreach (var interpreter in interpreters)
        {
            var start = new ProcessStartInfo(interpreter)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                CreateNoWindow = true,
            };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(PythonScript.TextOf(Script));
            try
            {
                var process = Process.Start(start) ?? throw new PythonException($"{interpreter} does not start.");
                try
                {
                    return new PythonTargets(process, interpreter, patience);
                }
                catch (PythonException)
                {
                    End(process);
                    throw;
                }
            }
            catch (Win32Exception)
            {
                // Not installed, or not executable: the next name may be.
            }
        }

        throw new PythonException($"no Python is installed (looked for {string.Join(" and ", interpreters)}).");
    }

    /// <summary>Returns the bits of <c>numpy.sum</c> for the numbers of <see cref="OrderSamples.Hashed"/>.</summary>
    /// <param name="seed">Their seed.</param>
    /// <param name="length">How many there are.</param>
    public float NumpySumOfHashes(uint seed, int length) =>
        ReadFloat(Ask(string.Create(CultureInfo.InvariantCulture, $"numpy.sum-of-hashes {seed} {length}")));

    /// <summary>Ends the interpreter.</summary>
    public void Dispose() => End(_process);

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }

        process.Dispose();
    }

    private OrderTarget TargetOf(string operation, Ready ready)
    {
        var place = operation.Split('.')[0] switch
        {
            "numpy" => $"NumPy {ready.Numpy}",
            "torch" => $"PyTorch {ready.Torch}",
            _ => $"PyTorch {ready.Torch}, {ready.Cuda}",
        };
        return new OrderTarget(
            operation,
            place,
            operation.EndsWith(".sum", StringComparison.Ordinal) ? OrderOperation.Sum : OrderOperation.Dot,
            (a, b) => ReadFloat(Ask($"{operation} {Encode(a)} {Encode(b)}")));
    }

    private static string Encode(float[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++) BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), values[i]);
        if (!BitConverter.IsLittleEndian)
        {
            for (var i = 0; i < values.Length; i++) Array.Reverse(bytes, 4 * i, 4);
        }

        return Convert.ToBase64String(bytes);
    }

    private float ReadFloat(string answer) =>
        uint.TryParse(answer, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? BitConverter.UInt32BitsToSingle(bits)
            : throw new PythonException($"{_interpreter}: {OneLine.Of(answer)}");

    private Ready ReadReady()
    {
        var line = ReadLine();
        try
        {
            return JsonSerializer.Deserialize<Ready>(line, JsonSerializerOptions.Web) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new PythonException($"{_interpreter} answered with something else than this tool's script: {OneLine.Of(line)}");
        }
    }

    private string Ask(string question)
    {
        try
        {
            _process.StandardInput.Write(question + "\n");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw new PythonException($"{_interpreter} has ended.");
        }

        return ReadLine();
    }

    private string ReadLine()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(_patience))
        {
            throw new PythonException(string.Create(CultureInfo.InvariantCulture, $"{_interpreter} did not answer within {_patience.TotalSeconds:0.#} seconds."));
        }

        return line.Result ?? throw new PythonException($"{_interpreter} ended without an answer.");
    }

    private sealed record Ready(
        string Status,
        string? Numpy,
        string? Torch,
        string? Cuda,
        string? Message,
        [property: JsonPropertyName("operations")] IReadOnlyList<string>? Operations);
}
