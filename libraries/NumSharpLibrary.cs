// NumSharp, NumPy's interface in C#.

using NumSharp;

namespace QuizKit.Libraries;

/// <summary>NumSharp.</summary>
internal sealed class NumSharpLibrary : Library
{
    public override string Version => VersionOf(typeof(NDArray));

    public override string? Blas => "managed";

    public override IReadOnlyDictionary<string, Func<float[], float[], float>> Operations { get; } =
        new Dictionary<string, Func<float[], float[], float>>
        {
            ["numsharp.sum"] = (a, _) => Last(() => np.sum(np.array(a))),
            ["numsharp.dot"] = (a, b) => Last(() => np.dot(np.array(a), np.array(b))),
            ["numsharp.matvec"] = (a, b) => Last(() => np.dot(np.array(Matrix(a)).reshape(RowsOfMatrix, a.Length), np.array(b))),
            ["numsharp.matmul"] = (a, b) => Last(() => np.matmul(
                np.array(Matrix(a)).reshape(RowsOfMatrix, a.Length), np.array(Matrix(b)).reshape(RowsOfMatrix, b.Length).T)),
        };

    public override float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs)
    {
        using var scope = NDScope.Open();
        NDArray left = np.array(a).reshape(examples, inputs), right = np.array(w).reshape(outputs, inputs).T;
        return (np.matmul(left, right) + np.array(b)).ToArray<float>();
    }

    private static float Last(Func<NDArray> compute)
    {
        using var scope = NDScope.Open();
        return compute().ToArray<float>()[^1];
    }
}
