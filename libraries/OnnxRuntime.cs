// ONNX Runtime on the processor, with models of one operator each.

using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace QuizKit.Libraries;

/// <summary>ONNX Runtime.</summary>
internal sealed class OnnxRuntime : Library
{
    private readonly InferenceSession _relu = Open(new OnnxModel("Relu", 1));
    private InferenceSession _linear = OpenLinear(threads: 0);
    private InferenceSession _sigmoid = OpenSigmoid(threads: 0);

    public OnnxRuntime() => Operations = new Dictionary<string, Func<double[], double[], double>>(
        [
            .. OperationsOf<float>("", OnnxModel.Binary32, value => (float)value, value => value),
            .. OperationsOf<double>(".binary64", OnnxModel.Binary64, value => value, value => value),
            .. OperationsOf(".binary16", OnnxModel.Binary16, value => (Float16)(float)value, value => (float)value),
        ]);

    public override string Version => OrtEnv.Instance().GetVersionString();

    public override string? Blas => "MLAS, built in";

    public override IReadOnlyDictionary<string, Func<double[], double[], double>> Operations { get; }

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

    /// <summary>The operations of a format. A kernel that this ONNX Runtime lacks shows when its model is opened, at the first call.</summary>
    private static IEnumerable<KeyValuePair<string, Func<double[], double[], double>>> OperationsOf<T>(
        string suffix, int type, Func<double, T> narrow, Func<T, double> widen)
        where T : unmanaged
    {
        Lazy<InferenceSession> sum = new(() => Open(new OnnxModel("ReduceSum", 1, type) { Flags = { ["keepdims"] = 0 } }));
        Lazy<InferenceSession> along = new(
            () => Open(new OnnxModel("ReduceSum", 1, type) { Flags = { ["keepdims"] = 0 }, HasAxis = true }));
        Lazy<InferenceSession> product = new(() => Open(new OnnxModel("MatMul", 2, type)));
        Lazy<InferenceSession> cumulative = new(() => Open(new OnnxModel("CumSum", 1, type) { HasAxis = true }));
        return
        [
            Operation("sum", (a, _) => Run(sum.Value, null, (a, [a.Length]))),
            Operation("dot", (a, b) => Run(product.Value, null, (a, [a.Length]), (b, [b.Length]))),
            Operation("matvec", (a, b) => Run(product.Value, null, (UnderOnes(a), [RowsOfMatrix, a.Length]), (b, [b.Length]))),
            Operation("matmul", (a, b) => Run(
                product.Value,
                null,
                (UnderOnes(a), [RowsOfMatrix, a.Length]),
                (Transposed(UnderOnes(b), b.Length), [b.Length, RowsOfMatrix]))),
            Operation("sum-rows", (a, _) => Run(along.Value, (1, [1]), (UnderOnes(a), [RowsOfMatrix, a.Length]))),
            Operation("sum-columns", (a, _) => Run(
                along.Value, (0, [1]), (Transposed(UnderOnes(a), a.Length), [a.Length, RowsOfMatrix]))),
            Operation("cumsum", (a, _) => Run(cumulative.Value, (0, []), (a, [a.Length]))),
        ];

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
