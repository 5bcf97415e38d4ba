// The sum whose order is the schedule: partial sums of the work items, and an atomic for each.

using System.Runtime.CompilerServices;
using ILGPU;

namespace QuizKit.Numerics;

/// <remarks>
/// A floating-point atomic is a compare-and-swap loop on some devices, and its comparison never succeeds once a NaN is in
/// the sum. Partial sums that are not finite are therefore noted apart.
/// </remarks>
internal static class AtomicKernels
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SingleKernel<TAddends, TShare>(Index1D index, TAddends addends, TShare share, ArrayView<float> sum, ArrayView<long> special)
        where TAddends : struct, IAddends<float>
        where TShare : struct, IShare
    {
        var partial = -0f;
        var end = share.End(index);
        for (var i = share.First(index); i < end; i += share.Step) partial += addends.Load(i);
        var seen = Term.Of(partial).Special;
        Atomic.Or(ref special[0], (long)seen);
        if ((seen & FixedPoint.NotFinite) == 0) Atomic.Add(ref sum[0], partial);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DoubleKernel<TAddends, TShare>(Index1D index, TAddends addends, TShare share, ArrayView<double> sum, ArrayView<long> special)
        where TAddends : struct, IAddends<double>
        where TShare : struct, IShare
    {
        var partial = -0.0;
        var end = share.End(index);
        for (var i = share.First(index); i < end; i += share.Step) partial += addends.Load(i);
        var seen = Term.Of(partial).Special;
        Atomic.Or(ref special[0], (long)seen);
        if ((seen & FixedPoint.NotFinite) == 0) Atomic.Add(ref sum[0], partial);
    }
}
