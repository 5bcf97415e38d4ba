// Finds out what a device really does with a·b+c, before any check relies on it.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Numerics.Gpu.Kernels;

namespace QuizKit.Devices.Kernels;

/// <summary>What a device does with the floating-point operations of one precision.</summary>
/// <param name="Unfused">a·b+c as a product and a sum: 0 where the product is rounded.</param>
/// <param name="Fused">a·b+c as one operation: <paramref name="LastTerm"/> where the product is not rounded.</param>
/// <param name="LastTerm">The part of a·b+c that rounding the product loses: 2⁻²⁴ in binary32, 2⁻⁵⁴ in binary64.</param>
internal readonly record struct ArithmeticProbe(double Unfused, double Fused, double LastTerm)
{
    /// <summary>a·b+c as plain C#: fused or not, as the device's compiler decides. Binary32 only.</summary>
    public double Plain { get; init; }

    /// <summary>2⁻¹⁴⁹ as 2⁻¹⁴⁸ times a half: 0 on a device that flushes subnormal numbers. Binary32 only.</summary>
    public double SmallestSubnormal { get; init; }

    /// <summary>The number of sums with another result than that rounded to nearest, ties to even; <see cref="Sums"/> at most.</summary>
    public int WrongSums { get; init; }

    /// <summary>Whether <see cref="Exact32"/> or <see cref="Exact64"/> does on this device what it says.</summary>
    public bool IsExact => Unfused == 0 && Fused == LastTerm && WrongSums == 0;

    /// <summary>Whether the device's compiler fuses plain a·b+c into one operation.</summary>
    public bool PlainIsFused => Plain == LastTerm;

    /// <summary>Whether the device keeps subnormal numbers.</summary>
    public bool KeepsSubnormals => SmallestSubnormal != 0;

    /// <summary>
    /// The number of probed sums: two ties, of which one goes up and one down, and a sum just above a tie with either sign. Each other
    /// rounding (toward zero, up, down, ties away from zero) gives another result for at least one of them.
    /// </summary>
    public const int Sums = 4;

    /// <summary>Probes binary32: (1+2⁻¹²)² − (1+2⁻¹¹).</summary>
    public static ArithmeticProbe Run(Accelerator accelerator)
    {
        // (1+2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, and the last term is half an ulp: rounding the product drops it.
        var a = 1f + (1f / 4096f);
        var tie = 1f / (1 << 24);
        float[] terms = [1f, tie, 1f + (2 * tie), tie, 1f, tie * (1f + (2 * tie)), -1f, -tie * (1f + (2 * tie))];
        var found = Launch(accelerator, Binary32Kernel, [a, a, -(1f + (1f / 2048f)), 2.8e-45f, 0.5f, .. terms]);
        return new ArithmeticProbe(found[0], found[1], 1.0 / (1 << 24))
        {
            Plain = found[2],
            SmallestSubnormal = found[3],
            WrongSums = Enumerable.Range(0, Sums).Count(i => found[4 + i] != terms[2 * i] + terms[(2 * i) + 1]),
        };
    }

    /// <summary>Probes binary64, on a device that has it: (1+2⁻²⁷)² − (1+2⁻²⁶).</summary>
    public static ArithmeticProbe RunBinary64(Accelerator accelerator)
    {
        var a = 1.0 + (1.0 / (1L << 27));
        var tie = 1.0 / (1L << 53);
        double[] terms = [1.0, tie, 1.0 + (2 * tie), tie, 1.0, tie * (1.0 + (2 * tie)), -1.0, -tie * (1.0 + (2 * tie))];
        var found = Launch(accelerator, Binary64Kernel, [a, a, -(1.0 + (1.0 / (1L << 26))), .. terms]);
        return new ArithmeticProbe(found[0], found[1], 1.0 / (1L << 54))
        {
            WrongSums = Enumerable.Range(0, Sums).Count(i => found[4 + i] != terms[2 * i] + terms[(2 * i) + 1]),
        };
    }

    private static T[] Launch<T>(Accelerator accelerator, Action<Index1D, ArrayView<T>, ArrayView<T>> kernel, T[] operands)
        where T : unmanaged
    {
        // Operands come from a buffer: a compiler would fold literals before any device sees them.
        using var given = accelerator.Allocate1D(operands);
        using var results = accelerator.Allocate1D(new T[4 + Sums]);
        accelerator.Run(kernel, 1, given.View.AsContiguous(), results.View.AsContiguous());
        return results.GetAsArray1D();
    }

    [Kernel]
    [PlainArithmetic("What the device's compiler makes of a*b+c is one of the answers.")]
    internal static void Binary32Kernel(Index1D index, ArrayView<float> operands, ArrayView<float> results)
    {
        float a = operands[0], b = operands[1], c = operands[2];
        results[0] = Exact32.Add(Exact32.Multiply(a, b), c);
        results[1] = Exact32.FusedMultiplyAdd(a, b, c);
        results[2] = (a * b) + c;
        results[3] = Exact32.Multiply(operands[3], operands[4]);
        for (var i = 0; i < Sums; i++) results[4 + i] = Exact32.Add(operands[5 + (2 * i)], operands[6 + (2 * i)]);
    }

    [Kernel]
    internal static void Binary64Kernel(Index1D index, ArrayView<double> operands, ArrayView<double> results)
    {
        double a = operands[0], b = operands[1], c = operands[2];
        results[0] = Exact64.Add(Exact64.Multiply(a, b), c);
        results[1] = Exact64.FusedMultiplyAdd(a, b, c);
        for (var i = 0; i < Sums; i++) results[4 + i] = Exact64.Add(operands[3 + (2 * i)], operands[4 + (2 * i)]);
    }
}
