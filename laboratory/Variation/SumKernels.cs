// The sums that the literature compares (Shanmugavelu et al. 2024, arXiv:2408.05148), each a kernel that can be read in one look.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;

namespace QuizKit.Laboratory.Variation;

/// <summary>What the kernels do with two numbers of a format.</summary>
internal interface IFormat<T>
    where T : unmanaged
{
    /// <summary>−0, which changes no sum.</summary>
    T Nothing { get; }

    /// <summary>Returns a+b, rounded once.</summary>
    T Add(T a, T b);

    /// <summary>Adds to a number that other work items add to as well. No NaN may come here: the loop of some devices would never end.</summary>
    void AddAtomically(ref T sum, T value);
}

/// <summary>float32.</summary>
internal readonly struct Binary32 : IFormat<float>
{
    public float Nothing => -0f;

    public float Add(float a, float b) => Exact32.Add(a, b);

    public void AddAtomically(ref float sum, float value) => Atomic.Add(ref sum, value);
}

/// <summary>float64.</summary>
internal readonly struct Binary64 : IFormat<double>
{
    public double Nothing => -0.0;

    public double Add(double a, double b) => Exact64.Add(a, b);

    public void AddAtomically(ref double sum, double value) => Atomic.Add(ref sum, value);
}

/// <summary>
/// Sums in groups of 2ᵏ work items, <see cref="MostLanes"/> at most. A work item adds up every n-th number from left to right, n being the
/// number of work items; the group folds these sums in halves. Where the algorithms differ is how the groups' sums come together.
/// </summary>
/// <remarks>
/// In OpenCL a float64 is added atomically by means of an extension. The two kernels that do so are not named as kernels are: <c>compile</c>
/// would ask for code that is to run on every device.
/// </remarks>
internal static class SumKernels
{
    /// <summary>The most work items in a group.</summary>
    public const int MostLanes = 256;

    private const string AtomicReason = "A device adds atomically in its own way; it is the order of these additions that is looked at.";

    /// <summary>AO, atomics only: an atomic addition a number.</summary>
    [PlainArithmetic(AtomicReason)]
    internal static void AtomicOnlyKernel(FloatView values, FloatView sum)
    {
        for (var i = Item; i < values.Length; i += Items) Atomic.Add(ref sum[0], values[i]);
    }

    /// <inheritdoc cref="AtomicOnlyKernel"/>
    internal static void AtomicOnlyInDouble(DoubleView values, DoubleView sum)
    {
        for (var i = Item; i < values.Length; i += Items) Atomic.Add(ref sum[0], values[i]);
    }

    /// <summary>SPA, a single pass with atomics: an atomic addition a group.</summary>
    [PlainArithmetic(AtomicReason)]
    internal static void GroupAtomicKernel(FloatView values, FloatView sum) => GroupAtomic(values, sum, default(Binary32));

    /// <inheritdoc cref="GroupAtomicKernel"/>
    internal static void GroupAtomicInDouble(DoubleView values, DoubleView sum) => GroupAtomic(values, sum, default(Binary64));

    /// <summary>
    /// SPTR, a single pass with a tree reduction: the group that draws the last ticket adds up the sums of all groups, by the same tree
    /// that each group uses. The schedule decides which group that is, and nothing else.
    /// </summary>
    /// <param name="values">The numbers.</param>
    /// <param name="partial">Room for the sum of each group.</param>
    /// <param name="next">The next ticket; 0 at the start.</param>
    /// <param name="tickets">Room for the ticket of each group. Sorted by it, the groups are in the order in which they finished.</param>
    /// <param name="sum">Room for the sum.</param>
    internal static void LastGroupKernel(FloatView values, FloatView partial, IntView next, IntView tickets, FloatView sum) =>
        LastGroup(values, partial, next, tickets, sum, default(Binary32));

    /// <inheritdoc cref="LastGroupKernel"/>
    internal static void LastGroupInDoubleKernel(DoubleView values, DoubleView partial, IntView next, IntView tickets, DoubleView sum) =>
        LastGroup(values, partial, next, tickets, sum, default(Binary64));

    /// <summary>The first pass of TPRC; in the second the host adds up the sums of the groups from left to right.</summary>
    internal static void PartialSumsKernel(FloatView values, FloatView partial) => PartialSums(values, partial, default(Binary32));

    /// <inheritdoc cref="PartialSumsKernel"/>
    internal static void PartialSumsInDoubleKernel(DoubleView values, DoubleView partial) => PartialSums(values, partial, default(Binary64));

    private static int Item => (Grid.IdxX * Group.DimX) + Group.IdxX;

    private static int Items => Grid.DimX * Group.DimX;

    private static void GroupAtomic<T, TFormat>(ArrayView1D<T, Stride1D.Dense> values, ArrayView1D<T, Stride1D.Dense> sum, TFormat format)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
    {
        var lanes = SharedMemory.Allocate<T>(MostLanes);
        var own = Fold(Stride(values, Item, Items, format), lanes, format);
        if (Group.IdxX == 0) format.AddAtomically(ref sum[0], own);
    }

    private static void PartialSums<T, TFormat>(ArrayView1D<T, Stride1D.Dense> values, ArrayView1D<T, Stride1D.Dense> partial, TFormat format)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
    {
        var lanes = SharedMemory.Allocate<T>(MostLanes);
        var own = Fold(Stride(values, Item, Items, format), lanes, format);
        if (Group.IdxX == 0) partial[Grid.IdxX] = own;
    }

    private static void LastGroup<T, TFormat>(
        ArrayView1D<T, Stride1D.Dense> values, ArrayView1D<T, Stride1D.Dense> partial, IntView next, IntView tickets,
        ArrayView1D<T, Stride1D.Dense> sum, TFormat format)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
    {
        var lanes = SharedMemory.Allocate<T>(MostLanes);
        var ticket = SharedMemory.Allocate<int>(1);
        var own = Fold(Stride(values, Item, Items, format), lanes, format);
        if (Group.IdxX == 0) partial[Grid.IdxX] = own;

        // The sum is in memory before the ticket is drawn: whoever draws the last one can read all of them. Every work item goes through
        // the fence, for ILGPU 1.5.3 makes it a barrier of the group in OpenCL.
        MemoryFence.DeviceLevel();
        if (Group.IdxX == 0)
        {
            ticket[0] = Atomic.Add(ref next[0], 1);
            tickets[Grid.IdxX] = ticket[0];
        }

        Group.Barrier();
        if (ticket[0] == Grid.DimX - 1)
        {
            MemoryFence.DeviceLevel();
            var total = Fold(Stride(partial, Group.IdxX, Group.DimX, format), lanes, format);
            if (Group.IdxX == 0) sum[0] = total;
        }
    }

    private static T Stride<T, TFormat>(ArrayView1D<T, Stride1D.Dense> values, int first, int step, TFormat format)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
    {
        if (first >= values.Length) return format.Nothing;
        var total = values[first];
        for (var i = first + step; i < values.Length; i += step) total = format.Add(total, values[i]);
        return total;
    }

    /// <summary>Folds the numbers of a group's work items in halves; the first work item has the sum.</summary>
    private static T Fold<T, TFormat>(T own, ArrayView<T> lanes, TFormat format)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
    {
        lanes[Group.IdxX] = own;
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) lanes[Group.IdxX] = format.Add(lanes[Group.IdxX], lanes[Group.IdxX + half]);
            Group.Barrier();
        }

        return lanes[0];
    }
}
