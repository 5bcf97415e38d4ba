// Math.NET Numerics with its managed linear algebra.

using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace QuizKit.Libraries;

/// <summary>Math.NET Numerics.</summary>
internal sealed class MathNetNumerics : Library
{
    private static readonly MatrixBuilder<float> Matrices = Matrix<float>.Build;

    public MathNetNumerics()
    {
        Control.UseManaged();
        Operations = new Dictionary<string, Func<double[], double[], double>>(
            [.. OperationsOf<float>(""), .. OperationsOf<double>(".binary64")]);
    }

    public override string Version => VersionOf(typeof(Control));

    public override string? Blas => "managed";

    public override IReadOnlyDictionary<string, MatrixProduct> Products { get; } =
        new Dictionary<string, MatrixProduct>([.. ProductsOf<float>(""), .. ProductsOf<double>(".binary64")]);

    public override IReadOnlyDictionary<string, Func<double[], double[], double>> Operations { get; }

    public override float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs)
    {
        var sums = Matrices.DenseOfRowMajor(examples, inputs, a).TransposeAndMultiply(Matrices.DenseOfRowMajor(outputs, inputs, w));
        var results = sums.ToRowMajorArray();
        for (var i = 0; i < results.Length; i++) results[i] += b[i % outputs];
        return results;
    }

    public override string? SetThreads(int count)
    {
        Control.MaxDegreeOfParallelism = count;
        return null;
    }

    private IEnumerable<KeyValuePair<string, Func<double[], double[], double>>> OperationsOf<T>(string format)
        where T : struct, INumberBase<T> =>
    [
        new("mathnet.sum" + format, Of<T>((a, _) => Dense(a).Sum())),
        new("mathnet.dot" + format, Of<T>((a, b) => Dense(a).DotProduct(Dense(b)))),
        LastElement("mathnet.matvec" + format),
        LastElement("mathnet.matmul" + format),
        new("mathnet.sum-rows" + format, Of<T>((a, _) => Below(a).RowSums()[RowsOfMatrix - 1])),
        new("mathnet.sum-columns" + format, Of<T>((a, _) => Below(a).Transpose().ColumnSums()[RowsOfMatrix - 1])),
    ];

    private static IEnumerable<KeyValuePair<string, MatrixProduct>> ProductsOf<T>(string format)
        where T : struct, INumberBase<T> =>
    [
        new("mathnet.matvec" + format, Product<T>((a, w, length) => (Rows(a, length) * Dense(w)).ToArray())),
        new("mathnet.matmul" + format, Product<T>(
            (a, w, length) => Rows(a, length).TransposeAndMultiply(Rows(w, length)).ToRowMajorArray())),
    ];

    private static MathNet.Numerics.LinearAlgebra.Vector<T> Dense<T>(T[] values)
        where T : struct, INumberBase<T> => MathNet.Numerics.LinearAlgebra.Vector<T>.Build.Dense(values);

    private static Matrix<T> Below<T>(T[] row)
        where T : struct, INumberBase<T> => Rows(UnderOnes(row), row.Length);

    private static Matrix<T> Rows<T>(T[] values, int length)
        where T : struct, INumberBase<T> => Matrix<T>.Build.DenseOfRowMajor(values.Length / length, length, values);
}
