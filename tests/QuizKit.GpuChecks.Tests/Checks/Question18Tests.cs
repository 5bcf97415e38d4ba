// Question 18: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question18Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Experiment("gelu-smooth-at-zero", "ReLU instead of GELU", Refuted, (claim, context) =>
            Chapter6Checks.GeluSmoothAtZero(claim, context, Activation.Relu)),
        Mutation.Experiment("gelu-nonzero-for-slightly-negative", "ReLU instead of GELU", Refuted, (claim, context) =>
            Chapter6Checks.GeluNonzeroForSlightlyNegative(claim, context, Activation.Relu)),
        Mutation.Experiment("gelu-neurons-recover", "Leaky ReLU instead of GELU", Confirmed, (claim, context) =>
            Chapter6Checks.GeluNeuronsRecover(claim, context, Activation.LeakyRelu)),
        Mutation.Experiment("gelu-neurons-recover", "ReLU instead of GELU", Refuted, (claim, context) =>
            Chapter6Checks.GeluNeuronsRecover(claim, context, Activation.Relu)),
        Mutation.Experiment("gelu-is-an-expected-mask", "Swish instead of GELU", Refuted, (claim, context) =>
            Chapter6Checks.GeluIsAnExpectedMask(claim, context, Activation.Swish)),
    ];

    [Fact]
    public void Question_18_describes_smoothness()
    {
        static string Text(string right, string share, string jump, string sharp = "1") =>
            $"With steps down to 2^-1 the difference quotients of GELU at 0 go to {right} from the right and 0.30853754 from the left, at " +
            $"most {share} % of the rounding bound away from Phi(h); those of ReLU are {sharp} and 0 at every step. Between points 2^-8 " +
            $"apart on [-8, 8] the gradient of GELU changes by at most {jump} (bound 0.00312), that of ReLU by 1.";

        static Outcome Describe(float right, float sharp = 1f, double jump = 0.003) => Chapter6Checks.DescribeSmoothness(
            Activation.Gelu, [0.5f, -0.5f], [right, 0.30853754f], [sharp, 0f], jump, sharpJump: 1);

        Finds(Confirmed, Text("0.69146246", "2", "0.00300"), Describe(0.69146246f));
        Finds(Refuted, Text("0.69150001", "8,282", "0.00300"), Describe(0.6915f));
        Finds(Refuted, Text("0.69146246", "2", "0.00400"), Describe(0.69146246f, jump: 0.004));
        Finds(Error, Text("0.69146246", "2", "0.00300", "0.5"), Describe(0.69146246f, sharp: 0.5f));
    }

    [Fact]
    public void Question_18_describes_units_below_zero()
    {
        static string Text(int near, int relu, int far) =>
            $"Of 16 units that every example leaves between -0.50 and -0.1, {near} learn with GELU and 9 are active for some example after " +
            $"training; with ReLU {relu} and 0. From -10 or less on, {far} learn with GELU.";

        static Outcome Describe(int near, int relu, int far) => Chapter6Checks.DescribeRecovery(
            Activation.Gelu, new(16, near, 9, -0.5), new(16, relu, 0, -0.5), new(16, far, 0, -12));

        Finds(Qualified, Text(16, 0, 0), Describe(16, 0, 0));
        Finds(Confirmed, Text(16, 0, 16), Describe(16, 0, 16));
        Finds(Refuted, Text(15, 0, 0), Describe(15, 0, 0));
        Finds(Error, Text(16, 1, 0), Describe(16, 1, 0));
    }

    [Fact]
    public void Units_slightly_below_zero_learn_with_gelu()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("gelu-neurons-recover"), cpu.Context());

        Assert.Equal(Qualified, outcome.Verdict);
        Assert.True(Measured(outcome, "of these, active after training") >= 64);
        Assert.Equal(0, Measured(outcome, "units far below 0 that learn"));
    }

    [Theory]
    [InlineData(0.5, 0.6914624612740131)]
    [InlineData(-0.5, 0.3085375387259869)]
    [InlineData(0.125, 0.5497382248301129)]
    public void The_series_gives_the_normal_distribution(double h, double expected) =>
        Assert.Equal(expected, Question18Kernels.NormalCdf(h), 15);

    [Fact]
    public void Question_18_describes_the_negative_side()
    {
        static Outcome Describe(double smallest) =>
            Chapter6Checks.DescribeNegativeSide(Activation.Gelu, step: 512, samples: 2_000_000, smallest, lowest: -0.1699712, relu: 0);

        Finds(
            Confirmed,
            "Over 2,000,000 floats of (-0.75, 0) the smallest |gradient| of GELU is 7.743e-4, 3,248 times its rounding error; ReLU's is " +
            "0. The lowest value of GELU on [-1, -0.5] is -0.169971.",
            Describe(7.743e-4));
        Finds(
            Refuted,
            "Over 2,000,000 floats of (-0.75, 0) the smallest |gradient| of GELU is 0.000e+0, 0 times its rounding error; ReLU's is 0. " +
            "The lowest value of GELU on [-1, -0.5] is -0.169971.",
            Describe(0));
    }

    [Fact]
    public void Question_18_describes_the_random_mask()
    {
        static Outcome Describe(int kept) => Chapter6Checks.DescribeMask(Activation.Gelu, 1000, [1f], [kept], [0.8413447f]);

        Finds(
            Confirmed,
            "The mean of z·1[X <= z] over 1,000 normal samples agrees with GELU(z) at 1 of 1 inputs; furthest off at z = 1: 0.84100 " +
            "against 0.84134 ± 0.08309.",
            Describe(841));
        Finds(
            Refuted,
            "The mean of z·1[X <= z] over 1,000 normal samples agrees with GELU(z) at 0 of 1 inputs; furthest off at z = 1: 0.50000 " +
            "against 0.84134 ± 0.08309.",
            Describe(500));
    }

    [Fact]
    public void Both_one_sided_derivatives_of_gelu_at_zero_are_a_half()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("gelu-smooth-at-zero"), cpu.Context());

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.Equal(0.5, outcome.Measurements[1].Measured, 6);
        Assert.Equal(0.5, outcome.Measurements[2].Measured, 6);
    }

    [Fact]
    public void Relu_in_place_of_gelu_is_not_smooth_at_zero() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.GeluSmoothAtZero(ChapterClaims.Claim("gelu-smooth-at-zero"), cpu.Context(), Activation.Relu).Verdict);

    [Fact]
    public void The_gradient_of_gelu_is_not_zero_for_slightly_negative_inputs()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("gelu-nonzero-for-slightly-negative"), cpu.Context());

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.All(outcome.Measurements, found => Assert.InRange(
            found.Measured, found.Reference!.Value - found.Bound!.Value, found.Reference.Value + found.Bound.Value));
    }

    [Fact]
    public void The_gradient_of_relu_is_zero_for_slightly_negative_inputs() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.GeluNonzeroForSlightlyNegative(
                ChapterClaims.Claim("gelu-nonzero-for-slightly-negative"), cpu.Context(), Activation.Relu).Verdict);

    [Fact]
    public void The_mean_of_the_random_mask_is_gelu() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("gelu-is-an-expected-mask"), cpu.Context()).Verdict);

    [Fact]
    public void The_mean_of_the_random_mask_is_not_swish() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.GeluIsAnExpectedMask(ChapterClaims.Claim("gelu-is-an-expected-mask"), cpu.Context(), Activation.Swish).Verdict);
}
