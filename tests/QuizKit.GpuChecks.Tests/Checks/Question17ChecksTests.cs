// Question 17 on the CPU accelerator: the verdicts as printed, and what turns each of them.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question17ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void Log_of_zero_and_exp_of_a_large_number_are_never_finite()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("log-zero-and-exp-overflow"), cpu.Context());

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.Contains("log(p) = -Inf", outcome.Finding, System.StringComparison.Ordinal);
        Assert.Contains("exp(z)/(1+exp(z)) = NaN", outcome.Finding, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-7f, 1000f)]
    [InlineData(0f, 10f)]
    public void A_clipped_probability_or_a_moderate_logit_stays_finite_and_refutes_it(float zero, float large) =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.LogZeroAndExpOverflow(ChapterClaims.Claim("log-zero-and-exp-overflow"), cpu.Context(), zero, large).Verdict);

    [Fact]
    public void The_loss_from_the_logit_stays_finite_and_within_its_bound() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("stable-loss-stays-finite"), cpu.Context()).Verdict);

    [Fact]
    public void The_loss_from_the_probability_does_not_stay_finite() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.StableLossStaysFinite(
                ChapterClaims.Claim("stable-loss-stays-finite"), cpu.Context(), Question17Kernels.LossForm.FromProbability).Verdict);

    [Fact]
    public void Exploding_gradients_overflow_and_clipping_helps() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("exploding-gradients-overflow"), cpu.Context()).Verdict);

    [Fact]
    public void Clipping_that_never_clips_does_not_help() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.ExplodingGradientsOverflow(
                ChapterClaims.Claim("exploding-gradients-overflow"), cpu.Context(), float.PositiveInfinity).Verdict);

    [Fact]
    public void A_tenth_of_a_rate_that_diverges_converges() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("high-learning-rate-diverges"), cpu.Context()).Verdict);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Another_factor_than_ten_leaves_some_run_diverging_or_not_yet_converged(double factor) =>
        Assert.Equal(
            Verdict.Refuted,
            new Chapter6Checks().Run(ChapterClaims.With("high-learning-rate-diverges", factor), cpu.Context()).Verdict);

    [Fact]
    public void A_search_that_finds_no_diverging_rate_confirms_nothing() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.HighLearningRateDiverges(
                ChapterClaims.Claim("high-learning-rate-diverges"), cpu.Context(), lowest: 1e-6).Verdict);
}
