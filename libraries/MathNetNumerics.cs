// Math.NET Numerics with its managed linear algebra.

using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace QuizKit.Libraries;

/// <summary>Math.NET Numerics.</summary>
internal sealed class MathNetNumerics : Library
{
    private static readonly MatrixBuilder<float> Matrices = Matrix<float>.Build;
    private static readonly VectorBuilder<float> Vectors = Vector<float>.Build;

    public MathNetNumerics() => Control.UseManaged();

    public override string Version => VersionOf(typeof(Control));

    public override string? Blas => "managed";

    public override IReadOnlyDictionary<string, Func<float[], float[], float>> Operations { get; } =
        new Dictionary<string, Func<float[], float[], float>>
        {
            ["mathnet.sum"] = (a, _) => Vectors.Dense(a).Sum(),
            ["mathnet.dot"] = (a, b) => Vectors.Dense(a).DotProduct(Vectors.Dense(b)),
            ["mathnet.matvec"] = (a, b) => (Below(a) * Vectors.Dense(b))[RowsOfMatrix - 1],
            ["mathnet.matmul"] = (a, b) => Below(a).TransposeAndMultiply(Below(b))[RowsOfMatrix - 1, RowsOfMatrix - 1],
        };

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

    private static Matrix<float> Below(float[] row) => Matrices.DenseOfRowMajor(RowsOfMatrix, row.Length, Matrix(row));
}
