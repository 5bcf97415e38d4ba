// Sums and dot products of arrays on an accelerator of ILGPU, at a level of determinism that the caller chooses.

using System.Numerics;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
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
/// With <see cref="Determinism.CorrectlyRounded"/> and <see cref="Determinism.Binned"/> the device needs 64-bit integer atomics, and a call
/// adds up at most 2³⁰ terms; otherwise it throws <see cref="NotSupportedException"/>, and <see cref="ExactSum"/> and <see cref="BinnedSum"/>
/// give the same bits from host memory. A
/// <see cref="Determinism.FixedTree"/> needs a context with <see cref="MathMode.Default"/>, except on ILGPU's CPU accelerator. Reuse an instance for
/// many calls: it owns a little device memory (8 bytes for every 4,096 terms of its longest sum). Not safe for use from several threads at
/// a time; several instances may share an accelerator.
/// </remarks>
public sealed class DeviceSum : IDisposable
{
    private const long MaxTerms = 1L << 30;

    // The terms that say in which bin a binned sum starts: a launch takes about as long for fewer.
    private const long BinSamples = 1 << 11;

    // More work items would bring no speed: with so many, no limb of the sum overflows its 63 bits.
    private const int MaxItems = 1 << 26;

    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly KernelLoader _kernels;
    private readonly long[] _limbs = new long[FixedPoint.Limbs + BinKernels.Values];
    private MemoryBuffer1D<long, Stride1D.Dense>? _memory;
    private bool? _canExtract;
    private bool _isDisposed;

    /// <summary>
    /// Prepares sums on an accelerator's default stream. Kernels are compiled at their first use and kept with the accelerator.
    /// </summary>
    /// <param name="accelerator">The accelerator; the caller disposes of it.</param>
    public DeviceSum(Accelerator accelerator)
        : this((accelerator ?? throw new ArgumentNullException(nameof(accelerator))).DefaultStream)
    {
    }

    /// <summary>
    /// Prepares sums on a stream. A sum starts when the earlier work on the stream is complete, and waits only for this stream.
    /// </summary>
    /// <param name="stream">The stream; the caller disposes of it and of its accelerator.</param>
    public DeviceSum(AcceleratorStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _accelerator = stream.Accelerator;
        _stream = stream;
        _kernels = KernelLoader.Of(_accelerator);
        UsesChunks = LaunchShape.IsCpu(_accelerator);
    }

    private bool HasInt64Atomics => _accelerator is not CLAccelerator device || device.Capabilities.Int64_Atomics;

    /// <summary>Whether a sum uses the partition and the kernels for a CPU, or those for a GPU.</summary>
    internal bool UsesChunks { get; init; }

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism, LaunchShape)"/>
    public float Sum(ArrayView<float> values, Determinism determinism) =>
        Sum(values, determinism, LaunchShape.For(_accelerator, values.Length));

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers, in the accelerator's memory; none give +0.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <param name="shape">The launch shape; without it, one that fills the device.</param>
    /// <exception cref="ArgumentException">The numbers are in another accelerator's memory, or the device cannot run the shape.</exception>
    /// <exception cref="NotSupportedException">The device cannot compute an exact sum of so many numbers.</exception>
    public float Sum(ArrayView<float> values, Determinism determinism, LaunchShape shape) =>
        Compute<float, SingleFormat, SingleValues, SingleValues, SingleValues>(
            new(values), new(values), LengthOf(values), determinism, shape, view => new SingleValues(view));

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism, LaunchShape)"/>
    public double Sum(ArrayView<double> values, Determinism determinism) =>
        Sum(values, determinism, LaunchShape.For(_accelerator, values.Length));

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism, LaunchShape)"/>
    public double Sum(ArrayView<double> values, Determinism determinism, LaunchShape shape) =>
        Compute<double, DoubleFormat, DoubleValues, DoubleValues, DoubleValues>(
            new(values), new(values), LengthOf(values), determinism, shape, view => new DoubleValues(view));

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism, LaunchShape)"/>
    public float Dot(ArrayView<float> a, ArrayView<float> b, Determinism determinism) =>
        Dot(a, b, determinism, LaunchShape.For(_accelerator, a.Length));

    /// <summary>
    /// Returns Σ a[i]·b[i]. With <see cref="Determinism.CorrectlyRounded"/> no product is rounded, and with <see cref="Determinism.Binned"/>
    /// no product of binary32 numbers; otherwise each of them is rounded once.
    /// </summary>
    /// <param name="a">The left factors, in the accelerator's memory.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <param name="shape">The launch shape; without it, one that fills the device.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, the numbers are in another accelerator's memory, or the device cannot run the shape.
    /// </exception>
    /// <exception cref="NotSupportedException">The device cannot compute an exact dot product of so many numbers.</exception>
    public float Dot(ArrayView<float> a, ArrayView<float> b, Determinism determinism, LaunchShape shape) =>
        Compute<float, SingleFormat, SingleProducts, SingleProducts, SingleValues>(
            new(a, b), new(a, b), LengthOf(a, b), determinism, shape, view => new SingleValues(view));

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism, LaunchShape)"/>
    public double Dot(ArrayView<double> a, ArrayView<double> b, Determinism determinism) =>
        Dot(a, b, determinism, LaunchShape.For(_accelerator, a.Length));

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism, LaunchShape)"/>
    public double Dot(ArrayView<double> a, ArrayView<double> b, Determinism determinism, LaunchShape shape) =>
        Compute<double, DoubleFormat, DoubleProducts, RoundedProducts, DoubleValues>(
            new(a, b), new(new DoubleProducts(a, b)), LengthOf(a, b), determinism, shape, view => new DoubleValues(view));

    /// <summary>Frees the device memory. An accelerator that was disposed of first has freed it already.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _memory?.Dispose();
        _memory = null;
    }

    /// <summary>Throws if a device cannot compute an exact or binned sum of so many terms.</summary>
    /// <param name="determinism">The level of the sum.</param>
    /// <param name="length">The number of terms. Each adds less than 2³³ to a limb of 63 bits, so that 2³⁰ of them fit.</param>
    /// <param name="hasInt64Atomics">Whether the device adds 64-bit integers atomically.</param>
    internal static void RequireRoom(Determinism determinism, long length, bool hasInt64Atomics)
    {
        var inMemory = determinism == Determinism.Binned ? nameof(BinnedSum) : nameof(ExactSum);
        if (!hasInt64Atomics)
        {
            throw new NotSupportedException(
                $"This device has no 64-bit integer atomics, which Determinism.{determinism} needs: {inMemory} gives the same bits from host memory.");
        }

        if (length > MaxTerms)
        {
            throw new NotSupportedException(
                $"With Determinism.{determinism}, a device adds up at most {MaxTerms} terms in a call, not {length}: "
                + $"{inMemory} gives the same bits from host memory.");
        }
    }

    /// <summary>Throws if the kernels of a context may flush subnormal numbers to zero.</summary>
    /// <param name="mode">How the context compiles.</param>
    /// <param name="isCpuAccelerator">Whether .NET runs the kernels, in its own arithmetic.</param>
    internal static void RequireGradualUnderflow(MathMode mode, bool isCpuAccelerator)
    {
        if (mode == MathMode.Default || isCpuAccelerator) return;
        throw new NotSupportedException(
            $"A fixed tree needs IEEE 754 arithmetic, and this context compiles with MathMode.{mode}: create it without Math(), or "
            + "sum with Determinism.CorrectlyRounded.");
    }

    private T Compute<T, TFormat, TAddends, TBinTerms, TValues>(
        TAddends addends, TBinTerms binTerms, long length, Determinism determinism, LaunchShape shape, Func<ArrayView<T>, TValues> valuesOf)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormat : struct, IFormat<T>
        where TAddends : struct, IAddends<T>, IExtractionTerms, IWindowTerms
        where TBinTerms : struct, IBinTerms
        where TValues : struct, IAddends<T>
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!Enum.IsDefined(determinism))
            throw new ArgumentOutOfRangeException(nameof(determinism), determinism, "This level does not exist.");
        shape.Validate(_accelerator);
        if (length == 0) return T.Zero;
        var launch = Launch(shape, length);
        var items = (long)launch.Groups * launch.GroupSize;
        return determinism switch
        {
            Determinism.NotGuaranteed => UsesChunks
                ? ByAtomics<T, TFormat, TAddends, Chunk>(addends, new Chunk(length, items), launch)
                : ByAtomics<T, TFormat, TAddends, GridStride>(addends, new GridStride(length, items), launch),
            Determinism.FixedTree => FixedTree.WithOneNaN(ByTree(addends, length, default(TFormat).NegativeZero, shape, valuesOf)),
            Determinism.Binned => default(TFormat).Round(Binned(binTerms, length, launch)),
            _ => default(TFormat).Round(Exact(addends, length, launch)),
        };
    }

    /// <summary>Returns the number of terms, and throws for numbers in the memory of another accelerator.</summary>
    private long LengthOf<T>(ArrayView<T> view)
        where T : unmanaged
    {
        if (view.Length == 0) return 0;
        var accelerator = view.GetAccelerator();
        if (accelerator == _accelerator) return view.Length;
        throw new ArgumentException(
            $"These numbers are in the memory of {accelerator.Name}; this sum runs on another accelerator, {_accelerator.Name}.");
    }

    private long LengthOf<T>(ArrayView<T> a, ArrayView<T> b)
        where T : unmanaged
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        return Math.Min(LengthOf(a), LengthOf(b));
    }

    private ExactAccumulator Binned<TTerms>(TTerms terms, long length, LaunchShape launch)
        where TTerms : struct, IBinTerms
    {
        RequireRoom(Determinism.Binned, length, HasInt64Atomics);
        var items = (long)launch.Groups * launch.GroupSize;
        var result = Memory(terms.SumLimbs + BinKernels.Values);
        result.MemSetToZero(_stream);
        Sample(terms, length, result);
        var canExtract = UsesChunks && (_canExtract ??= AdditionProbe.IsPassed(_stream));
        while (true)
        {
            if (canExtract)
            {
                _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, Chunk, ArrayView<long>>>(BinKernels.ExtractKernel<TTerms>)(
                    _stream, new KernelConfig(launch.Groups, launch.GroupSize), terms, new Chunk(length, items), result);
            }
            else
            {
                _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, GridStride, ArrayView<long>>>(
                    BinKernels.AccumulateKernel<TTerms>)(
                    _stream, new KernelConfig(launch.Groups, launch.GroupSize), terms, new GridStride(length, items), result);
            }

            var read = Read(result);
            var larger = read[terms.SumLimbs + BinKernels.Found];
            if (larger == 0) return Accumulator(terms, length, launch, read);
            result.MemSetToZero(_stream);
            result.SubView(terms.SumLimbs + BinKernels.Assumed, 1).CopyFromCPU(_stream, [larger]);
        }
    }

    /// <summary>Finds a bin to start with: that of the largest of some terms.</summary>
    private void Sample<TTerms>(TTerms terms, long length, ArrayView<long> result)
        where TTerms : struct, IBinTerms
    {
        // A CPU looks at the terms one after the other: it would take longer to start its threads.
        var samples = Math.Min(length, BinSamples);
        var launch = UsesChunks ? new LaunchShape(1, 1) : Launch(LaunchShape.For(_accelerator, length), samples);
        var partition = new GridStride(samples, (long)launch.Groups * launch.GroupSize);
        _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, GridStride, long, ArrayView<long>>>(BinKernels.SampleKernel<TTerms>)(
            _stream, new KernelConfig(launch.Groups, launch.GroupSize), terms, partition, length / samples, result);
    }

    private ExactAccumulator Exact<TTerms>(TTerms terms, long length, LaunchShape launch)
        where TTerms : struct, IExtractionTerms, IWindowTerms
    {
        RequireRoom(Determinism.CorrectlyRounded, length, HasInt64Atomics);
        var items = (long)launch.Groups * launch.GroupSize;
        var result = Memory(terms.SumLimbs + 1);
        result.MemSetToZero(_stream);
        if (UsesChunks && (_canExtract ??= AdditionProbe.IsPassed(_stream)))
        {
            // Groups of one work item: the remainders lie in private memory, of which a large group would need much.
            _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, Chunk, ArrayView<long>>>(ExtractionKernels.ExtractKernel<TTerms>)(
                _stream, new KernelConfig((int)items, 1), terms, new Chunk(length, items), result);
        }
        else
        {
            _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, GridStride, ArrayView<long>>>(
                WindowKernels.AccumulateKernel<TTerms>)(
                _stream, new KernelConfig(launch.Groups, launch.GroupSize), terms, new GridStride(length, items), result);
        }

        return Accumulator(terms, length, launch, Read(result));
    }

    /// <summary>Returns the sum that a kernel left in limbs, which its status flags follow.</summary>
    private ExactAccumulator Accumulator<TTerms>(TTerms terms, long length, LaunchShape launch, ReadOnlySpan<long> read)
        where TTerms : struct, ITerms
    {
        var items = (long)launch.Groups * launch.GroupSize;
        var accumulator = new ExactAccumulator();
        accumulator.AddLimbs(read[..terms.SumLimbs], terms.FirstSumLimb, (StatusFlags)read[terms.SumLimbs]);
        if (!accumulator.IsZero) return accumulator;
        accumulator.Raise(UsesChunks
            ? SignOf(terms, new Chunk(length, items), (int)items)
            : SignOf(terms, new GridStride(length, items), (int)items));
        return accumulator;
    }

    /// <summary>Reads all terms again: a sum of exactly zero is −0 if every term is.</summary>
    private StatusFlags SignOf<TTerms, TPartition>(TTerms terms, TPartition partition, int items)
        where TTerms : struct, ITerms
        where TPartition : struct, IPartition
    {
        var flags = Memory(1);
        flags.MemSetToZero(_stream);
        _kernels.Load<Action<AcceleratorStream, Index1D, TTerms, TPartition, ArrayView<long>>>(
            WindowKernels.SignKernel<TTerms, TPartition>)(
            _stream, items, terms, partition, flags);
        return (StatusFlags)Read(flags)[0];
    }

    private T ByTree<T, TAddends, TValues>(
        TAddends addends, long length, T padding, LaunchShape shape, Func<ArrayView<T>, TValues> valuesOf)
        where T : unmanaged, INumber<T>
        where TAddends : struct, IAddends<T>
        where TValues : struct, IAddends<T>
    {
        RequireGradualUnderflow(_accelerator.Context.Properties.MathMode, _accelerator is CPUAccelerator);

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
            TreeLevel(valuesOf(below), below.Length, padding, level, shape);
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
        // Where groups have fewer work items than a tile has lanes, a work item takes a tile. Its lanes lie in private memory, of which a
        // large group would need much: so ILGPU does not choose the size of the groups.
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

    /// <summary>
    /// Returns the result where it is not the sum that the atomics made: they start at +0, and skip non-finite partial sums.
    /// </summary>
    private static double? AtomicResult(StatusFlags partialSums) =>
        FixedPoint.NonFiniteResult(partialSums) ?? (partialSums == StatusFlags.NegativeZero ? -0.0 : null);

    /// <summary>Returns device memory with arbitrary content.</summary>
    private ArrayView<long> Memory(long length)
    {
        if (_memory is null || _memory.Length < length)
        {
            _memory?.Dispose();
            _memory = null;
            _memory = _accelerator.Allocate1D<long>(Math.Max(length, FixedPoint.Limbs + BinKernels.Values));
        }

        return _memory.View.AsContiguous().SubView(0, length);
    }

    private ReadOnlySpan<long> Read(ArrayView<long> memory)
    {
        memory.CopyToCPU(_stream, _limbs.AsSpan(0, (int)memory.Length));
        _stream.Synchronize();
        return _limbs;
    }

    /// <summary>Returns a shape without groups that would have no terms.</summary>
    private static LaunchShape Launch(LaunchShape shape, long length) =>
        shape with
        {
            Groups = (int)Math.Min(Math.Min(shape.Groups, MaxItems / shape.GroupSize), (length + shape.GroupSize - 1) / shape.GroupSize),
        };
}
