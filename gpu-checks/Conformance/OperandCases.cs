// The operands of the conformance tests: edge cases in all combinations, then random bit patterns.

using System.Numerics;

namespace QuizKit.GpuChecks.Conformance;

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
        return Create(Edges32, Enumerable.Range(0, random).Select(i => Words(Philox.At(seed, 1, (ulong)i))));

        static (float A, float B, float C) Words(RandomWords words) => (
            BitConverter.UInt32BitsToSingle(words.A), BitConverter.UInt32BitsToSingle(words.B), BitConverter.UInt32BitsToSingle(words.C));
    }

    /// <summary>Binary64 triples, in the same way.</summary>
    public static (double A, double B, double C)[] Binary64(ulong seed, int random)
    {
        return Create(Edges64, Enumerable.Range(0, random).Select(i => (Bits(2, i), Bits(3, i), Bits(4, i))));

        double Bits(ulong stream, int index)
        {
            var words = Philox.At(seed, stream, (ulong)index);
            return BitConverter.UInt64BitsToDouble(((ulong)words.A << 32) | words.B);
        }
    }

    /// <summary>Every other triple has the rounding error of the product: the most sensitive test of a fused operation.</summary>
    private static (T A, T B, T C)[] Create<T>(T[] edges, IEnumerable<(T A, T B, T C)> random)
        where T : INumber<T>
    {
        var cases = new List<(T, T, T)>();
        foreach (var a in edges)
        {
            foreach (var b in edges)
            {
                cases.Add((a, b, edges[cases.Count % edges.Length]));
                cases.Add((a, b, -(a * b)));
            }
        }

        return [.. cases, .. random.Select((words, i) => (i & 1) == 0 ? words : (words.A, words.B, -(words.A * words.B)))];
    }

    private static IEnumerable<T> Signed<T>(T[] values)
        where T : INumber<T> => values.SelectMany(value => new[] { value, -value });
}
