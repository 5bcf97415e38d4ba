// Question 5 on the CPU accelerator: the verdicts as printed, and that another activation or rate turns them.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question05ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void A_dead_relu_keeps_the_bits_of_its_weights_for_more_than_a_thousand_steps()
    {
        var outcome = cpu.Context().Check("dead-relu-never-updates");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.True(outcome.Measurements[^1].Measured >= 1000);
    }

    [Fact]
    public void A_leaky_relu_in_its_place_does_update() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.DeadReluNeverUpdates(ChapterClaims.Claim("dead-relu-never-updates"), cpu.Context(), Activation.LeakyRelu).Verdict);

    [Fact]
    public void A_large_learning_rate_kills_units_that_a_small_one_keeps() =>
        Assert.Equal(
            Verdict.Confirmed,
            cpu.Context().Check("large-learning-rate-kills").Verdict);

    [Fact]
    public void A_rate_as_small_as_the_small_one_kills_no_more_units() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.LargeLearningRateKills(ChapterClaims.Claim("large-learning-rate-kills"), cpu.Context(), doublings: 0).Verdict);

    [Fact]
    public void Gelu_and_swish_have_a_gradient_but_for_a_root_and_the_far_tail()
    {
        var outcome = cpu.Context().Check("gelu-swish-nonzero-gradient");

        Assert.Equal(Verdict.Qualified, outcome.Verdict);
        Assert.All(outcome.Measurements, found =>
            Assert.InRange(found.Measured, found.Reference!.Value - found.Bound!.Value, found.Reference.Value + found.Bound.Value));
    }

    [Fact]
    public void Relu_in_the_place_of_swish_has_none() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.GeluSwishNonzeroGradient(
                ChapterClaims.Claim("gelu-swish-nonzero-gradient"), cpu.Context(), Activation.Gelu, Activation.Relu).Verdict);
}
