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
/// Sums and dot products on one accelerator. Where the result comes back to the host, a call waits for the device; where it goes into the
/// memory of the device, it does not.
/// </summary>
/// <remarks>
/// <para>
/// With <see cref="Determinism.CorrectlyRounded"/> and <see cref="Determinism.Binned"/> the device needs 64-bit integer atomics; otherwise a
/// call throws <see cref="NotSupportedException"/>, and <see cref="ExactSum"/> and <see cref="BinnedSum"/> give the same bits from host memory.
/// A <see cref="Determinism.FixedTree"/> needs a context with <see cref="MathMode.Default"/>, except on ILGPU's CPU accelerator. Reuse an
/// instance for many calls: it owns a little device memory, 8 bytes for every 4,096 terms of its longest sum and up to 9 MB for cumulative
/// sums. Not safe for use from several threads at a time; several instances may share an accelerator.
/// </para>
/// <para>
/// Calls whose result stays on the device return before it is done, except with <see cref="Determinism.Binned"/>. What is started on the same
/// stream later finds the results; for others, and for the host, <see cref="AcceleratorStream.Synchronize"/> waits for them. Dispose of this
/// object after that: they are computed in its memory.
/// </para>
/// </remarks>
public sealed partial class DeviceSum : IDisposable
{
    // Each term adds less than 2³³ to a limb of 63 bits. After so many, carries are propagated.
    private const long MaxTerms = 1L << 29;

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

    /// <summary>How many terms a launch adds up exactly; more take several launches.</summary>
    internal long TermsPerLaunch { get; init; } = MaxTerms;

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
    /// <exception cref="NotSupportedException">The device cannot compute such a sum, or not a binned one of so many numbers.</exception>
    public float Sum(ArrayView<float> values, Determinism determinism, LaunchShape shape) =>
        Compute<float, SingleFormat, SingleValues, SingleValues, SingleValues>(
            (start, length) => new SingleValues(values.SubView(start, length)),
            terms => terms,
            LengthOf(values),
            determinism,
            shape,
            view => new SingleValues(view));

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism, LaunchShape)"/>
    public double Sum(ArrayView<double> values, Determinism determinism) =>
        Sum(values, determinism, LaunchShape.For(_accelerator, values.Length));

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism, LaunchShape)"/>
    public double Sum(ArrayView<double> values, Determinism determinism, LaunchShape shape) =>
        Compute<double, DoubleFormat, DoubleValues, DoubleValues, DoubleValues>(
            (start, length) => new DoubleValues(values.SubView(start, length)),
            terms => terms,
            LengthOf(values),
            determinism,
            shape,
            view => new DoubleValues(view));

    /// <summary>Returns x[0] + x[stride] + x[2·stride] + …, such as the sum of a column of a matrix.</summary>
    /// <param name="values">The numbers, in the accelerator's memory: as many as the extent of the view says; none give +0.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <exception cref="ArgumentException">
    /// The numbers are in another accelerator's memory, or the view reaches beyond its memory.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The device cannot compute such a sum, or not a binned one of so many numbers; or the stride is less than 1, or reaches further than
    /// 2³¹ − 1 elements.
    /// </exception>
    public float Sum(ArrayView1D<float, Stride1D.General> values, Determinism determinism) =>
        SumStrided<float, SingleFormat, SingleValues>(values, determinism, view => new SingleValues(view));

    /// <inheritdoc cref="Sum(ArrayView1D{float, Stride1D.General}, Determinism)"/>
    public double Sum(ArrayView1D<double, Stride1D.General> values, Determinism determinism) =>
        SumStrided<double, DoubleFormat, DoubleValues>(values, determinism, view => new DoubleValues(view));

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism, LaunchShape)"/>
    public float Dot(ArrayView<float> a, ArrayView<float> b, Determinism determinism) =>
        Dot(a, b, determinism, LaunchShape.For(_accelerator, a.Length));

    /// <summary>
    /// Returns Σ a[i]·b[i]. With <see cref="Determinism.CorrectlyRounded"/>, and with <see cref="Determinism.Binned"/> of binary32 numbers, no
    /// product is rounded; otherwise each of them is, once.
    /// </summary>
    /// <param name="a">The left factors, in the accelerator's memory.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <param name="shape">The launch shape; without it, one that fills the device.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, the numbers are in another accelerator's memory, or the device cannot run the shape.
    /// </exception>
    /// <exception cref="NotSupportedException">The device cannot compute such a sum, or not a binned one of so many products.</exception>
    public float Dot(ArrayView<float> a, ArrayView<float> b, Determinism determinism, LaunchShape shape) =>
        Compute<float, SingleFormat, SingleProducts, SingleProducts, SingleValues>(
            (start, length) => new SingleProducts(a.SubView(start, length), b.SubView(start, length)),
            terms => terms,
            LengthOf(a, b),
            determinism,
            shape,
            view => new SingleValues(view));

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism, LaunchShape)"/>
    public double Dot(ArrayView<double> a, ArrayView<double> b, Determinism determinism) =>
        Dot(a, b, determinism, LaunchShape.For(_accelerator, a.Length));

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism, LaunchShape)"/>
    public double Dot(ArrayView<double> a, ArrayView<double> b, Determinism determinism, LaunchShape shape) =>
        Compute<double, DoubleFormat, DoubleProducts, RoundedProducts, DoubleValues>(
            (start, length) => new DoubleProducts(a.SubView(start, length), b.SubView(start, length)),
            terms => new RoundedProducts(terms),
            LengthOf(a, b),
            determinism,
            shape,
            view => new DoubleValues(view));

    /// <summary>Frees the device memory. An accelerator that was disposed of first has freed it already.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _memory?.Dispose();
        _memory = null;
    }

    /// <summary>Throws if a device cannot compute an exact or a binned sum.</summary>
    /// <param name="hasInt64Atomics">Whether the device adds 64-bit integers atomically.</param>
    internal static void RequireAtomics(bool hasInt64Atomics)
    {
        if (hasInt64Atomics) return;
        throw new NotSupportedException(
            "This device has no 64-bit integer atomics, which exact and binned sums need: ExactSum and BinnedSum give the same bits from host memory.");
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

    private T SumStrided<T, TFormat, TValues>(
        ArrayView1D<T, Stride1D.General> values, Determinism determinism, Func<ArrayView<T>, TValues> valuesOf)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormat : struct, IFormat<T>
        where TValues : struct, IAddends<T>, IExtractionTerms, IWindowTerms, IBinTerms
    {
        var numbers = values.BaseView;
        var stride = values.Stride.XStride;
        long all = values.Extent.Size, reach = all == 0 ? 0 : ((all - 1) * stride) + 1;
        if (stride < 1 || reach > int.MaxValue)
        {
            throw new NotSupportedException(
                $"The stride is {stride}; it must be 1 or more, and reach at most {int.MaxValue} elements far.");
        }

        if (reach > LengthOf(numbers))
        {
            throw new ArgumentException(
                $"{all} numbers at a stride of {stride} reach {reach} elements far; the memory of the view has {numbers.Length}.");
        }

        return Compute<T, TFormat, Strided<T, TValues>, Strided<T, TValues>, TValues>(
            (start, length) => new Strided<T, TValues>(valuesOf(numbers.SubView(start * stride, ((length - 1) * stride) + 1)), stride),
            terms => terms,
            all,
            determinism,
            LaunchShape.For(_accelerator, all),
            valuesOf);
    }

    private T Compute<T, TFormat, TAddends, TBinTerms, TValues>(
        Func<long, long, TAddends> addendsOf,
        Func<TAddends, TBinTerms> binTermsOf,
        long length,
        Determinism determinism,
        LaunchShape shape,
        Func<ArrayView<T>, TValues> valuesOf)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormat : struct, IFormat<T>
        where TAddends : struct, IAddends<T>, IExtractionTerms, IWindowTerms
        where TBinTerms : struct, IBinTerms
        where TValues : struct, IAddends<T>
    {
        Validate(determinism, shape);
        if (length == 0) return T.Zero;
        if (determinism == Determinism.CorrectlyRounded) return default(TFormat).Round(Exact(addendsOf, length, shape));
        var addends = addendsOf(0, length);
        if (determinism == Determinism.Binned) return default(TFormat).Round(Binned(binTermsOf(addends), length, shape));
        if (determinism == Determinism.NotGuaranteed)
        {
            var found = Read(ByAtomics<T, TFormat, TAddends>(addends, length, shape));
            return AtomicResult((StatusFlags)found[1]) is { } result ? T.CreateTruncating(result) : MemoryMarshal.Cast<long, T>(found)[0];
        }

        var sum = new T[1];
        ByTree(addends, length, default(TFormat).NegativeZero, shape, valuesOf).CopyToCPU(_stream, sum);
        _stream.Synchronize();
        return FixedTree.WithOneNaN(sum[0]);
    }

    private void Validate(Determinism determinism, LaunchShape shape)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!Enum.IsDefined(determinism))
            throw new ArgumentOutOfRangeException(nameof(determinism), determinism, "This level does not exist.");
        shape.Validate(_accelerator);
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

    private ExactAccumulator Exact<TTerms>(Func<long, long, TTerms> termsOf, long length, LaunchShape shape)
        where TTerms : struct, IExtractionTerms, IWindowTerms
    {
        var sum = Accumulate(termsOf, length, shape);
        return Accumulator(termsOf, length, shape, sum, Read(sum));
    }

    private ExactAccumulator Binned<TTerms>(TTerms terms, long length, LaunchShape shape)
        where TTerms : struct, IBinTerms
    {
        RequireRoom(length, "BinnedSum gives the same bits from host memory.");
        var launch = Launch(shape, length);
        var items = (long)launch.Groups * launch.GroupSize;
        var sum = Memory(terms.SumLimbs + BinKernels.Values);
        sum.MemSetToZero(_stream);
        Sample(terms, length, sum);
        while (true)
        {
            if (CanExtract)
            {
                _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, Chunk, ArrayView<long>>>(BinKernels.ExtractKernel<TTerms>)(
                    _stream, new KernelConfig(launch.Groups, launch.GroupSize), terms, new Chunk(length, items), sum);
            }
            else
            {
                _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, GridStride, ArrayView<long>>>(
                    BinKernels.AccumulateKernel<TTerms>)(
                    _stream, new KernelConfig(launch.Groups, launch.GroupSize), terms, new GridStride(length, items), sum);
            }

            var found = Read(sum);
            var larger = found[terms.SumLimbs + BinKernels.Found];
            if (larger == 0) return Accumulator((_, _) => terms, length, shape, sum, found);
            sum.MemSetToZero(_stream);
            sum.SubView(terms.SumLimbs + BinKernels.Assumed, 1).CopyFromCPU(_stream, [larger]);
        }
    }

    /// <summary>Finds a bin to start with: that of the largest of some terms.</summary>
    private void Sample<TTerms>(TTerms terms, long length, ArrayView<long> sum)
        where TTerms : struct, IBinTerms
    {
        // A CPU looks at the terms one after the other: it would take longer to start its threads.
        var samples = Math.Min(length, BinSamples);
        var launch = UsesChunks ? new LaunchShape(1, 1) : Launch(LaunchShape.For(_accelerator, length), samples);
        var partition = new GridStride(samples, (long)launch.Groups * launch.GroupSize);
        _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, GridStride, long, ArrayView<long>>>(BinKernels.SampleKernel<TTerms>)(
            _stream, new KernelConfig(launch.Groups, launch.GroupSize), terms, partition, length / samples, sum);
    }

    /// <summary>Returns the sum that a kernel left in limbs, which its status flags and a number for <see cref="AddSigns"/> follow.</summary>
    private ExactAccumulator Accumulator<TTerms>(
        Func<long, long, TTerms> termsOf, long length, LaunchShape shape, ArrayView<long> sum, ReadOnlySpan<long> found)
        where TTerms : struct, ITerms
    {
        var limbs = default(TTerms).SumLimbs;
        var accumulator = new ExactAccumulator();
        accumulator.AddLimbs(found[..limbs], default(TTerms).FirstSumLimb, (StatusFlags)found[limbs]);
        if (!accumulator.IsZero) return accumulator;
        AddSigns(termsOf, length, shape, sum);
        accumulator.Raise((StatusFlags)Read(sum)[limbs]);
        return accumulator;
    }

    /// <summary>
    /// Starts an exact sum, and returns its limbs, followed by the <see cref="StatusFlags"/> of non-finite terms and a number for
    /// <see cref="AddSigns"/>.
    /// </summary>
    private ArrayView<long> Accumulate<TTerms>(Func<long, long, TTerms> termsOf, long length, LaunchShape shape)
        where TTerms : struct, IExtractionTerms, IWindowTerms
    {
        RequireAtomics(HasInt64Atomics);
        var limbs = default(TTerms).SumLimbs;
        var sum = Memory(limbs + 2);
        sum.MemSetToZero(_stream);
        for (long start = 0; start < length; start += TermsPerLaunch)
        {
            if (start > 0) PropagateCarries(sum, limbs);
            var count = Math.Min(TermsPerLaunch, length - start);
            var terms = termsOf(start, count);
            var launch = Launch(shape, count);
            var items = (long)launch.Groups * launch.GroupSize;
            if (CanExtract)
            {
                // Groups of one work item: the remainders lie in private memory, of which a large group would need much.
                _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, Chunk, ArrayView<long>>>(
                    ExtractionKernels.ExtractKernel<TTerms>)(
                    _stream, new KernelConfig((int)items, 1), terms, new Chunk(count, items), sum);
            }
            else
            {
                _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, GridStride, ArrayView<long>>>(
                    WindowKernels.AccumulateKernel<TTerms>)(
                    _stream, new KernelConfig(launch.Groups, launch.GroupSize), terms, new GridStride(count, items), sum);
            }
        }

        return sum;
    }

    private bool HasInt64Atomics => _accelerator is not CLAccelerator device || device.Capabilities.Int64_Atomics;

    private bool CanExtract => UsesChunks && (_canExtract ??= AdditionProbe.IsPassed(_stream));

    private void PropagateCarries(ArrayView<long> sum, int limbs) =>
        _kernels.Load<Action<AcceleratorStream, Index1D, ArrayView<long>, ArrayView<long>>>(ResultKernels.CarryKernel)(
            _stream, 1, sum.SubView(0, limbs), sum.SubView(limbs + 1, 1));

    /// <summary>Where a sum is exactly zero, reads all terms again and raises their status flags: it is −0 if every term is.</summary>
    private void AddSigns<TTerms>(Func<long, long, TTerms> termsOf, long length, LaunchShape shape, ArrayView<long> sum)
        where TTerms : struct, ITerms
    {
        var limbs = default(TTerms).SumLimbs;
        PropagateCarries(sum, limbs);
        for (long start = 0; start < length; start += TermsPerLaunch)
        {
            var count = Math.Min(TermsPerLaunch, length - start);
            var launch = Launch(shape, count);
            var items = launch.Groups * launch.GroupSize;
            if (UsesChunks) Collect(termsOf(start, count), new Chunk(count, items));
            else Collect(termsOf(start, count), new GridStride(count, items));

            void Collect<TPartition>(TTerms terms, TPartition partition)
                where TPartition : struct, IPartition =>
                _kernels.Load<Action<AcceleratorStream, Index1D, TTerms, TPartition, ArrayView<long>, ArrayView<long>>>(
                    WindowKernels.SignKernel<TTerms, TPartition>)(
                    _stream, items, terms, partition, sum.SubView(limbs + 1, 1), sum.SubView(limbs, 1));
        }
    }

    /// <summary>Starts the sum by the tree, and returns where it will be.</summary>
    private ArrayView<T> ByTree<T, TAddends, TValues>(
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

        return level;
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

    /// <summary>Starts a sum by atomics, and returns where it will be, followed by the <see cref="StatusFlags"/> of the partial sums.</summary>
    private ArrayView<long> ByAtomics<T, TFormat, TAddends>(TAddends addends, long length, LaunchShape shape)
        where T : unmanaged, INumber<T>
        where TFormat : struct, IFormat<T>
        where TAddends : struct, IAddends<T>
    {
        var launch = Launch(shape, length);
        var items = (long)launch.Groups * launch.GroupSize;
        var memory = Memory(2);
        memory.MemSetToZero(_stream);
        if (UsesChunks) Start(new Chunk(length, items));
        else Start(new GridStride(length, items));
        return memory;

        void Start<TPartition>(TPartition partition)
            where TPartition : struct, IPartition =>
            _kernels.Load<Action<AcceleratorStream, KernelConfig, TAddends, TPartition, ArrayView<T>, ArrayView<long>>>(
                AtomicKernels.SumKernel<T, TFormat, TAddends, TPartition>)(
                _stream,
                new KernelConfig(launch.Groups, launch.GroupSize),
                addends,
                partition,
                memory.SubView(0, 1).Cast<T>(),
                memory.SubView(1, 1));
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
            // A sum whose result stays on the device may still use it.
            if (_memory is not null) _stream.Synchronize();
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
