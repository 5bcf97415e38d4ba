// Checks whether a device adds as an extraction requires.

using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;
using QuizKit.Numerics.Gpu.Kernels;

namespace QuizKit.Numerics.Gpu.Exact;

/// <summary>
/// Checks whether a device rounds sums of binary64 numbers to nearest, keeps subnormal numbers, and adds in the order of the source. OpenCL
/// guarantees that for binary64 numbers, but not for subnormal binary32 numbers that are converted to binary64.
/// </summary>
internal static class AdditionProbe
{
    // Pairs of numbers: remainders of both signs, ties to even and to odd, the largest and the smallest numbers.
    private static readonly double[] Numbers =
    [
        1 << 30, 1e-7,
        1 << 30, -1e-7,
        1, Math.ScaleB(1.5, -53),
        1, Math.ScaleB(1, -53),
        1 + Math.ScaleB(1, -52), Math.ScaleB(1, -53),
        double.MaxValue / 4, -1e290,
        Math.ScaleB(1.5, -1022), -double.Epsilon,
    ];

    private static readonly float[] Singles =
        [1, float.Epsilon, -float.Epsilon, float.BitDecrement(MathF.ScaleB(1, -126)), MathF.ScaleB(1, -126), 0, -float.MaxValue];

    /// <summary>The required results: those of this process.</summary>
    public static double[] Expected { get; } = [.. Singles.SelectMany((single, i) =>
    {
        double x = Numbers[2 * i], y = Numbers[(2 * i) + 1], part = (x + y) - x;
        return new[] { part, y - part, single };
    })];

    /// <summary>Returns whether a device adds as IEEE 754 requires.</summary>
    public static bool IsPassed(AcceleratorStream stream)
    {
        var accelerator = stream.Accelerator;
        if (accelerator is CLAccelerator { Capabilities.Float64: false }) return false;
        using var numbers = accelerator.Allocate1D(Numbers);
        using var singles = accelerator.Allocate1D(Singles);
        using var results = accelerator.Allocate1D<double>(Expected.Length);
        KernelLoader.Of(accelerator)
            .Load<Action<AcceleratorStream, KernelConfig, ArrayView<double>, ArrayView<float>, ArrayView<double>>>(ProbeKernel)(
            stream, new KernelConfig(1, 1), numbers.View.AsContiguous(), singles.View.AsContiguous(), results.View.AsContiguous());
        var answer = new double[Expected.Length];
        results.View.AsContiguous().CopyToCPU(stream, answer);
        stream.Synchronize();
        return IsRight(answer);
    }

    /// <summary>Returns whether all results have the required bits.</summary>
    public static bool IsRight(double[] answer) =>
        answer.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(Expected.Select(BitConverter.DoubleToInt64Bits));

    /// <summary>Adds numbers as an extraction does, and converts numbers to binary64.</summary>
    /// <param name="numbers">Pairs of numbers, x and y.</param>
    /// <param name="singles">A number to convert for each pair.</param>
    /// <param name="results">For each pair (x + y) − x, the remainder of y, and the converted number.</param>
    [Kernel]
    private static void ProbeKernel(ArrayView<double> numbers, ArrayView<float> singles, ArrayView<double> results)
    {
        for (var i = 0; i < singles.IntLength; i++)
        {
            double x = numbers[2 * i], y = numbers[(2 * i) + 1], part = (x + y) - x;
            results[3 * i] = part;
            results[(3 * i) + 1] = y - part;
            results[(3 * i) + 2] = singles[i];
        }
    }
}
