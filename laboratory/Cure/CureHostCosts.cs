// The cost of the same sums in this process's memory on one thread, beside a plain loop and .NET's vectorized library.

using System.Numerics;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Cure;

/// <summary>Times the sums in memory.</summary>
internal static class CureHostCosts
{
    private const string Tree = "FixedTree";

    /// <summary>Times a loop, <c>TensorPrimitives</c>, the fixed tree and the exact sum.</summary>
    public static IEnumerable<CureCase> Of<T>(
        SumFormat<T> sums, OrderOperation operation, CureSamples samples, Effort effort, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The shortest, a middle and the longest length.
        foreach (var length in new[] { effort.Lengths[0], effort.Lengths[effort.Lengths.Count / 2], effort.Lengths[^1] }.Distinct())
        {
            var numbers = samples.Normal<T>(operation, length);
            List<Candidate> candidates =
            [
                new("loop", () => SumFormat<T>.Loop(numbers)),
                new("TensorPrimitives", () => SumFormat<T>.Tensor(numbers)),
                new(Tree, () => sums.Tree(numbers)),
                new("ExactSum", () => sums.Exact(numbers)),
            ];
            var times = InterleavedTimer.Measure(candidates, effort.Allowance / 2, cancellation);
            var bytes = (long)length * sums.Bytes * (operation == OrderOperation.Dot ? 2 : 1);
            yield return CureCase.Of(operation, sums.Format, length, spread: 0, bytes, candidates, times, Tree);
        }
    }
}
