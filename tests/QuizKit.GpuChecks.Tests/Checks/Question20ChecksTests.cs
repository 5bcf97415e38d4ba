// Question 20 on the CPU accelerator: the verdicts as printed, and that other numbers or other initial weights turn them.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question20ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void Sigmoid_gradients_vanish_by_the_printed_factors_but_not_at_every_weight()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("sigmoid-gradients-vanish"), cpu.Context());

        Assert.Equal(Verdict.Qualified, outcome.Verdict);
    }

    [Theory]
    [InlineData(1e-5, 3e-8)]
    [InlineData(1e-7, 3e-8)]
    [InlineData(1e-6, 3e-7)]
    [InlineData(1e-6, 3e-9)]
    public void Another_printed_factor_is_refuted(double xavier, double pyTorch) =>
        Assert.Equal(
            Verdict.Refuted,
            new Chapter6Checks().Run(ChapterClaims.With("sigmoid-gradients-vanish", xavier, pyTorch), cpu.Context()).Verdict);

    [Fact]
    public void Swapped_initializations_are_refuted() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.SigmoidGradientsVanish(
                ChapterClaims.Claim("sigmoid-gradients-vanish"), cpu.Context(),
                Question20Kernels.SigmoidPyTorch, Question20Kernels.SigmoidXavier).Verdict);

    [Fact]
    public void Relu_gradients_with_He_weights_stay_within_the_printed_range() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("relu-he-gradients-stay"), cpu.Context()).Verdict);

    [Theory]
    [InlineData(3, 5)]
    [InlineData(0.05, 0.1)]
    public void A_range_that_the_ratios_leave_is_refuted(double low, double high) =>
        Assert.Equal(
            Verdict.Refuted,
            new Chapter6Checks().Run(ChapterClaims.With("relu-he-gradients-stay", low, high), cpu.Context()).Verdict);

    [Fact]
    public void Relu_gradients_with_PyTorchs_default_do_not_stay() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.ReluHeGradientsStay(
                ChapterClaims.Claim("relu-he-gradients-stay"), cpu.Context(), Question20Kernels.ReluPyTorch).Verdict);
}
