// What the same sums cost in this process's memory, on one thread, beside a plain loop and .NET's own vectorised library.

using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Cure;

/// <summary>Times the sums in memory.</summary>
internal static class HostCost
{
    private const string Tree = "FixedTree";

    /// <summary>Times a loop, <c>TensorPrimitives</c>, the fixed tree and the exact sum in turns.</summary>
    public static IEnumerable<CureCase> Of<T>(SumFormat<T> sums, OrderOperation operation, CureSamples samples, Effort effort, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The shortest, the longest, and one between.
        foreach (var length in new[] { effort.Lengths[0], effort.Lengths[effort.Lengths.Count / 2], effort.Lengths[^1] }.Distinct())
        {
            var numbers = samples.Normal<T>(operation, length);
            List<Contestant> contestants =
            [
                new("loop", () => SumFormat<T>.Loop(numbers)),
                new("TensorPrimitives", () => SumFormat<T>.Tensor(numbers)),
                new(Tree, () => sums.Tree(numbers)),
                new("ExactSum", () => sums.Exact(numbers)),
            ];
            var times = InterleavedTimer.Take(contestants, effort.Allowance / 2, cancellation);
            var bytes = (long)length * sums.Bytes * (operation == OrderOperation.Dot ? 2 : 1);
            yield return DeviceStudy<T>.CaseOf(operation, sums.Format, length, spread: 0, bytes, contestants, times, Tree);
        }
    }
}
