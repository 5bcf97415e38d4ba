// The NumPy and the PyTorch of an installed Python: their linear layers and whole networks, asked over a pipe.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using QuizKit.Laboratory.Python;
using QuizKit.Numerics;
using QuizKit.Reports;
using static System.FormattableString;

namespace QuizKit.Laboratory.Pair;

/// <summary>What became of the search for a Python.</summary>
/// <param name="Python">A Python with NumPy, or null.</param>
/// <param name="WhyNoNumpy">Why there is none, in one line, or null.</param>
/// <param name="WhyNoTorch">Why there is no PyTorch beside NumPy, in one line, or null.</param>
internal sealed record PairPythonSearch(PairPython? Python, string? WhyNoNumpy, string? WhyNoTorch);

/// <summary>A library in a Python.</summary>
/// <param name="Id">Its name in the script: <c>numpy</c>, <c>torch</c> or <c>torch-cuda</c>.</param>
/// <param name="Name">Its name and version, and its device where that is not the processor.</param>
/// <param name="Blas">What it says of its linear algebra, or null.</param>
/// <param name="Libraries">The files of linear algebra that it mapped into memory; empty where it shares those of the one before or has its own built in.</param>
internal sealed record PairLibrary(string Id, string Name, string? Blas, IReadOnlyList<string> Libraries);

/// <summary>A Python with NumPy, and PyTorch where it has that.</summary>
internal sealed class PairPython : IDisposable
{
    /// <summary>How many numbers show that a Python makes the right ones.</summary>
    internal const int TrialCount = 100_000;

    private const string Script = "pair_server.py";

    private readonly PythonServer _server;

    private PairPython(PythonServer server, Numpy numpy)
    {
        _server = server;
        Interpreter = server.Interpreter;
        Version = numpy.Python ?? "";
        Libraries = [new PairLibrary("numpy", $"NumPy {numpy.Version}", numpy.Blas, numpy.Libraries ?? [])];
    }

    /// <summary>The numbers that a Python has to make like .NET before it is asked for more.</summary>
    internal static PairTensor TrialNumbers { get; } = PairTensor.Of(1, 2, 3, 0.3);

    /// <summary>The interpreter, as it was named.</summary>
    public string Interpreter { get; }

    /// <summary>The version of Python.</summary>
    public string Version { get; }

    /// <summary>What can be asked: NumPy first.</summary>
    public IReadOnlyList<PairLibrary> Libraries { get; private set; }

    /// <summary>Why PyTorch cannot use a GPU that it sees, in one line, or null.</summary>
    public string? WhyNoCuda { get; private set; }

    /// <summary>Starts the first interpreter that is installed; a PyTorch that hangs or ends it is left out.</summary>
    /// <param name="interpreters">The interpreters to try, in this order.</param>
    /// <param name="patience">How long to wait for an answer.</param>
    /// <param name="cancellation">Ends a wait sooner.</param>
    public static PairPythonSearch Start(IReadOnlyList<string> interpreters, TimeSpan patience, CancellationToken cancellation)
    {
        PairPython? python = null;
        try
        {
            python = StartWithNumpy(interpreters, [], patience, cancellation);
            string? whyNot;
            try
            {
                whyNot = python.ReadTorch();
            }
            catch (PythonException exception)
            {
                whyNot = $"with PyTorch, {exception.Message}";
                python.Dispose();
                python = StartWithNumpy([python.Interpreter], ["--without-torch"], patience, cancellation);
                python.ReadTorch();
            }

            python.RequireSameNumbers();
            return new PairPythonSearch(python, null, whyNot);
        }
        catch (PythonException exception)
        {
            python?.Dispose();
            return new PairPythonSearch(null, exception.Message, null);
        }
        catch (OperationCanceledException)
        {
            python?.Dispose();
            throw;
        }
    }

    /// <summary>One of its libraries, as something that multiplies.</summary>
    /// <param name="library">The library.</param>
    public ILinearLibrary Linear(PairLibrary library) => new Layer(this, library.Id);

    /// <summary>Returns the SHA-256 of a tensor's bytes, in lower-case hexadecimal.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="count">How many of its numbers.</param>
    public string Digest(PairTensor tensor, int count) => _server.Ask(Invariant($"digest {count} {tensor}"));

    /// <summary>Begins a network in every library.</summary>
    /// <param name="examples">The number of examples.</param>
    /// <param name="inputs">Their numbers.</param>
    public void Begin(int examples, PairTensor inputs)
    {
        var answer = _server.Ask(Invariant($"begin {examples} {PairWeights.Inputs} {inputs}"));
        if (answer != "ok") throw new PythonException($"{Interpreter}: {OneLine.Of(answer)}");
    }

    /// <summary>Sets every library to the next hidden layer; <see cref="Read"/> has its pre-activations, one array a library.</summary>
    /// <param name="outputs">Its width.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="biases">Its biases.</param>
    public void SendLayer(int outputs, PairTensor weights, PairTensor biases) => _server.Send(Invariant($"layer {outputs} {weights} {biases}"));

    /// <summary>Sets every library to an output on top of the last layer; <see cref="Read"/> has its logits and its outputs, two arrays a library.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="bias">Its bias.</param>
    public void SendHead(PairTensor weights, PairTensor bias) => _server.Send(Invariant($"head {weights} {bias}"));

    /// <summary>Returns the arrays of the answer to what was sent.</summary>
    /// <param name="arrays">How many there are.</param>
    /// <param name="length">How many numbers each has.</param>
    public IReadOnlyList<float[]> Read(int arrays, int length)
    {
        var line = _server.Read();
        var words = line.Split(' ');
        if (words.Length != arrays || words[0] == "error") throw new PythonException($"{Interpreter}: {OneLine.Of(line)}");
        return [.. words.Select(word => Decode(word, length))];
    }

    /// <summary>Ends the interpreter.</summary>
    public void Dispose() => _server.Dispose();

    private static PairPython StartWithNumpy(
        IReadOnlyList<string> interpreters, IReadOnlyList<string> arguments, TimeSpan patience, CancellationToken cancellation)
    {
        var server = PythonServer.Start(Script, arguments, interpreters, patience, cancellation);
        try
        {
            var numpy = server.ReadJson<Numpy>();
            return numpy.Version is null
                ? throw new PythonException($"{server.Interpreter} has no NumPy that loads: {OneLine.Of(numpy.Message ?? "no message")}.")
                : new PairPython(server, numpy);
        }
        catch (Exception exception) when (exception is PythonException or OperationCanceledException)
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Reads what the script says of PyTorch.</summary>
    /// <returns>Why there is none, or null.</returns>
    private string? ReadTorch()
    {
        var torch = _server.ReadJson<Torch>();
        if (torch.Version is null) return $"{Interpreter} has no PyTorch that loads: {OneLine.Of(torch.Message ?? "no message")}.";
        var libraries = new List<PairLibrary>(Libraries) { new("torch", $"PyTorch {torch.Version}", torch.Blas, torch.Libraries ?? []) };
        if (torch.Cuda is not null) libraries.Add(new PairLibrary("torch-cuda", $"PyTorch {torch.Version} on {torch.Cuda}", "cuBLAS", []));
        Libraries = libraries;
        WhyNoCuda = torch.CudaMissing is null ? null : OneLine.Of(torch.CudaMissing);
        return null;
    }

    /// <summary>Numbers that are not the same bits on both sides would make every comparison meaningless.</summary>
    private void RequireSameNumbers()
    {
        var bytes = new byte[4 * TrialCount];
        for (var i = 0; i < TrialCount; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), TrialNumbers[i]);
        if (Digest(TrialNumbers, TrialCount) != Convert.ToHexStringLower(SHA256.HashData(bytes)))
            throw new PythonException($"{Interpreter} makes other numbers of the same integers than .NET does.");
    }

    private float[] Decode(string word, int length)
    {
        var bytes = new byte[4 * length];
        if (!Convert.TryFromBase64String(word, bytes, out var written) || written != bytes.Length)
            throw new PythonException($"{Interpreter} answered with something else than {length.ToString(CultureInfo.InvariantCulture)} numbers: {OneLine.Of(word.Length > 80 ? word[..80] : word)}");
        var values = new float[length];
        for (var i = 0; i < length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i));
        return values;
    }

    private sealed class Layer(PairPython python, string id) : ILinearLibrary
    {
        public float[] Probe(LinearShape shape, ProbeAxis axis, IReadOnlyList<SummationProbe?> probes)
        {
            var bytes = new byte[8 * probes.Count];
            for (var i = 0; i < probes.Count; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8 * i), probes[i]?.Positive ?? -1);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((8 * i) + 4), probes[i]?.Negative ?? -1);
            }

            return Ask(shape, Invariant($"probe {id} {shape.Examples} {shape.Inputs} {shape.Outputs} {(axis == ProbeAxis.Columns ? "columns" : "rows")} {Convert.ToBase64String(bytes)}"));
        }

        public float[] Product(LinearShape shape, PairTensor inputs, PairTensor weights, PairTensor biases) =>
            Ask(shape, Invariant($"product {id} {shape.Examples} {shape.Inputs} {shape.Outputs} {inputs} {weights} {biases}"));

        private float[] Ask(LinearShape shape, string question)
        {
            python._server.Send(question);
            return python.Read(1, shape.Elements)[0];
        }
    }

    private sealed record Numpy(string? Status, string? Python, string? Version, string? Blas, IReadOnlyList<string>? Libraries, string? Message);

    private sealed record Torch(
        string? Status, string? Version, string? Blas, IReadOnlyList<string>? Libraries, string? Cuda, string? CudaMissing, string? Message);
}
