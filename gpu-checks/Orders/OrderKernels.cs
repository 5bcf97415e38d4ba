// The ways in which a device is usually told to add numbers up, each a kernel that can be read in one look.

using ILGPU;
using QuizKit.GpuChecks.Arithmetic;
using QuizKit.GpuChecks.Kernels;

namespace QuizKit.GpuChecks.Orders;

/// <summary>Sums in binary32, every addition rounded once and none fused.</summary>
internal static class OrderKernels
{
    /// <summary>The most work items in a group of these kernels; a power of two.</summary>
    public const int MostLanes = 256;

    /// <summary>One work item, from left to right.</summary>
    internal static void SequentialKernel(Index1D index, FloatView values, FloatView sum)
    {
        var total = values[0];
        for (var i = 1; i < values.Length; i++) total = Exact32.Add(total, values[i]);
        sum[0] = total;
    }

    /// <summary>Each work item adds up a block of neighbours; the first one adds the blocks up from left to right. Run the items in two launches.</summary>
    internal static void BlocksKernel(Index1D index, FloatView values, FloatView partial, int size)
    {
        int first = index * size;
        var end = first + size < (int)values.Length ? first + size : (int)values.Length;
        var total = values[first];
        for (var i = first + 1; i < end; i++) total = Exact32.Add(total, values[i]);
        partial[index] = total;
    }

    /// <summary>Each work item adds up every <paramref name="splits"/>-th number, as a split-k matrix product does.</summary>
    internal static void SplitKernel(Index1D index, FloatView values, FloatView partial, int splits)
    {
        var total = values[index];
        for (int i = index + splits; i < values.Length; i += splits) total = Exact32.Add(total, values[i]);
        partial[index] = total;
    }

    /// <summary>A group: each work item adds up every n-th number, then halves of the group fold in shared memory.</summary>
    internal static void GroupTreeKernel(FloatView values, FloatView sum)
    {
        var lanes = SharedMemory.Allocate<float>(MostLanes);
        lanes[Group.IdxX] = Stride(values);
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) lanes[Group.IdxX] = Exact32.Add(lanes[Group.IdxX], lanes[Group.IdxX + half]);
            Group.Barrier();
        }

        if (Group.IdxX == 0) sum[0] = lanes[0];
    }

    /// <summary>A warp: each lane adds up every n-th number, then lanes fold by shuffles, as most hand-written reductions end.</summary>
    [NeedsWarpShuffle]
    internal static void WarpKernel(FloatView values, FloatView sum)
    {
        var total = Stride(values);
        for (var offset = Warp.WarpSize / 2; offset > 0; offset /= 2) total = Exact32.Add(total, Warp.ShuffleDown(total, offset));
        if (Warp.IsFirstLane) sum[0] = total;
    }

    /// <summary>Numbers past the end count as −0, which changes no sum.</summary>
    private static float Stride(FloatView values)
    {
        if (Group.IdxX >= values.Length) return -0f;
        var total = values[Group.IdxX];
        for (var i = Group.IdxX + Group.DimX; i < values.Length; i += Group.DimX) total = Exact32.Add(total, values[i]);
        return total;
    }
}
