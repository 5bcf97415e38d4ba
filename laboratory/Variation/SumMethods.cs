// The algorithms as functions of an array on a device, each launch beside its bound.

using System;
using System.Collections.Generic;
using System.Numerics;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;
using QuizKit.Devices.Discovery;
using QuizKit.Numerics;
using QuizKit.Numerics.Gpu;

namespace QuizKit.Laboratory.Variation;

/// <summary>An algorithm on a device.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Sum">Adds up numbers in the device's memory in a launch shape, and waits for the result.</param>
/// <param name="Height">The height of the highest summation tree that can come of a number of addends in a launch shape; null where the sum is rounded correctly.</param>
internal sealed record SumMethod<T>(
    SumAlgorithm Algorithm, Func<ArrayView1D<T, Stride1D.Dense>, LaunchShape, T> Sum, Func<long, LaunchShape, long>? Height)
    where T : unmanaged
{
    /// <summary>Whether the launch shape is the caller's to choose.</summary>
    public bool HasShape { get; init; } = true;
}

/// <summary>Prepares the algorithms on a device.</summary>
internal static class SumMethods
{
    /// <summary>Why there are no sums in float64 on a device, or null where there are.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="device">What is known of it.</param>
    public static string? WhyNotInDouble(Accelerator accelerator, DeviceInfo device) =>
        !device.SupportsFloat64 ? "float64: the device does not compute in it"
        : accelerator is CLAccelerator { Capabilities.Int64_Atomics: false } ? "float64: the device has no 64-bit atomics"
        : null;

    /// <summary>Prepares the algorithms in float32.</summary>
    /// <param name="accelerator">The device; it stays the caller's.</param>
    public static SumMethods<float> InSingle(Accelerator accelerator)
    {
        var library = new DeviceSum(accelerator);
        return new SumMethods<float>(
            accelerator,
            new SumLaunchers<float>(
                accelerator.LoadStreamKernel<FloatView, FloatView>(SumKernels.AtomicOnlyKernel),
                accelerator.LoadStreamKernel<FloatView, FloatView>(SumKernels.GroupAtomicKernel),
                accelerator.LoadStreamKernel<FloatView, FloatView, IntView, IntView, FloatView>(SumKernels.LastGroupKernel),
                accelerator.LoadStreamKernel<FloatView, FloatView>(SumKernels.PartialSumsKernel),
                values => accelerator.Reduce<float, AddFloat>(accelerator.DefaultStream, values.AsContiguous()),
                (values, level, shape) => library.Sum(values.AsContiguous(), level, shape)),
            FloatFormats.Single);
    }

    /// <summary>Prepares the algorithms in float64.</summary>
    /// <param name="accelerator">The device; it stays the caller's.</param>
    public static SumMethods<double> InDouble(Accelerator accelerator)
    {
        var library = new DeviceSum(accelerator);
        return new SumMethods<double>(
            accelerator,
            new SumLaunchers<double>(
                accelerator.LoadStreamKernel<DoubleView, DoubleView>(SumKernels.AtomicOnlyInDouble),
                accelerator.LoadStreamKernel<DoubleView, DoubleView>(SumKernels.GroupAtomicInDouble),
                accelerator.LoadStreamKernel<DoubleView, DoubleView, IntView, IntView, DoubleView>(SumKernels.LastGroupInDoubleKernel),
                accelerator.LoadStreamKernel<DoubleView, DoubleView>(SumKernels.PartialSumsInDoubleKernel),
                values => accelerator.Reduce<double, AddDouble>(accelerator.DefaultStream, values.AsContiguous()),
                (values, level, shape) => library.Sum(values.AsContiguous(), level, shape)),
            FloatFormats.Double);
    }
}

/// <summary>The algorithms on an open device, in one format, with the buffers that they share.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
internal sealed class SumMethods<T> : IDisposable
    where T : unmanaged
{
    /// <summary>The most groups of a launch.</summary>
    public const int MostGroups = 1 << 16;

    private readonly Accelerator _accelerator;
    private readonly MemoryBuffer1D<T, Stride1D.Dense> _sum;
    private readonly MemoryBuffer1D<T, Stride1D.Dense> _partial;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _next;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _tickets;
    private readonly T[] _one = new T[1];

    /// <summary>Prepares the algorithms. See <see cref="SumMethods"/>.</summary>
    internal SumMethods(Accelerator accelerator, SumLaunchers<T> launch, FloatFormat<T> format)
    {
        _accelerator = accelerator;
        _sum = accelerator.Allocate1D<T>(1);
        _partial = accelerator.Allocate1D<T>(MostGroups);
        _next = accelerator.Allocate1D<int>(1);
        _tickets = accelerator.Allocate1D<int>(MostGroups);
        LastGroup = new(SumAlgorithms.LastGroup, SumByLastGroup, HeightOfLastGroup);
        All =
        [
            new(SumAlgorithms.AtomicOnly, (values, shape) => SumByAtomics(launch.AtomicOnly, values, shape), (n, _) => n - 1),
            new(SumAlgorithms.GroupAtomic, (values, shape) => SumByAtomics(launch.GroupAtomic, values, shape), HeightOverGroups),
            LastGroup,
            new(SumAlgorithms.TwoPasses, SumInTwoPasses, HeightOverGroups),
            new(SumAlgorithms.Ilgpu, (values, _) => launch.Reduce(values), (n, _) => n - 1) { HasShape = false },
            new(SumAlgorithms.NotGuaranteed, (values, shape) => launch.Library(values, Determinism.NotGuaranteed, shape), (n, _) => n - 1),
            new(SumAlgorithms.FixedTree, (values, shape) => launch.Library(values, Determinism.FixedTree, shape), (n, _) => FixedTree.Height(n)),
            new(SumAlgorithms.CorrectlyRounded, (values, shape) => launch.Library(values, Determinism.CorrectlyRounded, shape), Height: null),
        ];

        T SumByLastGroup(ArrayView1D<T, Stride1D.Dense> values, LaunchShape shape)
        {
            _next.MemSetToZero();
            launch.LastGroup(Config(shape), values, _partial.View.SubView(0, shape.Groups), _next.View, _tickets.View, _sum.View);
            return Result();
        }

        T SumInTwoPasses(ArrayView1D<T, Stride1D.Dense> values, LaunchShape shape)
        {
            launch.PartialSums(Config(shape), values, _partial.View);
            var partial = new T[shape.Groups];
            _partial.View.SubView(0, shape.Groups).CopyToCPU(partial);
            var sum = partial[0];
            for (var i = 1; i < partial.Length; i++) sum = format.Add(sum, partial[i]);
            return sum;
        }
    }

    /// <summary>The algorithms.</summary>
    public IReadOnlyList<SumMethod<T>> All { get; }

    /// <summary>SPTR, which leaves the <see cref="Tickets"/> of its groups.</summary>
    public SumMethod<T> LastGroup { get; }

    /// <summary>Returns the ticket of each group in the last launch of <see cref="LastGroup"/>: the place in which it finished.</summary>
    /// <param name="groups">How many groups there were.</param>
    public int[] Tickets(int groups)
    {
        var tickets = new int[groups];
        _tickets.View.SubView(0, groups).CopyToCPU(tickets);
        return tickets;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sum.Dispose();
        _partial.Dispose();
        _next.Dispose();
        _tickets.Dispose();
    }

    private static KernelConfig Config(LaunchShape shape) => new(shape.Groups, shape.GroupSize);

    private T SumByAtomics(
        Action<KernelConfig, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> kernel,
        ArrayView1D<T, Stride1D.Dense> values,
        LaunchShape shape)
    {
        _sum.MemSetToZero();
        kernel(Config(shape), values, _sum.View);
        return Result();
    }

    private T Result()
    {
        _accelerator.Synchronize();
        _sum.CopyToCPU(_one);
        return _one[0];
    }

    // The first number of a lane, and the first of a fold, are no additions: −0 is added to nothing that is not 0.
    private static long HeightInGroup(long length, int groupSize, long items) => ((length + items - 1) / items) - 1 + BitOperations.Log2((uint)groupSize);

    /// <summary>The groups' sums added up one after the other, in any order.</summary>
    private static long HeightOverGroups(long length, LaunchShape shape) =>
        HeightInGroup(length, shape.GroupSize, (long)shape.Groups * shape.GroupSize) + shape.Groups - 1;

    private static long HeightOfLastGroup(long length, LaunchShape shape) =>
        HeightInGroup(length, shape.GroupSize, (long)shape.Groups * shape.GroupSize) + HeightInGroup(shape.Groups, shape.GroupSize, shape.GroupSize);
}

/// <summary>What launches the kernels of a format.</summary>
internal sealed record SumLaunchers<T>(
    Action<KernelConfig, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> AtomicOnly,
    Action<KernelConfig, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> GroupAtomic,
    Action<KernelConfig, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>, IntView, IntView, ArrayView1D<T, Stride1D.Dense>> LastGroup,
    Action<KernelConfig, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> PartialSums,
    Func<ArrayView1D<T, Stride1D.Dense>, T> Reduce,
    Func<ArrayView1D<T, Stride1D.Dense>, Determinism, LaunchShape, T> Library)
    where T : unmanaged;
