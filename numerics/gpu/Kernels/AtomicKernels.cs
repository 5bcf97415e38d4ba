// The sum whose order is the schedule: partial sums of the work items, and an atomic for each.

using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

/// <remarks>
/// A floating-point atomic is a compare-and-swap loop on some devices, and its comparison never succeeds once a NaN is in
/// the sum. Partial sums that are not finite are therefore noted apart.
/// </remarks>
internal static class AtomicKernels
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SingleKernel<TAddends, TPartition>(TAddends addends, TPartition partition, ArrayView<float> sum, ArrayView<long> flags)
        where TAddends : struct, IAddends<float>
        where TPartition : struct, IPartition
    {
        var partial = Partial(addends, partition, -0f);
        var seen = Term.Of(partial).Flags;
        Atomic.Or(ref flags[0], (long)seen);
        if ((seen & FixedPoint.NonFinite) == 0) Atomic.Add(ref sum[0], partial);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DoubleKernel<TAddends, TPartition>(TAddends addends, TPartition partition, ArrayView<double> sum, ArrayView<long> flags)
        where TAddends : struct, IAddends<double>
        where TPartition : struct, IPartition
    {
        var partial = Partial(addends, partition, -0.0);
        var seen = Term.Of(partial).Flags;
        Atomic.Or(ref flags[0], (long)seen);
        if ((seen & FixedPoint.NonFinite) == 0) Atomic.Add(ref sum[0], partial);
    }

    /// <summary>Returns the sum of a work item's addends: four sums, none of which waits for another, then their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Partial<T, TAddends, TPartition>(TAddends addends, TPartition partition, T padding)
        where T : unmanaged, INumber<T>
        where TAddends : struct, IAddends<T>
        where TPartition : struct, IPartition
    {
        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        long i = partition.First(item), end = partition.End(item), step = partition.Step;
        T sum0 = padding, sum1 = padding, sum2 = padding, sum3 = padding;
        for (; i + (3 * step) < end; i += 4 * step)
        {
            sum0 += addends.Load(i);
            sum1 += addends.Load(i + step);
            sum2 += addends.Load(i + (2 * step));
            sum3 += addends.Load(i + (3 * step));
        }

        for (; i < end; i += step) sum0 += addends.Load(i);
        return (sum0 + sum1) + (sum2 + sum3);
    }
}
