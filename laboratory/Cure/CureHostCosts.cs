// The cost of the same sums in this process's memory on one thread, beside a plain loop and .NET's vectorized library.

using System.Numerics;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics.Gpu;

namespace QuizKit.Laboratory.Cure;

internal static class CureHostCosts
{
    /// <summary>Times a loop, <c>TensorPrimitives</c>, the fixed tree and the exact sum.</summary>
    public static IEnumerable<CureCase> Of<T>(
        OrderOperation operation, CureSamples samples, Effort effort, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The shortest, a middle and the longest length.
        foreach (var length in new[] { effort.Lengths[0], effort.Lengths[effort.Lengths.Count / 2], effort.Lengths[^1] }.Distinct())
        {
            var numbers = samples.Normal<T>(operation, length);
            List<Candidate> candidates =
            [
                new("loop", () => numbers.Loop()),
                new("TensorPrimitives", () => numbers.Tensor()),
                new(nameof(Determinism.FixedTree), () => FloatSums.Tree(numbers.A, numbers.B)),
                new("ExactSum", () => FloatSums.Exact(numbers.A, numbers.B)),
            ];
            var times = InterleavedTimer.Measure(candidates, effort.Allowance / 2, cancellation);
            yield return CureCase.Of(numbers, spread: 0, candidates, times);
        }
    }
}
