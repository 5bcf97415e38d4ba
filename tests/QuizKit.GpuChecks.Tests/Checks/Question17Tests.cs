// Question 17: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question17Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Experiment("exploding-gradients-overflow", "clipping that never clips", Refuted, (claim, context) =>
            Chapter6Checks.ExplodingGradientsOverflow(claim, context, float.PositiveInfinity)),
        Mutation.Experiment("log-zero-and-exp-overflow", "a clipped probability", Refuted, (claim, context) =>
            Chapter6Checks.LogZeroAndExpOverflow(claim, context, 1e-7f, 1000f)),
        Mutation.Experiment("stable-loss-stays-finite", "the loss from the probability", Refuted, (claim, context) =>
            Chapter6Checks.StableLossStaysFinite(claim, context, Question17Kernels.LossForm.FromProbability)),
        Mutation.Printed("clipped-probability-stays-finite", Refuted, -1e-7, 1),
        Mutation.Printed("clipped-probability-stays-finite", Refuted, 0, 1 + 1e-7),
        Mutation.Experiment("clipped-probability-stays-finite", "a margin that rounds to nothing beside 1", Refuted, (claim, context) =>
            Chapter6Checks.ClippedProbabilityStaysFinite(claim, context, 1e-8)),
        Mutation.Printed("high-learning-rate-diverges", Refuted, 1),
    ];

    [Fact]
    public void Question_17_describes_overflow()
    {
        static Outcome Describe(float first, float half = 0.5f) => Chapter6Checks.DescribeOverflow(
            0f, 1000f, [first, float.PositiveInfinity, float.NaN, float.PositiveInfinity, float.NaN, float.NaN],
            [MathF.Log(0.5f), MathF.Log(2), MathF.Log(2), MathF.E, half, 1 / (1 + MathF.Exp(-1))], 88.73047f);

        Finds(
            Confirmed,
            "On this device, with p = 0 and z = 1,000: log(p) = -Inf, -log(p) = Inf, -(p·log(p) + (1-p)·log(1-p)) = NaN, exp(z) = Inf, " +
            "exp(z)/(exp(z)+exp(z)) = NaN, exp(z)/(1+exp(z)) = NaN. exp leaves binary32 at 88.73047.",
            Describe(float.NegativeInfinity));
        Finds(
            Refuted,
            "On this device, with p = 0 and z = 1,000: log(p) = -16.5, -log(p) = Inf, -(p·log(p) + (1-p)·log(1-p)) = NaN, exp(z) = Inf, " +
            "exp(z)/(exp(z)+exp(z)) = NaN, exp(z)/(1+exp(z)) = NaN. exp leaves binary32 at 88.73047.",
            Describe(-16.5f));
        Finds(
            Error,
            "On this device, with p = 0 and z = 1,000: log(p) = -Inf, -log(p) = Inf, -(p·log(p) + (1-p)·log(1-p)) = NaN, exp(z) = Inf, " +
            "exp(z)/(exp(z)+exp(z)) = NaN, exp(z)/(1+exp(z)) = NaN. exp leaves binary32 at 88.73047.",
            Describe(float.NegativeInfinity, half: 0.6f));
    }

    [Fact]
    public void Question_17_describes_losses()
    {
        static Outcome Describe(float large) => Chapter6Checks.DescribeLosses(
            [0f, 100f], [MathF.Log(2), MathF.Log(2), large, (float)Math.Exp(-100)],
            [MathF.Log(2), MathF.Log(2), float.PositiveInfinity, 0f],
            keepsSubnormals: true);

        Finds(
            Confirmed,
            "Of 4 losses with |z| <= 10,000 0 are not finite when taken from the logit, and the others use at most 11 % of their error " +
            "bound; taken from the probability 1 are Inf or NaN, from |z| = 100.00 on.",
            Describe(100f));
        Finds(
            Refuted,
            "Of 4 losses with |z| <= 10,000 1 are not finite when taken from the logit, and the others use at most 11 % of their error " +
            "bound; taken from the probability 1 are Inf or NaN, from |z| = 100.00 on.",
            Describe(float.PositiveInfinity));
    }

    [Fact]
    public void Question_17_describes_clipped_probabilities()
    {
        static Outcome Describe(float clipped) => Chapter6Checks.DescribeClipping(
            1e-7, 1e-7f, 1 - 1.2e-7f, [0.5f, float.PositiveInfinity], [0.5f, clipped]);

        Finds(
            Confirmed,
            "Of 2 losses with |z| <= 10,000 1 are Inf or NaN when taken from the probability, and 0 when it is clipped 1e-7 away from 0 " +
            "and 1, where the largest finite one is 16.10.",
            Describe(16.1f));
        Finds(
            Refuted,
            "Of 2 losses with |z| <= 10,000 1 are Inf or NaN when taken from the probability, and 1 when it is clipped 1e-7 away from 0 " +
            "and 1, where the largest finite one is 0.50.",
            Describe(float.NaN));
        Assert.Equal(Refuted, Describe(17f).Verdict);
    }

    [Fact]
    public void Question_17_describes_exploding_gradients()
    {
        static Question17Kernels.DeepFound[] Runs(float lastLoss, int overflowStep) =>
            [.. Enumerable.Repeat(new Question17Kernels.DeepFound(1f, lastLoss, 100f, overflowStep), 20)];

        Finds(
            Confirmed,
            "Gradient norms of 1.0e+2 to 1.0e+2 at the first step: with a rate of 0.01 the loss overflowed in 20 of 20 runs, within 5 " +
            "steps, and 0 more got stuck. With the norm clipped at 1 0 of the same runs overflowed and 100 % lowered the loss; with a " +
            "millionth of the rate, 0 and 100 %.",
            Chapter6Checks.DescribeExplosion(1f, Runs(0f, 5), Runs(0.5f, 0), Runs(0.9f, 0)));
        Finds(
            Refuted,
            "Gradient norms of 1.0e+2 to 1.0e+2 at the first step: with a rate of 0.01 the loss overflowed in 20 of 20 runs, within 5 " +
            "steps, and 0 more got stuck. With the norm clipped at 1 20 of the same runs overflowed and 0 % lowered the loss; with a " +
            "millionth of the rate, 0 and 100 %.",
            Chapter6Checks.DescribeExplosion(1f, Runs(0f, 5), Runs(0f, 6), Runs(0.9f, 0)));
    }

    [Fact]
    public void Question_17_describes_learning_rates()
    {
        static Outcome Describe(float reduced, float beyond = 0.5f) => Chapter6Checks.DescribeRates(
            TestClaims.Claim("high-learning-rate-diverges", 10), [0.5, 1], [[new(1f, 0.5f), new(1f, 2f)]],
            high: [new(1f, 2f), new(1f, 3f), new(1f, float.NaN)], reduced: [new(1f, 0.01f), new(1f, 0.02f), new(1f, reduced)],
            beyond: [new(1f, 0.05f), new(1f, beyond)]);

        Finds(
            Confirmed,
            "Rates from 1 to 4 made 3 of 3 runs diverge; divided by 10, 3 of the same runs brought the loss below a tenth. From eight " +
            "times the smallest diverging rate, one division by 10 left 0 of 1 runs that did not converge, from sixteen times 0 of 1.",
            Describe(0.05f, beyond: 0.05f));
        Finds(
            Qualified,
            "Rates from 1 to 4 made 3 of 3 runs diverge; divided by 10, 3 of the same runs brought the loss below a tenth. From eight " +
            "times the smallest diverging rate, one division by 10 left 0 of 1 runs that did not converge, from sixteen times 1 of 1.",
            Describe(0.05f));
        Finds(
            Refuted,
            "Rates from 1 to 4 made 3 of 3 runs diverge; divided by 10, 2 of the same runs brought the loss below a tenth. From eight " +
            "times the smallest diverging rate, one division by 10 left 0 of 1 runs that did not converge, from sixteen times 1 of 1.",
            Describe(0.2f));
        Finds(
            Refuted,
            "No rate from 5.0e-1 to 1.0e+0 makes the loss of every network diverge.",
            Chapter6Checks.DescribeNoDivergence([0.5, 1], [1, 0]));
    }

    [Fact]
    public void Log_of_zero_and_exp_of_a_large_number_are_never_finite()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("log-zero-and-exp-overflow"), cpu.Context());

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.Contains("log(p) = -Inf", outcome.Finding, System.StringComparison.Ordinal);
        Assert.Contains("exp(z)/(1+exp(z)) = NaN", outcome.Finding, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-7f, 1000f)]
    [InlineData(0f, 10f)]
    public void A_clipped_probability_or_a_moderate_logit_stays_finite_and_refutes_it(float zero, float large) =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.LogZeroAndExpOverflow(ChapterClaims.Claim("log-zero-and-exp-overflow"), cpu.Context(), zero, large).Verdict);

    [Fact]
    public void The_loss_from_the_logit_stays_finite_and_within_its_bound() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("stable-loss-stays-finite"), cpu.Context()).Verdict);

    [Fact]
    public void The_loss_from_the_probability_does_not_stay_finite() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.StableLossStaysFinite(
                ChapterClaims.Claim("stable-loss-stays-finite"), cpu.Context(), Question17Kernels.LossForm.FromProbability).Verdict);

    [Fact]
    public void Exploding_gradients_overflow_and_clipping_helps() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("exploding-gradients-overflow"), cpu.Context()).Verdict);

    [Fact]
    public void Clipping_that_never_clips_does_not_help() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.ExplodingGradientsOverflow(
                ChapterClaims.Claim("exploding-gradients-overflow"), cpu.Context(), float.PositiveInfinity).Verdict);

    [Fact]
    public void A_tenth_of_a_rate_that_diverges_converges_up_to_ten_times_the_edge() =>
        Assert.Equal(
            Qualified,
            new Chapter6Checks().Run(ChapterClaims.Claim("high-learning-rate-diverges"), cpu.Context()).Verdict);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Another_factor_than_ten_leaves_some_run_diverging_or_not_yet_converged(double factor) =>
        Assert.Equal(
            Refuted,
            new Chapter6Checks().Run(ChapterClaims.With("high-learning-rate-diverges", factor), cpu.Context()).Verdict);

    [Fact]
    public void A_search_that_finds_no_diverging_rate_confirms_nothing() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.HighLearningRateDiverges(
                ChapterClaims.Claim("high-learning-rate-diverges"), cpu.Context(), lowest: 1e-6).Verdict);
}
