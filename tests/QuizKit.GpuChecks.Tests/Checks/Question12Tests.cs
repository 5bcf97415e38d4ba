// Question 12: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question12Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Experiment("activation-gradient-needs-pre-activation", "GELU instead of tanh", Confirmed, (claim, context) =>
            Chapter6Checks.ActivationGradientNeedsPreActivation(claim, context, Activation.Gelu)),
        Mutation.Experiment("backward-requires-cached-values", "nothing lost", Refuted, (claim, context) =>
            Chapter6Checks.BackwardRequiresCachedValues(claim, context, Question12Kernels.Cached.Nothing)),
        Mutation.Experiment("weight-gradient-formula", "the formula without the slope", Refuted, (claim, context) =>
            Chapter6Checks.WeightGradientFormula(claim, context, Question12Kernels.GradientFormula.WithoutSlope)),
        Mutation.Experiment("checkpointing-recomputes", "checkpoints of 16 bits", Refuted, (claim, context) =>
            Chapter6Checks.CheckpointingRecomputes(claim, context, keptBits: unchecked((int)0xFFFF0000))),
    ];

    [Theory]
    [InlineData(1e-7, 0, "Refuted")]
    [InlineData(1e-3, 0, "Confirmed")]
    [InlineData(1e-7, 2, "Confirmed")]
    public void Question_12_describes_gradients_from_activations(double tanh, int relu, string verdict) => Finds(
        Enum.Parse<Verdict>(verdict),
        FormattableString.Invariant($"From the activation alone the gradient of the sigmoid, a(1 - a), is off by at most 1.0e-8, that of tanh, ") +
        FormattableString.Invariant($"1 - a^2, by {tanh:0.0e+0} (bound 9.5e-7), and that of ReLU differs for {relu} of 4,096 numbers. GELU's needs ") +
        "the pre-activation: z = -2.000 and -0.100 give activations 1.0e-9 apart and the gradients -0.080 and 0.420.",
        Chapter6Checks.DescribePreActivation(4096, 1e-8, tanh, relu, new Question12Kernels.GeluTwins(-2f, -0.1f, 1e-9, -0.08f, 0.42f)));

    [Theory]
    [InlineData(1e-3, 0.42f)]
    [InlineData(1e-9, -0.05f)]
    public void An_erratum_about_GELU_that_does_not_hold_is_an_error(double distance, float rightGradient) => Assert.Equal(
        Error,
        Chapter6Checks.DescribePreActivation(
            4096, 1e-8, 1e-7, 0, new Question12Kernels.GeluTwins(-2f, -0.1f, distance, -0.08f, rightGradient)).Verdict);

    [Fact]
    public void The_gradient_of_common_activations_does_not_need_the_pre_activation()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("activation-gradient-needs-pre-activation"), cpu.Context());

        Assert.Equal(Refuted, outcome.Verdict);
        Assert.InRange(outcome.Measurements[3].Measured, 0, 1e-5);
        Assert.InRange(outcome.Measurements[4].Measured, 0.05, 1);
    }

    [Fact]
    public void Question_12_describes_the_formula()
    {
        Finds(
            Confirmed,
            "Over 232 weights of all layers the formula and the centered difference differ by at most 1.0e-9 (bound there 2.0e-9), at " +
            "most 50 % of the bound; the largest gradient is 1.25.",
            Chapter6Checks.DescribeFormula(4, 0.5, 1e-9, 2e-9, 1.25));
        Finds(
            Refuted,
            "Over 232 weights of all layers the formula and the centered difference differ by at most 3.0e-9 (bound there 2.0e-9), at " +
            "most 150 % of the bound; the largest gradient is 1.25.",
            Chapter6Checks.DescribeFormula(4, 1.5, 3e-9, 2e-9, 1.25));
    }

    [Fact]
    public void Question_12_describes_checkpoints()
    {
        static string Text(int differing) =>
            "Caching keeps 400 bytes of activations an example and does 300 multiply-adds; a checkpoint every 2 layers 240 bytes and " +
            $"1.33 times the work, and no cache 80 bytes and 3.00 times the work. Of 2 gradients {differing} differ in their bits.";

        static Outcome Describe(float cached, float recomputed, long without = 900) => Chapter6Checks.DescribeCheckpoints(
            new Question12Kernels.Backpropagation([cached], Kept: 100, MultiplyAdds: 300),
            [(2, new Question12Kernels.Backpropagation([recomputed], Kept: 60, MultiplyAdds: 400))],
            new Question12Kernels.Backpropagation([cached], Kept: 20, without));

        Finds(Confirmed, Text(0), Describe(1f, 1f));
        Finds(Refuted, Text(1), Describe(1f, 2f));
        Finds(Error, Text(0), Describe(0f, 0f));
        Assert.Equal(Refuted, Describe(1f, 1f, without: 400).Verdict);
    }

    [Fact]
    public void Question_12_describes_lost_values()
    {
        static string Text(int activations, int preActivations) =>
            $"Without the cached activations {activations} of 2 gradients change, without the cached pre-activations {preActivations}.";

        Finds(Qualified, Text(2, 0), Chapter6Checks.DescribeCached([1, 2], [3, 4], [1, 2]));
        Finds(Confirmed, Text(2, 2), Chapter6Checks.DescribeCached([1, 2], [3, 4], [3, 4]));
        Finds(Refuted, Text(1, 0), Chapter6Checks.DescribeCached([1, 2], [3, 2], [1, 2]));
    }

    [Fact]
    public void The_backward_pass_needs_the_activations_alone() => Assert.Equal(
        Qualified, new Chapter6Checks().Run(ChapterClaims.Claim("backward-requires-cached-values"), cpu.Context()).Verdict);

    [Theory]
    [InlineData("Printed", "Confirmed")]
    [InlineData("WithoutSlope", "Refuted")]
    [InlineData("WithPreActivations", "Refuted")]
    public void Only_the_printed_formula_agrees_with_the_differences(string formula, string verdict)
    {
        var outcome = Chapter6Checks.WeightGradientFormula(
            ChapterClaims.Claim("weight-gradient-formula"), cpu.Context(), System.Enum.Parse<Question12Kernels.GradientFormula>(formula));

        Assert.Equal(System.Enum.Parse<Verdict>(verdict), outcome.Verdict);
    }

    [Fact]
    public void Recomputing_gives_the_same_bits_with_less_memory_and_more_work()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("checkpointing-recomputes"), cpu.Context());

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.All(outcome.Measurements, found => Assert.Equal(found.Reference, found.Measured));
    }

    [Fact]
    public void Checkpoints_that_lose_bits_change_the_gradients() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.CheckpointingRecomputes(
                ChapterClaims.Claim("checkpointing-recomputes"), cpu.Context(), keptBits: unchecked((int)0xFFFF0000)).Verdict);
}
