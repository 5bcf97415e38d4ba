// Every prefix of an array, its exact sum rounded on the device: the totals of chunks, the sums before each chunk, and the prefixes.

using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

/// <remarks>Of a chunk, memory holds the limbs of a sum, followed by its <see cref="StatusFlags"/>.</remarks>
internal static class PrefixKernels
{
    /// <summary>Adds up the terms of a chunk.</summary>
    /// <param name="chunk">The chunk, one for each work item.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="partition">The terms of each chunk.</param>
    /// <param name="totals">Receives the sum of each chunk; zeros at the start.</param>
    [Kernel]
    public static void TotalsKernel<TTerms>(Index1D chunk, TTerms terms, Chunk partition, ArrayView<long> totals)
        where TTerms : struct, ITerms
    {
        var total = TotalOf(chunk, terms, totals);
        var flags = 0;
        int first = (int)partition.First(chunk), end = (int)partition.End(chunk);
        for (var i = first; i < end; i++)
        {
            var term = terms.TermOf(i);
            DeviceLimbs.Add(term, terms.FirstSumLimb, total);
            flags |= (int)term.Flags;
        }

        total[terms.SumLimbs] = flags;
    }

    /// <summary>Makes of the sum of each chunk that of all chunks before it.</summary>
    /// <param name="limb">The limb, one for each work item, or the flags.</param>
    /// <param name="chunks">The number of chunks.</param>
    /// <param name="limbs">The number of limbs of a sum.</param>
    /// <param name="totals">The sums.</param>
    [Kernel]
    public static void ScanKernel(Index1D limb, int chunks, int limbs, ArrayView<long> totals)
    {
        var before = 0L;
        for (var i = (int)limb; chunks > 0; chunks--, i += limbs + 1)
        {
            var own = totals[i];
            totals[i] = before;
            before = limb < limbs ? before + own : before | own;
        }
    }

    /// <summary>Rounds the sum of each prefix.</summary>
    /// <param name="chunk">The chunk, one for each work item.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="partition">The terms of each chunk.</param>
    /// <param name="totals">The sum of all terms before each chunk; the kernel adds the terms of the chunk.</param>
    /// <param name="sums">Receives the sums. The terms may be the same numbers.</param>
    [Kernel]
    public static void PrefixKernel<T, TFormat, TTerms>(
        Index1D chunk, TTerms terms, Chunk partition, ArrayView<long> totals, ArrayView<T> sums)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
        where TTerms : struct, ITerms
    {
        var format = default(TFormat);
        var total = TotalOf(chunk, terms, totals);
        var flags = (int)total[terms.SumLimbs];

        // No limb outside those of the terms so far can differ from zero: the highest of them has room for the carries.
        int first = terms.SumLimbs, end = 0;
        for (var limb = 0; limb < terms.SumLimbs; limb++)
        {
            if (total[limb] == 0) continue;
            first = IntrinsicMath.Min(first, limb);
            end = limb + 1;
        }

        int start = (int)partition.First(chunk), stop = (int)partition.End(chunk);
        for (var i = start; i < stop; i++)
        {
            var term = terms.TermOf(i);
            flags |= (int)term.Flags;
            DeviceLimbs.Add(term, terms.FirstSumLimb, total);
            if ((term.Low | term.High) != 0)
            {
                var lowest = (term.Position >> 5) - terms.FirstSumLimb;
                first = IntrinsicMath.Min(first, lowest);
                end = IntrinsicMath.Max(end, IntrinsicMath.Min(lowest + 5, terms.SumLimbs));
            }

            if (first >= end) (first, end) = (0, 1);
            var window = total.SubView(first, end - first);
            DeviceRounding.PropagateCarries(window);
            format.Store(DeviceRounding.Round(window, 32 * (terms.FirstSumLimb + first), flags, format.Format), sums, i);
        }
    }

    private static ArrayView<long> TotalOf<TTerms>(int chunk, TTerms terms, ArrayView<long> totals)
        where TTerms : struct, ITerms
    {
        var length = terms.SumLimbs + 1;
        return totals.SubView(chunk * length, length);
    }
}
