// The numbers of a problem without data of the user's: a distribution and a seed.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Tolerance;

/// <summary>A distribution of numbers.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its name in reports.</param>
/// <param name="Draw">Returns so many numbers of a seed and a stream.</param>
internal sealed record SeededNumbers(string Name, string Title, Func<ulong, ulong, int, float[]> Draw)
{
    public static IReadOnlyList<SeededNumbers> All { get; } =
    [
        new("normal", "N(0, 1)", (seed, stream, count) => Samples.Normal(seed, stream, count)),
        new("uniform", "uniform in [0, 1]", (seed, stream, count) => Samples.Uniform(seed, stream, count)),
    ];

    /// <summary>
    /// Returns numbers of a format. Those of binary64 are binary32 numbers with 24 random bits more, so that a rounding to binary32 changes
    /// them.
    /// </summary>
    public double[] Of(ulong seed, int count, BinaryRounding format)
    {
        var (values, further) = (Draw(seed, 0, count), Samples.Uniform(seed, 1, count, -1));
        return [.. values.Zip(further, (value, more) => format.Round(value * (1 + (format.Precision > 24 ? Math.ScaleB(more, -25) : 0))))];
    }
}
