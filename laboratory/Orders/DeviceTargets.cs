// Sums on a device: the kernels of this project, those of its library, and ILGPU's own reduction.

using System.Runtime.CompilerServices;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using QuizKit.Laboratory.Formats;

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

    private static readonly ConditionalWeakTable<Accelerator, Reduction<double, Stride1D.Dense>> ReductionsInDouble = [];

    private static readonly (string Name, Func<Accelerator, double[], double> Sum)[] SumsInDouble =
    [
        ("sequential", (accelerator, values) => OfOneItem(accelerator, values, OrderKernelsInDouble.SequentialInDoubleKernel)),
        ("blocks", (accelerator, values) => InTwoSteps(
            accelerator, values, OrderKernelsInDouble.BlocksInDoubleKernel, OrderKernelsInDouble.SequentialInDoubleKernel,
            (values.Length + BlockSize - 1) / BlockSize, BlockSize)),
        ("split-k", (accelerator, values) => InTwoSteps(
            accelerator, values, OrderKernelsInDouble.SplitInDoubleKernel, OrderKernelsInDouble.SequentialInDoubleKernel,
            Math.Min(Splits, values.Length), Splits)),
        ("group-tree", (accelerator, values) => OfGroup(
            accelerator, values, OrderKernelsInDouble.GroupTreeInDoubleKernel, GroupSize(accelerator))),
        ("fixed-tree", (accelerator, values) => OfLibrary(
            accelerator, values, (sums, given) => sums.Sum(given, Determinism.FixedTree))),
        ("exact", (accelerator, values) => OfLibrary(
            accelerator, values, (sums, given) => sums.Sum(given, Determinism.CorrectlyRounded))),
        ("ilgpu-reduce", (accelerator, values) => OfIlgpu<double, AddDouble>(accelerator, values, ReductionsInDouble)),
    ];

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
        ("fixed-tree", false, (accelerator, values) => OfLibrary(
            accelerator, values, (sums, given) => sums.Sum(given, Determinism.FixedTree))),
        ("exact", false, (accelerator, values) => OfLibrary(
            accelerator, values, (sums, given) => sums.Sum(given, Determinism.CorrectlyRounded))),
        ("atomics", false, OfAtomics),
        ("ilgpu-reduce", false, (accelerator, values) => OfIlgpu<float, AddFloat>(accelerator, values, Reductions)),
    ];

    /// <summary>
    /// Returns the names of the targets of a device, which need not be open. OpenCL has shuffles in extensions only, and ILGPU compiles
    /// them for few vendors.
    /// </summary>
    public static IReadOnlyList<string> NamesOf(DeviceInfo device) =>
        [.. Sums.Where(sum => !sum.NeedsShuffles || device.Kind != DeviceKind.OpenCL).Select(sum => $"{device.Id}.{sum.Name}")];

    /// <summary>Returns the names of the targets of a device in binary64: none where it does not compute in it.</summary>
    public static IReadOnlyList<string> NamesInDoubleOf(DeviceInfo device) =>
        device.SupportsFloat64 ? [.. SumsInDouble.Select(sum => NameInDouble(device, sum.Name))] : [];

    /// <summary>
    /// Returns a target of an open device, by one of its <see cref="NamesOf"/> or <see cref="NamesInDoubleOf"/>.
    /// </summary>
    public static OrderTarget Of(Accelerator accelerator, DeviceInfo device, string name)
    {
        if (SumsInDouble.FirstOrDefault(sum => name == NameInDouble(device, sum.Name)).Sum is { } wide)
            return OrderTarget.SumOf<double>(name, device.Name, BinaryRounding.Binary64, values => wide(accelerator, values));
        var sum = Sums.Single(sum => name == $"{device.Id}.{sum.Name}").Sum;
        return OrderTarget.Sum(name, device.Name, values => sum(accelerator, values));
    }

    private static string NameInDouble(DeviceInfo device, string name) => $"{device.Id}.{name}.{BinaryRounding.Binary64.Name}";

    private static int GroupSize(Accelerator accelerator)
    {
        var size = OrderKernels.MostLanes;
        while (size > accelerator.MaxNumThreadsPerGroup) size /= 2;
        return size;
    }

    private static T OfOneItem<T>(
        Accelerator accelerator, T[] values, Action<Index1D, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> kernel)
        where T : unmanaged
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<T>(1);
        accelerator.Load(kernel)(1, given.View, sum.View);
        return sum.GetAsArray1D()[0];
    }

    private static float OfCascade(Accelerator accelerator, float[] values)
    {
        var lanes = values.Length < VectorLanes ? 1 : VectorLanes;
        return InTwoSteps(accelerator, values, OrderKernels.CascadeKernel, (values.Length % lanes) + lanes, lanes);
    }

    private static float InTwoSteps(
        Accelerator accelerator, float[] values, Action<Index1D, FloatView, FloatView, int> kernel, int items, int argument) =>
        InTwoSteps(accelerator, values, kernel, OrderKernels.SequentialKernel, items, argument);

    private static T InTwoSteps<T>(
        Accelerator accelerator, T[] values, Action<Index1D, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>, int> kernel,
        Action<Index1D, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> last, int items, int argument)
        where T : unmanaged
    {
        using var given = accelerator.Allocate1D(values);
        using var partial = accelerator.Allocate1D<T>(items);
        using var sum = accelerator.Allocate1D<T>(1);
        accelerator.Load(kernel)(items, given.View, partial.View, argument);
        accelerator.Load(last)(1, partial.View, sum.View);
        return sum.GetAsArray1D()[0];
    }

    private static T OfGroup<T>(
        Accelerator accelerator, T[] values, Action<ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>> kernel, int groupSize)
        where T : unmanaged
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<T>(1);
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

    private static T OfIlgpu<T, TAdd>(
        Accelerator accelerator, T[] values, ConditionalWeakTable<Accelerator, Reduction<T, Stride1D.Dense>> reductions)
        where T : unmanaged
        where TAdd : struct, IScanReduceOperation<T>
    {
        using var given = accelerator.Allocate1D(values);
        using var sum = accelerator.Allocate1D<T>(1);
        reductions.GetValue(accelerator, static accelerator => accelerator.CreateReduction<T, Stride1D.Dense, TAdd>())(
            accelerator.DefaultStream, given.View, sum.View.AsContiguous());
        return sum.GetAsArray1D()[0];
    }

    private static T OfLibrary<T>(Accelerator accelerator, T[] values, Func<DeviceSum, ArrayView<T>, T> sum)
        where T : unmanaged
    {
        using var given = accelerator.Allocate1D(values);
        using var library = new DeviceSum(accelerator);
        return sum(library, given.View.AsContiguous());
    }
}
