// Sums and dot products of .NET and of this project, on the processor.

using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace QuizKit.Laboratory.Orders;

internal static class HostTargets
{
    private static readonly string Runtime = RuntimeInformation.FrameworkDescription;

    /// <summary>The targets of this process.</summary>
    public static IReadOnlyList<OrderTarget> All { get; } =
    [
        OrderTarget.Sum("dotnet.loop", Runtime, Loop),
        OrderTarget.Sum("dotnet.linq-sum", Runtime, values => values.Sum()),
        OrderTarget.Sum("dotnet.vector-sum", $"{Runtime}, Vector<float> of {Vector<float>.Count}", VectorSum),
        OrderTarget.Sum("dotnet.tensor-sum", $"{Runtime}, TensorPrimitives", values => TensorPrimitives.Sum<float>(values)),
        OrderTarget.Dot("dotnet.tensor-dot", $"{Runtime}, TensorPrimitives", (a, b) => TensorPrimitives.Dot<float>(a, b)),
        OrderTarget.Sum("quizkit.numpy-order", "this project, NumPy's order", values => NumpyOrder.Sum(values)),
        OrderTarget.Sum("quizkit.fixed-tree", "QuizKit.Numerics", values => FixedTree.Sum(values)),
        OrderTarget.Sum("quizkit.exact", "QuizKit.Numerics", values => ExactSum.Sum(values)),
    ];

    private static float Loop(float[] values)
    {
        var sum = 0f;
        foreach (var value in values) sum += value;
        return sum;
    }

    private static float VectorSum(float[] values)
    {
        var lanes = Vector<float>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count) lanes += new Vector<float>(values, i);
        var sum = Vector.Sum(lanes);
        for (; i < values.Length; i++) sum += values[i];
        return sum;
    }
}
