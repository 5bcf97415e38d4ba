// Question 10 on the CPU accelerator: fitted orders, the printed accuracies, and differences that are wrong on purpose.

using ILGPU;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question10ChecksTests(CpuFixture cpu)
{
    [Theory]
    [InlineData(2, "Confirmed")]
    [InlineData(1, "Refuted")]
    [InlineData(2.1, "Refuted")]
    public void The_error_of_the_centered_difference_is_of_second_order(double order, string verdict)
    {
        var outcome = cpu.Context().Check("centered-difference-order", order);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.InRange(outcome.Measurements[0].Measured, 1.99, 2.01);
    }

    [Fact]
    public void The_error_of_the_forward_difference_is_of_first_order()
    {
        var outcome = cpu.Context().Check("forward-difference-order");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.InRange(outcome.Measurements[0].Measured, 0.99, 1.01);
    }

    [Fact]
    public void A_forward_difference_in_the_place_of_the_centered_one_refutes_its_order() =>
        Assert.Equal(
            Verdict.Refuted,
            cpu.Context().CheckWith(Question10Kernels.DifferencesKernel, SwappedKernel, "centered-difference-order", 2).Verdict);

    [Fact]
    public void A_centered_difference_in_the_place_of_the_forward_one_refutes_its_order() =>
        Assert.Equal(
            Verdict.Refuted,
            cpu.Context().CheckWith(Question10Kernels.DifferencesKernel, SwappedKernel, "forward-difference-order").Verdict);

    [Theory]
    [InlineData(1e-5, 1e-10, 1e-5, "Qualified")]
    [InlineData(1e-5, 1e-8, 1e-5, "Refuted")]
    [InlineData(1e-5, 1e-12, 1e-5, "Refuted")]
    [InlineData(1e-5, 1e-10, 1e-3, "Refuted")]
    [InlineData(1e-5, 1e-10, 1e-7, "Refuted")]
    [InlineData(1e-3, 1e-10, 1e-5, "Refuted")]
    public void The_printed_accuracies_hold_in_binary64_alone(double step, double centered, double forward, string verdict) =>
        Assert.Equal(
            verdict,
            cpu.Context().Check("epsilon-accuracy", step, centered, forward).Verdict.ToString());

    [Fact]
    public void At_one_the_errors_are_those_of_an_independent_computation()
    {
        var outcome = cpu.Context().Check("epsilon-accuracy", 1e-5, 1e-10, 1e-5);

        // Computed with NumPy in float64: 2.9e-11 and 1.5e-5. In float32 both are about 1e-2.
        Assert.Equal(2.9e-11, Measured(outcome, "centered error in binary64 at 1"), 1e-12);
        Assert.Equal(1.47e-5, Measured(outcome, "forward error in binary64 at 1"), 1e-7);
        Assert.InRange(Measured(outcome, "centered error in binary32, root mean square"), 1e-3, 1e-1);
        Assert.InRange(Measured(outcome, "forward error in binary32, root mean square"), 1e-3, 1e-1);
    }

    [Fact]
    public void Were_binary32_as_accurate_as_printed_the_sentence_would_be_confirmed() =>
        Assert.Equal(
            Verdict.Confirmed,
            cpu.Context().Check("epsilon-accuracy", 0.03125, 3e-4, 3e-2).Verdict);

    [Fact]
    public void Quotients_that_rounding_cannot_explain_are_an_error()
    {
        var outcome = cpu.Context().CheckWith(Question10Kernels.DifferencesKernel, SwappedKernel, "epsilon-accuracy", 1e-5, 1e-10, 1e-5);

        Assert.Equal(Verdict.Error, outcome.Verdict);
        Assert.Contains("at fault", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_binary64_is_skipped_with_the_reason()
    {
        var context = cpu.Context();
        context = context with { Device = context.Device with { Name = "A small GPU", SupportsFloat64 = false } };

        var outcomes = new[]
        {
            context.Check("centered-difference-order", 2),
            context.Check("forward-difference-order"),
            context.Check("epsilon-accuracy", 1e-5, 1e-10, 1e-5),
        };

        Assert.All(outcomes, outcome =>
        {
            Assert.Equal(Verdict.Skipped, outcome.Verdict);
            Assert.Equal("A small GPU has no binary64, which this check needs.", outcome.Finding);
        });
    }

    /// <summary>The two differences in each other's place.</summary>
    internal static void SwappedKernel(Index1D index, IntView functions, DoubleView points, DoubleView steps, DoubleView quotients)
    {
        Question10Kernels.DifferencesKernel(index, functions, points, steps, quotients);
        var centered = quotients[2 * index];
        quotients[2 * index] = quotients[(2 * index) + 1];
        quotients[(2 * index) + 1] = centered;
    }

    private static double Measured(Outcome outcome, string name) => outcome.Measurements.Single(measurement => measurement.Name == name).Measured;
}
