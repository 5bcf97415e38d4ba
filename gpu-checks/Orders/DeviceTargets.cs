// Sums on a device: this project's kernels, those of its library, and ILGPU's own reduction.

using System;
using System.Collections.Generic;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Devices;
using QuizKit.Numerics;

namespace QuizKit.GpuChecks.Orders;

internal static class DeviceTargets
{
    private const int BlockSize = 32;
    private const int Splits = 4;

    /// <summary>Returns the targets of an open device.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="device">What is known of it.</param>
    public static IReadOnlyList<OrderTarget> Of(Accelerator accelerator, DeviceInfo device)
    {
        var sums = new DeviceSum(accelerator);
        var targets = new List<OrderTarget>
        {
            Target("sequential", values => OfOneItem(accelerator, values)),
            Target("blocks", values => InTwoSteps(accelerator, values, OrderKernels.BlocksKernel, (values.Length + BlockSize - 1) / BlockSize, BlockSize)),
            Target("split-k", values => InTwoSteps(accelerator, values, OrderKernels.SplitKernel, Math.Min(Splits, values.Length), Splits)),
            Target("group-tree", values => OfGroup(accelerator, values, OrderKernels.GroupTreeKernel, GroupSize(accelerator))),
            Target("fixed-tree", values => OfLibrary(accelerator, sums, values, Determinism.FixedTree)),
            Target("exact", values => OfLibrary(accelerator, sums, values, Determinism.CorrectlyRounded)),
            Target("atomics", values => OfAtomics(accelerator, values)),
            Target("ilgpu-reduce", values => OfIlgpu(accelerator, values)),
        };

        // OpenCL has shuffles in extensions only, and ILGPU compiles them for few vendors.
        if (accelerator.AcceleratorType != AcceleratorType.OpenCL) targets.Insert(4, Target("warp-shuffle", values => OfGroup(accelerator, values, OrderKernels.WarpKernel, accelerator.WarpSize)));
        return targets;

        OrderTarget Target(string name, Func<float[], float> sum) => OrderTarget.Sum($"{device.Id}.{name}", device.Name, sum);
    }

    private static int GroupSize(Accelerator accelerator)
    {
        var size = OrderKernels.MostLanes;
        while (size > accelerator.MaxNumThreadsPerGroup) size /= 2;
        return size;
    }

    private static float OfOneItem(Accelerator accelerator, float[] values)
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<float>(1);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, FloatView, FloatView>(OrderKernels.SequentialKernel)(1, given.View, sum.View);
        return sum.GetAsArray1D()[0];
    }

    private static float InTwoSteps(Accelerator accelerator, float[] values, Action<Index1D, FloatView, FloatView, int> kernel, int items, int argument)
    {
        using var given = accelerator.Allocate1D(values);
        using var partial = accelerator.Allocate1D<float>(items);
        using var sum = accelerator.Allocate1D<float>(1);
        accelerator.LoadAutoGroupedStreamKernel(kernel)(items, given.View, partial.View, argument);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, FloatView, FloatView>(OrderKernels.SequentialKernel)(1, partial.View, sum.View);
        return sum.GetAsArray1D()[0];
    }

    private static float OfGroup(Accelerator accelerator, float[] values, Action<FloatView, FloatView> kernel, int groupSize)
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<float>(1);
        accelerator.LoadStreamKernel(kernel)(new KernelConfig(1, groupSize), given.View, sum.View);
        return sum.GetAsArray1D()[0];
    }

    private static float OfAtomics(Accelerator accelerator, float[] values)
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<float>(1);
        sum.MemSetToZero();
        accelerator.LoadAutoGroupedStreamKernel<Index1D, FloatView, FloatView, int>(Question19Checks.AtomicSumKernel)(
            values.Length, given.View, sum.View, values.Length);
        return sum.GetAsArray1D()[0];
    }

    private static float OfIlgpu(Accelerator accelerator, float[] values)
    {
        using var given = accelerator.Allocate1D(values);
        return accelerator.Reduce<float, AddFloat>(accelerator.DefaultStream, given.View.AsContiguous());
    }

    private static float OfLibrary(Accelerator accelerator, DeviceSum sums, float[] values, Determinism determinism)
    {
        using var given = accelerator.Allocate1D(values);
        return sums.Sum(given.View.AsContiguous(), determinism);
    }
}
