// A conversation: what is loaded, and the answer to each line.

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using QuizKit.Laboratory.Batch;
using QuizKit.Laboratory.Differences;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;

namespace QuizKit.Libraries;

/// <summary>The libraries of a process and the network that runs in them.</summary>
internal sealed class Session
{
    /// <summary>How each library of <see cref="LibraryHost.DotNet"/> is loaded. The constructor fails where it is missing.</summary>
    private static readonly Dictionary<string, Func<Library>> Loaders = new()
    {
        ["libtorch"] = () => new Libtorch(),
        ["onnxruntime"] = () => new OnnxRuntime(),
        ["mathnet"] = () => new MathNetNumerics(),
        ["numsharp"] = () => new NumSharpLibrary(),
        ["duckdb"] = () => new DuckDb(),
        ["sqlite"] = () => new Sqlite(),
    };

    private readonly Dictionary<string, Library> _libraries = [];
    private readonly Dictionary<string, float[]> _activations = [];
    private readonly List<OnnxFile> _models = [];
    private readonly List<DenseLayer> _layers = [];
    private float[] _inputs = [];
    private (int Examples, int Width) _shape;

    /// <summary>Answers a line.</summary>
    public JsonObject Answer(string line)
    {
        try
        {
            var request = JsonNode.Parse(line)!.AsObject();
            var answer = Answer(Text(request, "command"), request);
            answer.TryAdd("status", "ok");
            return answer;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new JsonObject { ["status"] = "error", ["message"] = Describe(exception) };
        }
    }

    private JsonObject Answer(string command, JsonObject request) => command switch
    {
        "load" => Load(Text(request, "library")),
        "compute" => Compute(request),
        "compute-hashed" => Arrays([(float)OperationOf(request)(
            Array.ConvertAll(OrderSamples.Hashed(Seed(request), Number(request, "length")), value => (double)value), [])]),
        "multiply" => Multiply(request),
        "apply" => Apply(request),
        "digest" => new JsonObject { ["digest"] = Digest(Tensor(request, "tensor", Number(request, "count"))) },
        "probe" => Arrays(Probe(request)),
        "product" => Arrays(Product(request)),
        "rows" => Rows(request),
        "threads" => new JsonObject { ["message"] = LibraryOf(request).SetThreads(Number(request, "count")) },
        "begin" => Begin(request),
        "layer" => Layer(request),
        "head" => Head(request),
        FunctionProtocol.Open => OpenModel(Text(request, "path")),
        FunctionProtocol.Call => CallModel(_models[Number(request, "function")], FunctionProtocol.InputsOf(request)),
        _ => throw new ArgumentException($"There is no command '{command}'."),
    };

    private JsonObject OpenModel(string path)
    {
        try
        {
            _models.Add(new OnnxFile(path));
        }
        catch (Exception exception) when (exception is FunctionException or OnnxRuntimeException)
        {
            return FunctionProtocol.Failed($"ONNX Runtime does not take '{path}': {exception.Message}");
        }

        return new JsonObject
        {
            ["function"] = _models.Count - 1,
            ["inputs"] = _models[^1].Shapes.Count,
            ["shapes"] = JsonSerializer.SerializeToNode(_models[^1].Shapes),
        };
    }

    private static JsonObject CallModel(OnnxFile model, IReadOnlyList<Tensor> inputs)
    {
        try
        {
            return FunctionProtocol.Results(model.Run(inputs));
        }
        catch (Exception exception) when (exception is FunctionException or OnnxRuntimeException)
        {
            return FunctionProtocol.Failed(exception.Message);
        }
    }

    private JsonObject Load(string name)
    {
        try
        {
            if (!_libraries.TryGetValue(name, out var library)) _libraries[name] = library = Loaders[name]();
            return new JsonObject
            {
                ["version"] = library.Version,
                ["blas"] = library.Blas,
                ["libraries"] = new JsonArray(),
                ["operations"] = new JsonArray(
                    [.. library.Operations.Keys.Concat(library.RowOperations.Keys).Select(operation => (JsonNode)operation)]),
            };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new JsonObject { ["status"] = "broken", ["module"] = name, ["message"] = Describe(exception) };
        }
    }

    /// <summary>One result for each row of the operands; a sum has no second operand.</summary>
    private JsonObject Compute(JsonObject request)
    {
        var operation = OperationOf(request);
        var count = Number(request, "count");
        double[] a = LibraryClient.DecodeNumbers(Text(request, "a")), b = LibraryClient.DecodeNumbers(Text(request, "b"));
        int length = a.Length / count, second = b.Length / count;
        double[] results =
        [
            .. Enumerable.Range(0, count).Select(
                i => operation(a[(i * length)..((i + 1) * length)], b[(i * second)..((i + 1) * second)])),
        ];
        return new JsonObject { ["numbers"] = LibraryClient.Encode(results) };
    }

    /// <summary>Products a·wᵀ, all elements of each. Where an operand has one row for each product, all rows of its matrix are the same.</summary>
    private JsonObject Multiply(JsonObject request)
    {
        var product = LibraryOfOperation(request).Products[Text(request, "operation")];
        var (m, k, n) = Shape(request);
        var count = Number(request, "count");
        double[] a = LibraryClient.DecodeNumbers(Text(request, "a")), w = LibraryClient.DecodeNumbers(Text(request, "w"));
        double[] results =
            [.. Enumerable.Range(0, count).SelectMany(i => product(Matrix(a, i, m), Matrix(w, i, n), k))];
        return new JsonObject { ["numbers"] = LibraryClient.Encode(results) };

        double[] Matrix(double[] numbers, int i, int rows)
        {
            var size = numbers.Length / count;
            var given = numbers[(i * size)..((i + 1) * size)];
            return size == k ? [.. Enumerable.Repeat(given, rows).SelectMany(row => row)] : given;
        }
    }

    /// <summary>A row of results for each row.</summary>
    private JsonObject Apply(JsonObject request)
    {
        var operation = LibraryOfOperation(request).RowOperations[Text(request, "operation")];
        var rows = LibraryClient.DecodeNumbers(Text(request, "x"));
        double[] results = [.. rows.Chunk(rows.Length / Number(request, "count")).SelectMany(operation)];
        return new JsonObject { ["numbers"] = LibraryClient.Encode(results) };
    }

    private Library LibraryOfOperation(JsonObject request) => _libraries[Text(request, "operation").Split('.')[0]];

    private Func<double[], double[], double> OperationOf(JsonObject request) =>
        LibraryOfOperation(request).Operations[Text(request, "operation")];

    private float[] Product(JsonObject request)
    {
        var (m, k, n) = Shape(request);
        return LibraryOf(request).Linear(
            Tensor(request, "inputs", m * k), Tensor(request, "weights", n * k), Tensor(request, "biases", n), m, k, n);
    }

    /// <summary>
    /// a·Wᵀ + b of ones, with 2¹²⁷ and −2¹²⁷ where the pairs of int32 say: one probe per column (in the weights) or row (in the inputs). −1
    /// stands for no probe; the index after the last input is the bias.
    /// </summary>
    private float[] Probe(JsonObject request)
    {
        var (m, k, n) = Shape(request);
        float[] a = Ones(m * k), w = Ones(n * k), b = Ones(n);
        var isColumns = Text(request, "axis") == "columns";
        var pairs = Convert.FromBase64String(Text(request, "pairs"));
        for (var i = 0; i < pairs.Length / 4; i++)
        {
            var at = BinaryPrimitives.ReadInt32LittleEndian(pairs.AsSpan(4 * i));
            var mask = MathF.ScaleB(i % 2 == 0 ? 1 : -1, 127);
            if (at >= 0 && at < k) (isColumns ? w : a)[((i / 2) * k) + at] = mask;
            else if (at == k && isColumns) b[i / 2] = mask;
            else if (at == k) Array.Fill(b, mask);
        }

        return LibraryOf(request).Linear(a, w, b, m, k, n);
    }

    /// <summary>Equal rows through an operation: runs of results with the same bits.</summary>
    private JsonObject Rows(JsonObject request)
    {
        var (m, k, n) = Shape(request);
        var operation = Enum.Parse<BatchOperation>(Text(request, "operation"), ignoreCase: true);
        var problem = new BatchProblem(operation, m, k, Number(request, "filled"), n, Seed(request));
        var library = LibraryOf(request);
        var runs = problem.RunsOf(
            operation == BatchOperation.Linear
                ? library.Linear(problem.Inputs(), problem.Weights(), new float[n], m, k, n)
                : library.Sigmoid(problem.Inputs()));
        var answer = Arrays([.. runs.Select(run => run.Row)]);
        answer["counts"] = new JsonArray([.. runs.Select(run => (JsonNode)run.Rows)]);
        return answer;
    }

    /// <summary>The inputs of a network, for every library that multiplies matrices.</summary>
    private JsonObject Begin(JsonObject request)
    {
        var shape = request["shape"]!.AsArray();
        _shape = ((int)shape[0]!, (int)shape[1]!);
        _inputs = Tensor(request, "inputs", _shape.Examples * _shape.Width);
        _activations.Clear();
        _layers.Clear();
        foreach (var name in LibraryHost.DotNet.Libraries.Select(library => library.Id))
            if (_libraries.TryGetValue(name, out var library) && library.HasLayers) _activations[name] = _inputs;
        return [];
    }

    /// <summary>The next hidden layer: the pre-activations of each library.</summary>
    private JsonObject Layer(JsonObject request)
    {
        var outputs = Number(request, "outputs");
        var layer = LayerOf(request, outputs);
        var sums = Preactivations(layer);
        _layers.Add(layer);
        foreach (var (name, z) in sums) _activations[name] = _libraries[name].Relu(z);
        _shape.Width = outputs;
        return Arrays([.. sums.Select(sum => sum.Z)]);
    }

    /// <summary>An output on top of the last layer: the logits and the outputs of each library, of the whole network where it takes one.</summary>
    private JsonObject Head(JsonObject request)
    {
        var head = LayerOf(request, outputs: 1);
        var arrays = new List<float[]>();
        foreach (var (name, z) in Preactivations(head))
        {
            var found = _libraries[name].Network(_inputs, _shape.Examples, [.. _layers, head]) ?? (z, _libraries[name].Sigmoid(z));
            arrays.AddRange([found.Logits, found.Outputs]);
        }

        return Arrays([.. arrays]);
    }

    private DenseLayer LayerOf(JsonObject request, int outputs) =>
        new(Tensor(request, "weights", outputs * _shape.Width), Tensor(request, "biases", outputs));

    private List<(string Name, float[] Z)> Preactivations(DenseLayer layer) =>
        [.. _activations.Select(pair => (pair.Key, _libraries[pair.Key].Linear(
            pair.Value, layer.Weights, layer.Biases, _shape.Examples, _shape.Width, layer.Biases.Length)))];

    private Library LibraryOf(JsonObject request) => _libraries[Text(request, "library")];

    private static float[] Tensor(JsonObject request, string name, int count)
    {
        uint[] words = [.. Text(request, name).Split(' ').Select(word => uint.Parse(word, CultureInfo.InvariantCulture))];
        return new PairTensor(words[0], words[1], words[2], words[3], BitConverter.UInt32BitsToSingle(words[4])).ToArray(count);
    }

    private static (int M, int K, int N) Shape(JsonObject request)
    {
        var sizes = request["shape"]!.AsArray();
        return ((int)sizes[0]!, (int)sizes[1]!, (int)sizes[2]!);
    }

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        Array.Fill(ones, 1f);
        return ones;
    }

    private static JsonObject Arrays(params float[][] arrays) =>
        new() { ["arrays"] = new JsonArray([.. arrays.Select(array => (JsonNode)LibraryClient.Encode(array))]) };

    private static string Digest(float[] values)
    {
        var bytes = Convert.FromBase64String(LibraryClient.Encode(values));
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static string Text(JsonObject request, string name) => (string)request[name]!;

    private static int Number(JsonObject request, string name) => (int)request[name]!;

    private static uint Seed(JsonObject request) => (uint)request["seed"]!;

    /// <summary>The innermost reason: what a static constructor or a loader throws is wrapped.</summary>
    private static string Describe(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return $"{exception.GetType().Name}: {exception.Message.Split('\n')[0].Trim()}";
    }
}
