// Products of matrices on a device whose elements are added up in one order, whatever the sizes and the launch shape.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

/// <summary>How a product is added to a sum.</summary>
internal interface IMultiplyAdd
{
    float Add(float sum, float left, float right);
}

/// <summary>The product is rounded, and then the sum.</summary>
/// <remarks>
/// A device compiler may contract a product and the addition that follows. So a rounded product passes through an integer exclusive-or with
/// a zero that is known only at the launch.
/// </remarks>
internal readonly struct RoundedMultiplyAdd : IMultiplyAdd
{
    private readonly uint _zero = 0;

    public RoundedMultiplyAdd()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Add(float sum, float left, float right) =>
        sum + Interop.IntAsFloat(Interop.FloatAsInt(left * right) ^ _zero);
}

/// <summary>The sizes of a product C = A·B, row by row: A has rows × inner elements, B inner × columns.</summary>
internal readonly record struct MatrixShape(int Rows, int Inner, int Columns)
{
    /// <summary>The number of strips of <see cref="MatrixKernels.Tile"/> columns.</summary>
    public int Strips => ((Columns - 1) / MatrixKernels.Tile) + 1;

    /// <summary>The number of square tiles.</summary>
    public int Tiles => (((Rows - 1) / MatrixKernels.Tile) + 1) * Strips;
}

internal static class MatrixKernels
{
    /// <summary>The rows and columns of a tile, and the products of a block.</summary>
    public const int Tile = 16;

    /// <summary>
    /// Computes tiles by groups of <see cref="Tile"/>² work items. An element is the sum of its blocks from left to right, and a block the sum
    /// of its products from left to right; both start at +0.
    /// </summary>
    [Kernel]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GroupKernel<TMultiplyAdd>(
        TMultiplyAdd multiplyAdd, ArrayView<float> left, ArrayView<float> right, ArrayView<float> result, MatrixShape shape)
        where TMultiplyAdd : struct, IMultiplyAdd
    {
        var leftTile = SharedMemory.Allocate<float>(Tile * Tile);
        var rightTile = SharedMemory.Allocate<float>(Tile * Tile);
        int row = Group.IdxX / Tile, column = Group.IdxX % Tile;
        for (var tile = Grid.IdxX; tile < shape.Tiles; tile += Grid.DimX)
        {
            var strip = tile % shape.Strips;
            int i = (tile / shape.Strips * Tile) + row, j = (strip * Tile) + column;
            var total = 0f;
            for (var k = 0; k < shape.Inner; k += Tile)
            {
                leftTile[Group.IdxX] = i < shape.Rows && k + column < shape.Inner ? left[(i * shape.Inner) + k + column] : 0f;
                rightTile[Group.IdxX] = k + row < shape.Inner && j < shape.Columns ? right[((k + row) * shape.Columns) + j] : 0f;
                Group.Barrier();
                var sum = 0f;
                var count = IntrinsicMath.Min(Tile, shape.Inner - k);
                for (var t = 0; t < count; t++)
                    sum = multiplyAdd.Add(sum, leftTile[(row * Tile) + t], rightTile[(t * Tile) + column]);
                total += sum;
                Group.Barrier();
            }

            if (i < shape.Rows && j < shape.Columns) Store(total, result, (i * shape.Columns) + j);
        }
    }

    /// <summary>Computes a row of a tile by a work item, in the order of <see cref="GroupKernel{TMultiplyAdd}"/>.</summary>
    [Kernel]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ItemKernel<TMultiplyAdd>(
        TMultiplyAdd multiplyAdd, ArrayView<float> left, ArrayView<float> right, ArrayView<float> result, MatrixShape shape)
        where TMultiplyAdd : struct, IMultiplyAdd
    {
        var sums = LocalMemory.Allocate<float>(Tile);
        var totals = LocalMemory.Allocate<float>(Tile);
        var strips = shape.Rows * shape.Strips;
        var items = Grid.DimX * Group.DimX;
        for (var strip = (Grid.IdxX * Group.DimX) + Group.IdxX; strip < strips; strip += items)
        {
            int i = strip / shape.Strips, j = strip % shape.Strips * Tile;
            var width = IntrinsicMath.Min(Tile, shape.Columns - j);
            for (var c = 0; c < Tile; c++) totals[c] = 0f;
            for (var k = 0; k < shape.Inner; k += Tile)
            {
                var end = IntrinsicMath.Min(k + Tile, shape.Inner);
                for (var c = 0; c < Tile; c++) sums[c] = 0f;
                for (var t = k; t < end; t++)
                {
                    var factor = left[(i * shape.Inner) + t];
                    var at = (t * shape.Columns) + j;
                    for (var c = 0; c < width; c++) sums[c] = multiplyAdd.Add(sums[c], factor, right[at + c]);
                }

                for (var c = 0; c < width; c++) totals[c] += sums[c];
            }

            for (var c = 0; c < width; c++) Store(totals[c], result, (i * shape.Columns) + j + c);
        }
    }

    /// <summary>Copies the columns of a matrix side by side, at a distance of a power of two.</summary>
    [Kernel]
    public static void TransposeKernel(Index1D index, ArrayView<float> matrix, ArrayView<float> columns, MatrixShape shape, int stride)
    {
        int k = index / shape.Columns, j = index % shape.Columns;
        columns[(j * stride) + k] = matrix[index];
    }

    private static void Store(float value, ArrayView<float> result, int index)
    {
        var format = default(SingleFormat);
        if ((format.FlagsOf(value) & Numerics.Exact.StatusFlags.NaN) != 0) format.Store(format.Format.NaN, result, index);
        else result[index] = value;
    }
}
