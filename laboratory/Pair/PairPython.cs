// The NumPy and the PyTorch of an installed Python: their linear layers and whole networks.

using System.Buffers.Binary;
using System.Security.Cryptography;
using QuizKit.Laboratory.Python;

namespace QuizKit.Laboratory.Pair;

/// <summary>A library in a Python.</summary>
/// <param name="Id">Its name in the script: <c>numpy</c>, <c>torch</c> or <c>torch-cuda</c>.</param>
/// <param name="Name">Its name and version, and its device where that is not the processor.</param>
/// <param name="Blas">What it reports about its linear algebra, or null.</param>
/// <param name="Libraries">
/// The files of linear algebra that it mapped into memory; empty where it shares those of the one before or has its own built in.
/// </param>
internal sealed record PairLibrary(string Id, string Name, string? Blas, IReadOnlyList<string> Libraries);

/// <summary>A Python with NumPy, and PyTorch where it has that.</summary>
internal sealed class PairPython
{
    /// <summary>How many numbers show that a Python makes the right ones.</summary>
    internal const int TrialCount = 100_000;

    private readonly PythonClient _python;

    private PairPython(PythonClient python)
    {
        _python = python;
        var numpy = python.LoadNumpy();
        Version = numpy.Python ?? "";
        var libraries = new List<PairLibrary> { new("numpy", $"NumPy {numpy.Version}", numpy.Blas, numpy.Libraries ?? []) };
        var torch = python.LoadTorch();
        WhyNoTorch = torch.WhyNot(python.Interpreter);
        if (torch.Version is not null)
            libraries.Add(new PairLibrary("torch", $"PyTorch {torch.Version}", torch.Blas, torch.Libraries ?? []));
        if (torch.Cuda is not null) libraries.Add(new PairLibrary("torch-cuda", $"PyTorch {torch.Version} on {torch.Cuda}", "cuBLAS", []));
        Libraries = libraries;
        WhyNoCuda = torch.CudaMissing is null ? null : OneLine.Of(torch.CudaMissing);
        RequireSameNumbers();
    }

    /// <summary>The numbers that a Python has to generate as .NET does before it is asked for more.</summary>
    internal static PairTensor TrialNumbers { get; } = PairTensor.Of(1, 2, 3, 0.3);

    /// <summary>The interpreter, as it was named.</summary>
    public string Interpreter => _python.Interpreter;

    /// <summary>The version of Python.</summary>
    public string Version { get; }

    /// <summary>What can be asked: NumPy first.</summary>
    public IReadOnlyList<PairLibrary> Libraries { get; }

    /// <summary>Why there is no PyTorch, in one line, or null.</summary>
    public string? WhyNoTorch { get; }

    /// <summary>Why PyTorch cannot use a GPU that it sees, in one line, or null.</summary>
    public string? WhyNoCuda { get; }

    /// <summary>Asks a Python what it has; a PyTorch that hangs or ends it is left out.</summary>
    /// <returns>The Python, or why there is no NumPy that can be asked, in one line.</returns>
    public static (PairPython? Python, string? WhyNot) Open(ILineService service, CancellationToken cancellation)
    {
        try
        {
            return (new PairPython(new PythonClient(service, cancellation)), null);
        }
        catch (PythonException exception)
        {
            return (null, exception.Message);
        }
    }

    /// <summary>One of its libraries, as something that multiplies.</summary>
    public ILinearLibrary Linear(PairLibrary library) => new Layer(_python, library.Id);

    /// <summary>Returns the SHA-256 of a tensor's first numbers, in lower-case hexadecimal.</summary>
    public string Digest(PairTensor tensor, int count)
    {
        _python.Send(new { command = "digest", tensor = tensor.ToString(), count });
        return _python.Read<DigestReply>().Digest ?? "";
    }

    /// <summary>Begins a network in every library.</summary>
    public void Begin(int examples, PairTensor inputs)
    {
        _python.Send(new { command = "begin", shape = new[] { examples, PairWeights.Inputs }, inputs = inputs.ToString() });
        _python.Read<PythonReply>();
    }

    /// <summary>Sets every library to the next hidden layer; <see cref="Read"/> returns its pre-activations, one array each.</summary>
    public void SendLayer(int outputs, PairTensor weights, PairTensor biases) =>
        _python.Send(new { command = "layer", outputs, weights = weights.ToString(), biases = biases.ToString() });

    /// <summary>Sets every library to an output on top of the last layer; <see cref="Read"/> returns its logits and its outputs.</summary>
    public void SendHead(PairTensor weights, PairTensor bias) =>
        _python.Send(new { command = "head", weights = weights.ToString(), biases = bias.ToString() });

    /// <summary>Returns the arrays of the answer to what was sent, each of the given length.</summary>
    public IReadOnlyList<float[]> Read(int arrays, int length) => _python.ReadArrays(arrays, length);

    /// <summary>Requires that both sides generate the same bits; otherwise every comparison would be meaningless.</summary>
    private void RequireSameNumbers()
    {
        var bytes = new byte[4 * TrialCount];
        for (var i = 0; i < TrialCount; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), TrialNumbers[i]);
        if (Digest(TrialNumbers, TrialCount) != Convert.ToHexStringLower(SHA256.HashData(bytes)))
            throw new PythonException($"{Interpreter} makes other numbers of the same integers than .NET does.");
    }

    private sealed class Layer(PythonClient python, string library) : ILinearLibrary
    {
        public float[] Probe(LinearShape shape, ProbeAxis axis, IReadOnlyList<SummationProbe?> probes)
        {
            var bytes = new byte[8 * probes.Count];
            for (var i = 0; i < probes.Count; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8 * i), probes[i]?.Positive ?? -1);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((8 * i) + 4), probes[i]?.Negative ?? -1);
            }

            var name = axis == ProbeAxis.Columns ? "columns" : "rows";
            var pairs = Convert.ToBase64String(bytes);
            return Ask(shape, new { command = "probe", library, shape = SizesOf(shape), axis = name, pairs });
        }

        public float[] Product(LinearShape shape, PairTensor inputs, PairTensor weights, PairTensor biases) => Ask(
            shape,
            new
            {
                command = "product",
                library,
                shape = SizesOf(shape),
                inputs = inputs.ToString(),
                weights = weights.ToString(),
                biases = biases.ToString(),
            });

        private static int[] SizesOf(LinearShape shape) => [shape.Examples, shape.Inputs, shape.Outputs];

        private float[] Ask(LinearShape shape, object question)
        {
            python.Send(question);
            return python.ReadArrays(1, shape.Elements)[0];
        }
    }

    private sealed record DigestReply(string? Digest) : PythonReply;
}
