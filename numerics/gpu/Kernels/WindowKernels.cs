// The exact sum on a GPU, by integer additions only: each group adds its terms to limbs of its own, and these to the limbs of the sum.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

/// <summary>Adjacent exponent windows: one for terms of similar magnitudes, more where magnitudes are spread.</summary>
internal struct ExponentWindows
{
    /// <summary>The position of the lowest window.</summary>
    public int Lowest;

    public int Count;
}

internal static class WindowKernels
{
    // Where magnitudes are spread over more windows than this, the smallest terms are added to the limbs one by one.
    private const int MaxWindows = 4;

    // The terms of each work item that determine the first window of its group.
    private const int SampledTerms = 4;

    /// <summary>Adds up the terms of a group.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="partition">The terms of each work item.</param>
    /// <param name="result">
    /// The limbs of the sum, followed by the <see cref="StatusFlags"/> of non-finite terms; zeros at the start.
    /// </param>
    [Kernel]
    public static void AccumulateKernel<TTerms>(TTerms terms, GridStride partition, ArrayView<long> result)
        where TTerms : struct, IWindowTerms
    {
        var highest = SharedMemory.Allocate<int>(1);
        if (Group.IdxX == 0) highest[0] = -1;
        var limbs = DeviceLimbs.Allocate(terms.SumLimbs);
        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        var flags = Accumulate(terms, (int)partition.First(item), (int)partition.End(item), (int)partition.Step, highest, limbs);
        DeviceLimbs.AddTo(limbs, terms.SumLimbs, flags, result);
    }

    /// <summary>Adds up the terms of a group in its limbs. Every work item of the group calls this.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="first">The first term of the work item.</param>
    /// <param name="end">An index behind its last term.</param>
    /// <param name="step">The distance from one of its terms to the next.</param>
    /// <param name="highest">A number in shared memory; −1 at the start.</param>
    /// <param name="limbs">The limbs of the group, to which the terms are added.</param>
    /// <returns>The <see cref="StatusFlags"/> of the work item's non-finite terms.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Accumulate<TTerms>(TTerms terms, int first, int end, int step, ArrayView<int> highest, ArrayView<long> limbs)
        where TTerms : struct, IWindowTerms
    {
        Atomic.Max(ref highest[0], Highest(terms, first, IntrinsicMath.Min(end, first + (SampledTerms * step)), step));
        Group.Barrier();

        var windows = Around(terms, highest[0], count: 1);
        var flags = 0;
        for (long block = first; block < end; block += (long)ExponentWindow.Capacity * step)
        {
            var stop = (int)IntrinsicMath.Min(end, block + ((long)ExponentWindow.Capacity * step));
            if (!TryAdd(terms, (int)block, stop, step, windows, limbs))
                flags |= AddAndMove(terms, (int)block, stop, step, ref windows, limbs);
        }

        return flags;
    }

    /// <summary>Where a sum is exactly zero, collects the status flags of all terms: they give it its sign.</summary>
    /// <param name="index">The work item.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="partition">The terms of each work item.</param>
    /// <param name="isZero">Whether the sum is exactly zero: 1, otherwise 0.</param>
    /// <param name="flags">The <see cref="StatusFlags"/> of the terms, to which the kernel adds.</param>
    [Kernel]
    public static void SignKernel<TTerms, TPartition>(
        Index1D index, TTerms terms, TPartition partition, ArrayView<long> isZero, ArrayView<long> flags)
        where TTerms : struct, ITerms
        where TPartition : struct, IPartition
    {
        if (isZero[0] == 0) return;
        var seen = 0;
        var end = partition.End(index);
        for (var i = partition.First(index); i < end; i += partition.Step) seen |= (int)terms.TermOf((int)i).Flags;
        Atomic.Or(ref flags[0], (long)seen);
    }

    /// <summary>
    /// Returns windows that take an exponent, with a margin above it for terms to come and the rest of their range below. They do not
    /// extend to exponents at which subnormal numbers or infinities would look like normal numbers.
    /// </summary>
    private static ExponentWindows Around<TTerms>(TTerms terms, int highest, int count)
        where TTerms : struct, IWindowTerms => new()
        {
            Lowest = IntrinsicMath.Max(
                IntrinsicMath.Min(highest + ExponentWindow.Margin, terms.MaxExponent) + 1 - (count * (terms.Width + 1)), terms.MinPosition),
            Count = count,
        };

    /// <summary>Adds up terms if the windows take all of them.</summary>
    /// <returns>Whether they do; otherwise nothing was added.</returns>
    private static bool TryAdd<TTerms>(TTerms terms, int first, int stop, int step, in ExponentWindows windows, ArrayView<long> limbs)
        where TTerms : struct, IWindowTerms
    {
        if (windows.Count == 1)
        {
            var sums = default(WindowSums);
            if (AddToWindow(terms, first, stop, step, windows.Lowest, ref sums) != 0) return false;
            ExponentWindow.Flush(terms, sums, windows.Lowest, limbs);
            return true;
        }

        uint missed = 0;
        var width = (windows.Count * (terms.Width + 1)) - 1;
        for (var i = first; i < stop; i += step) missed |= terms.Read(i, windows.Lowest, width, out _, out _);
        if (missed != 0) return false;
        AddToWindows(terms, first, stop, step, windows, limbs);
        return true;
    }

    /// <summary>
    /// Adds up terms, including non-finite and subnormal ones, and moves the windows to where they take as many of them as possible, so
    /// that the next terms may take the fast path.
    /// </summary>
    /// <returns>The <see cref="StatusFlags"/> of non-finite terms.</returns>
    private static int AddAndMove<TTerms>(TTerms terms, int first, int stop, int step, ref ExponentWindows windows, ArrayView<long> limbs)
        where TTerms : struct, IWindowTerms
    {
        const int none = int.MaxValue;
        int highest = -1, lowest = none;
        uint anyNonFiniteOrSubnormal = 0;
        for (var i = first; i < stop; i += step)
        {
            var exponent = terms.ExponentOf(i, out var nonFiniteOrSubnormal);
            anyNonFiniteOrSubnormal |= nonFiniteOrSubnormal;
            highest = IntrinsicMath.Max(highest, exponent);

            // As an unsigned number, −1 is the largest.
            lowest = (int)IntrinsicMath.Min((uint)lowest, (uint)exponent);
        }

        if (highest >= 0)
        {
            var count = ((highest + ExponentWindow.Margin - lowest) / (terms.Width + 1)) + 1;
            windows = Around(terms, highest, IntrinsicMath.Min(count, MaxWindows));
            AddToWindows(terms, first, stop, step, windows, limbs);
        }

        if (anyNonFiniteOrSubnormal == 0 && windows.Lowest <= lowest) return 0;
        var flags = 0;
        for (var i = first; i < stop; i += step)
        {
            var exponent = terms.ExponentOf(i, out var nonFiniteOrSubnormal);
            if (nonFiniteOrSubnormal == 0 && (exponent < 0 || exponent >= windows.Lowest)) continue;
            flags |= DeviceLimbs.Add(terms.TermOf(i), terms.FirstSumLimb, limbs);
        }

        return flags;
    }

    /// <summary>Adds up the terms that some windows take, from the lowest window up to one above which there are no terms.</summary>
    private static void AddToWindows<TTerms>(TTerms terms, int first, int stop, int step, in ExponentWindows windows, ArrayView<long> limbs)
        where TTerms : struct, IWindowTerms
    {
        var missed = 1u;
        var position = windows.Lowest;
        for (var window = 0; window < windows.Count && missed != 0; window++)
        {
            var sums = default(WindowSums);
            missed = AddToWindow(terms, first, stop, step, position, ref sums);
            ExponentWindow.Flush(terms, sums, position, limbs);
            position += terms.Width + 1;
        }
    }

    /// <summary>Adds terms to the sums of a window, and returns 0 if it took all of them that are not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint AddToWindow<TTerms>(TTerms terms, int first, int stop, int step, int position, ref WindowSums sums)
        where TTerms : struct, IWindowTerms
    {
        uint missed = 0;
        var i = first;

        // Unrolled, so that four loads are in flight.
        for (; i + (3 * step) < stop; i += 4 * step)
        {
            missed |= ExponentWindow.Add(terms, i, position, ref sums);
            missed |= ExponentWindow.Add(terms, i + step, position, ref sums);
            missed |= ExponentWindow.Add(terms, i + (2 * step), position, ref sums);
            missed |= ExponentWindow.Add(terms, i + (3 * step), position, ref sums);
        }

        for (; i < stop; i += step) missed |= ExponentWindow.Add(terms, i, position, ref sums);
        return missed;
    }

    /// <summary>Returns the largest exponent of some terms, or −1.</summary>
    private static int Highest<TTerms>(TTerms terms, int first, int stop, int step)
        where TTerms : struct, IWindowTerms
    {
        var highest = -1;
        for (var i = first; i < stop; i += step) highest = IntrinsicMath.Max(highest, terms.ExponentOf(i, out _));
        return highest;
    }
}
