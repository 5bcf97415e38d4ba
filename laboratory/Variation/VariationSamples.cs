// The addends: samples of the distributions of the literature, in both formats and in several orders.

namespace QuizKit.Laboratory.Variation;

/// <summary>
/// U(0, 10), without cancellation, and N(0, 1), with massive cancellation: the two distributions of Shanmugavelu et al. 2024.
/// </summary>
internal static class VariationSamples
{
    /// <summary>The name of the samples of U(0, 10).</summary>
    public const string Uniform = "U(0, 10)";

    /// <summary>The name of the samples of N(0, 1).</summary>
    public const string Normal = "N(0, 1)";

    private const ulong UniformStream = 1, NormalStream = 2, ShuffleStream = 3;

    public static string[] Datasets { get; } = [Uniform, Normal];

    /// <summary>Returns samples of one of the <see cref="Datasets"/> in binary32.</summary>
    public static Addends<float> Singles(string dataset, ulong seed, int count) => new(
        dataset,
        dataset == Uniform ? Samples.Uniform(seed, UniformStream, count, 0f, 10f) : Samples.Normal(seed, NormalStream, count));

    /// <summary>
    /// Returns samples of one of the <see cref="Datasets"/> in binary64, each with 53 random bits: binary32 values would add up without
    /// rounding.
    /// </summary>
    public static Addends<double> Doubles(string dataset, ulong seed, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var words = Philox.At(seed, dataset == Uniform ? UniformStream : NormalStream, (ulong)i);
            double first = Unit(words.A, words.B), second = Unit(words.C, words.D);
            values[i] = dataset == Uniform ? 10 * first : Math.Sqrt(-2 * Math.Log(first)) * Math.Cos(2 * Math.PI * second);
        }

        return new Addends<double>(dataset, values);

        // Half a step from both ends, so that the logarithm is finite.
        static double Unit(uint high, uint low) => (((((ulong)high << 32) | low) >> 12) + 0.5) * Math.ScaleB(1, -52);
    }

    /// <summary>Returns numbers in a random order (Fisher and Yates).</summary>
    public static T[] Shuffled<T>(T[] values, ulong seed)
    {
        var shuffled = (T[])values.Clone();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var word = Philox.At(seed, ShuffleStream, (ulong)i);
            var j = (int)((((ulong)word.A << 32) | word.B) % (ulong)(i + 1));
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }
}
