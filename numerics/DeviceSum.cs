// Sums and dot products of arrays on an accelerator of ILGPU, at a level of determinism that the caller names.

using System;
using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace QuizKit.Numerics;

/// <summary>
/// Sums and dot products on one accelerator. The result comes back to the host, so each call waits for the device.
/// </summary>
/// <remarks>
/// With <see cref="Determinism.CorrectlyRounded"/> the device needs 64-bit integer atomics, and a call adds up at most 2³⁰ terms; else it
/// throws <see cref="NotSupportedException"/>, and <see cref="ExactSum"/> gives the same bits from host memory.
/// Not safe for use from several threads at a time.
/// </remarks>
public sealed class DeviceSum
{
    private const long MostTerms = 1L << 30;

    private readonly Accelerator _accelerator;

    /// <summary>Prepares sums on an accelerator. Kernels are compiled at their first use and kept by ILGPU.</summary>
    /// <param name="accelerator">The accelerator; it stays the caller's to dispose.</param>
    public DeviceSum(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        _accelerator = accelerator;
    }

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers, in the accelerator's memory; none give +0.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    public float Sum(ArrayView<float> values, Determinism determinism) =>
        Sum(values, determinism, LaunchShape.For(_accelerator, values.Length));

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers, in the accelerator's memory; none give +0.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <param name="shape">The launch shape.</param>
    public float Sum(ArrayView<float> values, Determinism determinism, LaunchShape shape) =>
        Singles(new SingleValues(values), values.Length, determinism, shape);

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism)"/>
    public double Sum(ArrayView<double> values, Determinism determinism) =>
        Sum(values, determinism, LaunchShape.For(_accelerator, values.Length));

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism, LaunchShape)"/>
    public double Sum(ArrayView<double> values, Determinism determinism, LaunchShape shape) =>
        Doubles(new DoubleValues(values), values.Length, determinism, shape);

    /// <summary>
    /// Returns Σ a[i]·b[i]: no product rounded with <see cref="Determinism.CorrectlyRounded"/>, each product rounded once with the other levels.
    /// </summary>
    /// <param name="a">The left factors, in the accelerator's memory.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public float Dot(ArrayView<float> a, ArrayView<float> b, Determinism determinism) =>
        Dot(a, b, determinism, LaunchShape.For(_accelerator, a.Length));

    /// <summary>
    /// Returns Σ a[i]·b[i]: no product rounded with <see cref="Determinism.CorrectlyRounded"/>, each product rounded once with the other levels.
    /// </summary>
    /// <param name="a">The left factors, in the accelerator's memory.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <param name="shape">The launch shape.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public float Dot(ArrayView<float> a, ArrayView<float> b, Determinism determinism, LaunchShape shape)
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        return Singles(new SingleProducts(a, b), a.Length, determinism, shape);
    }

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism)"/>
    public double Dot(ArrayView<double> a, ArrayView<double> b, Determinism determinism) =>
        Dot(a, b, determinism, LaunchShape.For(_accelerator, a.Length));

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism, LaunchShape)"/>
    public double Dot(ArrayView<double> a, ArrayView<double> b, Determinism determinism, LaunchShape shape)
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        return Doubles(new DoubleProducts(a, b), a.Length, determinism, shape);
    }

    private float Singles<TAddends>(TAddends addends, long length, Determinism determinism, LaunchShape shape)
        where TAddends : struct, IAddends<float>, ITerms
    {
        shape.Validate(_accelerator);
        if (length == 0) return 0f;
        return determinism switch
        {
            Determinism.NotGuaranteed => AtomicSingle(addends, length, shape),
            Determinism.FixedTree => Tree(addends, length, -0f, tiles => new SingleValues(tiles), shape),
            Determinism.CorrectlyRounded => Exact(addends, length, shape).ToSingle(),
            _ => throw new ArgumentOutOfRangeException(nameof(determinism), determinism, "There is no such level."),
        };
    }

    private double Doubles<TAddends>(TAddends addends, long length, Determinism determinism, LaunchShape shape)
        where TAddends : struct, IAddends<double>, ITerms
    {
        shape.Validate(_accelerator);
        if (length == 0) return 0.0;
        return determinism switch
        {
            Determinism.NotGuaranteed => AtomicDouble(addends, length, shape),
            Determinism.FixedTree => Tree(addends, length, -0.0, tiles => new DoubleValues(tiles), shape),
            Determinism.CorrectlyRounded => Exact(addends, length, shape).ToDouble(),
            _ => throw new ArgumentOutOfRangeException(nameof(determinism), determinism, "There is no such level."),
        };
    }

    /// <summary>Throws where an exact sum cannot be taken on a device.</summary>
    /// <param name="length">How many terms there are. Each adds less than 2³³ to a limb of 63 bits, so that 2³⁰ of them fit.</param>
    /// <param name="hasInt64Atomics">Whether the device adds 64-bit integers atomically.</param>
    internal static void RequireRoom(long length, bool hasInt64Atomics)
    {
        if (!hasInt64Atomics)
            throw new NotSupportedException("This device has no 64-bit integer atomics, which an exact sum needs: ExactSum gives the same bits from host memory.");
        if (length > MostTerms)
            throw new NotSupportedException($"An exact sum on a device adds up at most {MostTerms} terms in a call, not {length}: ExactSum gives the same bits from host memory.");
    }

    private ExactAccumulator Exact<TTerms>(TTerms terms, long length, LaunchShape shape)
        where TTerms : struct, ITerms
    {
        RequireRoom(length, hasInt64Atomics: _accelerator is not CLAccelerator device || device.Capabilities.Int64_Atomics);
        using var groupLimbs = _accelerator.Allocate1D<long>((long)shape.Groups * FixedPoint.Limbs);
        using var groupSpecial = _accelerator.Allocate1D<int>(shape.Groups);
        using var result = _accelerator.Allocate1D<long>(FixedPoint.Limbs + 1);
        _accelerator.LoadStreamKernel<TTerms, Share, ArrayView<long>, ArrayView<int>>(ExactKernels.AccumulateKernel)(
            new KernelConfig(shape.Groups, shape.GroupSize), terms, ShareOf(length, (long)shape.Groups * shape.GroupSize), groupLimbs.View, groupSpecial.View);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<long>, ArrayView<int>, ArrayView<long>>(ExactKernels.MergeKernel)(
            FixedPoint.Limbs + 1, groupLimbs.View, groupSpecial.View, result.View);
        var found = result.GetAsArray1D();
        var accumulator = new ExactAccumulator();
        accumulator.AddLimbs(found.AsSpan(0, FixedPoint.Limbs), firstLimb: 0, (SpecialTerms)found[^1]);
        return accumulator;
    }

    private T Tree<T, TAddends, TValues>(TAddends addends, long length, T padding, Func<ArrayView<T>, TValues> addendsOf, LaunchShape shape)
        where T : unmanaged, INumber<T>
        where TAddends : struct, IAddends<T>
        where TValues : struct, IAddends<T>
    {
        var tiles = TreeLevel(addends, length, padding, shape);
        try
        {
            while (tiles.Length > 1)
            {
                var next = TreeLevel(addendsOf(tiles.View), tiles.Length, padding, shape);
                tiles.Dispose();
                tiles = next;
            }

            return tiles.GetAsArray1D()[0];
        }
        finally
        {
            tiles.Dispose();
        }
    }

    private MemoryBuffer1D<T, Stride1D.Dense> TreeLevel<T, TAddends>(TAddends addends, long length, T padding, LaunchShape shape)
        where T : unmanaged, INumber<T>
        where TAddends : struct, IAddends<T>
    {
        var tiles = _accelerator.Allocate1D<T>(FixedTree.TilesOf(length));
        if (shape.GroupSize >= FixedTree.Lanes)
        {
            _accelerator.LoadStreamKernel<TAddends, long, T, ArrayView<T>>(TreeKernels.GroupKernel)(
                new KernelConfig((int)Math.Min(tiles.Length, shape.Groups), FixedTree.Lanes), addends, length, padding, tiles.View);
        }
        else
        {
            // Not grouped by ILGPU: the lanes of a work item lie in its private memory, and a large group needs much of it.
            _accelerator.LoadStreamKernel<TAddends, long, T, ArrayView<T>>(TreeKernels.ItemKernel)(
                new KernelConfig((int)Math.Min(tiles.Length, shape.Groups), shape.GroupSize), addends, length, padding, tiles.View);
        }

        // The level before is read until this one is done.
        _accelerator.Synchronize();
        return tiles;
    }

    private float AtomicSingle<TAddends>(TAddends addends, long length, LaunchShape shape)
        where TAddends : struct, IAddends<float>
    {
        using var sum = _accelerator.Allocate1D<float>([-0f]);
        using var special = _accelerator.Allocate1D<int>([0]);
        var items = Items(shape, length);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, TAddends, Share, ArrayView<float>, ArrayView<int>>(AtomicKernels.SingleKernel)(
            items, addends, ShareOf(length, items), sum.View, special.View);
        return (float?)FixedPoint.Special((SpecialTerms)special.GetAsArray1D()[0]) ?? sum.GetAsArray1D()[0];
    }

    private double AtomicDouble<TAddends>(TAddends addends, long length, LaunchShape shape)
        where TAddends : struct, IAddends<double>
    {
        using var sum = _accelerator.Allocate1D<double>([-0.0]);
        using var special = _accelerator.Allocate1D<int>([0]);
        var items = Items(shape, length);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, TAddends, Share, ArrayView<double>, ArrayView<int>>(AtomicKernels.DoubleKernel)(
            items, addends, ShareOf(length, items), sum.View, special.View);
        return FixedPoint.Special((SpecialTerms)special.GetAsArray1D()[0]) ?? sum.GetAsArray1D()[0];
    }

    private Share ShareOf(long length, long items) => new(
        length, items, inStretches: _accelerator is CPUAccelerator or CLAccelerator { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU });

    private static int Items(LaunchShape shape, long length) => (int)Math.Min(length, (long)shape.Groups * shape.GroupSize);
}
