// Compares this project's imitation of a library's accumulation order with the library on many arrays.

using QuizKit.Laboratory.Libraries;

namespace QuizKit.Laboratory.Orders;

/// <summary>An imitation of a library's sum. A library's order varies with its version and with the processor.</summary>
/// <param name="Target">The library's sum: <c>numpy.sum</c>.</param>
/// <param name="Place">The library with its version.</param>
/// <param name="Longest">The longest array that it imitates.</param>
/// <param name="Variants">The orders that the library is known to use, by name.</param>
/// <param name="Theirs">Returns the library's sum of the numbers of <see cref="OrderSamples.Hashed"/>, by seed and length.</param>
internal sealed record OrderImitation(
    string Target, string Place, int Longest, IReadOnlyDictionary<string, Func<float[], float>> Variants, Func<uint, int, float> Theirs)
{
    /// <summary>How many arrays an imitation is tried on.</summary>
    public const int Arrays = 10_000;

    /// <summary>The longest array for NumPy, which spans several of its buffers.</summary>
    private const int LongestOfNumpy = 100_000;

    /// <summary>The orders of NumPy, by name.</summary>
    public static IReadOnlyDictionary<string, Func<float[], float>> OfNumpy { get; } = new Dictionary<string, Func<float[], float>>
    {
        ["in one piece"] = values => NumpyOrder.Sum(values),
        ["in buffers of 8,192"] = values => NumpyOrder.SumOfBuffers(values),
    };

    /// <summary>The orders of PyTorch, by name.</summary>
    public static IReadOnlyDictionary<string, Func<float[], float>> OfTorch { get; } = new Dictionary<string, Func<float[], float>>
    {
        ["4 lanes"] = values => TorchOrder.Sum(values, 4),
        ["8 lanes"] = values => TorchOrder.Sum(values, 8),
        ["16 lanes"] = values => TorchOrder.Sum(values, 16),
    };

    /// <summary>The imitations of those sums that are known.</summary>
    public static IEnumerable<OrderImitation> Of(LibraryTargets targets)
    {
        foreach (var target in targets.All)
        {
            if (target.Id == "numpy.sum") yield return Imitation(LongestOfNumpy, OfNumpy);
            if (target.Id is "torch.sum" or "libtorch.sum") yield return Imitation(TorchOrder.Grain - 1, OfTorch);

            OrderImitation Imitation(int longest, IReadOnlyDictionary<string, Func<float[], float>> variants) =>
                new(target.Id, target.Place, longest, variants, (seed, length) => targets.SumOfHashes(target.Id, seed, length));
        }
    }

    /// <summary>
    /// Compares the bits of random arrays of 1 to <see cref="Longest"/> numbers, for each variant, and returns the one that agreed most often.
    /// Cancellation between arrays returns null.
    /// </summary>
    /// <exception cref="LibraryException">The library did not answer.</exception>
    public ImitationFinding? Try(int arrays, ulong seed, CancellationToken cancellation)
    {
        var random = new Random(unchecked((int)seed));
        var equal = Variants.Keys.ToDictionary(variant => variant, _ => 0);
        for (var i = 0; i < arrays; i++)
        {
            if (cancellation.IsCancellationRequested) return null;

            // Uniform in the logarithm: short arrays cover the special cases, long ones the splits.
            var length = (int)Math.Ceiling(Math.Pow(Longest, random.NextDouble()));
            var values = OrderSamples.Hashed((uint)i, length);
            var theirs = BitConverter.SingleToUInt32Bits(Theirs((uint)i, length));
            foreach (var (variant, ours) in Variants)
                if (BitConverter.SingleToUInt32Bits(ours(values)) == theirs) equal[variant]++;
        }

        var (best, count) = equal.MaxBy(variant => variant.Value);
        return new ImitationFinding(Target, Place, best, arrays, Longest, count);
    }
}
