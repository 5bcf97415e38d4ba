// Kernels that are wrong on purpose, each in the way that its claim must not overlook.

using ILGPU;
using QuizKit.Devices.Arithmetic;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;

namespace QuizKit.GpuChecks.Tests.Checks;

internal static class MutantKernels
{
    /// <summary>Finds weights for XOR, as a unit that also sees the product of its inputs would.</summary>
    public static void SearchWithProduct(Index1D index, int steps, IntView found)
    {
        Question01Kernels.SearchKernel(index, steps, found);
        if (index == 0) Atomic.Add(ref found[0b0110], 1);
    }

    public static void OneHiddenUnit(Index1D index, FloatView p, IntView outputs)
    {
        var x1 = index & 1;
        var x2 = index >> 1;
        outputs[index] = Exact32.Add(Exact32.Add(Exact32.Multiply(p[0], x1), Exact32.Multiply(p[1], x2)), p[2]) > 0f ? 1 : 0;
    }

    public static void AlwaysRectified(
        Index1D index, FloatView input, FloatView weights, FloatView biases, FloatView output, int outputs, int relu, int items) =>
        Question03Kernels.LinearLayerKernel(index, input, weights, biases, output, outputs, 1, items);

    /// <summary>The collapsed layer, and no other, loses its bias: it is the one from 24 inputs to 12 outputs.</summary>
    public static void CollapsedWithoutBias(
        Index1D index, FloatView input, FloatView weights, FloatView biases, FloatView output, int outputs, int relu, int items)
    {
        Question03Kernels.LinearLayerKernel(index, input, weights, biases, output, outputs, relu, items);
        if (outputs != 12 || weights.Length != 24 * 12) return;
        for (int at = index; at < output.Length; at += items) output[at] = Exact32.Subtract(output[at], biases[at % 12]);
    }

    public static void NeverRectified(
        Index1D index, FloatView input, FloatView weights, FloatView biases, FloatView output, int outputs, int relu, int items) =>
        Question03Kernels.LinearLayerKernel(index, input, weights, biases, output, outputs, 0, items);

    public static void BendAtATenth(Index1D index, FloatView z, LongView sums, int items)
    {
        Question08Kernels.RectifyKernel(index, z, sums, items);
        for (int i = index; i < z.Length; i += items)
            if (z[i] > 0f && z[i] < 0.1f) sums[(3 * index) + 2]++;
    }

    public static void CountsMoreInABatch(
        Index1D index, FloatView input, FloatView weights, FloatView output, IntView counters, int inputs, int outputs)
    {
        Question16Kernels.CountingLayerKernel(index, input, weights, output, counters, inputs, outputs);
        if (index >= outputs) Atomic.Add(ref counters[0], 1);
    }

    public static void OneOrderFourTimes(Index1D index, FloatView a, FloatView b, FloatView results, FloatView scratch, int n)
    {
        var sum = SummationOrders.Sequential(a, index * n, b, index * n, n);
        for (var order = 0; order < 4; order++) results[(index * 4) + order] = sum;
    }

    public static void SameParentheses(Index1D index, FloatView operands, FloatView left, FloatView right, int items)
    {
        Question19Kernels.AssociativityKernel(index, operands, left, right, items);
        for (int i = index; i < left.Length; i += items) right[i] = left[i];
    }

    public static void NeverFused(Index1D index, FloatView operands, IntView counts, int items)
    {
        var different = 0;
        for (int i = index; i < operands.Length / 3; i += items)
        {
            float a = operands[3 * i], b = operands[(3 * i) + 1], c = operands[(3 * i) + 2];
            var unfused = Exact32.Add(Exact32.Multiply(a, b), c);
            if (unfused != Exact32.Add(Exact32.Multiply(a, b), c)) different++;
        }

        Atomic.Add(ref counts[0], different);
    }

    public static void OneItemAddsAll(Index1D index, FloatView values, FloatView sum, int items)
    {
        if (index != 0) return;
        for (var i = 0; i < values.Length; i++) sum[0] = Exact32.Add(sum[0], values[i]);
    }
}
