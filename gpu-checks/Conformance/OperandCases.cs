// The operands of the conformance tests: edge cases in all combinations, then random bit patterns.

using QuizKit.Devices.Arithmetic;

namespace QuizKit.GpuChecks.Conformance;

/// <summary>Generates operands.</summary>
internal static class OperandCases
{
    /// <summary>
    /// Both zeros, subnormals, the smallest normal number and its neighbours, ties of a product and of a sum, powers of two with
    /// their neighbours, numbers around the square root of the largest, the largest, the infinities and NaN.
    /// </summary>
    private static readonly float[] Edges32 =
    [
        .. Signed([
            0f, float.Epsilon, 3 * float.Epsilon, 1.17549421e-38f, 1.17549435e-38f, 1.76324153e-38f, 5.9604645e-8f, 0.333333343f, 0.5f,
            0.99999994f, 1f, 1.0000001f, 1.00024414f, 1.00048828f, 1.5f, 3f, 8388609f, 16777215f, 16777216f, 1.8446744e19f, 1.7014118e38f,
            float.MaxValue, float.PositiveInfinity]),
        float.NaN,
    ];

    private static readonly double[] Edges64 =
    [
        .. Signed([
            0.0, double.Epsilon, 3 * double.Epsilon, 2.225073858507201e-308, 2.2250738585072014e-308, 3.337610787760802e-308,
            1.1102230246251565e-16, 1.0 / 3, 0.5, 0.99999999999999989, 1, 1.0000000000000002, 1 + (1.0 / (1 << 27)), 1.5, 3,
            4503599627370497, 9007199254740991, 9007199254740992, 1.3407807929942596e154, 8.98846567431158e307, double.MaxValue,
            double.PositiveInfinity]),
        double.NaN,
    ];

    /// <summary>Binary32 triples: every pair of edge cases, each with a third one, then random bit patterns.</summary>
    public static (float A, float B, float C)[] Binary32(ulong seed, int random)
    {
        var cases = new List<(float, float, float)>();
        foreach (var a in Edges32)
        {
            foreach (var b in Edges32)
            {
                cases.Add((a, b, Edges32[cases.Count % Edges32.Length]));

                // The rounding error of the product: the most sensitive test of a fused operation.
                cases.Add((a, b, -(a * b)));
            }
        }

        for (var i = 0; i < random; i++)
        {
            var words = Philox.At(seed, 1, (ulong)i);
            float a = BitConverter.UInt32BitsToSingle(words.A), b = BitConverter.UInt32BitsToSingle(words.B);
            cases.Add((a, b, (i & 1) == 0 ? BitConverter.UInt32BitsToSingle(words.C) : -(a * b)));
        }

        return [.. cases];
    }

    /// <summary>Binary64 triples, in the same way.</summary>
    public static (double A, double B, double C)[] Binary64(ulong seed, int random)
    {
        var cases = new List<(double, double, double)>();
        foreach (var a in Edges64)
        {
            foreach (var b in Edges64)
            {
                cases.Add((a, b, Edges64[cases.Count % Edges64.Length]));
                cases.Add((a, b, -(a * b)));
            }
        }

        for (var i = 0; i < random; i++)
        {
            double a = Bits(Philox.At(seed, 2, (ulong)i)), b = Bits(Philox.At(seed, 3, (ulong)i));
            cases.Add((a, b, (i & 1) == 0 ? Bits(Philox.At(seed, 4, (ulong)i)) : -(a * b)));
        }

        return [.. cases];
    }

    private static double Bits(RandomWords words) => BitConverter.UInt64BitsToDouble(((ulong)words.A << 32) | words.B);

    private static IEnumerable<float> Signed(float[] values) => values.SelectMany(value => new[] { value, -value });

    private static IEnumerable<double> Signed(double[] values) => values.SelectMany(value => new[] { value, -value });
}
