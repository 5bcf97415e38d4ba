// The limbs of an exact sum on a device: those of a group in shared memory, and those of the whole sum.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Gpu.Exact;

/// <summary>
/// Adds to limbs of the <see cref="FixedPoint"/> format by 64-bit integer atomics. Carries are not propagated: that is left to the host.
/// </summary>
internal static class DeviceLimbs
{
    /// <summary>Allocates the limbs of a group. Every work item of the group calls this, and finds zeros.</summary>
    /// <param name="count">How many limbs the group uses.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayView<long> Allocate(int count)
    {
        var limbs = SharedMemory.Allocate<long>(FixedPoint.Limbs);
        Clear(limbs, count);
        return limbs;
    }

    /// <summary>Makes the limbs of a group zeros. Every work item of the group calls this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(ArrayView<long> limbs, int count)
    {
        for (var limb = Group.IdxX; limb < count; limb += Group.DimX) limbs[limb] = 0;
        Group.Barrier();
    }

    /// <summary>Adds the limbs of a group to those of the sum. Every work item of the group calls this, with its own flags.</summary>
    /// <param name="limbs">The limbs of the group.</param>
    /// <param name="count">How many limbs the group uses.</param>
    /// <param name="flags">The <see cref="StatusFlags"/> of the work item's non-finite terms.</param>
    /// <param name="result">The limbs of the sum, followed by its <see cref="StatusFlags"/>.</param>
    public static void AddTo(ArrayView<long> limbs, int count, int flags, ArrayView<long> result)
    {
        if (flags != 0) Atomic.Or(ref result[count], (long)flags);
        Group.Barrier();
        for (var limb = Group.IdxX; limb < count; limb += Group.DimX)
        {
            if (limbs[limb] != 0) Atomic.Add(ref result[limb], limbs[limb]);
        }
    }

    /// <summary>Adds a term, including non-finite and subnormal ones.</summary>
    /// <returns>The <see cref="StatusFlags"/> of a non-finite term, otherwise 0.</returns>
    public static int Add(in Term term, int firstSumLimb, ArrayView<long> limbs)
    {
        var at = term.Position - (32 * firstSumLimb);
        Add(term.Low, at, term.IsNegative, limbs);
        Add(term.High, at + 64, term.IsNegative, limbs);
        return (int)(term.Flags & FixedPoint.NonFinite);
    }

    /// <summary>Adds value·2^position.</summary>
    /// <remarks>Below the first limb of the sum a value has only zero bits.</remarks>
    public static void Add(long value, int position, int firstSumLimb, ArrayView<long> limbs)
    {
        var at = position - (32 * firstSumLimb);
        var zeros = IntrinsicMath.Max(-at, 0);
        Add(value >> zeros, at + zeros, limbs);
    }

    /// <summary>Adds value·2^position, counted from the first of the limbs.</summary>
    public static void Add(long value, int position, ArrayView<long> limbs)
    {
        if (value != 0) Add(value < 0 ? (ulong)-value : (ulong)value, position, value < 0, limbs);
    }

    private static void Add(ulong magnitude, int position, bool isNegative, ArrayView<long> limbs)
    {
        var first = position >> 5;
        var shift = position & 31;
        AddToLimb((uint)(magnitude << shift), first, isNegative, limbs);
        AddToLimb((uint)(magnitude >> (32 - shift)), first + 1, isNegative, limbs);
        AddToLimb((uint)((magnitude >> 32) >> (32 - shift)), first + 2, isNegative, limbs);
    }

    private static void AddToLimb(uint part, int limb, bool isNegative, ArrayView<long> limbs)
    {
        if (part != 0) Atomic.Add(ref limbs[limb], isNegative ? -(long)part : part);
    }
}
