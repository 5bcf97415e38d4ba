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

    /// <summary>
    /// The smaller of 2⁻¹⁴⁸ times a half and 2⁻¹⁴⁹ plus 2⁻¹⁴⁹: 0 on a device that flushes subnormal products or sums. Binary32 only.
    /// </summary>
    public double SmallestSubnormal { get; init; }

    /// <summary>The number of results other than those of IEEE 754, of <see cref="Results"/> in binary32.</summary>
    public int WrongResults { get; init; }

    /// <summary>Whether <see cref="Exact32"/> or <see cref="Exact64"/> does on this device what it says.</summary>
    public bool IsExact => Unfused == 0 && Fused == LastTerm && WrongResults == 0;

    /// <summary>Whether the device's compiler fuses plain a·b+c into one operation.</summary>
    public bool PlainIsFused => Plain == LastTerm;

    /// <summary>Whether the device keeps subnormal numbers.</summary>
    public bool KeepsSubnormals => SmallestSubnormal != 0;

    /// <summary>
    /// The pairs of numbers whose sums, quotients, roots and conversions are probed. The sums are two ties, of which one goes up and one
    /// down, and numbers just above a tie with either sign: each other rounding (toward zero, up, down, ties away from zero) changes one.
    /// Of the last two pairs the quotient and the root of the first number round down and up, and a product with a reciprocal, itself
    /// rounded correctly, misses both; their second number changes where its conversion to an integer does not truncate.
    /// </summary>
    internal static IReadOnlyList<(double A, double B)> Pairs(double tie) =>
    [
        (1, tie), (1 + (2 * tie), tie), (1, tie * (1 + (2 * tie))), (-1, -tie * (1 + (2 * tie))), (39, -2.75), (51, -13.75),
    ];

    /// <summary>What is computed with a pair in binary32: a+b, a/b, √a, b as an integer, and the bits of b as an integer and a float again.</summary>
    private const int Results32 = 5;

    /// <summary>What is computed with a pair in binary64: a+b and a/b.</summary>
    private const int Results64 = 2;

    /// <summary>The number of results that are compared with IEEE 754's.</summary>
    public int Results { get; init; }

    /// <summary>Probes binary32: (1+2⁻¹²)² − (1+2⁻¹¹).</summary>
    public static ArithmeticProbe Run(Accelerator accelerator)
    {
        // (1+2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, and the last term is half an ulp: rounding the product drops it.
        var a = 1f + (1f / 4096f);
        (float A, float B)[] pairs = [.. Pairs(tie: RoundingErrors.UnitRoundoff).Select(pair => ((float)pair.A, (float)pair.B))];
        float[] operands = [a, a, -(1f + (1f / 2048f)), 2.8e-45f, 0.5f, 1.4e-45f, .. pairs.SelectMany(pair => new[] { pair.A, pair.B })];
        var found = Launch(accelerator, Binary32Kernel, operands, 5 + (Results32 * pairs.Length));
        float[] expected = [.. pairs.SelectMany(pair => new[]
        {
            pair.A + pair.B, pair.A / pair.B, MathF.Sqrt(pair.A), (int)pair.B, BitConverter.SingleToInt32Bits(pair.B),
        })];
        return new ArithmeticProbe(found[0], found[1], RoundingErrors.UnitRoundoff)
        {
            Plain = found[2],
            SmallestSubnormal = Math.Min(found[3], found[4]),
            WrongResults = expected.Zip(found.Skip(5)).Count(result => !result.First.Equals(result.Second)),
            Results = expected.Length,
        };
    }

    /// <summary>Probes binary64, on a device that has it: (1+2⁻²⁷)² − (1+2⁻²⁶).</summary>
    public static ArithmeticProbe RunBinary64(Accelerator accelerator)
    {
        var a = 1.0 + (1.0 / (1L << 27));
        var pairs = Pairs(tie: RoundingErrors.UnitRoundoff64);
        double[] operands = [a, a, -(1.0 + (1.0 / (1L << 26))), .. pairs.SelectMany(pair => new[] { pair.A, pair.B })];
        var found = Launch(accelerator, Binary64Kernel, operands, 2 + (Results64 * pairs.Count));
        double[] expected = [.. pairs.SelectMany(pair => new[] { pair.A + pair.B, pair.A / pair.B })];
        return new ArithmeticProbe(found[0], found[1], RoundingErrors.UnitRoundoff64 / 2)
        {
            WrongResults = expected.Zip(found.Skip(2)).Count(result => !result.First.Equals(result.Second)),
            Results = expected.Length,
        };
    }

    private static T[] Launch<T>(Accelerator accelerator, Action<Index1D, ArrayView<T>, ArrayView<T>> kernel, T[] operands, int count)
        where T : unmanaged
    {
        // Operands come from a buffer: a compiler would fold literals before any device sees them.
        using var given = accelerator.Allocate1D(operands);
        using var results = accelerator.Allocate1D(new T[count]);
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
        results[4] = Exact32.Add(operands[5], operands[5]);
        for (int at = 6, to = 5; at < operands.Length; at += 2, to += Results32)
        {
            results[to] = Exact32.Add(operands[at], operands[at + 1]);
            results[to + 1] = Exact32.Divide(operands[at], operands[at + 1]);
            results[to + 2] = Exact32.SquareRoot(operands[at]);
            results[to + 3] = (int)operands[at + 1];
            results[to + 4] = (int)Interop.FloatAsInt(operands[at + 1]);
        }
    }

    [Kernel]
    internal static void Binary64Kernel(Index1D index, ArrayView<double> operands, ArrayView<double> results)
    {
        double a = operands[0], b = operands[1], c = operands[2];
        results[0] = Exact64.Add(Exact64.Multiply(a, b), c);
        results[1] = Exact64.FusedMultiplyAdd(a, b, c);
        for (int at = 3, to = 2; at < operands.Length; at += 2, to += Results64)
        {
            results[to] = Exact64.Add(operands[at], operands[at + 1]);
            results[to + 1] = Exact64.Divide(operands[at], operands[at + 1]);
        }
    }
}
