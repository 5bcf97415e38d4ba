// Question 9 on the CPU accelerator: its verdicts, other numbers, and kernels that are wrong on purpose.

using ILGPU;
using QuizKit.Devices.Arithmetic;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question09ChecksTests(CpuFixture cpu)
{
    [Theory]
    [InlineData(2, "Confirmed")]
    [InlineData(1.8, "Refuted")]
    [InlineData(2.2, "Refuted")]
    public void Xaviers_variance_is_two_over_the_sum_of_both_ends(double numerator, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("xavier-variance", numerator).Verdict.ToString());

    [Theory]
    [InlineData(2, "Confirmed")]
    [InlineData(1.8, "Refuted")]
    [InlineData(2.2, "Refuted")]
    public void Hes_variance_is_two_over_the_number_of_inputs(double numerator, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("he-variance", numerator).Verdict.ToString());

    [Fact]
    public void Xaviers_gains_straddle_one_since_no_variance_meets_both_conditions()
    {
        var outcome = cpu.Context().Check("xavier-variance", 2);

        // 48 inputs and 16 outputs: 48·2/64 and 16·2/64.
        Assert.Contains("forward 1.", outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("backward 0.", outcome.Finding, StringComparison.Ordinal);
        Assert.InRange(outcome.Measurements[0].Measured, 1 - outcome.Measurements[0].Bound!.Value, 1 + outcome.Measurements[0].Bound!.Value);
    }

    [Fact]
    public void Without_the_relu_he_would_not_keep_the_second_moment() =>
        Assert.Equal(
            Verdict.Refuted,
            cpu.Context().CheckWith(Question09Kernels.LayerGainKernel, ForgetReluKernel, "he-variance", 2).Verdict);

    [Fact]
    public void Weights_that_are_drawn_twice_as_wide_refute_xavier() =>
        Assert.Equal(
            Verdict.Refuted,
            cpu.Context().CheckWith(Question09Kernels.LayerGainKernel, TooWideKernel, "xavier-variance", 2).Verdict);

    [Fact]
    public void He_suits_leaky_relu_and_not_prelu_with_its_initial_slope()
    {
        var outcome = cpu.Context().Check("he-for-relu-variants");

        Assert.Equal(Verdict.Qualified, outcome.Verdict);
        Assert.All(
            outcome.Measurements.Where(m => m.Bound is not null),
            m => Assert.InRange(m.Measured, m.Reference!.Value - m.Bound!.Value, m.Reference.Value + m.Bound.Value));
        Assert.InRange(outcome.Measurements[0].Bound!.Value, 0, 0.02);
        Assert.InRange(outcome.Measurements[1].Bound!.Value, 0, 0.001);
    }

    [Fact]
    public void Were_the_slope_without_effect_he_would_suit_every_variant() =>
        Assert.Equal(
            Verdict.Confirmed,
            cpu.Context().CheckWith(Question09Kernels.VariantNetworkKernel, ForgetSlopeKernel, "he-for-relu-variants").Verdict);

    [Fact]
    public void Weights_that_do_not_suit_relu_itself_refute_he_for_its_variants() =>
        Assert.Equal(
            Verdict.Refuted,
            cpu.Context().CheckWith(Question09Kernels.VariantNetworkKernel, HalvedVarianceKernel, "he-for-relu-variants").Verdict);

    [Theory]
    [InlineData(1, "Confirmed")]
    [InlineData(0.99, "Refuted")]
    public void The_derivative_of_tanh_at_zero_is_exactly_one(double derivative, string verdict)
    {
        var outcome = cpu.Context().Check("tanh-derivative-at-zero", derivative);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(1, outcome.Measurements[0].Measured);
    }

    [Theory]
    [InlineData(1, "Refuted")]
    [InlineData(0.24, "Confirmed")]
    public void The_derivative_of_the_sigmoid_at_zero_is_not_approximately_one(double derivative, string verdict)
    {
        var outcome = cpu.Context().Check("sigmoid-derivative-at-zero", derivative);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(0.25, outcome.Measurements[0].Measured);
    }

    [Theory]
    [InlineData(0.25, "Confirmed")]
    [InlineData(0.24, "Refuted")]
    public void The_derivative_of_the_sigmoid_at_zero_is_exactly_a_quarter(double derivative, string verdict) =>
        Assert.Equal(
            verdict,
            cpu.Context().Check("sigmoid-derivative-at-zero-corrected", derivative)
                .Verdict.ToString());

    [Fact]
    public void A_derivative_that_its_own_difference_quotients_contradict_is_an_error_and_no_verdict()
    {
        var outcome = cpu.Context().CheckWith(Question09Kernels.TanhKernel, HalvedTanhKernel, "tanh-derivative-at-zero", 1);

        Assert.Equal(Verdict.Error, outcome.Verdict);
        Assert.Contains("at fault", outcome.Finding, StringComparison.Ordinal);
    }

    internal static void ForgetReluKernel(Index1D index, FloatView sums, FloatView scratch, float limit, int rectified, long seed, int stream) =>
        Question09Kernels.LayerGainKernel(index, sums, scratch, limit, 0, seed, stream);

    internal static void TooWideKernel(Index1D index, FloatView sums, FloatView scratch, float limit, int rectified, long seed, int stream) =>
        Question09Kernels.LayerGainKernel(index, sums, scratch, 2f * limit, rectified, seed, stream);

    internal static void ForgetSlopeKernel(Index1D index, FloatView states, FloatView moments, float scale, float slope, long seed) =>
        Question09Kernels.VariantNetworkKernel(index, states, moments, scale, 0f, seed);

    internal static void HalvedVarianceKernel(Index1D index, FloatView states, FloatView moments, float scale, float slope, long seed) =>
        Question09Kernels.VariantNetworkKernel(index, states, moments, 0.70710678f * scale, slope, seed);

    internal static void HalvedTanhKernel(Index1D index, FloatView steps, FloatView gradients, FloatView quotients)
    {
        Question09Kernels.TanhKernel(index, steps, gradients, quotients);
        quotients[index] = Exact32.Multiply(0.5f, quotients[index]);
    }
}
