// Sums and dot products of .NET and of this project, on the processor.

using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuizKit.Laboratory.Formats;
using Half = System.Half;

namespace QuizKit.Laboratory.Orders;

internal static class HostTargets
{
    private delegate T OfSpans<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b);

    private static readonly string Runtime = RuntimeInformation.FrameworkDescription;

    /// <summary>The targets of this process.</summary>
    public static IReadOnlyList<OrderTarget> All { get; } =
    [
        OrderTarget.Sum("dotnet.loop", Runtime, Loop),
        OrderTarget.Sum("dotnet.linq-sum", Runtime, values => values.Sum()),
        OrderTarget.Sum("dotnet.vector-sum", $"{Runtime}, Vector<float> of {Vector<float>.Count}", VectorSum),
        OrderTarget.Sum("dotnet.tensor-sum", $"{Runtime}, TensorPrimitives", values => TensorPrimitives.Sum<float>(values)) with
        {
            ComputeAt = At<float>((a, _) => TensorPrimitives.Sum(a)),
        },
        OrderTarget.Dot("dotnet.tensor-dot", $"{Runtime}, TensorPrimitives", (a, b) => TensorPrimitives.Dot<float>(a, b)) with
        {
            ComputeAt = At<float>(TensorPrimitives.Dot),
        },
        OrderTarget.Sum("quizkit.numpy-order", "this project, NumPy's order", values => NumpyOrder.Sum(values)),
        OrderTarget.Sum("quizkit.fixed-tree", "QuizKit.Numerics", values => FixedTree.Sum(values)),
        OrderTarget.Sum("quizkit.exact", "QuizKit.Numerics", values => ExactSum.Sum(values)),
        .. Of<double>(BinaryRounding.Binary64, values => values.Sum()),
        OrderTarget.SumOf<double>(
            "dotnet.vector-sum.binary64", $"{Runtime}, Vector<double> of {Vector<double>.Count}", BinaryRounding.Binary64, VectorSum),
        OrderTarget.SumOf<double>(
            "quizkit.fixed-tree.binary64", "QuizKit.Numerics", BinaryRounding.Binary64, values => FixedTree.Sum(values)),
        OrderTarget.SumOf<double>("quizkit.exact.binary64", "QuizKit.Numerics", BinaryRounding.Binary64, values => ExactSum.Sum(values)),
        .. Of<Half>(BinaryRounding.Binary16, null),
        OrderTarget.SumOf<Half>("quizkit.exact.binary16", "QuizKit.Numerics", BinaryRounding.Binary16, values => ExactSum.Sum(values)),
    ];

    private static IEnumerable<OrderTarget> Of<T>(BinaryRounding format, Func<T[], T>? linq)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        yield return OrderTarget.SumOf<T>($"dotnet.loop.{format.Name}", Runtime, format, Loop);
        if (linq is not null) yield return OrderTarget.SumOf($"dotnet.linq-sum.{format.Name}", Runtime, format, linq);
        yield return OrderTarget.SumOf<T>(
            $"dotnet.tensor-sum.{format.Name}", $"{Runtime}, TensorPrimitives", format, values => TensorPrimitives.Sum<T>(values)) with
        {
            ComputeAt = At<T>((a, _) => TensorPrimitives.Sum(a)),
        };
        yield return OrderTarget.DotOf<T>(
            $"dotnet.tensor-dot.{format.Name}", $"{Runtime}, TensorPrimitives", format, (a, b) => TensorPrimitives.Dot<T>(a, b)) with
        {
            ComputeAt = At<T>(TensorPrimitives.Dot),
        };
    }

    private static Func<IReadOnlyList<OrderOperands>, int, double[]> At<T>(OfSpans<T> compute)
        where T : unmanaged, INumberBase<T> =>
        (calls, offset) =>
            [.. calls.Select(call => double.CreateTruncating(compute(Placed<T>(call.A, offset), Placed<T>(call.B, offset))))];

    /// <summary>A copy at an address that is a number of bytes behind a multiple of 64.</summary>
    private static Span<T> Placed<T>(double[] values, int offset)
        where T : unmanaged, INumberBase<T>
    {
        const int Line = 64;
        var size = Unsafe.SizeOf<T>();
        var memory = GC.AllocateArray<T>(values.Length + (2 * Line / size), pinned: true);
        var behind = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) % Line);
        var copy = memory.AsSpan((offset - behind + Line) % Line / size, values.Length);
        for (var i = 0; i < copy.Length; i++) copy[i] = T.CreateTruncating(values[i]);
        return copy;
    }

    private static T Loop<T>(T[] values)
        where T : INumberBase<T>
    {
        var sum = T.Zero;
        foreach (var value in values) sum += value;
        return sum;
    }

    private static T VectorSum<T>(T[] values)
        where T : unmanaged, INumberBase<T>
    {
        var lanes = Vector<T>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count) lanes += new Vector<T>(values, i);
        var sum = Vector.Sum(lanes);
        for (; i < values.Length; i++) sum += values[i];
        return sum;
    }
}
