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
    private static readonly double[] FirstTwo = [1, 20, 256, 5120, 256, 2, 256, 256, 65536, 256];

    private static readonly double[] LastTwo = [3, 256, 256, 65536, 256, 4, 256, 1, 256, 1];

    private static readonly Question16Kernels.LayerWork[] Counted =
        [new(20, 256, 5120, 256, 256), new(256, 256, 65536, 256, 256), new(256, 256, 65536, 256, 256), new(256, 1, 256, 1, 1)];

    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        .. FirstTwo.Select((_, i) => Mutation.Printed("first-two-layers", Refuted, WithTwoMore(FirstTwo, i))),
        Mutation.Printed("third-layer", Confirmed, 4, 256, 1, 256, 1),
        Mutation.Printed("third-layer", Confirmed, 1, 20, 256, 5120, 256),
        Mutation.Printed("matrix-products-dominate", Refuted, 20, 256),
        Mutation.Printed("matrix-products-dominate", Refuted, 256, 1),
        .. LastTwo.Select((_, i) => Mutation.Printed("last-two-layers", Refuted, WithTwoMore(LastTwo, i))),
        Mutation.Printed("square-layers-share", Refuted, 92),
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
    public void Question_16_describes_layers()
    {
        Finds(
            Confirmed,
            "Layer 2 is 256 x 256: the kernels counted 65,536 multiply-adds and 256 bias additions; printed are 256, 256, 65,536 and 256. " +
            "Layer 4 is 256 x 1: the kernels counted 256 multiply-adds and 1 bias additions; printed are 256, 1, 256 and 1.",
            Chapter6Checks.DescribeLayers([2, 256, 256, 65536, 256, 4, 256, 1, 256, 1], Counted));
        Finds(
            Refuted,
            "Layer 3 is 256 x 256: the kernels counted 65,536 multiply-adds and 256 bias additions; printed are 256, 1, 256 and 1.",
            Chapter6Checks.DescribeLayers([3, 256, 1, 256, 1], Counted));
        Finds(Refuted, "There is no layer 5.", Chapter6Checks.DescribeLayers([5, 256, 1, 256, 1], Counted));
    }

    [Fact]
    public void Question_16_describes_the_dominant_cost()
    {
        Finds(
            Qualified,
            "Of 137,986 operations 98.9 % are multiply-adds of matrix products. 2 of the 4 layers are 256 x 256; together they take 95.0 % " +
            "of all operations.",
            Chapter6Checks.DescribeDominance([256, 256], Counted));
        Finds(
            Confirmed,
            "Of 71,938 operations 98.6 % are multiply-adds of matrix products. 1 of the 3 layers are 256 x 256; together they take 91.1 % " +
            "of all operations.",
            Chapter6Checks.DescribeDominance([256, 256], [Counted[0], Counted[1], Counted[3]]));
        Finds(
            Refuted,
            "Of 137,986 operations 98.9 % are multiply-adds of matrix products. 1 of the 4 layers are 20 x 256; together they take 3.7 % " +
            "of all operations.",
            Chapter6Checks.DescribeDominance([20, 256], Counted));
    }

    [Theory]
    [InlineData(96, "Confirmed")]
    [InlineData(97, "Refuted")]
    public void Question_16_describes_the_square_layers(double printed, string verdict) => Finds(
        verdict,
        $"2 square layers take 96.06% of 136,448 multiply-adds; printed are {printed}%.",
        Chapter6Checks.DescribeSquareLayers(printed, Counted));

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
        Index1D index, FloatView input, Question16Kernels.LayerParameters layer, FloatView output, IntView counters)
    {
        Question16Kernels.CountingLayerKernel(index, input, layer, output, counters);
        if (index >= layer.Outputs) Atomic.Add(ref counters[0], 1);
    }

    /// <summary>Layers 2 and 3 are alike: with one more, the line of the one would be that of the other.</summary>
    private static double[] WithTwoMore(double[] values, int at) => [.. values.Select((value, i) => i == at ? value + 2 : value)];
}
