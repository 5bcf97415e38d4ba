// Question 12: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using QuizKit.GpuChecks.Checks;
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
        Mutation.Experiment("weight-gradient-formula", "the formula without the slope", Refuted, (claim, context) =>
            Chapter6Checks.WeightGradientFormula(claim, context, Question12Kernels.GradientFormula.WithoutSlope)),
        Mutation.Experiment("checkpointing-recomputes", "checkpoints of 16 bits", Refuted, (claim, context) =>
            Chapter6Checks.CheckpointingRecomputes(claim, context, keptBits: unchecked((int)0xFFFF0000))),
    ];

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
        static Outcome Describe(float cached, float recomputed) => Chapter6Checks.DescribeCheckpoints(
            new Question12Kernels.Backpropagation([cached], Kept: 100, MultiplyAdds: 300),
            [(2, new Question12Kernels.Backpropagation([recomputed], Kept: 60, MultiplyAdds: 400))]);

        Finds(
            Confirmed,
            "Caching keeps 400 bytes of activations an example and does 300 multiply-adds; a checkpoint every 2 layers 240 bytes and " +
            "1.33 times the work. Of 1 gradients 0 differ in their bits.",
            Describe(1f, 1f));
        Finds(
            Refuted,
            "Caching keeps 400 bytes of activations an example and does 300 multiply-adds; a checkpoint every 2 layers 240 bytes and " +
            "1.33 times the work. Of 1 gradients 1 differ in their bits.",
            Describe(1f, 2f));
        Finds(
            Error,
            "Caching keeps 400 bytes of activations an example and does 300 multiply-adds; a checkpoint every 2 layers 240 bytes and " +
            "1.33 times the work. Of 1 gradients 0 differ in their bits.",
            Describe(0f, 0f));
    }

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
