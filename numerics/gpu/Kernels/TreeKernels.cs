// The fixed tree on a device: a group for each tile, or a work item for each tile. The additions are the same.

using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

internal static class TreeKernels
{
    /// <summary>Adds up a tile by a group of <see cref="FixedTree.Lanes"/> work items, one for each lane.</summary>
    /// <param name="addends">The addends.</param>
    /// <param name="length">The number of addends.</param>
    /// <param name="padding">−0.</param>
    /// <param name="tiles">Receives the sum of each tile.</param>
    [Kernel]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GroupKernel<T, TAddends>(TAddends addends, long length, T padding, ArrayView<T> tiles)
        where T : unmanaged, INumber<T>
        where TAddends : struct, IAddends<T>
    {
        var lanes = SharedMemory.Allocate<T>(FixedTree.Lanes);
        for (long tile = Grid.IdxX; tile < tiles.Length; tile += Grid.DimX)
        {
            lanes[Group.IdxX] = Lane<T, TAddends>(addends, length, tile, Group.IdxX, padding);
            Group.Barrier();
            for (var half = FixedTree.Lanes / 2; half > 0; half /= 2)
            {
                if (Group.IdxX < half) lanes[Group.IdxX] += lanes[Group.IdxX + half];
                Group.Barrier();
            }

            if (Group.IdxX == 0) tiles[tile] = lanes[0];
            Group.Barrier();
        }
    }

    /// <summary>Adds up a tile by one work item, for devices whose groups have fewer work items than a tile has lanes.</summary>
    /// <inheritdoc cref="GroupKernel{T, TAddends}" path="/param"/>
    [Kernel]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ItemKernel<T, TAddends>(TAddends addends, long length, T padding, ArrayView<T> tiles)
        where T : unmanaged, INumber<T>
        where TAddends : struct, IAddends<T>
    {
        var lanes = LocalMemory.Allocate<T>(FixedTree.Lanes);
        var items = (long)Grid.DimX * Group.DimX;
        for (var tile = ((long)Grid.IdxX * Group.DimX) + Group.IdxX; tile < tiles.Length; tile += items)
        {
            // Row by row, not lane by lane as a group does: the additions are the same, and a CPU vectorizes those of a row.
            for (var lane = 0; lane < FixedTree.Lanes; lane++) lanes[lane] = padding;
            var row = tile * FixedTree.TileLength;
            var end = IntrinsicMath.Min(row + FixedTree.TileLength, length);
            for (; row + FixedTree.Lanes <= end; row += FixedTree.Lanes)
            {
                for (var lane = 0; lane < FixedTree.Lanes; lane++) lanes[lane] += addends.Load(row + lane);
            }

            for (var i = row; i < end; i++) lanes[(int)(i - row)] += addends.Load(i);
            for (var half = FixedTree.Lanes / 2; half > 0; half /= 2)
            {
                for (var lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
            }

            tiles[tile] = lanes[0];
        }
    }

    private static T Lane<T, TAddends>(TAddends addends, long length, long tile, int lane, T padding)
        where T : unmanaged, INumber<T>
        where TAddends : struct, IAddends<T>
    {
        var first = tile * FixedTree.TileLength;
        var end = first + FixedTree.TileLength;
        if (end > length) end = length;
        if (first + lane >= end) return padding;
        var sum = addends.Load(first + lane);
        for (var i = first + lane + FixedTree.Lanes; i < end; i += FixedTree.Lanes) sum += addends.Load(i);
        return sum;
    }
}
