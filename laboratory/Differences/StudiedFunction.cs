// A function whose results are compared with those of another one.

namespace QuizKit.Laboratory.Differences;

/// <summary>An array of binary32 numbers.</summary>
/// <param name="Shape">Its sizes; the last index runs fastest.</param>
internal sealed record Tensor(int[] Shape, float[] Values)
{
    /// <summary>Returns the same array with other numbers.</summary>
    public Tensor With(float[] values) => this with { Values = values };
}

/// <summary>A function gave no result; the message is one line for people.</summary>
/// <param name="isLost">Whether no further call can give one either.</param>
internal sealed class FunctionException(string message, bool isLost = false) : Exception(message)
{
    /// <summary>Whether no further call can give a result either.</summary>
    public bool IsLost => isLost;
}

/// <summary>A function of arrays of binary32 numbers.</summary>
/// <param name="Name">Its name, as it was given.</param>
/// <param name="Place">Where it runs.</param>
/// <param name="Inputs">The number of arrays that it takes.</param>
/// <param name="Compute">Returns its numbers, which binary64 holds exactly. It fails with <see cref="FunctionException"/>.</param>
internal sealed record StudiedFunction(string Name, string Place, int Inputs, Func<IReadOnlyList<Tensor>, double[]> Compute)
{
    /// <summary>The sizes of its arrays that are fixed, −1 where any size will do; null where it does not say.</summary>
    public IReadOnlyList<int[]>? Shapes { get; init; }
}
