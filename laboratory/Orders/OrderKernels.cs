// Common ways to add numbers up on a device, one kernel each.

namespace QuizKit.Laboratory.Orders;

/// <summary>Sums in binary32; every addition rounds once and is not fused.</summary>
internal static class OrderKernels
{
    /// <summary>The largest group size of these kernels; a power of two.</summary>
    public const int MostLanes = 256;

    /// <summary>One work item, from left to right.</summary>
    [Kernel]
    internal static void SequentialKernel(Index1D index, FloatView values, FloatView sum)
    {
        var total = values[0];
        for (var i = 1; i < values.Length; i++) total = Exact32.Add(total, values[i]);
        sum[0] = total;
    }

    /// <summary>Each work item adds up a block of neighbours. A second launch adds up the blocks from left to right.</summary>
    [Kernel]
    internal static void BlocksKernel(Index1D index, FloatView values, FloatView partial, int size)
    {
        int first = index * size;
        var end = first + size < (int)values.Length ? first + size : (int)values.Length;
        var total = values[first];
        for (var i = first + 1; i < end; i++) total = Exact32.Add(total, values[i]);
        partial[index] = total;
    }

    /// <summary>Each work item adds up every <paramref name="splits"/>-th number, as a split-k matrix product does.</summary>
    [Kernel]
    internal static void SplitKernel(Index1D index, FloatView values, FloatView partial, int splits)
    {
        var total = values[index];
        for (int i = index + splits; i < values.Length; i += splits) total = Exact32.Add(total, values[i]);
        partial[index] = total;
    }

    /// <summary>
    /// One work item, in the order of <see cref="NumpyOrder"/> within one of its buffers: halves down to blocks of at most 128,
    /// and in a block eight accumulators.
    /// </summary>
    [Kernel]
    internal static void NumpyPairwiseKernel(Index1D index, FloatView values, FloatView sum)
    {
        // A length still to add up, or 0 to add the latest two sums. Halving 2³¹ numbers needs a depth of 24.
        var todo = LocalMemory.Allocate<int>(64);
        var sums = LocalMemory.Allocate<float>(32);
        todo[0] = (int)values.Length;
        int left = 1, done = 0, at = 0;
        while (left > 0)
        {
            var length = todo[--left];
            if (length == 0)
            {
                done--;
                sums[done - 1] = Exact32.Add(sums[done - 1], sums[done]);
            }
            else if (length <= NumpyOrder.Block)
            {
                sums[done++] = EightAccumulators(values, at, length);
                at += length;
            }
            else
            {
                var half = (length / 2) - (length / 2 % 8);
                todo[left] = 0;
                todo[left + 1] = length - half;
                todo[left + 2] = half;
                left += 3;
            }
        }

        sum[0] = sums[0];
    }

    /// <summary>
    /// The order of <see cref="TorchOrder"/>: the first work items copy the numbers that do not fill a vector, each of the others adds up a
    /// lane. A second launch adds up <paramref name="partial"/> from left to right.
    /// </summary>
    [Kernel]
    internal static void CascadeKernel(Index1D index, FloatView values, FloatView partial, int lanes)
    {
        var vectors = (int)values.Length / lanes;
        var tail = (int)values.Length - (vectors * lanes);
        if (index < tail)
        {
            partial[index] = values[(vectors * lanes) + index];
            return;
        }

        var lane = index - tail;
        var rowLength = vectors / TorchOrder.Rows;
        var total = Cascade(values, lane, TorchOrder.Rows * lanes, rowLength);
        for (var vector = rowLength * TorchOrder.Rows; vector < vectors; vector++)
            total = Exact32.Add(total, values[(vector * lanes) + lane]);
        for (var row = 1; row < TorchOrder.Rows; row++)
            total = Exact32.Add(total, Cascade(values, lane + (row * lanes), TorchOrder.Rows * lanes, rowLength));
        partial[index] = total;
    }

    /// <summary>One group: each work item adds up every n-th number, then the group folds in halves in shared memory.</summary>
    [Kernel]
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

    /// <summary>
    /// One warp: each lane adds up every n-th number, then the lanes fold by shuffles, as in most hand-written reductions.
    /// </summary>
    [Kernel]
    [NeedsWarpShuffle]
    internal static void WarpKernel(FloatView values, FloatView sum)
    {
        var total = Stride(values);
        for (var offset = Warp.WarpSize / 2; offset > 0; offset /= 2) total = Exact32.Add(total, Warp.ShuffleDown(total, offset));
        if (Warp.IsFirstLane) sum[0] = total;
    }

    private static float EightAccumulators(FloatView values, int at, int length)
    {
        var lanes = LocalMemory.Allocate<float>(8);
        var accumulators = length < 8 ? 1 : 8;
        for (var lane = 0; lane < accumulators; lane++) lanes[lane] = values[at + lane];
        var whole = length - (length % accumulators);
        for (var i = accumulators; i < whole; i++) lanes[i % accumulators] = Exact32.Add(lanes[i % accumulators], values[at + i]);
        for (var width = 1; width < accumulators; width *= 2)
        {
            for (var lane = 0; lane < accumulators; lane += 2 * width) lanes[lane] = Exact32.Add(lanes[lane], lanes[lane + width]);
        }

        var total = lanes[0];
        for (var i = whole; i < length; i++) total = Exact32.Add(total, values[at + i]);
        return total;
    }

    private static float Cascade(FloatView values, int first, int stride, int count)
    {
        var step = TorchOrder.StepOf(count);
        float level0 = 0f, level1 = 0f, level2 = 0f, level3 = 0f;
        for (var taken = 1; taken <= count; taken++)
        {
            level0 = Exact32.Add(level0, values[first + ((taken - 1) * stride)]);
            if (taken % step != 0) continue;
            level1 = Exact32.Add(level1, level0);
            level0 = 0f;
            if (taken % (step * step) != 0) continue;
            level2 = Exact32.Add(level2, level1);
            level1 = 0f;
            if (taken % (step * step * step) != 0) continue;
            level3 = Exact32.Add(level3, level2);
            level2 = 0f;
        }

        return Exact32.Add(Exact32.Add(Exact32.Add(level0, level1), level2), level3);
    }

    /// <summary>Work items past the end return −0, which does not change a sum.</summary>
    private static float Stride(FloatView values)
    {
        if (Group.IdxX >= values.Length) return -0f;
        var total = values[Group.IdxX];
        for (var i = Group.IdxX + Group.DimX; i < values.Length; i += Group.DimX) total = Exact32.Add(total, values[i]);
        return total;
    }

    /// <summary>
    /// One atomic addition for each number; each work item takes every n-th. The numbers must not be NaN: the compare-and-swap loop of some
    /// devices would not end.
    /// </summary>
    [Kernel]
    [PlainArithmetic("Atomic additions of a device round in their own way; this kernel is about their order.")]
    internal static void AtomicSumKernel(Index1D index, FloatView values, FloatView sum, int items)
    {
        for (int i = index; i < values.Length; i += items) Atomic.Add(ref sum[0], values[i]);
    }
}
