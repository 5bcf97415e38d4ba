// A model of the user's in ONNX Runtime.

using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using QuizKit.Laboratory.Differences;
using Tensor = QuizKit.Laboratory.Differences.Tensor;

namespace QuizKit.Libraries;

/// <summary>A model in a file, whose inputs and first output are numbers of binary32, or binary64 or binary16 for the output.</summary>
internal sealed class OnnxFile
{
    private readonly InferenceSession _session;

    /// <exception cref="FunctionException">Its inputs or output are of another type.</exception>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime does not take it.</exception>
    public OnnxFile(string path)
    {
        _session = Open(path);
        foreach (var (name, input) in _session.InputMetadata)
        {
            if (input.ElementDataType != TensorElementType.Float)
                throw new FunctionException($"its input '{name}' is of {input.ElementDataType}, not Float.");
        }
    }

    /// <summary>The sizes of its inputs, −1 where any will do.</summary>
    public IReadOnlyList<int[]> Shapes => [.. _session.InputNames.Select(name => _session.InputMetadata[name].Dimensions)];

    private static InferenceSession Open(string path) => new(path);

    /// <summary>Returns the numbers of its first output.</summary>
    public double[] Run(IReadOnlyList<Tensor> inputs)
    {
        var values = new List<OrtValue>();
        try
        {
            foreach (var input in inputs)
            {
                // In memory of ONNX Runtime, which is aligned: the order of a sum depends on the alignment, and that of an array varies.
                var value = OrtValue.CreateAllocatedTensorValue(
                    OrtAllocator.DefaultInstance, TensorElementType.Float, [.. input.Shape.Select(size => (long)size)]);
                values.Add(value);
                input.Values.CopyTo(value.GetTensorMutableDataAsSpan<float>());
            }

            using var options = new RunOptions();
            using var results = _session.Run(options, _session.InputNames, values, _session.OutputNames);
            return results[0].GetTensorTypeAndShape().ElementDataType switch
            {
                TensorElementType.Float => [.. results[0].GetTensorDataAsSpan<float>().ToArray().Select(value => (double)value)],
                TensorElementType.Double => results[0].GetTensorDataAsSpan<double>().ToArray(),
                TensorElementType.Float16 => [.. results[0].GetTensorDataAsSpan<Float16>().ToArray().Select(value => (double)(float)value)],
                var other => throw new FunctionException($"its output is of {other}, not of numbers that can be compared."),
            };
        }
        finally
        {
            foreach (var value in values) value.Dispose();
        }
    }
}
