// The algorithms as functions of an array on a device, each with the height of its summation tree.

using System.Numerics;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime.OpenCL;
using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Variation;

/// <summary>An algorithm on a device.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Sum">Adds up numbers in device memory in a launch shape, and waits for the result.</param>
/// <param name="Height">The largest height of a summation tree for a length and a launch shape; null for a correctly rounded sum.</param>
internal sealed record SumMethod<T>(
    SumAlgorithm Algorithm, Func<ArrayView1D<T, Stride1D.Dense>, LaunchShape, T> Sum, Func<long, LaunchShape, long>? Height)
    where T : unmanaged
{
    /// <summary>Whether the caller chooses the launch shape.</summary>
    public bool HasShape { get; init; } = true;
}

internal static class SumMethods
{
    /// <summary>Why a device has no sums in float64, or null if it has.</summary>
    public static string? WhyNotInDouble(Accelerator accelerator, DeviceInfo device) =>
        !device.SupportsFloat64 ? "float64: the device does not compute in it"
        : accelerator is CLAccelerator { Capabilities.Int64_Atomics: false } ? "float64: the device has no 64-bit atomics"
        : null;

    /// <summary>Prepares the algorithms in binary32. The device remains the caller's.</summary>
    public static SumMethods<float> InSingle(Accelerator accelerator) => new(
        accelerator,
        new(SumKernels.AtomicOnlyKernel, SumKernels.GroupAtomicKernel, SumKernels.LastGroupKernel, SumKernels.PartialSumsKernel),
        values => accelerator.Reduce<float, AddFloat>(accelerator.DefaultStream, values.AsContiguous()));

    /// <summary>Prepares the algorithms in float64. The device remains the caller's.</summary>
    public static SumMethods<double> InDouble(Accelerator accelerator) => new(
        accelerator,
        new(SumKernels.AtomicOnlyInDouble, SumKernels.GroupAtomicInDouble, SumKernels.LastGroupInDoubleKernel,
            SumKernels.PartialSumsInDoubleKernel),
        values => accelerator.Reduce<double, AddDouble>(accelerator.DefaultStream, values.AsContiguous()));
}

/// <summary>The algorithms on an open device, in one format, with the buffers that they share.</summary>
internal sealed class SumMethods<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most groups of a launch.</summary>
    public const int MostGroups = 1 << 16;

    private readonly Accelerator _accelerator;
    private readonly DeviceSum _library;
    private readonly MemoryBuffer1D<T, Stride1D.Dense> _sum;
    private readonly MemoryBuffer1D<T, Stride1D.Dense> _partial;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _next;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _tickets;
    private readonly T[] _one = new T[1];

    /// <summary>Prepares the algorithms. See <see cref="SumMethods"/>.</summary>
    internal SumMethods(Accelerator accelerator, FormatKernels<T> kernels, Func<ArrayView1D<T, Stride1D.Dense>, T> reduce)
    {
        _accelerator = accelerator;
        _library = new DeviceSum(accelerator);
        _sum = accelerator.Allocate1D<T>(1);
        _partial = accelerator.Allocate1D<T>(MostGroups);
        _next = accelerator.Allocate1D<int>(1);
        _tickets = accelerator.Allocate1D<int>(MostGroups);
        var lastGroup = KernelLoader.Of(accelerator).Load<Action<
            KernelConfig,
            ArrayView1D<T, Stride1D.Dense>,
            ArrayView1D<T, Stride1D.Dense>,
            IntView,
            IntView,
            ArrayView1D<T, Stride1D.Dense>>>(kernels.LastGroup);
        var partialSums = accelerator.LoadGrouped(kernels.PartialSums);
        LastGroup = new(SumAlgorithms.LastGroup, SumByLastGroup, HeightOfLastGroup);
        All =
        [
            new(SumAlgorithms.AtomicOnly, ByAtomics(accelerator.LoadGrouped(kernels.AtomicOnly)), (n, _) => n - 1),
            new(SumAlgorithms.GroupAtomic, ByAtomics(accelerator.LoadGrouped(kernels.GroupAtomic)), HeightOverGroups),
            LastGroup,
            new(SumAlgorithms.TwoPasses, SumInTwoPasses, HeightOverGroups),
            new(SumAlgorithms.Ilgpu, (values, _) => reduce(values), (n, _) => n - 1) { HasShape = false },
            new(SumAlgorithms.NotGuaranteed, OfLibrary(Determinism.NotGuaranteed), (n, _) => n - 1),
            new(SumAlgorithms.FixedTree, OfLibrary(Determinism.FixedTree), (n, _) => FixedTree.Height(n)),
            new(SumAlgorithms.CorrectlyRounded, OfLibrary(Determinism.CorrectlyRounded), Height: null),
        ];

        Func<ArrayView1D<T, Stride1D.Dense>, LaunchShape, T> OfLibrary(Determinism level) =>
            (values, shape) => FloatSums.OnDevice(_library, values.AsContiguous(), null, level, shape);

        T SumByLastGroup(ArrayView1D<T, Stride1D.Dense> values, LaunchShape shape)
        {
            _next.MemSetToZero();
            lastGroup(Config(shape), values, _partial.View.SubView(0, shape.Groups), _next.View, _tickets.View, _sum.View);
            return Result();
        }

        T SumInTwoPasses(ArrayView1D<T, Stride1D.Dense> values, LaunchShape shape)
        {
            partialSums(Config(shape), values, _partial.View);
            var partial = new T[shape.Groups];
            _partial.View.SubView(0, shape.Groups).CopyToCPU(partial);
            var sum = partial[0];
            for (var i = 1; i < partial.Length; i++) sum += partial[i];
            return sum;
        }
    }

    public IReadOnlyList<SumMethod<T>> All { get; }

    /// <summary>SPTR, which leaves the <see cref="Tickets"/> of its groups.</summary>
    public SumMethod<T> LastGroup { get; }

    /// <summary>
    /// Returns the ticket of each group in the latest launch of <see cref="LastGroup"/>: its rank in the order of completion.
    /// </summary>
    public int[] Tickets(int groups)
    {
        var tickets = new int[groups];
        _tickets.View.SubView(0, groups).CopyToCPU(tickets);
        return tickets;
    }

    public void Dispose()
    {
        _library.Dispose();
        _sum.Dispose();
        _partial.Dispose();
        _next.Dispose();
        _tickets.Dispose();
    }

    private static KernelConfig Config(LaunchShape shape) => new(shape.Groups, shape.GroupSize);

    private Func<ArrayView1D<T, Stride1D.Dense>, LaunchShape, T> ByAtomics(
        Action<KernelConfig, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> kernel) => (values, shape) =>
    {
        _sum.MemSetToZero();
        kernel(Config(shape), values, _sum.View);
        return Result();
    };

    private T Result()
    {
        _accelerator.Synchronize();
        _sum.CopyToCPU(_one);
        return _one[0];
    }

    // The first number of a work item and the first of a fold cost no addition, and adding −0 changes no sum.
    private static long HeightInGroup(long length, int groupSize, long items) =>
        ((length + items - 1) / items) - 1 + BitOperations.Log2((uint)groupSize);

    /// <summary>The sums of the groups added one after the other, in any order.</summary>
    private static long HeightOverGroups(long length, LaunchShape shape) =>
        HeightInGroup(length, shape.GroupSize, (long)shape.Groups * shape.GroupSize) + shape.Groups - 1;

    private static long HeightOfLastGroup(long length, LaunchShape shape) =>
        HeightInGroup(length, shape.GroupSize, (long)shape.Groups * shape.GroupSize)
        + HeightInGroup(shape.Groups, shape.GroupSize, shape.GroupSize);
}

internal sealed record FormatKernels<T>(
    Action<ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> AtomicOnly,
    Action<ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> GroupAtomic,
    Action<ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>, IntView, IntView, ArrayView1D<T, Stride1D.Dense>> LastGroup,
    Action<ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> PartialSums)
    where T : unmanaged;
