// Question 12 on the CPU accelerator: the printed formula passes and wrong ones do not; checkpoints must be exact.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question12ChecksTests(CpuFixture cpu)
{
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

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.All(outcome.Measurements, found => Assert.Equal(found.Reference, found.Measured));
    }

    [Fact]
    public void Checkpoints_that_lose_bits_change_the_gradients() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.CheckpointingRecomputes(
                ChapterClaims.Claim("checkpointing-recomputes"), cpu.Context(), keptBits: unchecked((int)0xFFFF0000)).Verdict);
}
