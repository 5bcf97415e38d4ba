// The sum in the order of the schedule: a partial sum for each work item, added by an atomic.

using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

/// <remarks>
/// A floating-point atomic is a compare-and-swap loop on some devices, and its comparison never succeeds once the sum is a NaN. So
/// non-finite partial sums only raise flags.
/// </remarks>
internal static class AtomicKernels
{
    /// <summary>Adds up the addends of each work item in four independent sums, and these to the sum.</summary>
    /// <param name="addends">The addends.</param>
    /// <param name="partition">The addends of each work item.</param>
    /// <param name="sum">The sum; +0 at the start.</param>
    /// <param name="flags">The <see cref="StatusFlags"/> of the partial sums; zero at the start.</param>
    [Kernel]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumKernel<T, TFormat, TAddends, TPartition>(
        TAddends addends, TPartition partition, ArrayView<T> sum, ArrayView<long> flags)
        where T : unmanaged, INumber<T>
        where TFormat : struct, IFormat<T>
        where TAddends : struct, IAddends<T>
        where TPartition : struct, IPartition
    {
        var format = default(TFormat);
        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        long i = partition.First(item), end = partition.End(item), step = partition.Step;
        T sum0 = format.NegativeZero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (; i + (3 * step) < end; i += 4 * step)
        {
            sum0 += addends.Load(i);
            sum1 += addends.Load(i + step);
            sum2 += addends.Load(i + (2 * step));
            sum3 += addends.Load(i + (3 * step));
        }

        for (; i < end; i += step) sum0 += addends.Load(i);
        var partial = (sum0 + sum1) + (sum2 + sum3);
        var seen = format.FlagsOf(partial);
        Atomic.Or(ref flags[0], (long)seen);
        if ((seen & FixedPoint.NonFinite) == 0) format.AtomicAdd(ref sum[0], partial);
    }
}
