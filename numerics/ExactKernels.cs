// The exact sum on a device: each group adds its terms up in limbs, then the groups' limbs are added up.

using ILGPU;

namespace QuizKit.Numerics;

internal static class ExactKernels
{
    /// <summary>Adds up the terms of a group.</summary>
    /// <param name="terms">What to add up.</param>
    /// <param name="share">Which terms a work item takes.</param>
    /// <param name="groupLimbs">For each group <see cref="FixedPoint.Limbs"/> limbs.</param>
    /// <param name="groupSpecial">For each group its <see cref="SpecialTerms"/>.</param>
    public static void AccumulateKernel<TTerms>(TTerms terms, Share share, ArrayView<long> groupLimbs, ArrayView<int> groupSpecial)
        where TTerms : struct, ITerms
    {
        ArrayView<long> limbs = SharedMemory.Allocate<long>(FixedPoint.Limbs);
        ArrayView<int> special = SharedMemory.Allocate<int>(1);
        for (var limb = Group.IdxX; limb < FixedPoint.Limbs; limb += Group.DimX) limbs[limb] = 0;
        if (Group.IdxX == 0) special[0] = 0;
        Group.Barrier();

        var window = default(Window);
        var seen = 0;
        var item = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        var end = share.End(item);
        for (var i = share.First(item); i < end; i = share.Next(i)) seen |= (int)terms.Add(i, ref window, limbs);

        window.Flush(limbs);
        Atomic.Or(ref special[0], seen);
        Group.Barrier();
        var at = Grid.IdxX * FixedPoint.Limbs;
        for (var limb = Group.IdxX; limb < FixedPoint.Limbs; limb += Group.DimX) groupLimbs[at + limb] = limbs[limb];
        if (Group.IdxX == 0) groupSpecial[Grid.IdxX] = special[0];
    }

    /// <summary>Adds up the limbs of all groups, a work item a limb.</summary>
    /// <param name="limb">The limb.</param>
    /// <param name="groupLimbs">For each group its limbs.</param>
    /// <param name="groupSpecial">For each group its <see cref="SpecialTerms"/>.</param>
    /// <param name="result">The limbs of the whole, and behind them its <see cref="SpecialTerms"/>.</param>
    public static void MergeKernel(Index1D limb, ArrayView<long> groupLimbs, ArrayView<int> groupSpecial, ArrayView<long> result)
    {
        long sum = 0;
        for (long group = 0; group < groupSpecial.Length; group++)
        {
            if (limb < FixedPoint.Limbs) sum += groupLimbs[(group * FixedPoint.Limbs) + limb];
            else sum |= (long)groupSpecial[group];
        }

        result[limb] = sum;
    }
}
