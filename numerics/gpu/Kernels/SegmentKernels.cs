// The exact sums of many parts of an array, each rounded on the device: a group for each part.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

/// <summary>The parts of an array whose sums are wanted.</summary>
internal interface ISegments
{
    int First(int segment);

    /// <summary>Returns an index behind the last term of a segment.</summary>
    int End(int segment);

    /// <summary>Whether the terms of a segment exist.</summary>
    bool Exists(int first, int end);
}

/// <summary>Segments of one length side by side: the rows of a matrix.</summary>
internal readonly struct Rows(int length) : ISegments
{
    private readonly int _length = length;

    public int First(int segment) => segment * _length;

    public int End(int segment) => (segment + 1) * _length;

    public bool Exists(int first, int end) => true;
}

/// <summary>Segments of one length at a distance of at least that: rows with padding.</summary>
internal readonly struct PaddedRows(int length, int stride) : ISegments
{
    private readonly int _length = length;
    private readonly int _stride = stride;

    public int First(int segment) => segment * _stride;

    public int End(int segment) => (segment * _stride) + _length;

    public bool Exists(int first, int end) => true;
}

/// <summary>Segments between offsets in the memory of the device.</summary>
internal readonly struct OffsetSegments(ArrayView<int> offsets, int length) : ISegments
{
    private readonly ArrayView<int> _offsets = offsets;
    private readonly int _length = length;

    public int First(int segment) => _offsets[segment];

    public int End(int segment) => _offsets[segment + 1];

    public bool Exists(int first, int end) => first >= 0 && first <= end && end <= _length;
}

internal static class SegmentKernels
{
    /// <summary>Sums each segment by a group, with integer additions only.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="sums">Receives the sum of each segment, and NaN for one that does not exist.</param>
    [Kernel]
    public static void GroupKernel<T, TFormat, TTerms, TSegments>(TTerms terms, TSegments segments, ArrayView<T> sums)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
        where TTerms : struct, IWindowTerms
        where TSegments : struct, ISegments
    {
        var highest = SharedMemory.Allocate<int>(1);
        var flags = SharedMemory.Allocate<int>(1);
        var limbs = SharedMemory.Allocate<long>(FixedPoint.Limbs);
        for (var segment = Grid.IdxX; segment < sums.IntLength; segment += Grid.DimX)
        {
            int first = segments.First(segment), end = segments.End(segment);
            var exists = segments.Exists(first, end);
            first = exists ? first + Group.IdxX : 0;
            end = exists ? end : 0;
            if (Group.IdxX == 0)
            {
                flags[0] = exists ? 0 : (int)StatusFlags.NaN;
                highest[0] = -1;
            }

            DeviceLimbs.Clear(limbs, terms.SumLimbs);
            var seen = WindowKernels.Accumulate(terms, first, end, Group.DimX, highest, limbs);
            if (seen != 0) Atomic.Or(ref flags[0], seen);
            Finish<T, TFormat, TTerms>(terms, first, end, segment, limbs, flags, sums);
        }
    }

    /// <summary>Sums each segment by a work item, with binary64 additions without a rounding error, for a CPU. Groups have one item.</summary>
    /// <inheritdoc cref="GroupKernel{T, TFormat, TTerms, TSegments}" path="/param"/>
    [Kernel]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ItemKernel<T, TFormat, TTerms, TSegments>(TTerms terms, TSegments segments, ArrayView<T> sums)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
        where TTerms : struct, IExtractionTerms
        where TSegments : struct, ISegments
    {
        var flags = SharedMemory.Allocate<int>(1);
        var limbs = SharedMemory.Allocate<long>(FixedPoint.Limbs);
        var remainders = LocalMemory.Allocate<double>(Extraction.Block);
        var errorRemainders = remainders;
        if (terms.HasError) errorRemainders = LocalMemory.Allocate<double>(Extraction.Block);
        for (var segment = Grid.IdxX; segment < sums.IntLength; segment += Grid.DimX)
        {
            int first = segments.First(segment), end = segments.End(segment);
            var exists = segments.Exists(first, end);
            end = exists ? end : first;
            DeviceLimbs.Clear(limbs, terms.SumLimbs);
            flags[0] = ExtractionKernels.Accumulate(terms, first, end, remainders, errorRemainders, limbs)
                | (exists ? 0 : (int)StatusFlags.NaN);
            Finish<T, TFormat, TTerms>(terms, first, end, segment, limbs, flags, sums);
        }
    }

    /// <summary>Rounds the sum of a segment. Every work item of its group calls this.</summary>
    private static void Finish<T, TFormat, TTerms>(
        TTerms terms, int first, int end, int segment, ArrayView<long> limbs, ArrayView<int> flags, ArrayView<T> sums)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
        where TTerms : struct, ITerms
    {
        var isZero = SharedMemory.Allocate<int>(1);
        Group.Barrier();
        var sum = limbs.SubView(0, terms.SumLimbs);
        if (Group.IdxX == 0) isZero[0] = DeviceRounding.PropagateCarries(sum) ? 0 : 1;
        Group.Barrier();

        // A sum of exactly zero is −0 if every term is.
        if (isZero[0] != 0)
        {
            var seen = 0;
            for (var i = first; i < end; i += Group.DimX) seen |= (int)terms.TermOf(i).Flags;
            if (seen != 0) Atomic.Or(ref flags[0], seen);
        }

        Group.Barrier();
        var format = default(TFormat);
        if (Group.IdxX == 0)
            format.Store(DeviceRounding.Round(sum, 32 * terms.FirstSumLimb, flags[0], format.Format), sums, segment);
        Group.Barrier();
    }
}
