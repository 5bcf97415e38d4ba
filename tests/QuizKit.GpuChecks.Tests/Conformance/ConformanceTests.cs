// The measurement of a device's arithmetic: right on the CPU accelerator, and able to see what is wrong on another.

using System.Text.Json;
using ILGPU;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Conformance;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using SoftwareDouble = QuizKit.GpuChecks.Conformance.SoftwareArithmetic<double>;
using SoftwareFloat = QuizKit.GpuChecks.Conformance.SoftwareArithmetic<float>;

namespace QuizKit.GpuChecks.Tests.Conformance;

[Collection(OnTheCpu.Name)]
public sealed class ConformanceTests(CpuFixture cpu)
{
    [Fact]
    public void Every_operation_of_the_cpu_accelerator_is_exact_and_every_function_within_its_bound()
    {
        var found = Measure();

        Assert.True(found.Conforms);
        Assert.Equal(11, found.Operations.Count);
        Assert.All(found.Operations, operation => Assert.Equal((0, null), (operation.Wrong, operation.Example)));
        Assert.All(found.Functions, function => Assert.InRange(function.ErrorUlps, 0.4, function.BoundUlps));
    }

    [Fact]
    public void A_device_that_contracts_is_caught_with_an_example()
    {
        var found = MeasureWith(ConformanceKernels.Operation32, DoubleRounding);

        var fused = found.Operations.Single(operation => operation.Name == "fused multiply-add 32");
        Assert.False(found.Conforms);
        Assert.True(fused.Wrong > 100);
        Assert.StartsWith("fused multiply-add of ", fused.Example, StringComparison.Ordinal);
        Assert.Equal(0, found.Operations.Single(operation => operation.Name == "multiply 32").Wrong);
    }

    [Fact]
    public void A_device_that_flushes_subnormals_is_told_from_one_that_rounds_wrongly()
    {
        var multiply = MeasureWith(ConformanceKernels.Operation32, Flushing).Operations.Single(operation => operation.Name == "multiply 32");

        Assert.True(multiply.Wrong > 0);
        Assert.Equal(multiply.Wrong, multiply.Flushed);
    }

    [Fact]
    public void A_fast_approximation_in_the_place_of_an_exact_function_exceeds_its_bound()
    {
        var found = MeasureWith(ConformanceKernels.Exact, Approximate);

        Assert.False(found.Conforms);
        Assert.True(found.Functions.Single(function => function.Name == "tanh").ErrorUlps > 1000);
    }

    [Fact]
    public void One_other_bit_changes_the_digest()
    {
        var exact = Measure().Functions.Single(function => function.Name == "log").Digest;
        var other = MeasureWith(ConformanceKernels.Exact, OneBitOff).Functions.Single(function => function.Name == "log").Digest;

        Assert.NotEqual(exact, other);
    }

    [Fact]
    public void The_references_follow_the_processor_where_no_number_is_finite()
    {
        float[] specials = [0f, -0f, 1f, -1f, float.Epsilon, float.MaxValue, -float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN];

        foreach (var a in specials)
        {
            AssertSame(MathF.Sqrt(a), SoftwareFloat.SquareRoot(a));
            foreach (var b in specials)
            {
                AssertSame(a + b, SoftwareFloat.Add(a, b));
                AssertSame(a - b, SoftwareFloat.Subtract(a, b));
                AssertSame(a * b, SoftwareFloat.Multiply(a, b));
                AssertSame(a / b, SoftwareFloat.Divide(a, b));
                AssertSame((double)a / b, SoftwareDouble.Divide(a, b));
                foreach (var c in specials)
                {
                    AssertSame(MathF.FusedMultiplyAdd(a, b, c), SoftwareFloat.FusedMultiplyAdd(a, b, c));
                    AssertSame(Math.FusedMultiplyAdd(a, b, c), SoftwareDouble.FusedMultiplyAdd(a, b, c));
                }
            }
        }
    }

    [Fact]
    public void The_reference_of_the_square_root_rounds_once()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var a = BitConverter.Int32BitsToSingle(random.Next(0x7F800000));
            AssertSame(MathF.Sqrt(a), SoftwareFloat.SquareRoot(a));
        }
    }

    [Fact]
    public void The_command_writes_Markdown_or_JSON_and_exits_with_0()
    {
        var table = new Tool();
        var json = new Tool();

        Assert.Equal((int)ExitStatus.AsExpected, table.Run("conformance --scale quick --format markdown"));
        Assert.Equal((int)ExitStatus.AsExpected, json.Run("conformance --scale quick --format json"));

        Assert.Contains("| multiply 32 | 6,466 | 0 |", table.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(json.Output);
        Assert.True(report.RootElement.GetProperty("devices")[0].GetProperty("conforms").GetBoolean());
    }

    private static void DoubleRounding(Index1D index, FloatView a, FloatView b, FloatView c, FloatView results, int operation, int items)
    {
        ConformanceKernels.Operation32(index, a, b, c, results, operation, items);
        if (operation != (int)Operation.FusedMultiplyAdd) return;
        for (int i = index; i < results.Length; i += items) results[i] = Exact32.Add(Exact32.Multiply(a[i], b[i]), c[i]);
    }

    private static void Flushing(Index1D index, FloatView a, FloatView b, FloatView c, FloatView results, int operation, int items)
    {
        ConformanceKernels.Operation32(index, a, b, c, results, operation, items);
        for (int i = index; i < results.Length; i += items)
            if (results[i] != 0f && results[i] > -1.17549435e-38f && results[i] < 1.17549435e-38f) results[i] = 0f;
    }

    private static void Approximate(Index1D index, FloatView x, FloatView results, int function, int items)
    {
        ConformanceKernels.Exact(index, x, results, function, items);

        // About the error of tanh.approx, 2⁻¹¹ relatively.
        for (int i = index; i < results.Length; i += items) results[i] = Exact32.Multiply(results[i], 1.0004883f);
    }

    private static void OneBitOff(Index1D index, FloatView x, FloatView results, int function, int items)
    {
        ConformanceKernels.Exact(index, x, results, function, items);

        // One ulp of a number between 64 and 128.
        if (index == 0) results[0] = Exact32.Add(results[0], 7.6293945e-6f);
    }

    private static void AssertSame<T>(T expected, T found)
        where T : System.Numerics.IFloatingPointIeee754<T> =>
        Assert.True(
            (T.IsNaN(expected) && T.IsNaN(found)) || (expected == found && T.IsNegative(expected) == T.IsNegative(found)),
            $"{expected} expected, {found} found");

    private DeviceConformance MeasureWith<TKernel>(TKernel kernel, TKernel mutant)
        where TKernel : Delegate
    {
        var log = KernelLog.Of(cpu.Accelerator);
        log.Substitute(kernel.Method, mutant.Method);
        try
        {
            return Measure();
        }
        finally
        {
            log.Restore();
        }
    }

    private DeviceConformance Measure() =>
        new ConformanceRunner(cpu.Accelerator, cpu.Catalog.Devices[0], Scale.Quick, 6, default).Run();
}
