// The exact sum on a processor: binary64 additions that happen to be exact, in vectors, and what they give in limbs.

using System.Runtime.CompilerServices;
using ILGPU;

namespace QuizKit.Numerics;

/// <summary>Adds binary64 numbers up block by block by the additions of <see cref="Shift"/>.</summary>
/// <remarks>
/// <see cref="AdditionProbe"/> asks a device whether it adds so. A compiler may fuse an addition with a product where that product is exact.
/// </remarks>
internal static class FoldKernels
{
    /// <summary>Adds up the terms of a group.</summary>
    /// <param name="terms">What to add up.</param>
    /// <param name="share">Which terms a work item takes.</param>
    /// <param name="result">The limbs of the sum, and behind them the <see cref="SpecialTerms"/> that are not finite; zeros at first.</param>
    /// <remarks>ILGPU's CPU accelerator runs the .NET method, perhaps a single time: it is compiled well at once, not after some thirty calls.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FoldKernel<TTerms>(TTerms terms, Stretch share, ArrayView<long> result)
        where TTerms : struct, INumbers
    {
        ArrayView<long> limbs = SharedMemory.Allocate<long>(FixedPoint.Limbs);
        var rests = LocalMemory.Allocate<double>(Shift.Block);
        var restsOfErrors = rests;
        if (terms.HaveErrors) restsOfErrors = LocalMemory.Allocate<double>(Shift.Block);
        for (var limb = Group.IdxX; limb < terms.Limbs; limb += Group.DimX) limbs[limb] = 0;
        Group.Barrier();

        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        int first = (int)share.First(item), end = (int)share.End(item), special = 0, exponent = 0, blocksOfThisKind = 0;
        for (var block = first; block < end; block += Shift.Block)
        {
            var length = IntrinsicMath.Min(Shift.Block, end - block);
            var isDone = false;
            if (blocksOfThisKind > 0) isDone = TryFold(terms, block, length, exponent, rests, restsOfErrors, limbs);
            blocksOfThisKind--;
            if (isDone) continue;

            exponent = Highest(terms, block, length);
            if (exponent > Shift.MostExponent)
            {
                special |= AddOneByOne(terms, block, block + length, limbs);
                blocksOfThisKind = 0;
            }
            else
            {
                TryFold(terms, block, length, exponent, rests, restsOfErrors, limbs);
                blocksOfThisKind = Shift.BlocksOfAKind;
            }
        }

        if (special != 0) Atomic.Or(ref result[terms.Limbs], (long)special);
        Group.Barrier();
        for (var limb = Group.IdxX; limb < terms.Limbs; limb += Group.DimX)
        {
            if (limbs[limb] != 0) Atomic.Add(ref result[limb], limbs[limb]);
        }
    }

    /// <summary>Returns the biased exponent of the largest magnitude of a block; that of an infinity where one of its terms is not a number and its error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Highest<TTerms>(TTerms terms, int first, int length)
        where TTerms : struct, INumbers
    {
        long most = 1L << 52;
        for (var i = 0; i < length; i++)
        {
            var number = terms.NumberOf(first + i, out var error);
            most = IntrinsicMath.Max(most, (long)Interop.FloatAsInt(number) & long.MaxValue);
            if (terms.HaveErrors) most = IntrinsicMath.Max(most, (long)Interop.FloatAsInt(error) & long.MaxValue);
        }

        return (int)(most >> 52);
    }

    /// <summary>Adds a block of terms to limbs.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="first">The index of the block's first term.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="exponent">A biased exponent that none of the numbers should exceed.</param>
    /// <param name="rests">Room for what is left of the numbers.</param>
    /// <param name="restsOfErrors">Room for what is left of their errors.</param>
    /// <param name="limbs">The limbs.</param>
    /// <returns>Whether none did; else nothing was added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryFold<TTerms>(
        TTerms terms, int first, int length, int exponent, ArrayView<double> rests, ArrayView<double> restsOfErrors, ArrayView<long> limbs)
        where TTerms : struct, INumbers
    {
        // The error of a number is no larger than what is left of one.
        var shift0 = Shift.For(exponent);
        var shift1 = shift0.Next;
        var shift2 = shift1.Next;
        ulong sum0 = 0, sum1 = 0, sum2 = 0, left = 0, leftOfErrors = 0, excess = 0;
        for (var i = 0; i < length; i++)
        {
            var rest = terms.NumberOf(first + i, out var error);
            excess |= shift0.Excess(rest);
            rest = shift0.Take(rest, ref sum0);
            if (terms.HasTwoTurns) rest = shift1.Take(rest, ref sum1);
            rests[i] = rest;
            left |= Interop.FloatAsInt(rest);
            if (!terms.HaveErrors) continue;

            excess |= shift1.Excess(error);
            error = shift1.Take(error, ref sum1);
            error = shift2.Take(error, ref sum2);
            restsOfErrors[i] = error;
            leftOfErrors |= Interop.FloatAsInt(error);
        }

        if (excess >> 52 != 0) return false;
        Add(terms, shift0, sum0, length, limbs);
        if (terms.HasTwoTurns) Add(terms, shift1, sum1, terms.HaveErrors ? 2 * length : length, limbs);
        if (left << 1 != 0) FoldRests(terms, rests, length, terms.HasTwoTurns ? shift2 : shift1, limbs);
        if (!terms.HaveErrors) return true;
        Add(terms, shift2, sum2, length, limbs);
        if (leftOfErrors << 1 != 0) FoldRests(terms, restsOfErrors, length, shift2.Next, limbs);
        return true;
    }

    /// <summary>Adds to limbs what was left of numbers, until nothing is: the smallest shift leaves nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FoldRests<TTerms>(TTerms terms, ArrayView<double> rests, int length, Shift shift, ArrayView<long> limbs)
        where TTerms : struct, INumbers
    {
        var isAnyLeft = true;
        while (isAnyLeft)
        {
            ulong sum = 0, left = 0;
            for (var i = 0; i < length; i++)
            {
                var rest = shift.Take(rests[i], ref sum);
                rests[i] = rest;
                left |= Interop.FloatAsInt(rest);
            }

            Add(terms, shift, sum, length, limbs);
            isAnyLeft = left << 1 != 0 && shift.Exponent > 1;
            shift = shift.Next;
        }
    }

    private static void Add<TTerms>(TTerms terms, in Shift shift, ulong sum, int length, ArrayView<long> limbs)
        where TTerms : struct, INumbers =>
        Window.AddToLimbs(shift.Total(sum, length), shift.Position, terms.FirstLimb, limbs);

    /// <summary>Adds terms to limbs, whatever they are.</summary>
    /// <returns>The <see cref="SpecialTerms"/> that are not finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AddOneByOne<TTerms>(TTerms terms, int first, int stop, ArrayView<long> limbs)
        where TTerms : struct, INumbers
    {
        var special = 0;
        for (var i = first; i < stop; i++)
        {
            var term = terms.TermOf(i);
            special |= (int)(term.Special & FixedPoint.NotFinite);
            var at = term.Position - (32 * terms.FirstLimb);
            Window.AddToLimbs(term.Low, at, term.IsNegative, limbs);
            Window.AddToLimbs(term.High, at + 64, term.IsNegative, limbs);
        }

        return special;
    }
}
