// Question 18 on the CPU accelerator: GELU passes, and any other activation in its place does not.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question18ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void Both_one_sided_derivatives_of_gelu_at_zero_are_a_half()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("gelu-smooth-at-zero"), cpu.Context());

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.Equal(0.5, outcome.Measurements[1].Measured, 6);
        Assert.Equal(0.5, outcome.Measurements[2].Measured, 6);
    }

    [Fact]
    public void Relu_in_place_of_gelu_is_not_smooth_at_zero() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.GeluSmoothAtZero(ChapterClaims.Claim("gelu-smooth-at-zero"), cpu.Context(), Activation.Relu).Verdict);

    [Fact]
    public void The_gradient_of_gelu_is_not_zero_for_slightly_negative_inputs()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("gelu-nonzero-for-slightly-negative"), cpu.Context());

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.All(outcome.Measurements, found => Assert.InRange(
            found.Measured, found.Reference!.Value - found.Bound!.Value, found.Reference.Value + found.Bound.Value));
    }

    [Fact]
    public void The_gradient_of_relu_is_zero_for_slightly_negative_inputs() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.GeluNonzeroForSlightlyNegative(
                ChapterClaims.Claim("gelu-nonzero-for-slightly-negative"), cpu.Context(), Activation.Relu).Verdict);

    [Fact]
    public void The_mean_of_the_random_mask_is_gelu() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("gelu-is-an-expected-mask"), cpu.Context()).Verdict);

    [Fact]
    public void The_mean_of_the_random_mask_is_not_swish() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.GeluIsAnExpectedMask(ChapterClaims.Claim("gelu-is-an-expected-mask"), cpu.Context(), Activation.Swish).Verdict);
}
