// NumSharp, NumPy's interface in C#.

using System.Numerics;
using NumSharp;

namespace QuizKit.Libraries;

/// <summary>NumSharp.</summary>
internal sealed class NumSharpLibrary : Library
{
    public override string Version => VersionOf(typeof(NDArray));

    public override string? Blas => "managed";

    public override IReadOnlyDictionary<string, Func<double[], double[], double>> Operations { get; } =
        new Dictionary<string, Func<double[], double[], double>>(
            [.. OperationsOf<float>(""), .. OperationsOf<double>(".binary64"), .. OperationsOf<Half>(".binary16")]);

    public override float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs)
    {
        using var scope = NDScope.Open();
        NDArray left = np.array(a).reshape(examples, inputs), right = np.array(w).reshape(outputs, inputs).T;
        return (np.matmul(left, right) + np.array(b)).ToArray<float>();
    }

    [NDScopedCovered]
    private static IEnumerable<KeyValuePair<string, Func<double[], double[], double>>> OperationsOf<T>(string format)
        where T : unmanaged, INumberBase<T> =>
    [
        new("numsharp.sum" + format, Of<T>((a, _) => Last<T>(() => np.sum(np.array(a))))),
        new("numsharp.dot" + format, Of<T>((a, b) => Last<T>(() => np.dot(np.array(a), np.array(b))))),
        new("numsharp.matvec" + format, Of<T>((a, b) => Last<T>(() => np.dot(Rows(a), np.array(b))))),
        new("numsharp.matmul" + format, Of<T>((a, b) => Last<T>(() => np.matmul(Rows(a), Rows(b).T)))),
        new("numsharp.sum-rows" + format, Of<T>((a, _) => Last<T>(() => np.sum(Rows(a), axis: 1)))),
        new("numsharp.sum-columns" + format, Of<T>((a, _) => Last<T>(
            () => np.sum(np.array(Transposed(UnderOnes(a), a.Length)).reshape(a.Length, RowsOfMatrix), axis: 0)))),
        new("numsharp.cumsum" + format, Of<T>((a, _) => Last<T>(() => np.cumsum(np.array(a))))),
    ];

    [NDScopedCovered]
    private static NDArray Rows<T>(T[] row)
        where T : unmanaged, INumberBase<T> => np.array(UnderOnes(row)).reshape(RowsOfMatrix, row.Length);

    private static T Last<T>(Func<NDArray> compute)
        where T : unmanaged
    {
        using var scope = NDScope.Open();
        return compute().ToArray<T>()[^1];
    }
}
