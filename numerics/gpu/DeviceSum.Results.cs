// Sums whose results stay in the memory of the device: of a whole array, of its parts, and of its prefixes.

using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Numerics.Gpu.Kernels;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu;

public sealed partial class DeviceSum
{
    // A chunk of fewer numbers would cost more than it saves, and each needs memory for a sum.
    private const int MinPrefixChunk = 256;
    private const int MaxPrefixChunks = 1 << 14;

    private const string Parts = "Give it parts of the array.";

    /// <summary>Starts Σ x[i].</summary>
    /// <param name="values">The numbers, in the accelerator's memory; none give +0.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <param name="result">Where the sum goes: the first element, in the accelerator's memory.</param>
    /// <exception cref="ArgumentException">A view is in another accelerator's memory, or the result has no element.</exception>
    /// <exception cref="NotSupportedException">The device cannot compute such a sum, or not a binned one of so many numbers.</exception>
    public void Sum(ArrayView<float> values, Determinism determinism, ArrayView<float> result) =>
        Start<float, SingleFormat, SingleValues, SingleValues, SingleValues>(
            (start, length) => new SingleValues(values.SubView(start, length)),
            terms => terms,
            LengthOf(values),
            determinism,
            view => new SingleValues(view),
            result);

    /// <inheritdoc cref="Sum(ArrayView{float}, Determinism, ArrayView{float})"/>
    public void Sum(ArrayView<double> values, Determinism determinism, ArrayView<double> result) =>
        Start<double, DoubleFormat, DoubleValues, DoubleValues, DoubleValues>(
            (start, length) => new DoubleValues(values.SubView(start, length)),
            terms => terms,
            LengthOf(values),
            determinism,
            view => new DoubleValues(view),
            result);

    /// <summary>
    /// Starts Σ a[i]·b[i]. With <see cref="Determinism.CorrectlyRounded"/>, and with <see cref="Determinism.Binned"/> of binary32 numbers, no
    /// product is rounded; otherwise each of them is, once.
    /// </summary>
    /// <param name="a">The left factors, in the accelerator's memory.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <param name="determinism">What the bits of the result may depend on.</param>
    /// <param name="result">Where the sum goes: the first element, in the accelerator's memory.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a view is in another accelerator's memory, or the result has no element.
    /// </exception>
    /// <exception cref="NotSupportedException">The device cannot compute such a sum, or not a binned one of so many products.</exception>
    public void Dot(ArrayView<float> a, ArrayView<float> b, Determinism determinism, ArrayView<float> result) =>
        Start<float, SingleFormat, SingleProducts, SingleProducts, SingleValues>(
            (start, length) => new SingleProducts(a.SubView(start, length), b.SubView(start, length)),
            terms => terms,
            LengthOf(a, b),
            determinism,
            view => new SingleValues(view),
            result);

    /// <inheritdoc cref="Dot(ArrayView{float}, ArrayView{float}, Determinism, ArrayView{float})"/>
    public void Dot(ArrayView<double> a, ArrayView<double> b, Determinism determinism, ArrayView<double> result) =>
        Start<double, DoubleFormat, DoubleProducts, RoundedProducts, DoubleValues>(
            (start, length) => new DoubleProducts(a.SubView(start, length), b.SubView(start, length)),
            terms => new RoundedProducts(terms),
            LengthOf(a, b),
            determinism,
            view => new DoubleValues(view),
            result);

    /// <summary>Starts the exact sum of each row of a matrix, each rounded once.</summary>
    /// <param name="values">The rows, one after the other, in the accelerator's memory.</param>
    /// <param name="sums">Where the sums go: one for each row, in other memory of the accelerator. Rows without numbers give +0.</param>
    /// <exception cref="ArgumentException">The numbers do not make rows of one length, or a view is in another accelerator's memory.</exception>
    /// <exception cref="NotSupportedException">The device cannot compute exact sums, or not of so many numbers in a call.</exception>
    public void SumRows(ArrayView<float> values, ArrayView<float> sums) =>
        Rows<float, SingleFormat, SingleValues>(new SingleValues(values), LengthOf(values), sums);

    /// <inheritdoc cref="SumRows(ArrayView{float}, ArrayView{float})"/>
    public void SumRows(ArrayView<double> values, ArrayView<double> sums) =>
        Rows<double, DoubleFormat, DoubleValues>(new DoubleValues(values), LengthOf(values), sums);

    /// <summary>Starts the exact dot product of each row of a matrix and the same row of another, each rounded once.</summary>
    /// <param name="a">The rows of left factors, one after the other, in the accelerator's memory.</param>
    /// <param name="b">The rows of right factors, as many.</param>
    /// <param name="sums">Where the sums go: one for each row, in other memory of the accelerator. Rows without numbers give +0.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, the numbers do not make rows of one length, or a view is in another accelerator's memory.
    /// </exception>
    /// <exception cref="NotSupportedException">The device cannot compute exact sums, or not of so many products in a call.</exception>
    public void DotRows(ArrayView<float> a, ArrayView<float> b, ArrayView<float> sums) =>
        Rows<float, SingleFormat, SingleProducts>(new SingleProducts(a, b), LengthOf(a, b), sums);

    /// <inheritdoc cref="DotRows(ArrayView{float}, ArrayView{float}, ArrayView{float})"/>
    public void DotRows(ArrayView<double> a, ArrayView<double> b, ArrayView<double> sums) =>
        Rows<double, DoubleFormat, DoubleProducts>(new DoubleProducts(a, b), LengthOf(a, b), sums);

    /// <summary>Starts y[i] = Σ x[j] with offsets[i] ≤ j &lt; offsets[i + 1], each the exact sum rounded once.</summary>
    /// <param name="values">The numbers x, in the accelerator's memory.</param>
    /// <param name="offsets">
    /// Where the segments begin, and at last where the last one ends, in the accelerator's memory: from 0 to the number of values, ascending.
    /// The device checks them: a segment that does not exist gives NaN.
    /// </param>
    /// <param name="sums">
    /// Where the sums y go: one less than there are offsets, in other memory of the accelerator. A segment without numbers gives +0.
    /// </param>
    /// <exception cref="ArgumentException">There are not as many sums, or a view is in another accelerator's memory.</exception>
    /// <exception cref="NotSupportedException">The device cannot compute exact sums, or not of so many numbers in a call.</exception>
    public void SumSegments(ArrayView<float> values, ArrayView<int> offsets, ArrayView<float> sums) =>
        Segments<float, SingleFormat, SingleValues>(new SingleValues(values), LengthOf(values), offsets, sums);

    /// <inheritdoc cref="SumSegments(ArrayView{float}, ArrayView{int}, ArrayView{float})"/>
    public void SumSegments(ArrayView<double> values, ArrayView<int> offsets, ArrayView<double> sums) =>
        Segments<double, DoubleFormat, DoubleValues>(new DoubleValues(values), LengthOf(values), offsets, sums);

    /// <summary>Starts y[i] = x[0] + … + x[i], each the exact sum rounded once.</summary>
    /// <param name="source">The numbers x, in the accelerator's memory.</param>
    /// <param name="destination">Where the sums y go: at least as long. It may be the source itself, and must not overlap it otherwise.</param>
    /// <exception cref="ArgumentException">The destination is too short, or a view is in another accelerator's memory.</exception>
    /// <exception cref="NotSupportedException">The device cannot compute exact sums, or not of so many numbers in a call.</exception>
    public void CumulativeSum(ArrayView<float> source, ArrayView<float> destination) =>
        Prefixes<float, SingleFormat, SingleValues>(new SingleValues(source), LengthOf(source), destination);

    /// <inheritdoc cref="CumulativeSum(ArrayView{float}, ArrayView{float})"/>
    public void CumulativeSum(ArrayView<double> source, ArrayView<double> destination) =>
        Prefixes<double, DoubleFormat, DoubleValues>(new DoubleValues(source), LengthOf(source), destination);

    private void Start<T, TFormat, TAddends, TBinTerms, TValues>(
        Func<long, long, TAddends> addendsOf,
        Func<TAddends, TBinTerms> binTermsOf,
        long length,
        Determinism determinism,
        Func<ArrayView<T>, TValues> valuesOf,
        ArrayView<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormat : struct, IFormat<T>
        where TAddends : struct, IAddends<T>, IExtractionTerms, IWindowTerms
        where TBinTerms : struct, IBinTerms
        where TValues : struct, IAddends<T>
    {
        var shape = LaunchShape.For(_accelerator, length);
        Validate(determinism, shape);
        if (LengthOf(result) == 0) throw new ArgumentException("The result has no element: the sum needs one.");
        if (length == 0)
        {
            result.SubView(0, 1).MemSetToZero(_stream);
            return;
        }

        switch (determinism)
        {
            case Determinism.NotGuaranteed:
                var memory = ByAtomics<T, TFormat, TAddends>(addendsOf(0, length), length, shape);
                _kernels.Load<Action<AcceleratorStream, Index1D, ArrayView<T>, ArrayView<long>, ArrayView<T>>>(
                    ResultKernels.AtomicKernel<T, TFormat>)(
                    _stream, 1, memory.SubView(0, 1).Cast<T>(), memory.SubView(1, 1), result);
                break;
            case Determinism.FixedTree:
                _kernels.Load<Action<AcceleratorStream, Index1D, ArrayView<T>, ArrayView<T>>>(ResultKernels.TreeKernel<T, TFormat>)(
                    _stream, 1, ByTree(addendsOf(0, length), length, default(TFormat).NegativeZero, shape, valuesOf), result);
                break;
            case Determinism.Binned:
                T[] binned = [default(TFormat).Round(Binned(binTermsOf(addendsOf(0, length)), length, shape))];
                result.SubView(0, 1).CopyFromCPU(_stream, binned);
                _stream.Synchronize();
                break;
            default:
                var sum = Accumulate(addendsOf, length, shape);
                AddSigns(addendsOf, length, shape, sum);
                var limbs = default(TAddends).SumLimbs;
                _kernels.Load<Action<AcceleratorStream, Index1D, ArrayView<long>, int, ArrayView<long>, ArrayView<T>>>(
                    ResultKernels.RoundKernel<T, TFormat>)(
                    _stream, 1, sum.SubView(0, limbs), 32 * default(TAddends).FirstSumLimb, sum.SubView(limbs, 1), result);
                break;
        }
    }

    private void Rows<T, TFormat, TTerms>(TTerms terms, long length, ArrayView<T> sums)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
        where TTerms : struct, IExtractionTerms, IWindowTerms
    {
        var rows = LengthOf(sums);
        if (rows == 0 ? length != 0 : length % rows != 0)
            throw new ArgumentException($"{length} numbers are not {rows} rows of one length.");
        EachSegment<T, TFormat, TTerms, Rows>(terms, length, new Rows((int)(length / Math.Max(rows, 1))), sums);
    }

    private void Segments<T, TFormat, TTerms>(TTerms terms, long length, ArrayView<int> offsets, ArrayView<T> sums)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
        where TTerms : struct, IExtractionTerms, IWindowTerms
    {
        if (LengthOf(offsets) != LengthOf(sums) + 1)
            throw new ArgumentException($"{sums.Length} sums need {sums.Length + 1} offsets; there are {offsets.Length}.");
        EachSegment<T, TFormat, TTerms, OffsetSegments>(terms, length, new OffsetSegments(offsets, (int)length), sums);
    }

    /// <summary>Starts the exact sum of each segment, rounded once.</summary>
    internal void EachSegment<T, TFormat, TTerms, TSegments>(TTerms terms, long length, TSegments segments, ArrayView<T> sums)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
        where TTerms : struct, IExtractionTerms, IWindowTerms
        where TSegments : struct, ISegments
    {
        RequireRoom(length, Parts);
        if (sums.Length == 0) return;
        var groups = (int)Math.Min(sums.Length, 32L * _accelerator.NumMultiprocessors);
        var isExtracted = CanExtract;
        _kernels.Load<Action<AcceleratorStream, KernelConfig, TTerms, TSegments, ArrayView<T>>>(
            isExtracted
                ? SegmentKernels.ItemKernel<T, TFormat, TTerms, TSegments>
                : SegmentKernels.GroupKernel<T, TFormat, TTerms, TSegments>)(
            _stream,
            new KernelConfig(groups, isExtracted ? 1 : Math.Min(_accelerator.MaxNumThreadsPerGroup, FixedTree.Lanes)),
            terms,
            segments,
            sums);
    }

    private void Prefixes<T, TFormat, TTerms>(TTerms terms, long length, ArrayView<T> destination)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
        where TTerms : struct, ITerms
    {
        if (LengthOf(destination) < length)
            throw new ArgumentException($"The destination has {destination.Length} elements; {length} sums need as many.");
        RequireRoom(length, Parts);
        if (length == 0) return;
        var shape = LaunchShape.For(_accelerator, length);
        var most = Math.Min((long)shape.Groups * shape.GroupSize, MaxPrefixChunks);
        var chunks = (int)Math.Clamp(length / MinPrefixChunk, 1, most);
        var limbs = terms.SumLimbs;
        var totals = Memory(chunks * (limbs + 1L));
        totals.MemSetToZero(_stream);
        var partition = new Chunk(length, chunks);
        _kernels.Load<Action<AcceleratorStream, Index1D, TTerms, Chunk, ArrayView<long>>>(PrefixKernels.TotalsKernel<TTerms>)(
            _stream, chunks, terms, partition, totals);
        _kernels.Load<Action<AcceleratorStream, Index1D, int, int, ArrayView<long>>>(PrefixKernels.ScanKernel)(
            _stream, limbs + 1, chunks, limbs, totals);
        _kernels.Load<Action<AcceleratorStream, Index1D, TTerms, Chunk, ArrayView<long>, ArrayView<T>>>(
            PrefixKernels.PrefixKernel<T, TFormat, TTerms>)(
            _stream, chunks, terms, partition, totals, destination);
    }

    /// <summary>Throws where the device cannot compute exact sums, or not of so many numbers in a call.</summary>
    internal void RequireRoom(long length, string advice)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        RequireAtomics(HasInt64Atomics);
        if (length > TermsPerLaunch)
            throw new NotSupportedException($"Such a call takes at most {TermsPerLaunch} numbers, not {length}. {advice}");
    }
}
