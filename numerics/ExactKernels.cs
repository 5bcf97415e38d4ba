// The exact sum on a GPU: integer additions alone. Each group adds its terms up in limbs, and the limbs to those of all groups.

using System.Runtime.CompilerServices;
using ILGPU;

namespace QuizKit.Numerics;

/// <summary>
/// Windows side by side, which is what a work item adds its terms up with: one for terms of similar magnitudes, more where they are spread.
/// </summary>
internal struct Windows
{
    /// <summary>The position of the lowest window.</summary>
    public int Lowest;

    /// <summary>How many there are.</summary>
    public int Count;
}

internal static class ExactKernels
{
    // Terms whose magnitudes are spread over more windows than this: the smallest go into the limbs one by one.
    private const int MostWindows = 4;

    // So many terms of a work item decide where its group's first window is.
    private const int Glances = 4;

    /// <summary>Adds up the terms of a group.</summary>
    /// <param name="terms">What to add up.</param>
    /// <param name="share">Which terms a work item takes.</param>
    /// <param name="result">The limbs of the sum, and behind them the <see cref="SpecialTerms"/> that are not finite; zeros at first.</param>
    public static void AccumulateKernel<TTerms>(TTerms terms, Stride share, ArrayView<long> result)
        where TTerms : struct, IDigits
    {
        ArrayView<long> limbs = SharedMemory.Allocate<long>(FixedPoint.Limbs);
        ArrayView<int> highest = SharedMemory.Allocate<int>(1);
        for (var limb = Group.IdxX; limb < terms.Limbs; limb += Group.DimX) limbs[limb] = 0;
        if (Group.IdxX == 0) highest[0] = -1;
        Group.Barrier();

        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        int first = (int)share.First(item), end = (int)share.End(item), step = (int)share.Step;
        Atomic.Max(ref highest[0], Highest(terms, first, IntrinsicMath.Min(end, first + (Glances * step)), step));
        Group.Barrier();

        var windows = Around(terms, highest[0], count: 1);
        var special = 0;
        for (long block = first; block < end; block += (long)Window.Room * step)
        {
            var stop = (int)IntrinsicMath.Min(end, block + ((long)Window.Room * step));
            if (!TryAdd(terms, (int)block, stop, step, windows, limbs))
                special |= AddAndMove(terms, (int)block, stop, step, ref windows, limbs);
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

    /// <summary>
    /// Returns windows that take a place, with some room above it for terms to come and the rest of it below; but they do not reach to where subnormal
    /// numbers or infinities would look like numbers.
    /// </summary>
    private static Windows Around<TTerms>(TTerms terms, int highest, int count)
        where TTerms : struct, IDigits => new()
        {
            Lowest = IntrinsicMath.Max(IntrinsicMath.Min(highest + Window.Margin, terms.HighestPlace) + 1 - (count * (terms.Width + 1)), terms.LowestPosition),
            Count = count,
        };

    /// <summary>Adds terms up if the windows take all of them.</summary>
    /// <returns>Whether they do; else nothing was added.</returns>
    private static bool TryAdd<TTerms>(TTerms terms, int first, int stop, int step, in Windows windows, ArrayView<long> limbs)
        where TTerms : struct, IDigits
    {
        if (windows.Count == 1)
        {
            var pieces = default(Pieces);
            if (Take(terms, first, stop, step, windows.Lowest, ref pieces) != 0) return false;
            Window.Flush(terms, pieces, windows.Lowest, limbs);
            return true;
        }

        uint missed = 0;
        var width = (windows.Count * (terms.Width + 1)) - 1;
        for (var i = first; i < stop; i += step) missed |= terms.Read(i, windows.Lowest, width, out _, out _);
        if (missed != 0) return false;
        TakeWindows(terms, first, stop, step, windows, limbs);
        return true;
    }

    /// <summary>
    /// Adds terms up, whatever they are, and moves the windows to where they take as many as they can, so that the terms to come may need no such
    /// effort.
    /// </summary>
    /// <returns>The <see cref="SpecialTerms"/> that are not finite.</returns>
    private static int AddAndMove<TTerms>(TTerms terms, int first, int stop, int step, ref Windows windows, ArrayView<long> limbs)
        where TTerms : struct, IDigits
    {
        const int none = int.MaxValue;
        int highest = -1, lowest = none;
        uint anyOdd = 0;
        for (var i = first; i < stop; i += step)
        {
            var place = terms.PlaceOf(i, out var odd);
            anyOdd |= odd;
            highest = IntrinsicMath.Max(highest, place);

            // As an unsigned number, −1 is the largest.
            lowest = (int)IntrinsicMath.Min((uint)lowest, (uint)place);
        }

        if (highest >= 0)
        {
            windows = Around(terms, highest, IntrinsicMath.Min(((highest + Window.Margin - lowest) / (terms.Width + 1)) + 1, MostWindows));
            TakeWindows(terms, first, stop, step, windows, limbs);
        }

        if (anyOdd == 0 && windows.Lowest <= lowest) return 0;
        var special = 0;
        for (var i = first; i < stop; i += step)
        {
            var place = terms.PlaceOf(i, out var odd);
            if (odd == 0 && (place < 0 || place >= windows.Lowest)) continue;
            var term = terms.TermOf(i);
            special |= (int)(term.Special & FixedPoint.NotFinite);
            var at = term.Position - (32 * terms.FirstLimb);
            Window.AddToLimbs(term.Low, at, term.IsNegative, limbs);
            Window.AddToLimbs(term.High, at + 64, term.IsNegative, limbs);
        }

        return special;
    }

    /// <summary>Adds up those terms that some windows take, window after window, from the lowest up to one that takes all there are.</summary>
    private static void TakeWindows<TTerms>(TTerms terms, int first, int stop, int step, in Windows windows, ArrayView<long> limbs)
        where TTerms : struct, IDigits
    {
        var missed = 1u;
        var position = windows.Lowest;
        for (var window = 0; window < windows.Count && missed != 0; window++)
        {
            var pieces = default(Pieces);
            missed = Take(terms, first, stop, step, position, ref pieces);
            Window.Flush(terms, pieces, position, limbs);
            position += terms.Width + 1;
        }
    }

    /// <summary>Adds terms to a window's pieces, and returns 0 if it took all of them that are not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Take<TTerms>(TTerms terms, int first, int stop, int step, int position, ref Pieces pieces)
        where TTerms : struct, IDigits
    {
        uint missed = 0;
        var i = first;

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

    /// <summary>Returns the highest place of some terms, or −1.</summary>
    private static int Highest<TTerms>(TTerms terms, int first, int stop, int step)
        where TTerms : struct, IDigits
    {
        var highest = -1;
        for (var i = first; i < stop; i += step) highest = IntrinsicMath.Max(highest, terms.PlaceOf(i, out _));
        return highest;
    }
}
