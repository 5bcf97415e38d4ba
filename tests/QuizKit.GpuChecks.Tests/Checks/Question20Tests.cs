// Question 20: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
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
        Mutation.Printed("relu-he-gradients-stay", Refuted, 2, 3),
        Mutation.Printed("relu-he-gradients-stay", Refuted, 0.3, 0.5),
        Mutation.Kernel(
            "error-signal-step", "slopes that are half as large", Refuted,
            DeepNetworks.PropagateKernel, HalfTheSlopes),
        Mutation.Printed("sigmoid-step-at-best", Refuted, 0.26, 4e-6, 0.144, 3e-8, 0.17),
        Mutation.Printed("sigmoid-step-at-best", Refuted, 0.25, 5e-6, 0.144, 3e-8, 0.17),
        Mutation.Printed("sigmoid-step-at-best", Refuted, 0.25, 4e-6, 0.145, 3e-8, 0.17),
        Mutation.Printed("sigmoid-step-at-best", Refuted, 0.25, 4e-6, 0.144, 2e-8, 0.17),
        Mutation.Printed("sigmoid-step-at-best", Refuted, 0.25, 4e-6, 0.144, 3e-8, 0.18),
        Mutation.Experiment("half-the-units-are-active", "sigmoid units", Refuted, (claim, context) =>
            Chapter6Checks.HalfTheUnitsAreActive(claim, context, DeepNetworks.SigmoidXavier)),
        Mutation.Printed("both-changes-are-needed", Refuted, 2e-4, 2e-4, 10),
        Mutation.Printed("both-changes-are-needed", Refuted, 2e-5, 2e-3, 10),
        Mutation.Printed("both-changes-are-needed", Refuted, 2e-5, 2e-4, 24),
    ];

    [Fact]
    public void Question_20_describes_vanishing_gradients()
    {
        static Outcome Describe(double xavier) => Chapter6Checks.DescribeVanishing(
            TestClaims.Claim("sigmoid-gradients-vanish", 2e-6, 2e-8, 6e-6, 8e-8),
            [new(DeepNetworks.SigmoidXavier, [Width(xavier)]), new(DeepNetworks.SigmoidPyTorch, [Width(3e-8)])]);

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
            [new(DeepNetworks.SigmoidHe, [Width(he)]), new(DeepNetworks.ReluPyTorch, [Width(3e-4)])],
            [(1, 1e-6), (10, larger)]));

    [Fact]
    public void One_dead_network_does_not_change_the_typical_ratio() =>
        Assert.Equal(0.4, new DeepNetworks.NetworkRatios([0.3, 0, 0.5, 0.4, 0.6]).Median);

    [Fact]
    public void Question_20_describes_gradients_that_stay()
    {
        static Outcome Describe(double ratio) => Chapter6Checks.DescribeStaying(
            TestClaims.Claim("relu-he-gradients-stay", 0.3, 3),
            new(DeepNetworks.ReluHe, [Width(ratio), Width(1)]), new(DeepNetworks.ReluPyTorch, [Width(1e-4), Width(2e-4)]));

        Finds(
            Confirmed,
            "With ReLU with He the median over the networks of the norm of a layer's error signal is 1 to 1.4 times that of layer 10, over the " +
            "layers and the widths 16, 16; of its weight gradient, over all widths, 2.8 to 2.8. At layer 1 single networks lie within [1, 1.4]. " +
            "With PyTorch's default it is 0.0001 to 0.0002 there.",
            Describe(1.4));
        Finds(
            Refuted,
            "With ReLU with He the median over the networks of the norm of a layer's error signal is 1 to 5 times that of layer 10, over the " +
            "layers and the widths 16, 16; of its weight gradient, over all widths, 10 to 10. At layer 1 single networks lie within [1, 5]. " +
            "With PyTorch's default it is 0.0001 to 0.0002 there.",
            Describe(5));
    }

    [Theory]
    [InlineData(1.0, "Confirmed")]
    [InlineData(2.0, "Refuted")]
    public void Question_20_describes_a_step(double factor, string verdict)
    {
        // Nine steps that each multiply the norm by the square root of the formula's factor, or of another one: n·Var(w) is 2 and E[f'²] is 1/2.
        var found = Width(Math.Pow(factor, 4.5));

        Finds(
            Enum.Parse<Verdict>(verdict),
            FormattableString.Invariant($"One step back multiplies the mean square of the error signal by {factor:G3} for ReLU with He (by the formula 1)."),
            Chapter6Checks.DescribeSteps([new(DeepNetworks.ReluHe, [found])]));
    }

    [Theory]
    [InlineData(0.2, "Confirmed")]
    [InlineData(0.26, "Refuted")]
    public void Question_20_describes_steps_at_best(double step, string verdict) => Finds(
        Enum.Parse<Verdict>(verdict),
        FormattableString.Invariant($"A step multiplies the norm by {step:G3} with Xavier (at best 0.25) and by 0.1 with PyTorch's default (at best ") +
        "0.144); the question's fall is one of 0.167 a step.",
        Chapter6Checks.DescribeBestSteps(
            TestClaims.Claim("sigmoid-step-at-best", 0.25, 4e-6, 0.144, 3e-8, 0.17),
            new(DeepNetworks.SigmoidXavier, [Width(Math.Pow(step, 9))]), new(DeepNetworks.SigmoidPyTorch, [Width(Math.Pow(0.1, 9))])));

    [Theory]
    [InlineData(50_100, "Confirmed")]
    [InlineData(60_000, "Refuted")]
    public void Question_20_describes_active_units(long active, string verdict) => Finds(
        Enum.Parse<Verdict>(verdict),
        FormattableString.Invariant($"{active / 100_000.0:P2} of 100,000 units are active (half of them ± 1.04 %), so He's 2/n gives n·(2/n)·E[ReLU'²] = ") +
        FormattableString.Invariant($"{active / 50_000.0:0.000}."),
        Chapter6Checks.DescribeActive(new(DeepNetworks.ReluHe, [Width(1) with { Active = active, Units = 100_000 }])));

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
                DeepNetworks.SigmoidPyTorch, DeepNetworks.SigmoidXavier).Verdict);

    [Fact]
    public void Neither_change_is_enough() =>
        Assert.Equal(Confirmed, new Chapter6Checks().Run(ChapterClaims.Claim("both-changes-are-needed"), cpu.Context()).Verdict);

    [Fact]
    public void Both_changes_together_would_be_enough() => Assert.Equal(
        Refuted,
        Chapter6Checks.BothChangesAreNeeded(
            ChapterClaims.Claim("both-changes-are-needed"), cpu.Context(), DeepNetworks.SigmoidHe, DeepNetworks.ReluHe).Verdict);

    [Fact]
    public void Relu_gradients_with_He_weights_stay_within_the_printed_range() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("relu-he-gradients-stay"), cpu.Context()).Verdict);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0.3, 0.5)]
    public void A_range_that_the_ratios_leave_is_refuted(double low, double high) =>
        Assert.Equal(
            Refuted,
            new Chapter6Checks().Run(ChapterClaims.With("relu-he-gradients-stay", low, high), cpu.Context()).Verdict);

    [Fact]
    public void Relu_gradients_with_PyTorchs_default_do_not_stay() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.ReluHeGradientsStay(
                ChapterClaims.Claim("relu-he-gradients-stay"), cpu.Context(), DeepNetworks.ReluPyTorch).Verdict);

    [Theory]
    [InlineData("error-signal-step")]
    [InlineData("sigmoid-step-at-best")]
    [InlineData("half-the-units-are-active")]
    public void The_derivation_holds_step_by_step(string id) =>
        Assert.Equal(Confirmed, new Chapter6Checks().Run(ChapterClaims.Claim(id), cpu.Context()).Verdict);

    internal static void HalfTheSlopes(
        Index1D index, DeepNetworks.NetworkArguments arguments, FloatView weights, FloatView biases, DeepNetworks.NetworkData data,
        FloatView activations, FloatView signals)
    {
        DeepNetworks.PropagateKernel(index, arguments, weights, biases, data, activations, signals);
        var n = arguments.Width;

        // Each step back is one with a slope that is half as large.
        for (var at = 0; at < DeepNetworks.Layers * n; at++)
            signals[((int)index * DeepNetworks.Layers * n) + at] *= 1f / (1 << (DeepNetworks.Layers - (at / n)));
    }

    private static DeepNetworks.WidthRatios Width(double ratio) =>
        new(16, Layers(2 * ratio), Layers(ratio), [.. Enumerable.Repeat(0.5, 10)], Active: 80, Units: 160);

    private static DeepNetworks.NetworkRatios[] Layers(double ratio) => [.. Enumerable.Repeat(new DeepNetworks.NetworkRatios([ratio]), 10)];
}
