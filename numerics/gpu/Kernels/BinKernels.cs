// The binned sum on a device, by integer additions: rounded terms in registers, the sums of groups in limbs.

using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

/// <remarks>
/// Some terms of the array say in which bin the sum starts. If the kernel finds a term above that bin, its sum is worthless, and it runs
/// again with the bin of the largest term that it found.
/// </remarks>
internal static class BinKernels
{
    /// <summary>The values behind the limbs of a sum: status flags, the position that determines the bin, and the one that should.</summary>
    public const int Values = 3;

    /// <summary>The place of the position that determines the bin, after the last limb.</summary>
    public const int Assumed = 1;

    /// <summary>The place of the position of the largest term above the bin, or of 0, after the last limb.</summary>
    public const int Found = 2;

    /// <summary>Looks at the first term of each work item.</summary>
    /// <param name="index">The work item.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="partition">The terms of each work item.</param>
    /// <param name="result">The limbs of the sum and the <see cref="Values"/> behind them; the kernel raises the assumed position.</param>
    [Kernel]
    public static void SampleKernel<TTerms>(Index1D index, TTerms terms, Chunk partition, ArrayView<long> result)
        where TTerms : struct, IBinTerms
    {
        var first = partition.First(index);
        if (first >= partition.End(index)) return;
        var significand = terms.SignificandOf((int)first, out var position, out _);
        if (position < Bins.NonFinite) Atomic.Max(ref result[terms.SumLimbs + Assumed], (long)Bins.Ceiling(significand, position));
    }

    /// <summary>Adds up the terms of a group.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="partition">The terms of each work item.</param>
    /// <param name="result">The limbs of the sum and the <see cref="Values"/> behind them; zeros, but for the assumed position.</param>
    [Kernel]
    public static void AccumulateKernel<TTerms, TPartition>(TTerms terms, TPartition partition, ArrayView<long> result)
        where TTerms : struct, IBinTerms
        where TPartition : struct, IPartition
    {
        var limbs = DeviceLimbs.Allocate(terms.SumLimbs);
        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        int first = (int)partition.First(item), end = (int)partition.End(item), step = (int)partition.Step, flags = 0, found = 0;
        var top = Bin.At((int)result[terms.SumLimbs + Assumed]).Top;
        for (long block = first; block < end; block += (long)Bins.Capacity * step)
        {
            var stop = (int)IntrinsicMath.Min(end, block + ((long)Bins.Capacity * step));
            var sums = default(BinSums);
            Add(terms, (int)block, stop, step, top - terms.QuantumBits, ref sums);
            Bins.Flush(terms, sums, top - terms.QuantumBits, limbs);
            if (sums.Highest + terms.SignificandBits <= top) continue;

            // A term may be above the bin, or not finite.
            for (var i = (int)block; i < stop; i += step)
            {
                var significand = terms.SignificandOf(i, out var position, out _);
                if (position >= Bins.NonFinite) flags |= (int)(terms.TermOf(i).Flags & FixedPoint.NonFinite);
                else found = IntrinsicMath.Max(found, Bins.Ceiling(significand, position));
            }
        }

        if (found > top) Atomic.Max(ref result[terms.SumLimbs + Found], (long)found);
        DeviceLimbs.AddTo(limbs, terms.SumLimbs, flags, result);
    }

    private static void Add<TTerms>(TTerms terms, int first, int stop, int step, int quantum, ref BinSums sums)
        where TTerms : struct, IBinTerms
    {
        var i = first;

        // Unrolled, so that four loads are in flight.
        for (; i + (3 * step) < stop; i += 4 * step)
        {
            var significand0 = terms.SignificandOf(i, out var position0, out var sign0);
            var significand1 = terms.SignificandOf(i + step, out var position1, out var sign1);
            var significand2 = terms.SignificandOf(i + (2 * step), out var position2, out var sign2);
            var significand3 = terms.SignificandOf(i + (3 * step), out var position3, out var sign3);
            Bins.Add(terms, significand0, position0, sign0, quantum, ref sums);
            Bins.Add(terms, significand1, position1, sign1, quantum, ref sums);
            Bins.Add(terms, significand2, position2, sign2, quantum, ref sums);
            Bins.Add(terms, significand3, position3, sign3, quantum, ref sums);
        }

        for (; i < stop; i += step)
        {
            var significand = terms.SignificandOf(i, out var position, out var sign);
            Bins.Add(terms, significand, position, sign, quantum, ref sums);
        }
    }
}
