// Products of matrices on an accelerator of ILGPU whose bits do not depend on the batch.

using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using QuizKit.Numerics.Gpu.Kernels;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu;

/// <summary>
/// Products of binary32 matrices on one accelerator. A row of the result depends on its row of the left matrix and on the right matrix alone:
/// its bits are the same for every number of rows (the batch), at every position among them, for every launch shape, in every run and on
/// every device. Matrices are in row-major order.
/// </summary>
/// <remarks>
/// A call returns before the device is done. What is started on the same stream later finds the result; for others, and for the host, <see
/// cref="AcceleratorStream.Synchronize"/> waits for it. Dispose of this object after that. An instance owns a copy of the right matrix of its
/// largest product with <see cref="Determinism.CorrectlyRounded"/>. Not safe for use from several threads at a time.
/// </remarks>
public sealed class DeviceMatrix : IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly KernelLoader _kernels;
    private readonly DeviceSum _sums;
    private MemoryBuffer1D<float, Stride1D.Dense>? _columns;
    private bool _isDisposed;

    /// <summary>
    /// Prepares products on an accelerator's default stream. Kernels are compiled at their first use and kept with the accelerator.
    /// </summary>
    /// <param name="accelerator">The accelerator; the caller disposes of it.</param>
    public DeviceMatrix(Accelerator accelerator)
        : this((accelerator ?? throw new ArgumentNullException(nameof(accelerator))).DefaultStream)
    {
    }

    /// <summary>Prepares products on a stream.</summary>
    /// <param name="stream">The stream; the caller disposes of it and of its accelerator.</param>
    public DeviceMatrix(AcceleratorStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _accelerator = stream.Accelerator;
        _stream = stream;
        _kernels = KernelLoader.Of(_accelerator);
        _sums = new DeviceSum(stream);
    }

    /// <inheritdoc cref="Multiply(ArrayView{float}, ArrayView{float}, ArrayView{float}, int, int, int, Determinism, LaunchShape)"/>
    public void Multiply(
        ArrayView<float> left,
        ArrayView<float> right,
        ArrayView<float> result,
        int rows,
        int inner,
        int columns,
        Determinism determinism) =>
        Multiply(left, right, result, rows, inner, columns, determinism, ShapeFor(_accelerator, rows, columns));

    /// <summary>Starts C = A·B, C[i, j] = Σ A[i, k]·B[k, j].</summary>
    /// <remarks>
    /// With <see cref="Determinism.FixedTree"/> every product and every sum is rounded to binary32, none is fused: the products of an element
    /// are added up from left to right in blocks of 16, and the blocks from left to right. The error is at most γ(15 + ⌈inner/16⌉)·Σ|a·b|. With
    /// <see cref="Determinism.CorrectlyRounded"/> each element is the exact dot product, rounded once, as <see cref="ExactMatrix"/> gives it.
    /// </remarks>
    /// <param name="left">A, rows × inner elements, in the accelerator's memory.</param>
    /// <param name="right">B, inner × columns elements.</param>
    /// <param name="result">Where C goes, rows × columns elements, in other memory of the accelerator.</param>
    /// <param name="rows">The number of rows of A and C.</param>
    /// <param name="inner">The number of columns of A and of rows of B. If it is 0, each element of C is +0.</param>
    /// <param name="columns">The number of columns of B and C.</param>
    /// <param name="determinism"><see cref="Determinism.FixedTree"/> or <see cref="Determinism.CorrectlyRounded"/>.</param>
    /// <param name="shape">The launch shape of a fixed tree; without it, one that fills the device. It affects the speed only.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException">
    /// A view has another length than its dimensions say, or is in another accelerator's memory, or the device cannot run the shape.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The level is another one, the device cannot compute exact sums or not of so many numbers, or its context flushes subnormal numbers.
    /// </exception>
    public void Multiply(
        ArrayView<float> left,
        ArrayView<float> right,
        ArrayView<float> result,
        int rows,
        int inner,
        int columns,
        Determinism determinism,
        LaunchShape shape)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Require("The left matrix", left, rows, inner);
        Require("The right matrix", right, inner, columns);
        Require("The result", result, rows, columns);
        shape.Validate(_accelerator);
        if (determinism is not (Determinism.FixedTree or Determinism.CorrectlyRounded))
            throw new NotSupportedException($"Matrices are multiplied with FixedTree or CorrectlyRounded, not with {determinism}.");
        if (result.Length == 0) return;
        if (inner == 0) result.MemSetToZero(_stream);
        else if (determinism == Determinism.CorrectlyRounded) MultiplyExactly(left, right, result, new MatrixShape(rows, inner, columns));
        else Multiply(new RoundedMultiplyAdd(), left, right, result, new MatrixShape(rows, inner, columns), shape);
    }

    /// <summary>Frees the device memory. An accelerator that was disposed of first has freed it already.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _sums.Dispose();
        _columns?.Dispose();
        _columns = null;
    }

    /// <summary>Returns a shape that fills a device: a group for each tile, or on a CPU eight work items for each core.</summary>
    internal static LaunchShape ShapeFor(Accelerator accelerator, int rows, int columns)
    {
        var isGrouped = !LaunchShape.IsCpu(accelerator) && accelerator.MaxNumThreadsPerGroup >= MatrixKernels.Tile * MatrixKernels.Tile;
        var sizes = new MatrixShape(Math.Max(rows, 1), 1, Math.Max(columns, 1));
        if (!isGrouped) return new LaunchShape((int)Math.Min((long)sizes.Rows * sizes.Strips, 8 * accelerator.NumMultiprocessors), 1);
        var tiles = sizes.Tiles;
        return new LaunchShape(Math.Min(tiles, 32 * accelerator.NumMultiprocessors), MatrixKernels.Tile * MatrixKernels.Tile);
    }

    /// <summary>Starts a product by the tiled kernel with any arithmetic.</summary>
    internal void Multiply<TMultiplyAdd>(
        TMultiplyAdd multiplyAdd,
        ArrayView<float> left,
        ArrayView<float> right,
        ArrayView<float> result,
        MatrixShape sizes,
        LaunchShape shape)
        where TMultiplyAdd : struct, IMultiplyAdd
    {
        DeviceSum.RequireGradualUnderflow(_accelerator.Context.Properties.MathMode, _accelerator is CPUAccelerator);

        // A group has shared memory for one tile; otherwise a work item takes a row of a tile.
        const int tile = MatrixKernels.Tile * MatrixKernels.Tile;
        var isGrouped = shape.GroupSize >= tile;
        _kernels.Load<
            Action<AcceleratorStream, KernelConfig, TMultiplyAdd, ArrayView<float>, ArrayView<float>, ArrayView<float>, MatrixShape>>(
            isGrouped ? MatrixKernels.GroupKernel<TMultiplyAdd> : MatrixKernels.ItemKernel<TMultiplyAdd>)(
            _stream, new KernelConfig(shape.Groups, isGrouped ? tile : shape.GroupSize), multiplyAdd, left, right, result, sizes);
    }

    private void MultiplyExactly(ArrayView<float> left, ArrayView<float> right, ArrayView<float> result, MatrixShape sizes)
    {
        // The columns of the right matrix lie side by side at a distance of a power of two, so that an index is split without a division.
        var stride = (int)BitOperations.RoundUpToPowerOf2((uint)sizes.Inner);
        _sums.RequireRoom((long)sizes.Columns * stride, "Give it fewer columns.");
        var columns = Columns((long)sizes.Columns * stride);
        _kernels.Load<Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, MatrixShape, int>>(
            MatrixKernels.TransposeKernel)(
            _stream, (int)right.Length, right, columns, sizes, stride);
        for (var row = 0; row < sizes.Rows; row++)
        {
            _sums.EachSegment<float, SingleFormat, RowProducts, PaddedRows>(
                new RowProducts(left.SubView((long)row * sizes.Inner, sizes.Inner), columns, stride),
                columns.Length,
                new PaddedRows(sizes.Inner, stride),
                result.SubView((long)row * sizes.Columns, sizes.Columns));
        }
    }

    private ArrayView<float> Columns(long length)
    {
        if (_columns is null || _columns.Length < length)
        {
            // An earlier product may still read it.
            if (_columns is not null) _stream.Synchronize();
            _columns?.Dispose();
            _columns = null;
            _columns = _accelerator.Allocate1D<float>(length);
        }

        return _columns.View.AsContiguous().SubView(0, length);
    }

    private void Require(string name, ArrayView<float> view, int rows, int columns)
    {
        var expected = (long)rows * columns;
        if (view.Length != expected) throw new ArgumentException($"{name} has {view.Length} elements; {rows} × {columns} need {expected}.");
        if (expected > int.MaxValue)
            throw new NotSupportedException($"{name} has {expected} elements; a product takes {int.MaxValue} at most.");
        if (expected > 0 && view.GetAccelerator() != _accelerator)
        {
            throw new ArgumentException(
                $"{name} is in the memory of {view.GetAccelerator().Name}; this product runs on another accelerator, {_accelerator.Name}.");
        }
    }
}
