// ONNX Runtime on the processor, with models of one operator each.

using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace QuizKit.Libraries;

/// <summary>ONNX Runtime.</summary>
internal sealed class OnnxRuntime : Library
{
    private readonly InferenceSession _sum = Open(new OnnxModel("ReduceSum", 1) { Flags = { ["keepdims"] = 0 } });
    private readonly InferenceSession _product = Open(new OnnxModel("MatMul", 2));
    private readonly InferenceSession _relu = Open(new OnnxModel("Relu", 1));
    private InferenceSession _linear = OpenLinear(threads: 0);
    private InferenceSession _sigmoid = OpenSigmoid(threads: 0);

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

    public override float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs) =>
        Run(_linear, (a, [examples, inputs]), (w, [outputs, inputs]), (b, [outputs]));

    public override float[] Relu(float[] z) => Run(_relu, (z, [z.Length]));

    public override float[] Sigmoid(float[] z) => Run(_sigmoid, (z, [z.Length]));

    public override string? SetThreads(int count)
    {
        _linear.Dispose();
        _sigmoid.Dispose();
        (_linear, _sigmoid) = (OpenLinear(count), OpenSigmoid(count));
        return null;
    }

    /// <param name="threads">The number of threads; 0: as many as ONNX Runtime takes by itself.</param>
    private static InferenceSession OpenLinear(int threads) => Open(new OnnxModel("Gemm", 3) { Flags = { ["transB"] = 1 } }, threads);

    private static InferenceSession OpenSigmoid(int threads) => Open(new OnnxModel("Sigmoid", 1), threads);

    private static InferenceSession Open(OnnxModel model, int threads = 0)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads };
        return new InferenceSession(model.ToBytes(), options);
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
