// ONNX Runtime on the processor, with models of one operator each, and with whole networks.

using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace QuizKit.Libraries;

/// <summary>ONNX Runtime.</summary>
internal sealed class OnnxRuntime : Library
{
    /// <summary>The weights of the largest network that becomes one model: 128 MiB.</summary>
    private const long MostWeights = 1 << 25;

    private readonly InferenceSession _relu = Open(new OnnxNode("Relu"));
    private int _threads;
    private InferenceSession _sigmoid = Open(new OnnxNode("Sigmoid"));
    private (DenseLayer Layer, InferenceSession Session)? _linear;

    private readonly Dictionary<string, MatrixProduct> _products = [];
    private readonly Dictionary<string, Func<double[], double[]>> _rowOperations = [];

    public OnnxRuntime() => Operations = new Dictionary<string, Func<double[], double[], double>>(
        [
            .. OperationsOf<float>("", OnnxNode.Binary32, value => (float)value, value => value),
            .. OperationsOf<double>(".binary64", OnnxNode.Binary64, value => value, value => value),
            .. OperationsOf(".binary16", OnnxNode.Binary16, value => (Float16)(float)value, value => (float)value),
        ]);

    public override string Version => OrtEnv.Instance().GetVersionString();

    public override string? Blas => "MLAS, built in";

    public override IReadOnlyDictionary<string, Func<double[], double[], double>> Operations { get; }

    public override IReadOnlyDictionary<string, MatrixProduct> Products => _products;

    public override IReadOnlyDictionary<string, Func<double[], double[]>> RowOperations => _rowOperations;

    /// <summary>
    /// With weights and biases that the model holds, as an exported network does: ONNX Runtime packs them when it loads the model, and may
    /// then add in another order than for weights that it is given with each run.
    /// </summary>
    public override float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs)
    {
        if (_linear is not { } last || !last.Layer.Weights.AsSpan().SequenceEqual(w) || !last.Layer.Biases.AsSpan().SequenceEqual(b))
        {
            _linear?.Session.Dispose();
            var layer = new DenseLayer(w, b);
            _linear = (layer, Open(LinearNode(layer), _threads));
        }

        return Run(_linear.Value.Session, (a, [examples, inputs]));
    }

    public override float[] Relu(float[] z) => Run(_relu, (z, [z.Length]));

    public override float[] Sigmoid(float[] z) => Run(_sigmoid, (z, [z.Length]));

    /// <summary>One model of the whole network, as it would be exported; its logits are those of the same model without the last operator.</summary>
    public override (float[] Logits, float[] Outputs)? Network(float[] inputs, int examples, IReadOnlyList<DenseLayer> layers)
    {
        if (layers.Sum(layer => (long)layer.Weights.Length) > MostWeights) return null;
        var nodes = new List<OnnxNode>();
        foreach (var layer in layers)
        {
            if (nodes.Count > 0) nodes.Add(new OnnxNode("Relu"));
            nodes.Add(LinearNode(layer));
        }

        long[] sizes = [examples, inputs.Length / examples];
        using var toLogits = Open(nodes, threads: 0);
        using var toOutputs = Open([.. nodes, new OnnxNode("Sigmoid")], threads: 0);
        return (Run(toLogits, (inputs, sizes)), Run(toOutputs, (inputs, sizes)));
    }

    public override string? SetThreads(int count)
    {
        _threads = count;
        _linear?.Session.Dispose();
        _linear = null;
        _sigmoid.Dispose();
        _sigmoid = Open(new OnnxNode("Sigmoid"), count);
        return null;
    }

    private static OnnxNode LinearNode(DenseLayer layer) => new("Gemm")
    {
        Flags = new Dictionary<string, int> { ["transB"] = 1 },
        Constants =
        [
            (layer.Weights, [layer.Biases.Length, layer.Weights.Length / layer.Biases.Length]), (layer.Biases, [layer.Biases.Length]),
        ],
    };

    private static InferenceSession Open(OnnxNode node, int threads = 0) => Open([node], threads);

    /// <param name="nodes">The operators of the model.</param>
    /// <param name="threads">The number of threads; 0: as many as ONNX Runtime takes by itself.</param>
    private static InferenceSession Open(IReadOnlyList<OnnxNode> nodes, int threads)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads };
        return new InferenceSession(new OnnxModel(nodes).ToBytes(), options);
    }

    /// <summary>The operations of a format. A kernel that this ONNX Runtime lacks shows when its model is opened, at the first call.</summary>
    private IEnumerable<KeyValuePair<string, Func<double[], double[], double>>> OperationsOf<T>(
        string suffix, int type, Func<double, T> narrow, Func<T, double> widen)
        where T : unmanaged
    {
        var reduce = new OnnxNode("ReduceSum") { Type = type, Flags = new Dictionary<string, int> { ["keepdims"] = 0 } };
        Lazy<InferenceSession> sum = new(() => Open(reduce));
        Lazy<InferenceSession> along = new(() => Open(reduce with { HasAxis = true }));
        Lazy<InferenceSession> product = new(() => Open(new OnnxNode("MatMul", 2) { Type = type }));
        Lazy<InferenceSession> cumulative = new(() => Open(new OnnxNode("CumSum") { Type = type, HasAxis = true }));
        Lazy<InferenceSession> softmax = new(() => Open(new OnnxNode("Softmax") { Type = type }));
        _rowOperations.Add(
            $"onnxruntime.softmax{suffix}",
            row => Array.ConvertAll(Run(softmax.Value, null, (row, [row.Length])), value => widen(value)));
        if (type != OnnxNode.Binary16)
        {
            Lazy<InferenceSession> norm = new(() => Open(new OnnxNode("LayerNormalization", 2) { Type = type }));
            _rowOperations.Add(
                $"onnxruntime.layer-norm{suffix}",
                row => Array.ConvertAll(
                    Run(norm.Value, null, (row, [row.Length]), (Ones(row.Length), [row.Length])), value => widen(value)));
        }

        _products.Add($"onnxruntime.matvec{suffix}", (a, w, length) => Array.ConvertAll(
            Run(product.Value, null, (a, [a.Length / length, length]), (w, [length])), value => widen(value)));
        _products.Add($"onnxruntime.matmul{suffix}", (a, w, length) => Array.ConvertAll(
            Run(product.Value, null, (a, [a.Length / length, length]), (Transposed(w, length), [length, w.Length / length])),
            value => widen(value)));
        return
        [
            Operation("sum", (a, _) => Run(sum.Value, null, (a, [a.Length]))),
            Operation("dot", (a, b) => Run(product.Value, null, (a, [a.Length]), (b, [b.Length]))),
            LastElement($"onnxruntime.matvec{suffix}"),
            LastElement($"onnxruntime.matmul{suffix}"),
            Operation("sum-rows", (a, _) => Run(along.Value, (1, [1]), (UnderOnes(a), [RowsOfMatrix, a.Length]))),
            Operation("sum-columns", (a, _) => Run(
                along.Value, (0, [1]), (Transposed(UnderOnes(a), a.Length), [a.Length, RowsOfMatrix]))),
            Operation("cumsum", (a, _) => Run(cumulative.Value, (0, []), (a, [a.Length]))),
        ];

        static double[] Ones(int length) => [.. Enumerable.Repeat(1.0, length)];

        KeyValuePair<string, Func<double[], double[], double>> Operation(string name, Func<double[], double[], T[]> compute) =>
            new($"onnxruntime.{name}{suffix}", (a, b) => widen(compute(a, b)[^1]));

        T[] Run(InferenceSession session, (long Axis, long[] Shape)? axis, params ReadOnlySpan<(double[] Values, long[] Shape)> inputs)
        {
            var numbers = new List<(T[] Values, long[] Shape)>();
            foreach (var (values, shape) in inputs) numbers.Add(([.. values.Select(narrow)], shape));
            return OnnxRuntime.Run(session, axis, [.. numbers]);
        }
    }

    private static float[] Run(InferenceSession session, params ReadOnlySpan<(float[] Values, long[] Shape)> inputs) =>
        Run(session, null, inputs);

    private static T[] Run<T>(
        InferenceSession session, (long Axis, long[] Shape)? axis, params ReadOnlySpan<(T[] Values, long[] Shape)> inputs)
        where T : unmanaged
    {
        var values = new List<OrtValue>();
        try
        {
            foreach (var (numbers, shape) in inputs) values.Add(ValueOf(numbers, shape));
            if (axis is { } along) values.Add(ValueOf([along.Axis], along.Shape));
            using var options = new RunOptions();
            using var results = session.Run(options, session.InputNames, values, session.OutputNames);
            return results[0].GetTensorDataAsSpan<T>().ToArray();
        }
        finally
        {
            foreach (var value in values) value.Dispose();
        }
    }

    private static OrtValue ValueOf<T>(T[] numbers, long[] shape)
        where T : unmanaged
    {
        // In memory of ONNX Runtime, which is aligned: the order of a sum depends on the alignment, and that of an array varies.
        var type = numbers switch
        {
            double[] => TensorElementType.Double,
            Float16[] => TensorElementType.Float16,
            long[] => TensorElementType.Int64,
            _ => TensorElementType.Float,
        };
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, shape);
        numbers.CopyTo(value.GetTensorMutableDataAsSpan<T>());
        return value;
    }
}
