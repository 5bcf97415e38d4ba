// Math.NET Numerics with its managed linear algebra.

using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace QuizKit.Libraries;

/// <summary>Math.NET Numerics.</summary>
internal sealed class MathNetNumerics : Library
{
    private static readonly MatrixBuilder<float> Matrices = Matrix<float>.Build;

    public MathNetNumerics() => Control.UseManaged();

    public override string Version => VersionOf(typeof(Control));

    public override string? Blas => "managed";

    public override IReadOnlyDictionary<string, Func<double[], double[], double>> Operations { get; } =
        new Dictionary<string, Func<double[], double[], double>>([.. OperationsOf<float>(""), .. OperationsOf<double>(".binary64")]);

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

    private static IEnumerable<KeyValuePair<string, Func<double[], double[], double>>> OperationsOf<T>(string format)
        where T : struct, INumberBase<T> =>
    [
        new("mathnet.sum" + format, Of<T>((a, _) => Dense(a).Sum())),
        new("mathnet.dot" + format, Of<T>((a, b) => Dense(a).DotProduct(Dense(b)))),
        new("mathnet.matvec" + format, Of<T>((a, b) => (Below(a) * Dense(b))[RowsOfMatrix - 1])),
        new("mathnet.matmul" + format, Of<T>(
            (a, b) => Below(a).TransposeAndMultiply(Below(b))[RowsOfMatrix - 1, RowsOfMatrix - 1])),
        new("mathnet.sum-rows" + format, Of<T>((a, _) => Below(a).RowSums()[RowsOfMatrix - 1])),
        new("mathnet.sum-columns" + format, Of<T>((a, _) => Below(a).Transpose().ColumnSums()[RowsOfMatrix - 1])),
    ];

    private static MathNet.Numerics.LinearAlgebra.Vector<T> Dense<T>(T[] values)
        where T : struct, INumberBase<T> => MathNet.Numerics.LinearAlgebra.Vector<T>.Build.Dense(values);

    private static Matrix<T> Below<T>(T[] row)
        where T : struct, INumberBase<T> => Matrix<T>.Build.DenseOfRowMajor(RowsOfMatrix, row.Length, UnderOnes(row));
}
