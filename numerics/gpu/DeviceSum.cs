// Sums and dot products of arrays on an accelerator of ILGPU, at a level of determinism that the caller names.

using System;
using System.Numerics;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;
using QuizKit.Numerics.Gpu.Kernels;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu;

/// <summary>
/// Sums and dot products on one accelerator. The result comes back to the host, so each call waits for the device.
/// </summary>
/// <remarks>
/// With <see cref="Determinism.CorrectlyRounded"/> the device needs 64-bit integer atomics, and a call adds up at most 2³⁰ terms; else it
/// throws <see cref="NotSupportedException"/>, and <see cref="ExactSum"/> gives the same bits from host memory.
/// Keep an instance for many calls: it keeps its kernels and a little of the device's memory (8 bytes for every 4,096 terms of its longest sum).
/// Not safe for use from several threads at a time; several instances may share an accelerator.
/// </remarks>
public sealed class DeviceSum : IDisposable
{
    private const long MaxTerms = 1L << 30;

    // More work items would do nothing but carry: with so many, no limb of the sum runs out of its 63 bits.
    private const int MaxItems = 1 << 26;

    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly KernelLoader _kernels;
    private readonly long[] _limbs = new long[FixedPoint.Limbs + 1];
    private MemoryBuffer1D<long, Stride1D.Dense>? _memory;
    private bool? _canExtract;
    private bool _isDisposed;

    /// <summary>Prepares sums on an accelerator's default stream. Kernels are compiled at their first use and kept by ILGPU.</summary>
    /// <param name="accelerator">The accelerator; it stays the caller's to dispose.</param>
    public DeviceSum(Accelerator accelerator)
        : this((accelerator ?? throw new ArgumentNullException(nameof(accelerator))).DefaultStream)
    {
    }

    /// <summary>
    /// Prepares sums on a stream. A sum begins when what was put on the stream before it is done, and waits for this stream alone.
    /// </summary>
    /// <param name="stream">The stream; it and its accelerator stay the caller's to dispose.</param>
    public DeviceSum(AcceleratorStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _accelerator = stream.Accelerator;
        _stream = stream;
        _kernels = KernelLoader.Of(_accelerator);
        UsesChunks = LaunchShape.IsProcessor(_accelerator);
    }

    /// <summary>Whether sums are taken in the way that suits a processor, or in the one that suits a GPU.</summary>
    internal bool UsesChunks { get; init; }

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers, in the accelerator's memory; none give +0.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <exception cref="ArgumentException">The numbers are in another accelerator's memory.</exception>
    /// <exception cref="NotSupportedException">The device cannot take an exact sum of so many numbers.</exception>
    public float Sum(ArrayView<float> values, Determinism determinism) =>
        Sum(values, determinism, LaunchShape.For(_accelerator, values.Length));

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers, in the accelerator's memory; none give +0.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <param name="shape">The launch shape.</param>
    /// <exception cref="ArgumentException">The numbers are in another accelerator's memory, or the device cannot run the shape.</exception>
    /// <exception cref="NotSupportedException">The device cannot take an exact sum of so many numbers.</exception>
    public float Sum(ArrayView<float> values, Determinism determinism, LaunchShape shape)
    {
        RequireOwn(values);
        return Compute<float, SingleFormat, SingleValues, SingleValues>(new SingleValues(values), values.Length, determinism, shape, view => new SingleValues(view));
    }

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism)"/>
    public double Sum(ArrayView<double> values, Determinism determinism) =>
        Sum(values, determinism, LaunchShape.For(_accelerator, values.Length));

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism, LaunchShape)"/>
    public double Sum(ArrayView<double> values, Determinism determinism, LaunchShape shape)
    {
        RequireOwn(values);
        return Compute<double, DoubleFormat, DoubleValues, DoubleValues>(new DoubleValues(values), values.Length, determinism, shape, view => new DoubleValues(view));
    }

    /// <summary>
    /// Returns Σ a[i]·b[i]: no product rounded with <see cref="Determinism.CorrectlyRounded"/>, each product rounded once with the other levels.
    /// </summary>
    /// <param name="a">The left factors, in the accelerator's memory.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the numbers are in another accelerator's memory.</exception>
    /// <exception cref="NotSupportedException">The device cannot take an exact dot product of so many numbers.</exception>
    public float Dot(ArrayView<float> a, ArrayView<float> b, Determinism determinism) =>
        Dot(a, b, determinism, LaunchShape.For(_accelerator, a.Length));

    /// <summary>
    /// Returns Σ a[i]·b[i]: no product rounded with <see cref="Determinism.CorrectlyRounded"/>, each product rounded once with the other levels.
    /// </summary>
    /// <param name="a">The left factors, in the accelerator's memory.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <param name="shape">The launch shape.</param>
    /// <exception cref="ArgumentException">The lengths differ, the numbers are in another accelerator's memory, or the device cannot run the shape.</exception>
    /// <exception cref="NotSupportedException">The device cannot take an exact dot product of so many numbers.</exception>
    public float Dot(ArrayView<float> a, ArrayView<float> b, Determinism determinism, LaunchShape shape)
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        RequireOwn(a);
        RequireOwn(b);
        return Compute<float, SingleFormat, SingleProducts, SingleValues>(new SingleProducts(a, b), a.Length, determinism, shape, view => new SingleValues(view));
    }

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism)"/>
    public double Dot(ArrayView<double> a, ArrayView<double> b, Determinism determinism) =>
        Dot(a, b, determinism, LaunchShape.For(_accelerator, a.Length));

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism, LaunchShape)"/>
    public double Dot(ArrayView<double> a, ArrayView<double> b, Determinism determinism, LaunchShape shape)
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        RequireOwn(a);
        RequireOwn(b);
        return Compute<double, DoubleFormat, DoubleProducts, DoubleValues>(new DoubleProducts(a, b), a.Length, determinism, shape, view => new DoubleValues(view));
    }

    /// <summary>Gives back the device's memory. The accelerator, disposed first, has done so already.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _memory?.Dispose();
        _memory = null;
    }

    /// <summary>Throws where an exact sum cannot be taken on a device.</summary>
    /// <param name="length">How many terms there are. Each adds less than 2³³ to a limb of 63 bits, so that 2³⁰ of them fit.</param>
    /// <param name="hasInt64Atomics">Whether the device adds 64-bit integers atomically.</param>
    internal static void RequireRoom(long length, bool hasInt64Atomics)
    {
        if (!hasInt64Atomics)
            throw new NotSupportedException("This device has no 64-bit integer atomics, which an exact sum needs: ExactSum gives the same bits from host memory.");
        if (length > MaxTerms)
            throw new NotSupportedException($"An exact sum on a device adds up at most {MaxTerms} terms in a call, not {length}: ExactSum gives the same bits from host memory.");
    }

    private T Compute<T, TFormat, TAddends, TValues>(
        TAddends addends, long length, Determinism determinism, LaunchShape shape, Func<ArrayView<T>, TValues> valuesOf)
        where T : unmanaged, INumber<T>
        where TFormat : struct, IFormat<T>
        where TAddends : struct, IAddends<T>, IExtractionTerms, IWindowTerms
        where TValues : struct, IAddends<T>
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!Enum.IsDefined(determinism)) throw new ArgumentOutOfRangeException(nameof(determinism), determinism, "There is no such level.");
        shape.Validate(_accelerator);
        if (length == 0) return T.Zero;
        var launch = Launch(shape, length);
        var items = (long)launch.Groups * launch.GroupSize;
        return determinism switch
        {
            Determinism.NotGuaranteed => UsesChunks
                ? ByAtomics<T, TFormat, TAddends, Chunk>(addends, new Chunk(length, items), launch)
                : ByAtomics<T, TFormat, TAddends, GridStride>(addends, new GridStride(length, items), launch),
            Determinism.FixedTree => ByTree(addends, length, default(TFormat).NegativeZero, valuesOf, shape),
            _ => default(TFormat).Round(Exact(addends, length, launch)),
        };
    }

    /// <summary>Throws for numbers that the device cannot reach.</summary>
    private void RequireOwn<T>(ArrayView<T> view)
        where T : unmanaged
    {
        if (view.Length > 0 && view.GetAccelerator() != _accelerator)
            throw new ArgumentException($"These numbers are in the memory of {view.GetAccelerator().Name}; this sum runs on another accelerator, {_accelerator.Name}.");
    }

    private ExactAccumulator Exact<TTerms>(TTerms terms, long length, LaunchShape launch)
        where TTerms : struct, IExtractionTerms, IWindowTerms
    {
        RequireRoom(length, hasInt64Atomics: _accelerator is not CLAccelerator device || device.Capabilities.Int64_Atomics);
        var items = (long)launch.Groups * launch.GroupSize;
        var result = Memory(terms.SumLimbs + 1);
        result.MemSetToZero(_stream);
        if (UsesChunks && (_canExtract ??= AdditionProbe.IsPassed(_stream)))
        {
            // Groups of one: what a work item keeps to itself would add up in a large group.
            _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, Chunk, ArrayView<long>>>(ExtractionKernels.ExtractKernel<TTerms>)(
                _stream, new KernelConfig((int)items, 1), terms, new Chunk(length, items), result);
        }
        else
        {
            _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, GridStride, ArrayView<long>>>(WindowKernels.AccumulateKernel<TTerms>)(
                _stream, new KernelConfig(launch.Groups, launch.GroupSize), terms, new GridStride(length, items), result);
        }

        var found = Read(result);
        var accumulator = new ExactAccumulator();
        accumulator.AddLimbs(found[..terms.SumLimbs], terms.FirstSumLimb, (StatusFlags)found[terms.SumLimbs]);
        if (!accumulator.IsZero) return accumulator;
        accumulator.Raise(UsesChunks ? SignOf(terms, new Chunk(length, items), (int)items) : SignOf(terms, new GridStride(length, items), (int)items));
        return accumulator;
    }

    /// <summary>Looks at all terms once more: a sum of exactly zero is −0 if every term is.</summary>
    private StatusFlags SignOf<TTerms, TPartition>(TTerms terms, TPartition partition, int items)
        where TTerms : struct, ITerms
        where TPartition : struct, IPartition
    {
        var flags = Memory(1);
        flags.MemSetToZero(_stream);
        _kernels.Load<Action<AcceleratorStream, Index1D, TTerms, TPartition, ArrayView<long>>>(WindowKernels.SignKernel<TTerms, TPartition>)(
            _stream, items, terms, partition, flags);
        return (StatusFlags)Read(flags)[0];
    }

    private T ByTree<T, TAddends, TValues>(TAddends addends, long length, T padding, Func<ArrayView<T>, TValues> addendsOf, LaunchShape shape)
        where T : unmanaged, INumber<T>
        where TAddends : struct, IAddends<T>
        where TValues : struct, IAddends<T>
    {
        // The tiles of every level lie behind those of the level below.
        var tiles = FixedTree.TilesOf(length);
        var all = tiles;
        for (var above = tiles; above > 1; all += above) above = FixedTree.TilesOf(above);
        var memory = Memory(all).Cast<T>();
        var level = memory.SubView(0, tiles);
        TreeLevel(addends, length, padding, level, shape);
        for (var at = tiles; tiles > 1; at += tiles)
        {
            var below = level;
            tiles = FixedTree.TilesOf(tiles);
            level = memory.SubView(at, tiles);
            TreeLevel(addendsOf(below), below.Length, padding, level, shape);
        }

        var sum = new T[1];
        level.CopyToCPU(_stream, sum);
        _stream.Synchronize();
        return sum[0];
    }

    private void TreeLevel<T, TAddends>(TAddends addends, long length, T padding, ArrayView<T> tiles, LaunchShape shape)
        where T : unmanaged, INumber<T>
        where TAddends : struct, IAddends<T>
    {
        // Where groups are smaller than a tile is wide, a work item takes a tile. ILGPU does not choose their size: the lanes lie in private memory.
        var isGrouped = shape.GroupSize >= FixedTree.Lanes;
        _kernels.Load<Action<AcceleratorStream, KernelConfig, TAddends, long, T, ArrayView<T>>>(
            isGrouped ? TreeKernels.GroupKernel<T, TAddends> : TreeKernels.ItemKernel<T, TAddends>)(
            _stream,
            new KernelConfig((int)Math.Min(tiles.Length, shape.Groups), isGrouped ? FixedTree.Lanes : shape.GroupSize),
            addends,
            length,
            padding,
            tiles);
    }

    private T ByAtomics<T, TFormat, TAddends, TPartition>(TAddends addends, TPartition partition, LaunchShape launch)
        where T : unmanaged, INumber<T>
        where TFormat : struct, IFormat<T>
        where TAddends : struct, IAddends<T>
        where TPartition : struct, IPartition
    {
        var memory = Memory(2);
        memory.MemSetToZero(_stream);
        _kernels.Load<Action<AcceleratorStream, KernelConfig, TAddends, TPartition, ArrayView<T>, ArrayView<long>>>(
            AtomicKernels.SumKernel<T, TFormat, TAddends, TPartition>)(
            _stream,
            new KernelConfig(launch.Groups, launch.GroupSize),
            addends,
            partition,
            memory.SubView(0, 1).Cast<T>(),
            memory.SubView(1, 1));
        var found = Read(memory);
        return AtomicResult((StatusFlags)found[1]) is { } result ? T.CreateTruncating(result) : MemoryMarshal.Cast<long, T>(found)[0];
    }

    /// <summary>What a sum is whatever the atomics made of it: they began at +0, and left out what is not finite.</summary>
    private static double? AtomicResult(StatusFlags partialSums) =>
        FixedPoint.NonFiniteResult(partialSums) ?? (partialSums == StatusFlags.NegativeZero ? -0.0 : null);

    /// <summary>Returns memory of the device, its content that of the call before.</summary>
    private ArrayView<long> Memory(long length)
    {
        if (_memory is null || _memory.Length < length)
        {
            _memory?.Dispose();
            _memory = null;
            _memory = _accelerator.Allocate1D<long>(Math.Max(length, FixedPoint.Limbs + 1));
        }

        return _memory.View.AsContiguous().SubView(0, length);
    }

    private ReadOnlySpan<long> Read(ArrayView<long> memory)
    {
        memory.CopyToCPU(_stream, _limbs.AsSpan(0, (int)memory.Length));
        _stream.Synchronize();
        return _limbs;
    }

    /// <summary>Returns a shape without groups that would have nothing to do.</summary>
    private static LaunchShape Launch(LaunchShape shape, long length) =>
        shape with { Groups = (int)Math.Min(Math.Min(shape.Groups, MaxItems / shape.GroupSize), (length + shape.GroupSize - 1) / shape.GroupSize) };
}
