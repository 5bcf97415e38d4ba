// Exact32 rounds once, on the CPU accelerator: compared with integer arithmetic, bit for bit.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using Xunit;
using SoftwareFloat = QuizKit.GpuChecks.Conformance.SoftwareArithmetic<float>;

namespace QuizKit.Devices.Tests.Arithmetic;

[Collection(OnTheCpu.Name)]
public sealed class Exact32Tests(CpuFixture cpu)
{
    /// <summary>Signed zeros, subnormals, powers of two and their neighbours, ties, the largest numbers.</summary>
    private static readonly float[] Edges = new[]
    {
        0f, float.Epsilon, 3 * float.Epsilon, 1.17549421e-38f, 1.17549435e-38f, 1.5f * 1.17549435e-38f, 1e-30f, 5.9604645e-8f,
        0.333333343f, 0.5f, 0.99999994f, 1f, 1.0000001f, 1.0000002f, 1.00024414f, 1.00048828f, 1.5f, 2f, 3f, 8388607.5f, 8388609f,
        16777215f, 16777216f, 1e8f, 1e19f, 1.8446744e19f, 1.7014118e38f, 3.4028233e38f, 3.40282347e38f,
    }.SelectMany(x => new[] { x, -x }).ToArray();

    [Fact]
    public void Every_operation_on_every_pair_of_edge_cases_equals_the_integer_reference_bit_for_bit()
    {
        var pairs = (from a in Edges from b in Edges select (a, b)).ToList();

        var results = Evaluate([.. pairs.Select(p => (p.a, p.b, 0f))]);

        for (var i = 0; i < pairs.Count; i++)
        {
            var (a, b) = pairs[i];
            AssertSameBits(SoftwareFloat.Multiply(a, b), results[i].Product, $"{a:R} * {b:R}");
            AssertSameBits(SoftwareFloat.Add(a, b), results[i].Sum, $"{a:R} + {b:R}");
            AssertSameBits(SoftwareFloat.Add(a, -b), results[i].Difference, $"{a:R} - {b:R}");
            if (b != 0f) AssertSameBits(SoftwareFloat.Divide(a, b), results[i].Quotient, $"{a:R} / {b:R}");
        }
    }

    [Fact]
    public void The_fused_operation_rounds_after_the_addition_for_random_operands_and_edge_cases()
    {
        var random = new Random(7);
        var triples = new List<(float A, float B, float C)>();
        foreach (var a in Edges) foreach (var b in Edges) triples.Add((a, b, Edges[random.Next(Edges.Length)]));

        // Near cancellation: c is minus the rounded product, so that only the rounding error of the product is left.
        for (var i = 0; i < 2000; i++)
        {
            float a = Significand(random), b = Significand(random);
            triples.Add((a, b, -(a * b)));
        }

        var results = Evaluate([.. triples]);

        for (var i = 0; i < triples.Count; i++)
        {
            var (a, b, c) = triples[i];
            AssertSameBits(SoftwareFloat.FusedMultiplyAdd(a, b, c), results[i].Fused, $"fma({a:R}, {b:R}, {c:R})");
        }
    }

    [Fact]
    public void The_square_root_is_the_nearest_float_to_the_root()
    {
        foreach (var a in Edges.Where(edge => edge > 0f))
        {
            var root = Exact32.SquareRoot(a);

            // then: a lies between the squares of the midpoints to the neighbours, compared in integers.
            var (lower, upper) = (SoftwareFloat.Scaled(MathF.BitDecrement(root)), SoftwareFloat.Scaled(MathF.BitIncrement(root)));
            var (below, above) = (SoftwareFloat.Scaled(root) + lower, SoftwareFloat.Scaled(root) + upper);
            var scaled = SoftwareFloat.Scaled(a) << (149 + 2);
            Assert.True(below * below <= scaled && scaled <= above * above, $"sqrt({a:R}): found {root:R}");
        }

        Assert.Equal(0f, Exact32.SquareRoot(0f));
        Assert.True(float.IsNaN(Exact32.SquareRoot(-1f)));
    }

    [Fact]
    public void Infinities_and_nan_follow_ieee_754()
    {
        var results = Evaluate(
            [(float.PositiveInfinity, 0f, 1f), (float.PositiveInfinity, float.NegativeInfinity, 1f), (1f, 0f, 1f), (float.NaN, 1f, 1f)]);

        Assert.True(float.IsNaN(results[0].Product));
        Assert.True(float.IsNaN(results[0].Fused));
        Assert.True(float.IsNaN(results[1].Sum));
        Assert.Equal(float.NegativeInfinity, results[1].Product);
        Assert.Equal(float.PositiveInfinity, results[2].Quotient);
        Assert.True(float.IsNaN(results[3].Sum));
    }

    [Fact]
    public void The_probe_tells_fused_from_unfused_arithmetic()
    {
        var probe = ArithmeticProbe.Run(cpu.Accelerator);

        Assert.Equal(0, probe.Unfused);
        Assert.Equal(Math.ScaleB(1, -24), probe.Fused);
        Assert.True(probe.IsExact);
        Assert.True(probe.KeepsSubnormals);
    }

    [Fact]
    public void A_device_that_fuses_unfused_arithmetic_is_not_exact() =>
        Assert.False(new ArithmeticProbe(Unfused: Math.ScaleB(1, -24), Fused: Math.ScaleB(1, -24), LastTerm: Math.ScaleB(1, -24)).IsExact);

    [Fact]
    public void A_device_with_one_other_result_is_not_exact()
    {
        var probe = ArithmeticProbe.Run(cpu.Accelerator);

        Assert.Equal((0, 30), (probe.WrongResults, probe.Results));
        Assert.False((probe with { WrongResults = 1 }).IsExact);
    }

    [Theory]
    [InlineData("toward zero")]
    [InlineData("up")]
    [InlineData("down")]
    [InlineData("ties away from zero")]
    public void Each_other_rounding_changes_one_of_the_probed_sums(string rounding) =>
        Assert.Contains(ProbedPairs, pair => Rounded((double)pair.A + pair.B, rounding) != pair.A + pair.B);

    [Theory]
    [InlineData("toward zero")]
    [InlineData("up")]
    [InlineData("down")]
    public void Each_directed_rounding_changes_one_of_the_probed_quotients_and_roots(string rounding)
    {
        Assert.Contains(ProbedPairs, pair => Rounded((double)pair.A / pair.B, rounding) != pair.A / pair.B);
        Assert.Contains(ProbedPairs, pair => Rounded(Math.Sqrt(pair.A), rounding) != MathF.Sqrt(pair.A));
    }

    [Fact]
    public void Products_with_reciprocals_miss_a_probed_quotient_and_a_probed_root_on_either_side()
    {
        // The quotient of the larger divisor rounds away from zero, the other toward it; so do the roots.
        var pairs = ProbedPairs.TakeLast(2).ToList();

        Assert.All(pairs, pair => Assert.NotEqual(pair.A / pair.B, pair.A * (1 / pair.B)));
        Assert.All(pairs, pair => Assert.NotEqual(MathF.Sqrt(pair.A), pair.A * (1 / MathF.Sqrt(pair.A))));
        Assert.Equal([false, true], pairs.Select(pair => Math.Abs(pair.A / pair.B) > Math.Abs((double)pair.A / pair.B)));
        Assert.Equal([false, true], pairs.Select(pair => MathF.Sqrt(pair.A) > Math.Sqrt(pair.A)));
    }

    [Fact]
    public void A_conversion_that_rounds_to_the_nearest_integer_or_truncates_to_a_float_changes_a_probed_one()
    {
        Assert.Contains(ProbedPairs, pair => MathF.Round(pair.B) != (int)pair.B);
        Assert.Contains(ProbedPairs.Select(pair => BitConverter.SingleToInt32Bits(pair.B)), n => Rounded(n, "toward zero") != (float)n);
    }

    [Fact]
    public void A_device_that_flushes_products_or_sums_alone_does_not_keep_subnormals()
    {
        Assert.False(ProbeWith(FlushedProductKernel).KeepsSubnormals);
        Assert.False(ProbeWith(FlushedSumKernel).KeepsSubnormals);
    }

    [Fact]
    public void A_device_that_divides_by_multiplying_with_a_reciprocal_is_not_exact() =>
        Assert.InRange(ProbeWith(ReciprocalKernel).WrongResults, 2, 6);

    private ArithmeticProbe ProbeWith(Action<Index1D, ArrayView<float>, ArrayView<float>> mutant)
    {
        Action<Index1D, ArrayView<float>, ArrayView<float>> kernel = ArithmeticProbe.Binary32Kernel;
        var log = KernelLog.Of(cpu.Accelerator);
        log.Substitute(kernel.Method, mutant.Method);
        try
        {
            return ArithmeticProbe.Run(cpu.Accelerator);
        }
        finally
        {
            log.Restore();
        }
    }

    internal static void FlushedProductKernel(Index1D index, ArrayView<float> operands, ArrayView<float> results)
    {
        ArithmeticProbe.Binary32Kernel(index, operands, results);
        results[3] = 0f;
    }

    internal static void FlushedSumKernel(Index1D index, ArrayView<float> operands, ArrayView<float> results)
    {
        ArithmeticProbe.Binary32Kernel(index, operands, results);
        results[4] = 0f;
    }

    internal static void ReciprocalKernel(Index1D index, ArrayView<float> operands, ArrayView<float> results)
    {
        // The pairs of operands start at 6, and each has five results, from 5 on; the second is the quotient.
        ArithmeticProbe.Binary32Kernel(index, operands, results);
        for (int at = 6, to = 6; at < operands.Length; at += 2, to += 5)
            results[to] = Exact32.Multiply(operands[at], Exact32.Divide(1f, operands[at + 1]));
    }

    private static IEnumerable<(float A, float B)> ProbedPairs =>
        ArithmeticProbe.Pairs(RoundingErrors.UnitRoundoff).Select(pair => ((float)pair.A, (float)pair.B));

    /// <summary>Rounds a binary64 number to 24 bits. The exact quotients and roots are no ties, and binary64 has bits enough for the rest.</summary>
    private static double Rounded(double value, string rounding)
    {
        if (value == 0 || double.IsNaN(value)) return value;
        var ulp = Math.ScaleB(1, Math.ILogB(value) - 23);
        return ulp * rounding switch
        {
            "toward zero" => Math.Truncate(value / ulp),
            "up" => Math.Ceiling(value / ulp),
            "down" => Math.Floor(value / ulp),
            _ => Math.Round(value / ulp, MidpointRounding.AwayFromZero),
        };
    }

    [Fact]
    public void NVIDIAs_dot_product_of_four_elements_gives_the_three_results_of_its_white_paper()
    {
        // given: "Precision & Performance: Floating Point and IEEE 754 Compliance for NVIDIA GPUs", example of section 2.4.
        float[] a = [1.907607f, -.7862027f, 1.147311f, .9604002f], b = [-.9355f, -.6915108f, 1.72447f, -.7097529f];

        float serial = 0f, fused = 0f;
        for (var i = 0; i < 4; i++)
        {
            serial = Exact32.Add(serial, Exact32.Multiply(a[i], b[i]));
            fused = Exact32.FusedMultiplyAdd(a[i], b[i], fused);
        }

        var paired = Exact32.Add(
            Exact32.Add(Exact32.Multiply(a[0], b[0]), Exact32.Multiply(a[1], b[1])),
            Exact32.Add(Exact32.Multiply(a[2], b[2]), Exact32.Multiply(a[3], b[3])));

        Assert.Equal(0x3D6533F0u, BitConverter.SingleToUInt32Bits(serial));
        Assert.Equal(0x3D6533F6u, BitConverter.SingleToUInt32Bits(fused));
        Assert.Equal(0x3D6533E0u, BitConverter.SingleToUInt32Bits(paired));
    }

    private static float Significand(Random random) => 1f + (random.Next(1 << 23) * 1.1920929e-7f);

    private static void AssertSameBits(float expected, float actual, string what) =>
        Assert.True(
            BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(actual),
            $"{what}: expected {expected:R}, found {actual:R}");

    private sealed record Results(float Product, float Sum, float Difference, float Quotient, float Fused);

    private Results[] Evaluate((float A, float B, float C)[] operands)
    {
        using var a = cpu.Accelerator.Allocate1D(operands.Select(o => o.A).ToArray());
        using var b = cpu.Accelerator.Allocate1D(operands.Select(o => o.B).ToArray());
        using var c = cpu.Accelerator.Allocate1D(operands.Select(o => o.C).ToArray());
        using var results = cpu.Accelerator.Allocate1D<float>(operands.Length * 5);
        var kernel = cpu.Accelerator
            .LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(EvaluateKernel);
        kernel(operands.Length, a.View, b.View, c.View, results.View);
        cpu.Accelerator.Synchronize();
        return [.. results.GetAsArray1D().Chunk(5).Select(r => new Results(r[0], r[1], r[2], r[3], r[4]))];
    }

    internal static void EvaluateKernel(
        Index1D index, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> results)
    {
        results[(index * 5) + 0] = Exact32.Multiply(a[index], b[index]);
        results[(index * 5) + 1] = Exact32.Add(a[index], b[index]);
        results[(index * 5) + 2] = Exact32.Subtract(a[index], b[index]);
        results[(index * 5) + 3] = Exact32.Divide(a[index], b[index]);
        results[(index * 5) + 4] = Exact32.FusedMultiplyAdd(a[index], b[index], c[index]);
    }
}
