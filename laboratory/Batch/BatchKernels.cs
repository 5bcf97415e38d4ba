// Matrix products as libraries compute them: fast, and in an order that may depend on the sizes.

using System.Runtime.CompilerServices;

namespace QuizKit.Laboratory.Batch;

/// <summary>A product and a sum, which a compiler may fuse: what a plain kernel has.</summary>
internal readonly struct PlainMultiplyAdd : IMultiplyAdd
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Add(float sum, float left, float right) => sum + (left * right);
}

internal static class BatchKernels
{
    /// <summary>
    /// Element (i, j) in parts, each of which adds up every <paramref name="splits"/>-th product, and then the parts from left to right: what
    /// libraries do with few rows, so that all cores have work.
    /// </summary>
    [Kernel]
    internal static void SplitKernel(
        Index1D index, FloatView left, FloatView right, FloatView result, int inner, int columns, int splits)
    {
        int i = index / columns, j = index % columns;
        var total = 0f;
        for (var split = 0; split < splits; split++)
        {
            var sum = 0f;
            for (var k = split; k < inner; k += splits)
                sum = Exact32.Add(sum, Exact32.Multiply(left[(i * inner) + k], right[(k * columns) + j]));
            total = Exact32.Add(total, sum);
        }

        result[index] = total;
    }
}
