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
        Mutation.Printed("sigmoid-gradients-vanish", Refuted, 1e-5, 3e-8),
        Mutation.Printed("sigmoid-gradients-vanish", Refuted, 1e-6, 3e-7),
        Mutation.Printed("relu-he-gradients-stay", Refuted, 3, 5),
        Mutation.Printed("relu-he-gradients-stay", Refuted, 0.05, 0.1),
    ];

    [Fact]
    public void Question_20_describes_vanishing_gradients()
    {
        static Outcome Describe(double xavier, double he, double largest) => Chapter6Checks.DescribeVanishing(
            TestClaims.Claim("sigmoid-gradients-vanish", 1e-6, 3e-8),
            [new(Question20Kernels.SigmoidXavier, [Width(xavier)]), new(Question20Kernels.SigmoidPyTorch, [Width(3e-8)])],
            new(Question20Kernels.SigmoidHe, [Width(he)]), [Width(1e-6), Width(1e-6), Width(1e-6), Width(1e-6), Width(largest)]);

        Finds(
            Confirmed,
            "The norm of the error signal at layer 1 over that at layer 10 is, as a geometric mean over the seeds, 1E-06 to 1E-06 for " +
            "sigmoid with Xavier (printed: about 1e-6); 3E-08 to 3E-08 for sigmoid with PyTorch's default (printed: about 3e-8), widths " +
            "16. Of the weight gradients it is 2E-06 to 2E-06 and 6E-08 to 6E-08. It stops at other weights: 1E-06 to 1E-06 with He's, " +
            "and 16 times Xavier's standard deviation do not undo it.",
            Describe(1e-6, 1e-6, 1e-6));
        Finds(
            Qualified,
            "The norm of the error signal at layer 1 over that at layer 10 is, as a geometric mean over the seeds, 1E-06 to 1E-06 for " +
            "sigmoid with Xavier (printed: about 1e-6); 3E-08 to 3E-08 for sigmoid with PyTorch's default (printed: about 3e-8), widths " +
            "16. Of the weight gradients it is 2E-06 to 2E-06 and 6E-08 to 6E-08. It stops at other weights: 0.001 to 0.001 with He's, " +
            "and 16 times Xavier's standard deviation undoes it (0.5 at width 16).",
            Describe(1e-6, 1e-3, 0.5));
        Finds(
            Refuted,
            "The norm of the error signal at layer 1 over that at layer 10 is, as a geometric mean over the seeds, 0.0001 to 0.0001 for " +
            "sigmoid with Xavier (printed: about 1e-6); 3E-08 to 3E-08 for sigmoid with PyTorch's default (printed: about 3e-8), widths " +
            "16. Of the weight gradients it is 0.0002 to 0.0002 and 6E-08 to 6E-08. It stops at other weights: 0.001 to 0.001 with " +
            "He's, and 16 times Xavier's standard deviation undoes it (0.5 at width 16).",
            Describe(1e-4, 1e-3, 0.5));
    }

    [Fact]
    public void Question_20_describes_gradients_that_stay()
    {
        static Outcome Describe(double ratio) => Chapter6Checks.DescribeStaying(
            TestClaims.Claim("relu-he-gradients-stay", 0.3, 3),
            new(Question20Kernels.ReluHe, [Width(ratio), Width(1)]), new(Question20Kernels.ReluPyTorch, [Width(1e-4), Width(2e-4)]));

        Finds(
            Confirmed,
            "With ReLU with He the norm of the error signal at layer 1 is 1 to 1.5 times that at layer 10, as a geometric mean over the " +
            "seeds at widths 16, 16; 100 % of 2 networks lie within [0.3, 3], all within [1, 1.5]. Of the weight gradients it is 2 to " +
            "3. With PyTorch's default it is 0.0001 to 0.0002.",
            Describe(1.5));
        Finds(
            Refuted,
            "With ReLU with He the norm of the error signal at layer 1 is 1 to 5 times that at layer 10, as a geometric mean over the " +
            "seeds at widths 16, 16; 50 % of 2 networks lie within [0.3, 3], all within [1, 5]. Of the weight gradients it is 2 to 10. " +
            "With PyTorch's default it is 0.0001 to 0.0002.",
            Describe(5));
    }

    [Fact]
    public void Sigmoid_gradients_vanish_by_the_printed_factors_but_not_at_every_weight()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("sigmoid-gradients-vanish"), cpu.Context());

        Assert.Equal(Qualified, outcome.Verdict);
    }

    [Theory]
    [InlineData(1e-5, 3e-8)]
    [InlineData(1e-7, 3e-8)]
    [InlineData(1e-6, 3e-7)]
    [InlineData(1e-6, 3e-9)]
    public void Another_printed_factor_is_refuted(double xavier, double pyTorch) =>
        Assert.Equal(
            Refuted,
            new Chapter6Checks().Run(ChapterClaims.With("sigmoid-gradients-vanish", xavier, pyTorch), cpu.Context()).Verdict);

    [Fact]
    public void Swapped_initializations_are_refuted() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.SigmoidGradientsVanish(
                ChapterClaims.Claim("sigmoid-gradients-vanish"), cpu.Context(),
                Question20Kernels.SigmoidPyTorch, Question20Kernels.SigmoidXavier).Verdict);

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
