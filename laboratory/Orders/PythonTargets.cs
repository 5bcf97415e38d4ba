// The sums and products of an installed NumPy and PyTorch, asked over a pipe.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Serialization;
using QuizKit.Laboratory.Python;
using QuizKit.Reports;

namespace QuizKit.Laboratory.Orders;

/// <summary>An installed Python that adds numbers up for as long as it is asked.</summary>
internal sealed class PythonTargets : IDisposable
{
    private const string Script = "order_server.py";

    private readonly PythonServer _server;

    private PythonTargets(PythonServer server)
    {
        _server = server;
        var ready = server.ReadJson<Ready>();
        Numpy = ready.Numpy ?? throw new PythonException($"{server.Interpreter}: {ready.Message ?? "it has no NumPy"}.");
        Torch = ready.Torch;
        TorchLanes = ready.Lanes;
        Missing = ready.Torch is null ? $"{server.Interpreter} has no PyTorch that loads: {OneLine.Of(ready.Message ?? "no message")}." : null;
        All = [.. (ready.Operations ?? []).Select(operation => TargetOf(operation, ready))];
    }

    /// <summary>The version of NumPy.</summary>
    public string Numpy { get; }

    /// <summary>The version of PyTorch, or null where there is none.</summary>
    public string? Torch { get; }

    /// <summary>How many float32 numbers a vector of PyTorch's sums holds; null where that is not known.</summary>
    public int? TorchLanes { get; }

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
        var server = PythonServer.Start(Script, [], interpreters, patience);
        try
        {
            return new PythonTargets(server);
        }
        catch (PythonException)
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Returns the bits of a library's sum for the numbers of <see cref="OrderSamples.Hashed"/>.</summary>
    /// <param name="operation">The sum: <c>numpy.sum</c> or <c>torch.sum</c>.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="length">How many there are.</param>
    public float SumOfHashes(string operation, uint seed, int length) =>
        ReadFloat(_server.Ask(string.Create(CultureInfo.InvariantCulture, $"{operation}-of-hashes {seed} {length}")));

    /// <summary>Ends the interpreter.</summary>
    public void Dispose() => _server.Dispose();

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
            (a, b) => ReadFloat(_server.Ask($"{operation} {PythonServer.Encode(a)} {PythonServer.Encode(b)}")));
    }

    private float ReadFloat(string answer) =>
        uint.TryParse(answer, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? BitConverter.UInt32BitsToSingle(bits)
            : throw new PythonException($"{_server.Interpreter}: {OneLine.Of(answer)}");

    private sealed record Ready(
        string Status,
        string? Numpy,
        string? Torch,
        string? Cuda,
        int? Lanes,
        string? Message,
        [property: JsonPropertyName("operations")] IReadOnlyList<string>? Operations);
}
