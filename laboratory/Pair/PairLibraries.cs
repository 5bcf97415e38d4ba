// The libraries of a network: their linear layers, and whole networks in all of them.

using System.Buffers.Binary;
using System.Security.Cryptography;
using QuizKit.Laboratory.Libraries;

namespace QuizKit.Laboratory.Pair;

/// <summary>A library in another program.</summary>
/// <param name="Id">Its name in requests: <c>numpy</c>, <c>torch</c>, <c>torch-cuda</c> or <c>libtorch</c>.</param>
/// <param name="Name">Its name and version, and its device where that is not the processor.</param>
/// <param name="Blas">What it reports about its linear algebra, or null.</param>
/// <param name="Libraries">
/// The files of linear algebra that it mapped into memory; empty where it shares those of the one before or has its own built in.
/// </param>
internal sealed record PairLibrary(string Id, string Name, string? Blas, IReadOnlyList<string> Libraries);

/// <summary>The libraries that hosts have loaded, NumPy first where there is one.</summary>
internal sealed class PairLibraries
{
    /// <summary>How many numbers show that a host makes the right ones.</summary>
    internal const int TrialCount = 100_000;

    private readonly List<Member> _members = [];
    private readonly List<string> _notes = [];

    private PairLibraries()
    {
    }

    /// <summary>The numbers that a host has to generate as .NET does before it is asked for more.</summary>
    internal static PairTensor TrialNumbers { get; } = PairTensor.Of(1, 2, 3, 0.3);

    /// <summary>The Python with NumPy, or null.</summary>
    public PairPythonFinding? Python { get; private set; }

    /// <summary>Why there is no NumPy, in one line, or null.</summary>
    public string? WhyNoNumpy { get; private set; }

    /// <summary>Why there is no PyTorch in the Python, in one line, or null.</summary>
    public string? WhyNoTorch { get; private set; }

    /// <summary>Whether the program of the folder <c>libraries</c> is set up.</summary>
    public bool HasDotNet { get; private set; }

    /// <summary>What else is missing and why, one line each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What can be asked.</summary>
    public IReadOnlyList<PairLibrary> All => [.. _members.SelectMany(member => member.Libraries)];

    /// <summary>Asks the hosts what they have; what hangs or ends one is left out.</summary>
    public static PairLibraries Open(ILineService service, CancellationToken cancellation)
    {
        var found = new PairLibraries();
        found.OpenPython(new LibraryClient(service, LibraryHost.Python, cancellation));
        found.OpenDotNet(new LibraryClient(service, LibraryHost.DotNet, cancellation));
        return found;
    }

    /// <summary>One of the libraries, as something that multiplies.</summary>
    public ILinearLibrary Linear(PairLibrary library) =>
        new Layer(_members.Single(member => member.Libraries.Contains(library)).Client, library.Id);

    /// <summary>Leaves out the libraries of a host.</summary>
    public void Remove(LibraryHost host) => _members.RemoveAll(member => member.Client.Host == host);

    /// <summary>Begins a network in every library.</summary>
    /// <param name="shape">The numbers of examples and of inputs.</param>
    public void Begin(PairTensor inputs, params int[] shape)
    {
        SendAll(new { command = "begin", shape, inputs = inputs.ToString() });
        ReadAll(member => member.Client.Read<LibraryReply>());
    }

    /// <summary>Sets every library to the next hidden layer; <see cref="Read"/> returns its pre-activations, one array each.</summary>
    public void SendLayer(int outputs, PairTensor weights, PairTensor biases) =>
        SendAll(new { command = "layer", outputs, weights = weights.ToString(), biases = biases.ToString() });

    /// <summary>Sets every library to an output on top of the last layer; <see cref="Read"/> returns its logits and its outputs.</summary>
    public void SendHead(PairTensor weights, PairTensor bias) =>
        SendAll(new { command = "head", weights = weights.ToString(), biases = bias.ToString() });

    /// <summary>Returns the arrays of the answers to what was sent, each of the given length: as many for each library.</summary>
    public IReadOnlyList<float[]> Read(int arrays, int length) =>
        [.. ReadAll(member => member.Client.ReadArrays(arrays * member.Libraries.Count, length)).SelectMany(found => found)];

    /// <summary>Returns the SHA-256 of a tensor's first numbers as a host makes them, in lower-case hexadecimal.</summary>
    internal static string Digest(LibraryClient host, PairTensor tensor, int count)
    {
        host.Send(new { command = "digest", tensor = tensor.ToString(), count });
        return host.Read<DigestReply>().Digest ?? "";
    }

    private void OpenPython(LibraryClient python)
    {
        try
        {
            LibraryName numpy = python.Host.Libraries[0], torch = python.Host.Libraries[1];
            var loaded = python.Require(numpy);
            var version = loaded.Python ?? "";
            var libraries = new List<PairLibrary> { LibraryOf(numpy, loaded) };
            loaded = python.Load(torch);
            WhyNoTorch = loaded.WhyNot(torch, python.Name);
            if (loaded.Version is not null) libraries.Add(LibraryOf(torch, loaded));
            if (loaded.Cuda is not null)
                libraries.Add(new PairLibrary("torch-cuda", $"PyTorch {loaded.Version} on {loaded.Cuda}", "cuBLAS", []));
            if (loaded.CudaMissing is { } why) _notes.Add($"PyTorch sees a GPU that it cannot use: {OneLine.Of(why)}.");
            RequireSameNumbers(python);
            Python = new PairPythonFinding(python.Name, version, libraries);
            _members.Add(new Member(python, libraries));
        }
        catch (LibraryException exception)
        {
            WhyNoTorch = null;
            WhyNoNumpy = exception.Message;
        }
    }

    private void OpenDotNet(LibraryClient host)
    {
        var libraries = new List<PairLibrary>();
        try
        {
            foreach (var library in host.Host.Libraries.Where(library => library.HasLayers))
            {
                var loaded = host.Load(library);
                if (loaded.Status == LibraryReply.Absent) return;
                HasDotNet = true;
                if (loaded.WhyNot(library, host.Name) is { } whyNot) _notes.Add($"{library.Name} was not used: {whyNot}");
                else libraries.Add(LibraryOf(library, loaded));
            }

            if (libraries.Count == 0) return;
            RequireSameNumbers(host);
            _members.Add(new Member(host, libraries));
        }
        catch (LibraryException exception)
        {
            _notes.Add($"{host.Name} was not used: {exception.Message}");
        }
    }

    private static PairLibrary LibraryOf(LibraryName library, LoadedLibrary loaded) =>
        new(library.Id, $"{library.Name} {loaded.Version}", loaded.Blas, loaded.Libraries ?? []);

    private void SendAll(object request)
    {
        foreach (var member in _members) member.Client.Send(request);
    }

    private List<T> ReadAll<T>(Func<Member, T> read)
    {
        // Every answer is read before a failure counts: the next question must not get an answer to this one.
        var answers = new List<T>();
        LibraryException? failure = null;
        foreach (var member in _members)
        {
            try
            {
                answers.Add(read(member));
            }
            catch (LibraryException exception)
            {
                failure ??= exception;
            }
        }

        return failure is null ? answers : throw failure;
    }

    /// <summary>Requires that both sides generate the same bits; otherwise every comparison would be meaningless.</summary>
    private static void RequireSameNumbers(LibraryClient host)
    {
        var bytes = new byte[4 * TrialCount];
        for (var i = 0; i < TrialCount; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), TrialNumbers[i]);
        if (Digest(host, TrialNumbers, TrialCount) != Convert.ToHexStringLower(SHA256.HashData(bytes)))
            throw new LibraryException(host.Host, $"{host.Name} makes other numbers of the same integers than .NET does.");
    }

    private sealed record Member(LibraryClient Client, IReadOnlyList<PairLibrary> Libraries);

    private sealed class Layer(LibraryClient host, string library) : ILinearLibrary
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
            host.Send(question);
            return host.ReadArrays(1, shape.Elements)[0];
        }
    }

    private sealed record DigestReply(string? Digest) : LibraryReply;
}
