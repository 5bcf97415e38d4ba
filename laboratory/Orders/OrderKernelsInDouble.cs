// The kernels of OrderKernels that do not imitate a library, in binary64.

namespace QuizKit.Laboratory.Orders;

/// <summary>Sums in binary64; every addition rounds once and is not fused.</summary>
internal static class OrderKernelsInDouble
{
    /// <inheritdoc cref="OrderKernels.SequentialKernel"/>
    [Kernel]
    internal static void SequentialInDoubleKernel(Index1D index, DoubleView values, DoubleView sum)
    {
        var total = values[0];
        for (var i = 1; i < values.Length; i++) total = Exact64.Add(total, values[i]);
        sum[0] = total;
    }

    /// <inheritdoc cref="OrderKernels.BlocksKernel"/>
    [Kernel]
    internal static void BlocksInDoubleKernel(Index1D index, DoubleView values, DoubleView partial, int size)
    {
        int first = index * size;
        var end = first + size < (int)values.Length ? first + size : (int)values.Length;
        var total = values[first];
        for (var i = first + 1; i < end; i++) total = Exact64.Add(total, values[i]);
        partial[index] = total;
    }

    /// <inheritdoc cref="OrderKernels.SplitKernel"/>
    [Kernel]
    internal static void SplitInDoubleKernel(Index1D index, DoubleView values, DoubleView partial, int splits)
    {
        var total = values[index];
        for (int i = index + splits; i < values.Length; i += splits) total = Exact64.Add(total, values[i]);
        partial[index] = total;
    }

    /// <inheritdoc cref="OrderKernels.GroupTreeKernel"/>
    [Kernel]
    internal static void GroupTreeInDoubleKernel(DoubleView values, DoubleView sum)
    {
        var lanes = SharedMemory.Allocate<double>(OrderKernels.MostLanes);
        lanes[Group.IdxX] = Stride(values);
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) lanes[Group.IdxX] = Exact64.Add(lanes[Group.IdxX], lanes[Group.IdxX + half]);
            Group.Barrier();
        }

        if (Group.IdxX == 0) sum[0] = lanes[0];
    }

    /// <summary>Work items past the end return −0, which does not change a sum.</summary>
    private static double Stride(DoubleView values)
    {
        if (Group.IdxX >= values.Length) return -0.0;
        var total = values[Group.IdxX];
        for (var i = Group.IdxX + Group.DimX; i < values.Length; i += Group.DimX) total = Exact64.Add(total, values[i]);
        return total;
    }
}
