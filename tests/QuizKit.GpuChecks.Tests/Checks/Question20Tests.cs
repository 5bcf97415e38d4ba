// Question 20: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question20Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Printed("sigmoid-gradients-vanish", Refuted, 2e-5, 2e-8, 6e-6, 8e-8),
        Mutation.Printed("sigmoid-gradients-vanish", Refuted, 2e-6, 2e-7, 6e-6, 8e-8),
        Mutation.Printed("sigmoid-gradients-vanish", Refuted, 2e-6, 2e-8, 6e-5, 8e-8),
        Mutation.Printed("sigmoid-gradients-vanish", Refuted, 2e-6, 2e-8, 6e-6, 8e-7),
        Mutation.Printed("relu-he-gradients-stay", Refuted, 3, 5),
        Mutation.Printed("relu-he-gradients-stay", Refuted, 0.05, 0.1),
        Mutation.Printed("both-changes-are-needed", Refuted, 2e-4, 2e-4, 10),
        Mutation.Printed("both-changes-are-needed", Refuted, 2e-5, 2e-3, 10),
        Mutation.Printed("both-changes-are-needed", Refuted, 2e-5, 2e-4, 24),
    ];

    [Fact]
    public void Question_20_describes_vanishing_gradients()
    {
        static Outcome Describe(double xavier) => Chapter6Checks.DescribeVanishing(
            TestClaims.Claim("sigmoid-gradients-vanish", 2e-6, 2e-8, 6e-6, 8e-8),
            [new(Question20Kernels.SigmoidXavier, [Width(xavier)]), new(Question20Kernels.SigmoidPyTorch, [Width(3e-8)])]);

        Finds(
            Confirmed,
            "The norm of the error signal at layer 1 over that at layer 10 is, as a median over the networks, 3E-06 to 3E-06 for sigmoid " +
            "with Xavier (printed: about 2e-6); 3E-08 to 3E-08 for sigmoid with PyTorch's default (printed: about 2e-8), widths 16. Of the " +
            "weight gradients it is, over all widths, 6E-06 (printed: about 6e-6) and 6E-08 (printed: about 8e-8).",
            Describe(3e-6));
        Finds(
            Refuted,
            "The norm of the error signal at layer 1 over that at layer 10 is, as a median over the networks, 0.0001 to 0.0001 for sigmoid " +
            "with Xavier (printed: about 2e-6); 3E-08 to 3E-08 for sigmoid with PyTorch's default (printed: about 2e-8), widths 16. Of the " +
            "weight gradients it is, over all widths, 0.0002 (printed: about 6e-6) and 6E-08 (printed: about 8e-8).",
            Describe(1e-4));
    }

    [Theory]
    [InlineData(2e-5, 0.2, "Confirmed")]
    [InlineData(2e-4, 0.2, "Refuted")]
    [InlineData(2e-5, 0.6, "Refuted")]
    public void Question_20_describes_each_change_alone(double he, double larger, string verdict) => Finds(
        Enum.Parse<Verdict>(verdict),
        FormattableString.Invariant($"The norm of the error signal at layer 1 over that at layer 10 is, as a median over the networks, {he:G2} to {he:G2} for ") +
        "sigmoid with He (printed: about 2e-5); 0.0003 to 0.0003 for ReLU with PyTorch's default (printed: about 2e-4). " +
        FormattableString.Invariant($"10 times Xavier's standard deviation gives {larger}."),
        Chapter6Checks.DescribeBothNeeded(
            TestClaims.Claim("both-changes-are-needed", 2e-5, 2e-4, 10),
            [new(Question20Kernels.SigmoidHe, [Width(he)]), new(Question20Kernels.ReluPyTorch, [Width(3e-4)])],
            [(1, 1e-6), (10, larger)]));

    [Fact]
    public void One_dead_network_does_not_change_the_typical_ratio() =>
        Assert.Equal(0.4, new Question20Kernels.NetworkRatios([0.3, 0, 0.5, 0.4, 0.6]).Median);

    [Fact]
    public void Question_20_describes_gradients_that_stay()
    {
        static Outcome Describe(double ratio) => Chapter6Checks.DescribeStaying(
            TestClaims.Claim("relu-he-gradients-stay", 0.3, 3),
            new(Question20Kernels.ReluHe, [Width(ratio), Width(1)]), new(Question20Kernels.ReluPyTorch, [Width(1e-4), Width(2e-4)]));

        Finds(
            Confirmed,
            "With ReLU with He the norm of the error signal at layer 1 is 1 to 1.5 times that at layer 10, as a median over the " +
            "networks at widths 16, 16; 100 % of 2 networks lie within [0.3, 3], all within [1, 1.5]. Of the weight gradients it is 2 to " +
            "3. With PyTorch's default it is 0.0001 to 0.0002.",
            Describe(1.5));
        Finds(
            Refuted,
            "With ReLU with He the norm of the error signal at layer 1 is 1 to 5 times that at layer 10, as a median over the " +
            "networks at widths 16, 16; 50 % of 2 networks lie within [0.3, 3], all within [1, 5]. Of the weight gradients it is 2 to 10. " +
            "With PyTorch's default it is 0.0001 to 0.0002.",
            Describe(5));
    }

    [Fact]
    public void Sigmoid_gradients_vanish_by_the_printed_factors()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("sigmoid-gradients-vanish"), cpu.Context());

        Assert.Equal(Confirmed, outcome.Verdict);
    }

    [Theory]
    [InlineData(2e-5, 2e-8, 6e-6, 8e-8)]
    [InlineData(2e-7, 2e-8, 6e-6, 8e-8)]
    [InlineData(2e-6, 2e-7, 6e-6, 8e-8)]
    [InlineData(2e-6, 2e-9, 6e-6, 8e-8)]
    [InlineData(2e-6, 2e-8, 6e-7, 8e-8)]
    [InlineData(2e-6, 2e-8, 6e-6, 8e-9)]
    public void Another_printed_factor_is_refuted(params double[] printed) => Assert.Equal(
        Refuted, new Chapter6Checks().Run(ChapterClaims.With("sigmoid-gradients-vanish", printed), cpu.Context()).Verdict);

    [Fact]
    public void Swapped_initializations_are_refuted() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.SigmoidGradientsVanish(
                ChapterClaims.Claim("sigmoid-gradients-vanish"), cpu.Context(),
                Question20Kernels.SigmoidPyTorch, Question20Kernels.SigmoidXavier).Verdict);

    [Fact]
    public void Neither_change_is_enough() =>
        Assert.Equal(Confirmed, new Chapter6Checks().Run(ChapterClaims.Claim("both-changes-are-needed"), cpu.Context()).Verdict);

    [Fact]
    public void Both_changes_together_would_be_enough() => Assert.Equal(
        Refuted,
        Chapter6Checks.BothChangesAreNeeded(
            ChapterClaims.Claim("both-changes-are-needed"), cpu.Context(), Question20Kernels.SigmoidHe, Question20Kernels.ReluHe).Verdict);

    [Fact]
    public void Relu_gradients_with_He_weights_stay_within_the_printed_range() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("relu-he-gradients-stay"), cpu.Context()).Verdict);

    [Theory]
    [InlineData(3, 5)]
    [InlineData(0.05, 0.1)]
    public void A_range_that_the_ratios_leave_is_refuted(double low, double high) =>
        Assert.Equal(
            Refuted,
            new Chapter6Checks().Run(ChapterClaims.With("relu-he-gradients-stay", low, high), cpu.Context()).Verdict);

    [Fact]
    public void Relu_gradients_with_PyTorchs_default_do_not_stay() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.ReluHeGradientsStay(
                ChapterClaims.Claim("relu-he-gradients-stay"), cpu.Context(), Question20Kernels.ReluPyTorch).Verdict);

    private static Question20Kernels.WidthRatios Width(double ratio) =>
        new(16, new([2 * ratio]), new([ratio]), [.. Enumerable.Repeat(ratio, 10)]);
}
