// The binned sum on a device: rounded terms in registers, the sums of groups in limbs.

using System.Runtime.CompilerServices;
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

    /// <summary>Looks at some terms of the whole array.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="partition">The samples of each work item.</param>
    /// <param name="step">The distance of a sample from the next one.</param>
    /// <param name="result">The limbs of the sum and the <see cref="Values"/> behind them; the kernel raises the assumed position.</param>
    [Kernel]
    public static void SampleKernel<TTerms>(TTerms terms, GridStride partition, long step, ArrayView<long> result)
        where TTerms : struct, IBinTerms
    {
        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        var highest = 0;
        var end = partition.End(item);
        for (var i = partition.First(item); i < end; i += partition.Step)
        {
            var significand = terms.SignificandOf((int)(i * step), out var position, out _);
            if (position < Bins.NonFinite) highest = IntrinsicMath.Max(highest, Bins.Ceiling(significand, position));
        }

        Atomic.Max(ref result[terms.SumLimbs + Assumed], (long)highest);
    }

    /// <summary>Adds up the terms of a group as integers.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="partition">The terms of each work item.</param>
    /// <param name="result">The limbs of the sum and the <see cref="Values"/> behind them; zeros, but for the assumed position.</param>
    [Kernel]
    public static void AccumulateKernel<TTerms>(TTerms terms, GridStride partition, ArrayView<long> result)
        where TTerms : struct, IBinTerms
    {
        var limbs = DeviceLimbs.Allocate(terms.SumLimbs);
        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        int first = (int)partition.First(item), end = (int)partition.End(item), step = (int)partition.Step, flags = 0, found = 0;
        var top = Bin.At((int)result[terms.SumLimbs + Assumed]).Top;
        for (long block = first; block < end; block += (long)Bins.Capacity * step)
        {
            var stop = (int)IntrinsicMath.Min(end, block + ((long)Bins.Capacity * step));
            if (!TryAdd(terms, (int)block, stop, step, top, limbs)) flags |= Look(terms, (int)block, stop, step, ref found);
        }

        if (found > top) Atomic.Max(ref result[terms.SumLimbs + Found], (long)found);
        DeviceLimbs.AddTo(limbs, terms.SumLimbs, flags, result);
    }

    /// <summary>Adds up the terms of a group as binary64 numbers, on a device that adds as <see cref="Extraction"/> requires.</summary>
    /// <inheritdoc cref="AccumulateKernel{TTerms}" path="/param"/>
    [Kernel]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ExtractKernel<TTerms>(TTerms terms, Chunk partition, ArrayView<long> result)
        where TTerms : struct, IBinTerms
    {
        var limbs = DeviceLimbs.Allocate(terms.SumLimbs);
        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        int first = (int)partition.First(item), end = (int)partition.End(item), flags = 0, found = 0;
        var bin = Bin.At((int)result[terms.SumLimbs + Assumed]);
        for (var block = first; block < end; block += Extraction.Block)
        {
            var stop = IntrinsicMath.Min(block + Extraction.Block, end);
            var isDone = bin.Top > Bin.MaxExtractedTop
                ? TryAdd(terms, block, stop, 1, bin.Top, limbs)
                : TryExtract(terms, block, stop, bin, limbs);
            if (!isDone) flags |= Look(terms, block, stop, 1, ref found);
        }

        if (found > bin.Top) Atomic.Max(ref result[terms.SumLimbs + Found], (long)found);
        DeviceLimbs.AddTo(limbs, terms.SumLimbs, flags, result);
    }

    /// <summary>Extracts terms.</summary>
    /// <returns>
    /// Whether no term is above the bin, or not finite. It may also be false for terms next to the top, which are extracted too.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryExtract<TTerms>(TTerms terms, int first, int stop, in Bin bin, ArrayView<long> limbs)
        where TTerms : struct, IBinTerms
    {
        var extraction0 = bin.Extraction;
        var extraction1 = bin.LastExtraction;
        long sum0 = 0, sum1 = 0;
        var excess = 0ul;
        for (var i = first; i < stop; i++)
        {
            var number = terms.NumberOf(i);
            excess |= extraction0.Excess(number);
            var remainder = extraction0.Extract(number, ref sum0);
            if (terms.QuantumBits != Bin.SingleBits) extraction1.Extract(remainder, ref sum1);
        }

        DeviceLimbs.Add(sum0, extraction0.Position, terms.FirstSumLimb, limbs);
        if (terms.QuantumBits != Bin.SingleBits)
            DeviceLimbs.Add(sum1, extraction1.Position, terms.FirstSumLimb, limbs);
        return excess >> 52 == 0;
    }

    /// <summary>Adds terms, rounded to the quantum of a bin.</summary>
    /// <returns>Whether no term is above the bin, or not finite. It may also be false for terms in the bin, which are added too.</returns>
    private static bool TryAdd<TTerms>(TTerms terms, int first, int stop, int step, int top, ArrayView<long> limbs)
        where TTerms : struct, IBinTerms
    {
        var sums = default(BinSums);
        Add(terms, first, stop, step, top - terms.QuantumBits, ref sums);
        Bins.Flush(terms, sums, top - terms.QuantumBits, limbs);
        return sums.Highest + terms.SignificandBits <= top;
    }

    /// <summary>Finds the largest term, and returns the flags of those that are not finite.</summary>
    private static int Look<TTerms>(TTerms terms, int first, int stop, int step, ref int found)
        where TTerms : struct, IBinTerms
    {
        var flags = 0;
        for (var i = first; i < stop; i += step)
        {
            var significand = terms.SignificandOf(i, out var position, out _);
            if (position >= Bins.NonFinite) flags |= (int)(terms.TermOf(i).Flags & FixedPoint.NonFinite);
            else found = IntrinsicMath.Max(found, Bins.Ceiling(significand, position));
        }

        return flags;
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
