// The exact sum on a CPU: binary64 additions without a rounding error, in vectors, and the extracted integers in limbs.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

/// <summary>Adds up binary64 numbers block by block by <see cref="Extraction"/>.</summary>
/// <remarks>
/// <see cref="AdditionProbe"/> checks whether a device adds as this requires. A compiler may fuse an addition with a product where that
/// product is exact. ILGPU's CPU accelerator runs the .NET methods, so they skip tiered JIT (AggressiveOptimization): the first call would
/// run in tier-0 code otherwise.
/// </remarks>
internal static class ExtractionKernels
{
    /// <summary>Adds up the terms of a group.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="partition">The terms of each work item.</param>
    /// <param name="result">
    /// The limbs of the sum, followed by the <see cref="StatusFlags"/> of non-finite terms; zeros at the start.
    /// </param>
    [Kernel]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ExtractKernel<TTerms>(TTerms terms, Chunk partition, ArrayView<long> result)
        where TTerms : struct, IExtractionTerms
    {
        var limbs = DeviceLimbs.Allocate(terms.SumLimbs);
        var remainders = LocalMemory.Allocate<double>(Extraction.Block);
        var errorRemainders = remainders;
        if (terms.HasError) errorRemainders = LocalMemory.Allocate<double>(Extraction.Block);
        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        var flags = Accumulate(terms, (int)partition.First(item), (int)partition.End(item), remainders, errorRemainders, limbs);
        DeviceLimbs.AddTo(limbs, terms.SumLimbs, flags, result);
    }

    /// <summary>Adds up some terms in limbs.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="end">An index behind the last of them.</param>
    /// <param name="remainders">Memory for <see cref="Extraction.Block"/> numbers.</param>
    /// <param name="errorRemainders">Other memory for as many, where a number can have an error.</param>
    /// <param name="limbs">The limbs, to which the terms are added.</param>
    /// <returns>The <see cref="StatusFlags"/> of non-finite terms.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Accumulate<TTerms>(
        TTerms terms, int first, int end, ArrayView<double> remainders, ArrayView<double> errorRemainders, ArrayView<long> limbs)
        where TTerms : struct, IExtractionTerms
    {
        int flags = 0, exponent = 0, blocksLeft = 0;
        for (var block = first; block < end; block += Extraction.Block)
        {
            var length = IntrinsicMath.Min(Extraction.Block, end - block);
            var isDone = false;
            if (blocksLeft > 0) isDone = TryExtract(terms, block, length, exponent, remainders, errorRemainders, limbs);
            blocksLeft--;
            if (isDone) continue;

            exponent = Highest(terms, block, length);
            if (exponent > Extraction.MaxExponent)
            {
                for (var i = block; i < block + length; i++) flags |= DeviceLimbs.Add(terms.TermOf(i), terms.FirstSumLimb, limbs);
                blocksLeft = 0;
            }
            else
            {
                TryExtract(terms, block, length, exponent, remainders, errorRemainders, limbs);
                blocksLeft = Extraction.BlocksPerExponent;
            }
        }

        return flags;
    }

    /// <summary>
    /// Returns the biased exponent of the largest magnitude of a block, or that of an infinity if a term is not the sum of its number and
    /// its error.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Highest<TTerms>(TTerms terms, int first, int length)
        where TTerms : struct, IExtractionTerms
    {
        var most = 1L << 52;
        for (var i = 0; i < length; i++)
        {
            var number = terms.NumberOf(first + i);
            most = IntrinsicMath.Max(most, (long)Interop.FloatAsInt(number) & long.MaxValue);
            if (terms.HasError) most = IntrinsicMath.Max(most, (long)Interop.FloatAsInt(terms.ErrorOf(first + i, number)) & long.MaxValue);
        }

        return (int)(most >> 52);
    }

    /// <summary>Adds a block of terms to limbs if none of the numbers exceeds a biased exponent.</summary>
    /// <returns>Whether none did; otherwise nothing was added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryExtract<TTerms>(
        TTerms terms,
        int first,
        int length,
        int exponent,
        ArrayView<double> remainders,
        ArrayView<double> errorRemainders,
        ArrayView<long> limbs)
        where TTerms : struct, IExtractionTerms
    {
        // The error of a number is no larger than the remainder of a number can be.
        var extraction0 = Extraction.For(exponent);
        var extraction1 = extraction0.Next;
        var extraction2 = extraction1.Next;
        long sum0 = 0, sum1 = 0, sum2 = 0;
        ulong left = 0, errorsLeft = 0, excess = 0;
        for (var i = 0; i < length; i++)
        {
            var number = terms.NumberOf(first + i);
            var error = 0.0;
            if (terms.HasError) error = terms.ErrorOf(first + i, number);
            excess |= extraction0.Excess(number);
            var remainder = extraction0.Extract(number, ref sum0);
            if (terms.HasTwoPasses) remainder = extraction1.Extract(remainder, ref sum1);
            remainders[i] = remainder;
            left |= Interop.FloatAsInt(remainder);
            if (!terms.HasError) continue;

            excess |= extraction1.Excess(error);
            error = extraction1.Extract(error, ref sum1);
            error = extraction2.Extract(error, ref sum2);
            errorRemainders[i] = error;
            errorsLeft |= Interop.FloatAsInt(error);
        }

        if (excess >> 52 != 0) return false;
        Add(terms, extraction0, sum0, limbs);
        if (terms.HasTwoPasses) Add(terms, extraction1, sum1, limbs);
        if (left << 1 != 0) ExtractRemainders(terms, remainders, length, terms.HasTwoPasses ? extraction2 : extraction1, limbs);
        if (!terms.HasError) return true;
        Add(terms, extraction2, sum2, limbs);
        if (errorsLeft << 1 != 0) ExtractRemainders(terms, errorRemainders, length, extraction2.Next, limbs);
        return true;
    }

    /// <summary>Adds remainders to limbs, pass by pass, until all of them are zero: the smallest σ leaves only zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExtractRemainders<TTerms>(
        TTerms terms, ArrayView<double> remainders, int length, Extraction extraction, ArrayView<long> limbs)
        where TTerms : struct, IExtractionTerms
    {
        var isAnyLeft = true;
        while (isAnyLeft)
        {
            var sum = 0L;
            ulong left = 0;
            for (var i = 0; i < length; i++)
            {
                var remainder = extraction.Extract(remainders[i], ref sum);
                remainders[i] = remainder;
                left |= Interop.FloatAsInt(remainder);
            }

            Add(terms, extraction, sum, limbs);
            isAnyLeft = left << 1 != 0 && extraction.Exponent > 1;
            extraction = extraction.Next;
        }
    }

    private static void Add<TTerms>(TTerms terms, in Extraction extraction, long sum, ArrayView<long> limbs)
        where TTerms : struct, IExtractionTerms =>
        DeviceLimbs.Add(sum, extraction.Position, terms.FirstSumLimb, limbs);
}
