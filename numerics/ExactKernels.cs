// The exact sum on a device: each group adds its terms up in limbs, and the limbs to those of all groups.

using System.Runtime.CompilerServices;
using ILGPU;

namespace QuizKit.Numerics;

internal static class ExactKernels
{
    // Terms whose magnitudes are spread over more windows than this go into the limbs one by one.
    private const int MostPasses = 4;

    // So many terms of a work item decide where its group's first window is.
    private const int Glances = 4;

    /// <summary>Adds up the terms of a group.</summary>
    /// <param name="terms">What to add up.</param>
    /// <param name="share">Which terms a work item takes.</param>
    /// <param name="result">The limbs of the sum, and behind them the <see cref="SpecialTerms"/> that are not finite; zeros at first.</param>
    /// <remarks>ILGPU's CPU accelerator runs the .NET method, perhaps a single time: it is compiled well at once, not after some thirty calls.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AccumulateKernel<TTerms, TShare>(TTerms terms, TShare share, ArrayView<long> result)
        where TTerms : struct, ITerms
        where TShare : struct, IShare
    {
        ArrayView<long> limbs = SharedMemory.Allocate<long>(FixedPoint.Limbs);
        ArrayView<int> highest = SharedMemory.Allocate<int>(1);
        var scales = default(ArrayView<int>);
        if (share.IsContiguous) scales = LocalMemory.Allocate<int>(Window.Block);
        for (var limb = Group.IdxX; limb < terms.Limbs; limb += Group.DimX) limbs[limb] = 0;
        if (Group.IdxX == 0) highest[0] = Window.Zero;
        Group.Barrier();

        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        int first = (int)share.First(item), end = (int)share.End(item), step = (int)share.Step;
        Atomic.Max(ref highest[0], Highest(terms, first, IntrinsicMath.Min(end, first + (Glances * step)), step));
        Group.Barrier();

        var position = Below(terms, highest[0], terms.Width - Window.Margin);
        var special = 0;
        for (long block = first; block < end; block += (long)Window.Room * step)
        {
            var stop = (int)IntrinsicMath.Min(end, block + ((long)Window.Room * step));
            var pieces = default(Pieces);
            if (Take(terms, share, (int)block, stop, position, ref pieces, scales) == 0) Window.Flush(terms, pieces, position, limbs);
            else position = AddInPasses(terms, share, (int)block, stop, position, limbs, scales, ref special);
        }

        if (special != 0) Atomic.Or(ref result[terms.Limbs], (long)special);
        Group.Barrier();
        for (var limb = Group.IdxX; limb < terms.Limbs; limb += Group.DimX)
        {
            if (limbs[limb] != 0) Atomic.Add(ref result[limb], limbs[limb]);
        }
    }

    /// <summary>Notes whether any term is other than −0: a sum of exactly zero has its sign from that alone.</summary>
    /// <param name="index">The work item.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="share">Which of them a work item looks at.</param>
    /// <param name="special">The <see cref="SpecialTerms"/> of all; zero at first.</param>
    public static void SignKernel<TTerms, TShare>(Index1D index, TTerms terms, TShare share, ArrayView<long> special)
        where TTerms : struct, ITerms
        where TShare : struct, IShare
    {
        var seen = 0;
        var end = share.End(index);
        for (var i = share.First(index); i < end; i += share.Step) seen |= (int)terms.TermOf((int)i).Special;
        Atomic.Or(ref special[0], (long)seen);
    }

    /// <summary>Adds terms to a window's pieces, and returns 0 if it took all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Take<TTerms, TShare>(TTerms terms, TShare share, int first, int stop, int position, ref Pieces pieces, ArrayView<int> scales)
        where TTerms : struct, ITerms
        where TShare : struct, IShare
    {
        if (share.IsContiguous) return Window.TakeAll(terms, first, stop, position, ref pieces, scales);
        uint missed = 0;
        var i = first;
        var step = (int)share.Step;

        // Four loads under way at a time.
        for (; i + (3 * step) < stop; i += 4 * step)
        {
            missed |= Window.Take(terms, i, position, ref pieces);
            missed |= Window.Take(terms, i + step, position, ref pieces);
            missed |= Window.Take(terms, i + (2 * step), position, ref pieces);
            missed |= Window.Take(terms, i + (3 * step), position, ref pieces);
        }

        for (; i < stop; i += step) missed |= Window.Take(terms, i, position, ref pieces);
        return missed;
    }

    /// <summary>Returns the position of a window so many places below another place.</summary>
    private static int Below<TTerms>(TTerms terms, int place, int places)
        where TTerms : struct, ITerms => IntrinsicMath.Max(place - places, terms.LowestPosition);

    /// <summary>Returns the highest place of some terms.</summary>
    private static int Highest<TTerms>(TTerms terms, int first, int stop, int step)
        where TTerms : struct, ITerms
    {
        var highest = Window.Odd;
        for (var i = first; i < stop; i += step) highest = IntrinsicMath.Max(highest, terms.PlaceOf(i));
        return highest;
    }

    /// <summary>
    /// Adds terms of which the window missed some: with a window for the highest, one for the highest of those left, and so on, and what is
    /// then left one by one.
    /// </summary>
    /// <returns>Where the window should be for the terms to come.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AddInPasses<TTerms, TShare>(
        TTerms terms, TShare share, int first, int stop, int position, ArrayView<long> limbs, ArrayView<int> scales, ref int special)
        where TTerms : struct, ITerms
        where TShare : struct, IShare
    {
        var taken = int.MaxValue;
        var isAnyLeft = true;
        var isAnyOdd = false;
        for (var pass = 0; pass <= MostPasses; pass++)
        {
            var highest = Window.Odd;
            for (var i = first; i < stop; i += (int)share.Step)
            {
                var place = terms.PlaceOf(i);
                isAnyOdd |= place == Window.Odd;
                if (place < taken) highest = IntrinsicMath.Max(highest, place);
            }

            isAnyLeft = highest >= 0;
            var next = Below(terms, highest, terms.Width);

            // The lowest window of all could take again what one before it has.
            if (!isAnyLeft || pass == MostPasses || (pass > 0 && next != highest - terms.Width)) break;
            if (pass == 0) position = Below(terms, highest, terms.Width - Window.Margin);
            taken = next;
            var pieces = default(Pieces);
            Take(terms, share, first, stop, taken, ref pieces, scales);
            Window.Flush(terms, pieces, taken, limbs);
        }

        if (!isAnyLeft && !isAnyOdd) return position;
        for (var i = first; i < stop; i += (int)share.Step)
        {
            var place = terms.PlaceOf(i);
            if (place >= taken || place == Window.Zero) continue;
            var term = terms.TermOf(i);
            special |= (int)(term.Special & FixedPoint.NotFinite);
            var at = term.Position - (32 * terms.FirstLimb);
            Window.AddToLimbs(term.Low, at, term.IsNegative, limbs);
            Window.AddToLimbs(term.High, at + 64, term.IsNegative, limbs);
        }

        return position;
    }
}
