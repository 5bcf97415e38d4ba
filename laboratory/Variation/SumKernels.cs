// The sums that the literature compares (Shanmugavelu et al. 2024, arXiv:2408.05148), one kernel each.

namespace QuizKit.Laboratory.Variation;

/// <summary>The operations of a format in the kernels.</summary>
internal interface IFormat<T>
    where T : unmanaged
{
    /// <summary>−0, which changes no sum.</summary>
    T Nothing { get; }

    /// <summary>Returns a+b, rounded once.</summary>
    T Add(T a, T b);

    /// <summary>Adds atomically. The value must not be NaN: the compare-and-swap loop of some devices would not end.</summary>
    void AddAtomically(ref T sum, T value);
}

internal readonly struct Binary32 : IFormat<float>
{
    public float Nothing => -0f;

    public float Add(float a, float b) => Exact32.Add(a, b);

    public void AddAtomically(ref float sum, float value) => Atomic.Add(ref sum, value);
}

internal readonly struct Binary64 : IFormat<double>
{
    public double Nothing => -0.0;

    public double Add(double a, double b) => Exact64.Add(a, b);

    public void AddAtomically(ref double sum, double value) => Atomic.Add(ref sum, value);
}

/// <summary>
/// Sums in groups of 2ᵏ work items, <see cref="MostLanes"/> at most. Each work item adds up every n-th number from left to right, where n
/// is the number of work items, and the group folds these sums in halves. The algorithms differ in how they combine the sums of the groups.
/// </summary>
/// <remarks>
/// In OpenCL an atomic addition of float64 needs an extension. The two kernels that need it are not marked as kernels, because
/// <c>compile</c> builds every marked kernel for devices without extensions.
/// </remarks>
internal static class SumKernels
{
    /// <summary>The most work items in a group.</summary>
    public const int MostLanes = 256;

    private const string AtomicReason = "Atomic additions of a device round in their own way; this kernel is about their order.";

    /// <summary>AO, atomics only: an atomic addition for each number.</summary>
    [Kernel]
    [PlainArithmetic(AtomicReason)]
    internal static void AtomicOnlyKernel(FloatView values, FloatView sum)
    {
        for (var i = Item; i < values.Length; i += Items) Atomic.Add(ref sum[0], values[i]);
    }

    /// <inheritdoc cref="AtomicOnlyKernel"/>
    [PlainArithmetic(AtomicReason)]
    internal static void AtomicOnlyInDouble(DoubleView values, DoubleView sum)
    {
        for (var i = Item; i < values.Length; i += Items) Atomic.Add(ref sum[0], values[i]);
    }

    /// <summary>SPA, a single pass with atomics: an atomic addition for each group.</summary>
    [Kernel]
    [PlainArithmetic(AtomicReason)]
    internal static void GroupAtomicKernel(FloatView values, FloatView sum) => GroupAtomic(values, sum, default(Binary32));

    /// <inheritdoc cref="GroupAtomicKernel"/>
    [PlainArithmetic(AtomicReason)]
    internal static void GroupAtomicInDouble(DoubleView values, DoubleView sum) => GroupAtomic(values, sum, default(Binary64));

    /// <summary>
    /// SPTR, a single pass with a tree reduction: the group that draws the last ticket adds up the sums of all groups, by the same tree
    /// that each group uses. The schedule only decides which group that is.
    /// </summary>
    /// <param name="values">The numbers.</param>
    /// <param name="partial">Room for the sum of each group.</param>
    /// <param name="next">The next ticket; 0 at the start.</param>
    /// <param name="tickets">Room for the ticket of each group. The tickets give the order in which the groups finished.</param>
    /// <param name="sum">Room for the sum.</param>
    [Kernel]
    internal static void LastGroupKernel(FloatView values, FloatView partial, IntView next, IntView tickets, FloatView sum) =>
        LastGroup(values, partial, next, tickets, sum, default(Binary32));

    /// <inheritdoc cref="LastGroupKernel"/>
    [Kernel]
    internal static void LastGroupInDoubleKernel(DoubleView values, DoubleView partial, IntView next, IntView tickets, DoubleView sum) =>
        LastGroup(values, partial, next, tickets, sum, default(Binary64));

    /// <summary>The first pass of TPRC; in the second the host adds up the sums of the groups from left to right.</summary>
    [Kernel]
    internal static void PartialSumsKernel(FloatView values, FloatView partial) => PartialSums(values, partial, default(Binary32));

    /// <inheritdoc cref="PartialSumsKernel"/>
    [Kernel]
    internal static void PartialSumsInDoubleKernel(DoubleView values, DoubleView partial) =>
        PartialSums(values, partial, default(Binary64));

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

    private static void PartialSums<T, TFormat>(
        ArrayView1D<T, Stride1D.Dense> values, ArrayView1D<T, Stride1D.Dense> partial, TFormat format)
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

        // The sum is in memory before the ticket is drawn, so the group with the last ticket can read all sums. Every work item must
        // execute the fence, because ILGPU 1.5.3 translates it to a group barrier in OpenCL.
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

    /// <summary>Folds the numbers of a group's work items in halves; valid in the first work item.</summary>
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
