// ONNX Runtime on the processor, with models of one operator each, and with whole networks.

using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace QuizKit.Libraries;

/// <summary>ONNX Runtime.</summary>
internal sealed class OnnxRuntime : Library
{
    /// <summary>The weights of the largest network that becomes one model: 128 MiB.</summary>
    private const long MostWeights = 1 << 25;

    private readonly InferenceSession _sum = Open(new OnnxNode("ReduceSum") { Flags = new Dictionary<string, int> { ["keepdims"] = 0 } });
    private readonly InferenceSession _product = Open(new OnnxNode("MatMul", 2));
    private readonly InferenceSession _relu = Open(new OnnxNode("Relu"));
    private int _threads;
    private InferenceSession _sigmoid = Open(new OnnxNode("Sigmoid"));
    private (DenseLayer Layer, InferenceSession Session)? _linear;

    public OnnxRuntime()
    {
        Operations = new Dictionary<string, Func<float[], float[], float>>
        {
            ["onnxruntime.sum"] = (a, _) => Run(_sum, (a, [a.Length]))[^1],
            ["onnxruntime.dot"] = (a, b) => Run(_product, (a, [a.Length]), (b, [b.Length]))[^1],
            ["onnxruntime.matvec"] = (a, b) => Run(_product, (Matrix(a), [RowsOfMatrix, a.Length]), (b, [b.Length]))[^1],
            ["onnxruntime.matmul"] = (a, b) =>
                Run(_product, (Matrix(a), [RowsOfMatrix, a.Length]), (Transposed(Matrix(b), b.Length), [b.Length, RowsOfMatrix]))[^1],
        };
    }

    public override string Version => OrtEnv.Instance().GetVersionString();

    public override string? Blas => "MLAS, built in";

    public override IReadOnlyDictionary<string, Func<float[], float[], float>> Operations { get; }

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

    private static float[] Transposed(float[] rows, int columns)
    {
        var transposed = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++) transposed[(i % columns * RowsOfMatrix) + (i / columns)] = rows[i];
        return transposed;
    }

    private static float[] Run(InferenceSession session, params ReadOnlySpan<(float[] Values, long[] Shape)> inputs)
    {
        var values = new List<OrtValue>();
        try
        {
            foreach (var (numbers, shape) in inputs)
            {
                // In memory of ONNX Runtime, which is aligned: the order of a sum depends on the alignment, and that of an array varies.
                var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, shape);
                values.Add(value);
                numbers.CopyTo(value.GetTensorMutableDataAsSpan<float>());
            }

            using var options = new RunOptions();
            using var results = session.Run(options, session.InputNames, values, session.OutputNames);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            foreach (var value in values) value.Dispose();
        }
    }
}
