// Question 16: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question16Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Printed("total-multiply-adds", Confirmed, 136448),
        Mutation.Printed("activation-operations", Confirmed, 769),
        Mutation.Kernel(
            "batch-scales-linearly", "a layer that counts more in a batch", Refuted,
            Question16Kernels.CountingLayerKernel, CountsMoreInABatch),
        Mutation.Printed("total-multiply-adds-corrected", Refuted, 70912),
        Mutation.Printed("activation-operations-corrected", Refuted, 513),
    ];

    [Fact]
    public void Question_16_describes_counted_work()
    {
        static Outcome Describe(long counted) =>
            Chapter6Checks.DescribeWork(TestClaims.Claim("total-multiply-adds", 136448), "multiply-adds", counted, 136448, "the widths");

        Finds(Confirmed, "The kernels counted 136,448 multiply-adds in one forward pass; printed are 136,448.", Describe(136448));
        Finds(Refuted, "The kernels counted 136,449 multiply-adds in one forward pass; printed are 136,448.", Describe(136449));
    }

    [Fact]
    public void Question_16_describes_batches()
    {
        Finds(
            Confirmed,
            "Batches of 1 and 2 take 1,000 and 2,000 multiply-adds: off the multiples of the first by 0.",
            Chapter6Checks.DescribeBatches([(1, 1000, 3), (2, 2000, 6)]));
        Finds(
            Refuted,
            "Batches of 1 and 2 take 1,000 and 2,001 multiply-adds: off the multiples of the first by 1.",
            Chapter6Checks.DescribeBatches([(1, 1000, 3), (2, 2001, 6)]));
    }

    [Theory]
    [InlineData(70912, "Refuted")]
    [InlineData(136448, "Confirmed")]
    public void The_kernels_count_136448_multiply_adds(double printed, string verdict)
    {
        var outcome = cpu.Context().Check("total-multiply-adds", printed);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(136448, outcome.Measurements[0].Measured);
    }

    [Theory]
    [InlineData(513, "Refuted")]
    [InlineData(769, "Confirmed")]
    public void The_kernels_count_769_activation_operations(double printed, string verdict)
    {
        var outcome = cpu.Context().Check("activation-operations-corrected", printed);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(769, outcome.Measurements[0].Measured);
    }

    [Fact]
    public void The_work_of_a_batch_is_counted_to_be_linear()
    {
        var outcome = cpu.Context().Check("batch-scales-linearly");

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.Equal(8 * 136448, Measured(outcome, "multiply-adds of a batch of 8"));
    }

    internal static void CountsMoreInABatch(
        Index1D index, FloatView input, FloatView weights, FloatView output, IntView counters, int inputs, int outputs)
    {
        Question16Kernels.CountingLayerKernel(index, input, weights, output, counters, inputs, outputs);
        if (index >= outputs) Atomic.Add(ref counters[0], 1);
    }
}
