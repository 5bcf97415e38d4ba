// NumSharp, NumPy's interface in C#.

using System.Numerics;
using NumSharp;

namespace QuizKit.Libraries;

/// <summary>NumSharp.</summary>
internal sealed class NumSharpLibrary : Library
{
    public NumSharpLibrary() => Operations = new Dictionary<string, Func<double[], double[], double>>(
        [.. OperationsOf<float>(""), .. OperationsOf<double>(".binary64"), .. OperationsOf<Half>(".binary16")]);

    public override string Version => VersionOf(typeof(NDArray));

    public override string? Blas => "managed";

    public override IReadOnlyDictionary<string, MatrixProduct> Products { get; } =
        new Dictionary<string, MatrixProduct>(
            [.. ProductsOf<float>(""), .. ProductsOf<double>(".binary64"), .. ProductsOf<Half>(".binary16")]);

    public override IReadOnlyDictionary<string, Func<double[], double[], double>> Operations { get; }

    public override float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs)
    {
        using var scope = NDScope.Open();
        NDArray left = np.array(a).reshape(examples, inputs), right = np.array(w).reshape(outputs, inputs).T;
        return (np.matmul(left, right) + np.array(b)).ToArray<float>();
    }

    [NDScopedCovered]
    private IEnumerable<KeyValuePair<string, Func<double[], double[], double>>> OperationsOf<T>(string format)
        where T : unmanaged, INumberBase<T> =>
    [
        new("numsharp.sum" + format, Of<T>((a, _) => Last<T>(() => np.sum(np.array(a))))),
        new("numsharp.dot" + format, Of<T>((a, b) => Last<T>(() => np.dot(np.array(a), np.array(b))))),
        LastElement("numsharp.matvec" + format),
        LastElement("numsharp.matmul" + format),
        new("numsharp.sum-rows" + format, Of<T>((a, _) => Last<T>(() => np.sum(Rows(a), axis: 1)))),
        new("numsharp.sum-columns" + format, Of<T>((a, _) => Last<T>(
            () => np.sum(np.array(Transposed(UnderOnes(a), a.Length)).reshape(a.Length, RowsOfMatrix), axis: 0)))),
        new("numsharp.cumsum" + format, Of<T>((a, _) => Last<T>(() => np.cumsum(np.array(a))))),
    ];

    [NDScopedCovered]
    private static IEnumerable<KeyValuePair<string, MatrixProduct>> ProductsOf<T>(string format)
        where T : unmanaged, INumberBase<T> =>
    [
        new("numsharp.matvec" + format, Product<T>((a, w, length) => All<T>(() => np.dot(Matrix(a, length), np.array(w))))),
        new("numsharp.matmul" + format, Product<T>(
            (a, w, length) => All<T>(() => np.matmul(Matrix(a, length), Matrix(w, length).T)))),
    ];

    [NDScopedCovered]
    private static NDArray Rows<T>(T[] row)
        where T : unmanaged, INumberBase<T> => Matrix(UnderOnes(row), row.Length);

    [NDScopedCovered]
    private static NDArray Matrix<T>(T[] values, int length)
        where T : unmanaged, INumberBase<T> => np.array(values).reshape(values.Length / length, length);

    private static T Last<T>(Func<NDArray> compute)
        where T : unmanaged => All<T>(compute)[^1];

    private static T[] All<T>(Func<NDArray> compute)
        where T : unmanaged
    {
        using var scope = NDScope.Open();
        return compute().ToArray<T>();
    }
}
