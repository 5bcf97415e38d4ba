// Exact64 rounds once, on the CPU accelerator: compared with integer arithmetic, bit for bit. And its functions against 60 digits.

using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using Xunit;
using SoftwareDouble = QuizKit.GpuChecks.Conformance.SoftwareArithmetic<double>;

namespace QuizKit.Devices.Tests.Arithmetic;

[Collection(OnTheCpu.Name)]
public sealed class Exact64Tests(CpuFixture cpu)
{
    /// <summary>Signed zeros, subnormals, powers of two and their neighbours, ties, the largest numbers.</summary>
    private static readonly double[] Edges = new[]
    {
        0.0, double.Epsilon, 3 * double.Epsilon, 2.2250738585072009e-308, 2.2250738585072014e-308, 1.5 * 2.2250738585072014e-308, 1e-300,
        1.1102230246251565e-16, 1.0 / 3, 0.5, 0.99999999999999989, 1.0, 1.0000000000000002, 1.0000000000000004, 1 + (1.0 / (1 << 27)), 1.5,
        2.0, 3.0, 4503599627370495.5, 4503599627370497.0, 9007199254740991.0, 9007199254740992.0, 1e16, 1e154, 1.3407807929942596e154,
        8.9884656743115795e307, 1.7976931348623155e308, double.MaxValue,
    }.SelectMany(x => new[] { x, -x }).ToArray();

    [Fact]
    public void Every_operation_on_every_pair_of_edge_cases_equals_the_integer_reference_bit_for_bit()
    {
        var pairs = (from a in Edges from b in Edges select (a, b)).ToList();

        var results = Evaluate([.. pairs.Select(p => (p.a, p.b, 0.0))]);

        for (var i = 0; i < pairs.Count; i++)
        {
            var (a, b) = pairs[i];
            AssertSameBits(SoftwareDouble.Multiply(a, b), results[i][0], $"{a:R} * {b:R}");
            AssertSameBits(SoftwareDouble.Add(a, b), results[i][1], $"{a:R} + {b:R}");
            AssertSameBits(SoftwareDouble.Add(a, -b), results[i][2], $"{a:R} - {b:R}");
            if (b != 0) AssertSameBits(SoftwareDouble.Divide(a, b), results[i][3], $"{a:R} / {b:R}");
        }
    }

    [Fact]
    public void The_fused_operation_rounds_after_the_addition_for_random_operands_and_edge_cases()
    {
        var random = new Random(7);
        var triples = (from a in Edges from b in Edges select (a, b, c: Edges[random.Next(Edges.Length)])).ToList();

        // Near cancellation: c is minus the rounded product, so that only the rounding error of the product is left.
        for (var i = 0; i < 2000; i++)
        {
            double a = 1 + random.NextDouble(), b = 1 + random.NextDouble();
            triples.Add((a, b, -(a * b)));
        }

        var results = Evaluate([.. triples]);

        for (var i = 0; i < triples.Count; i++)
        {
            var (a, b, c) = triples[i];
            AssertSameBits(SoftwareDouble.FusedMultiplyAdd(a, b, c), results[i][4], $"fma({a:R}, {b:R}, {c:R})");
        }
    }

    [Fact]
    public void The_probe_tells_fused_from_unfused_arithmetic()
    {
        var probe = ArithmeticProbe.RunBinary64(cpu.Accelerator);

        Assert.Equal(new ArithmeticProbe(Unfused: 0, Fused: Math.ScaleB(1, -54), LastTerm: Math.ScaleB(1, -54)) { Results = 12 }, probe);
        Assert.True(probe.IsExact);
        Assert.False((probe with { Unfused = Math.ScaleB(1, -54) }).IsExact);
        Assert.False((probe with { Fused = 0 }).IsExact);
    }

    [Fact]
    public void The_exponential_is_within_its_documented_error() =>
        AssertWorst(Exact64Functions.ExpErrorUlps, Exact64Functions.Exp, x => FixedPoint.Exp(FixedPoint.From(x)), Sweep(-60, 700));

    [Fact]
    public void The_logarithm_is_within_its_documented_error_and_close_to_one_too()
    {
        AssertWorst(Exact64Functions.LogErrorUlps, Exact64Functions.Log, FixedPoint.Log, Sweep(0.5, 2));
        AssertWorst(Exact64Functions.LogErrorUlps, Exact64Functions.Log, FixedPoint.Log, Sweep(1e-30, 1000));
        AssertWorst(Exact64Functions.LogErrorUlps, Exact64Functions.Log, FixedPoint.Log, Sweep(-700, 700).Select(Math.Exp));
    }

    [Fact]
    public void The_sine_is_within_its_documented_error() =>
        AssertWorst(Exact64Functions.SinErrorUlps, Exact64Functions.Sin, x => FixedPoint.Sin(FixedPoint.From(x)), Sweep(-3, 3));

    [Fact]
    public void The_sigmoid_is_within_its_documented_error() =>
        AssertWorst(Exact64Functions.SigmoidErrorUlps, Exact64Functions.Sigmoid, x => FixedPoint.Sigmoid(FixedPoint.From(x)), Sweep(-60, 40));

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(710.0, double.PositiveInfinity)]
    [InlineData(-746.0, 0.0)]
    [InlineData(double.NegativeInfinity, 0.0)]
    [InlineData(double.NaN, double.NaN)]
    public void The_exponential_is_right_at_its_limits(double x, double expected) => Assert.Equal(expected, Exact64Functions.Exp(x));

    [Theory]
    [InlineData(0.0, double.NegativeInfinity)]
    [InlineData(1.0, 0.0)]
    [InlineData(-1.0, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void The_logarithm_is_right_at_its_limits(double x, double expected) => Assert.Equal(expected, Exact64Functions.Log(x));

    [Fact]
    public void Functions_reach_the_subnormal_numbers()
    {
        Assert.InRange(Exact64Functions.Exp(-740), 4.19e-322, 4.21e-322);
        Assert.Equal(-1074 * Math.Log(2), Exact64Functions.Log(double.Epsilon), 1e-12);
    }

    [Fact]
    public void The_reference_has_the_known_digits_of_its_functions_at_one()
    {
        // e, sin 1 and ln 2, rounded to binary64.
        Assert.InRange(FixedPoint.ErrorInUlps(2.718281828459045, FixedPoint.Exp(FixedPoint.One)), 0, 0.5);
        Assert.InRange(FixedPoint.ErrorInUlps(0.8414709848078965, FixedPoint.Sin(FixedPoint.One)), 0, 0.5);
        Assert.InRange(FixedPoint.ErrorInUlps(0.6931471805599453, FixedPoint.Ln2), 0, 0.5);
        Assert.InRange(FixedPoint.ErrorInUlps(2.7182818284590446, FixedPoint.Exp(FixedPoint.One)), 0.8, 1.5);
    }

    private static IEnumerable<double> Sweep(double from, double to)
    {
        const int samples = 5003;
        for (var i = 0; i < samples; i++) yield return from + ((to - from) * i / (samples - 1));
    }

    private static void AssertWorst(double documented, Func<double, double> function, Func<double, BigInteger> reference, IEnumerable<double> points)
    {
        var worst = points.Max(x => x == 1 && reference(x).IsZero ? 0 : FixedPoint.ErrorInUlps(function(x), reference(x)));

        Assert.InRange(worst, 0.4, documented);
    }

    private static void AssertSameBits(double expected, double actual, string what) =>
        Assert.True(
            BitConverter.DoubleToUInt64Bits(expected) == BitConverter.DoubleToUInt64Bits(actual),
            $"{what}: expected {expected:R}, found {actual:R}");

    private double[][] Evaluate((double A, double B, double C)[] operands)
    {
        using var a = cpu.Accelerator.Allocate1D(operands.Select(o => o.A).ToArray());
        using var b = cpu.Accelerator.Allocate1D(operands.Select(o => o.B).ToArray());
        using var c = cpu.Accelerator.Allocate1D(operands.Select(o => o.C).ToArray());
        using var results = cpu.Accelerator.Allocate1D<double>(operands.Length * 5);
        cpu.Accelerator
            .LoadAutoGroupedStreamKernel<Index1D, ArrayView<double>, ArrayView<double>, ArrayView<double>, ArrayView<double>>(EvaluateKernel)(
                operands.Length, a.View, b.View, c.View, results.View);
        cpu.Accelerator.Synchronize();
        return [.. results.GetAsArray1D().Chunk(5)];
    }

    internal static void EvaluateKernel(
        Index1D index, ArrayView<double> a, ArrayView<double> b, ArrayView<double> c, ArrayView<double> results)
    {
        results[(index * 5) + 0] = Exact64.Multiply(a[index], b[index]);
        results[(index * 5) + 1] = Exact64.Add(a[index], b[index]);
        results[(index * 5) + 2] = Exact64.Subtract(a[index], b[index]);
        results[(index * 5) + 3] = Exact64.Divide(a[index], b[index]);
        results[(index * 5) + 4] = Exact64.FusedMultiplyAdd(a[index], b[index], c[index]);
    }
}
