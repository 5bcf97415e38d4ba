// Sums on a device: the kernels of this project, those of its library, and ILGPU's own reduction.

using System.Runtime.CompilerServices;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace QuizKit.Laboratory.Orders;

internal static class DeviceTargets
{
    private const int BlockSize = 32;
    private const int Splits = 4;

    /// <summary>The lanes of an AVX2 vector, for the imitation of PyTorch's order.</summary>
    private const int VectorLanes = 8;

    /// <summary>
    /// ILGPU's reductions, kept for the lifetime of their device: otherwise the garbage collector releases their kernels during use.
    /// </summary>
    private static readonly ConditionalWeakTable<Accelerator, Reduction<float, Stride1D.Dense>> Reductions = [];

    private static readonly (string Name, bool NeedsShuffles, Func<Accelerator, float[], float> Sum)[] Sums =
    [
        ("sequential", false, (accelerator, values) => OfOneItem(accelerator, values, OrderKernels.SequentialKernel)),
        ("numpy-order", false, (accelerator, values) => OfOneItem(accelerator, values, OrderKernels.NumpyPairwiseKernel)),
        ("torch-order", false, OfCascade),
        ("blocks", false, (accelerator, values) =>
            InTwoSteps(accelerator, values, OrderKernels.BlocksKernel, (values.Length + BlockSize - 1) / BlockSize, BlockSize)),
        ("split-k", false, (accelerator, values) =>
            InTwoSteps(accelerator, values, OrderKernels.SplitKernel, Math.Min(Splits, values.Length), Splits)),
        ("group-tree", false, (accelerator, values) => OfGroup(accelerator, values, OrderKernels.GroupTreeKernel, GroupSize(accelerator))),
        ("warp-shuffle", true, (accelerator, values) => OfGroup(accelerator, values, OrderKernels.WarpKernel, accelerator.WarpSize)),
        ("fixed-tree", false, (accelerator, values) => OfLibrary(accelerator, values, Determinism.FixedTree)),
        ("exact", false, (accelerator, values) => OfLibrary(accelerator, values, Determinism.CorrectlyRounded)),
        ("atomics", false, OfAtomics),
        ("ilgpu-reduce", false, OfIlgpu),
    ];

    /// <summary>
    /// Returns the names of the targets of a device, which need not be open. OpenCL has shuffles in extensions only, and ILGPU compiles
    /// them for few vendors.
    /// </summary>
    public static IReadOnlyList<string> NamesOf(DeviceInfo device) =>
        [.. Sums.Where(sum => !sum.NeedsShuffles || device.Kind != DeviceKind.OpenCL).Select(sum => $"{device.Id}.{sum.Name}")];

    /// <summary>Returns a target of an open device, by one of its <see cref="NamesOf"/>.</summary>
    public static OrderTarget Of(Accelerator accelerator, DeviceInfo device, string name)
    {
        var sum = Sums.Single(sum => name == $"{device.Id}.{sum.Name}").Sum;
        return OrderTarget.Sum(name, device.Name, values => sum(accelerator, values));
    }

    private static int GroupSize(Accelerator accelerator)
    {
        var size = OrderKernels.MostLanes;
        while (size > accelerator.MaxNumThreadsPerGroup) size /= 2;
        return size;
    }

    private static float OfOneItem(Accelerator accelerator, float[] values, Action<Index1D, FloatView, FloatView> kernel)
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<float>(1);
        accelerator.Load(kernel)(1, given.View, sum.View);
        return sum.GetAsArray1D()[0];
    }

    private static float OfCascade(Accelerator accelerator, float[] values)
    {
        var lanes = values.Length < VectorLanes ? 1 : VectorLanes;
        return InTwoSteps(accelerator, values, OrderKernels.CascadeKernel, (values.Length % lanes) + lanes, lanes);
    }

    private static float InTwoSteps(
        Accelerator accelerator, float[] values, Action<Index1D, FloatView, FloatView, int> kernel, int items, int argument)
    {
        using var given = accelerator.Allocate1D(values);
        using var partial = accelerator.Allocate1D<float>(items);
        using var sum = accelerator.Allocate1D<float>(1);
        accelerator.Load(kernel)(items, given.View, partial.View, argument);
        accelerator.Load(OrderKernels.SequentialKernel)(1, partial.View, sum.View);
        return sum.GetAsArray1D()[0];
    }

    private static float OfGroup(Accelerator accelerator, float[] values, Action<FloatView, FloatView> kernel, int groupSize)
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<float>(1);
        accelerator.LoadGrouped(kernel)(new KernelConfig(1, groupSize), given.View, sum.View);
        return sum.GetAsArray1D()[0];
    }

    private static float OfAtomics(Accelerator accelerator, float[] values)
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<float>(1);
        sum.MemSetToZero();
        accelerator.Load(OrderKernels.AtomicSumKernel)(
            values.Length, given.View, sum.View, values.Length);
        return sum.GetAsArray1D()[0];
    }

    private static float OfIlgpu(Accelerator accelerator, float[] values)
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<float>(1);
        Reductions.GetValue(accelerator, static accelerator => accelerator.CreateReduction<float, Stride1D.Dense, AddFloat>())(
            accelerator.DefaultStream, given.View, sum.View.AsContiguous());
        return sum.GetAsArray1D()[0];
    }

    private static float OfLibrary(Accelerator accelerator, float[] values, Determinism determinism)
    {
        using var given = accelerator.Allocate1D(values);
        using var library = new DeviceSum(accelerator);
        return library.Sum(given.View.AsContiguous(), determinism);
    }
}
