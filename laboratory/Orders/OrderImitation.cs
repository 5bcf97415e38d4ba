// Compares this project's imitation of a library's accumulation order with the library on many arrays.

using System;
using System.Collections.Generic;
using System.Threading;
using QuizKit.Laboratory.Python;

namespace QuizKit.Laboratory.Orders;

/// <summary>An imitation of a library's sum.</summary>
/// <param name="Target">The library's sum: <c>numpy.sum</c>.</param>
/// <param name="Place">The library with its version.</param>
/// <param name="Longest">The longest array that it imitates.</param>
/// <param name="Ours">The imitation.</param>
/// <param name="Theirs">Returns the library's sum of the numbers of <see cref="OrderSamples.Hashed"/>, by seed and length.</param>
internal sealed record OrderImitation(string Target, string Place, int Longest, Func<float[], float> Ours, Func<uint, int, float> Theirs)
{
    /// <summary>How many arrays an imitation is tried on.</summary>
    public const int Arrays = 10_000;

    /// <summary>The longest array for NumPy, which spans several of its buffers.</summary>
    private const int LongestOfNumpy = 100_000;

    /// <summary>The imitations of the libraries of a Python.</summary>
    public static IEnumerable<OrderImitation> Of(PythonTargets python)
    {
        yield return new OrderImitation(
            "numpy.sum", $"NumPy {python.Numpy}", LongestOfNumpy, values => NumpyOrder.Sum(values), Theirs("numpy.sum"));
        if (python.TorchLanes is { } lanes)
        {
            yield return new OrderImitation(
                "torch.sum", $"PyTorch {python.Torch}", TorchOrder.Grain - 1, values => TorchOrder.Sum(values, lanes), Theirs("torch.sum"));
        }

        Func<uint, int, float> Theirs(string operation) => (seed, length) => python.SumOfHashes(operation, seed, length);
    }

    /// <summary>
    /// Compares the bits of random arrays of 1 to <see cref="Longest"/> numbers. Cancellation between arrays returns null.
    /// </summary>
    /// <exception cref="PythonException">The library did not answer.</exception>
    public ImitationFinding? Try(int arrays, ulong seed, CancellationToken cancellation)
    {
        var random = new Random(unchecked((int)seed));
        var equal = 0;
        for (var i = 0; i < arrays; i++)
        {
            if (cancellation.IsCancellationRequested) return null;

            // Uniform in the logarithm: short arrays cover the special cases, long ones the splits.
            var length = (int)Math.Ceiling(Math.Pow(Longest, random.NextDouble()));
            var ours = Ours(OrderSamples.Hashed((uint)i, length));
            if (BitConverter.SingleToUInt32Bits(ours) == BitConverter.SingleToUInt32Bits(Theirs((uint)i, length))) equal++;
        }

        return new ImitationFinding(Target, Place, arrays, Longest, equal);
    }
}
