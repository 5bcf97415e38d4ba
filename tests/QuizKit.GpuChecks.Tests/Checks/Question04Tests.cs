// Question 4: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static System.FormattableString;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question04Tests(CpuFixture cpu)
{
    private const string Undone = "exceeded from w = 8 on, w = 8 undoes the attenuation entirely, and w = 8 makes the gradient 512, 1.3e+8";

    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Printed("sigmoid-gradient-maximum", Refuted, 0.24),
        Mutation.Printed("largest-factor-per-layer", Refuted, 0.24),
        Mutation.Printed("largest-factor-per-layer", Refuted, 0.26),
        Mutation.Kernel(
            "largest-factor-per-layer", "a gradient without the activation gradient", Refuted,
            Question04Kernels.LayerFactorKernel, WithoutActivationGradient),
        Mutation.Printed("first-layer-attenuated", Refuted, 0.3),
        Mutation.Kernel(
            "first-layer-untrainable", "weights of 4 instead of 1", Refuted,
            Question04Kernels.FirstLayerKernel, AlwaysLarge),
        Mutation.Kernel(
            "first-layer-untrainable", "a first layer that is not trained", Confirmed,
            Question04Kernels.FirstLayerKernel, Untrained),
        Mutation.Printed("ten-layer-attenuation", Refuted, 0.5, 9, 3.8e-6),
        Mutation.Printed("ten-layer-attenuation", Refuted, 0.25, 10, 3.8e-6),
        Mutation.Printed("ten-layer-attenuation", Refuted, 0.25, 9, 3.9e-6),
    ];

    [Theory]
    [InlineData(1, "1,000 floats (every finite one)", 0.25, "Confirmed")]
    [InlineData(4096, "1,010 floats (a stratified sample of all exponents)", 0.25, "Confirmed")]
    [InlineData(4096, "1,010 floats (a stratified sample of all exponents)", 0.24, "Refuted")]
    public void The_largest_gradient_of_the_sigmoid_is_compared_with_the_printed_one(
        int step, string floats, double printed, string verdict) =>
        Finds(
            verdict,
            Invariant($"Over {floats} the largest gradient is 0.25, at z = 0 it is 0.25; printed is {printed}. ") +
            "It rounds to 0.25 up to |z| = 5.00e-4.",
            Chapter6Checks.DescribeSigmoidGradientMaximum(
                printed,
                step,
                new Question04Kernels.GradientSummary(0.2, 0, 0, 1000),
                new Question04Kernels.GradientSummary(0.25, 0.25, 5e-4, 10)));

    [Theory]
    [InlineData(3.8e-6, 3.814697265625e-6f, "Confirmed", "3.8E-06")]
    [InlineData(3.9e-6, 3.814697265625e-6f, "Refuted", "3.9E-06")]
    [InlineData(3.8e-6, 4e-6f, "Refuted", "3.8E-06")]
    public void Nine_factors_are_compared_with_the_printed_product_and_with_a_chain(
        double printed, float chain, string verdict, string text) =>
        Finds(
            verdict,
            Invariant(
                $"0.25^9 = 3.814697265625E-06, printed as {text}; the gradient through a chain of ten sigmoid layers at z = 0 is ") +
            Invariant($"multiplied by {(double)chain:R}."),
            Chapter6Checks.DescribeTenLayerAttenuation([0.25, 9, printed], 3.814697265625e-6f, chain));

    [Theory]
    [InlineData(1, 512, "Qualified", Undone)]
    [InlineData(2, 512, "Refuted", Undone)]
    [InlineData(1, 0, "Confirmed", "exceeded from w = 0 on, w = 0 undoes the attenuation entirely, and w = 8 makes the gradient 0, 0.0e+0")]
    public void Weights_that_undo_the_attenuation_qualify_it(double worst, float atEight, string verdict, string weights) =>
        Finds(
            verdict,
            $"The activation factors of 4,096 random chains stay within 0.25^(L-1), at most {worst} of it. With the weights the " +
            $"bound does not " +
            $"hold: over ten layers it is {weights} times the bound.",
            Chapter6Checks.DescribeFirstLayerAttenuated(0.25, 4096, worst, best: 1, [1f, 8f], [0f, atEight]));

    [Theory]
    [InlineData(0.25, 0.5, 2, "Qualified")]
    [InlineData(0.25, 0.5, 0.2, "Confirmed")]
    [InlineData(0.24, 0.5, 2, "Refuted")]
    [InlineData(0.25, 1.5, 2, "Refuted")]
    public void A_factor_above_the_printed_one_qualifies_and_one_that_is_not_the_derivative_refutes(
        double printed, double share, double whole, string verdict) =>
        Finds(
            verdict,
            Invariant($"The derivative of the next pre-activation is weight times activation gradient within {share:P1} of the bound of ") +
            Invariant($"a centered difference. The activation gradient is at most 0.2500, and 0.25 at 0 (printed {printed}); with its ") +
            Invariant($"weight the factor of a layer reaches {whole:F2}."),
            Chapter6Checks.DescribeLargestFactorPerLayer(printed, 4096, new(0.25, 0.25, whole, share)));

    [Theory]
    [InlineData(1, 1e-4, 0.001, "Qualified", "100.00 %", "0.10 %")]
    [InlineData(1, 1e-4, 0.5, "Confirmed", "100.00 %", "50.00 %")]
    [InlineData(0.5, 1e-4, 0.001, "Refuted", "50.00 %", "0.10 %")]
    [InlineData(1, 1e-2, 0.001, "Refuted", "100.00 %", "0.10 %")]
    public void A_first_layer_that_learns_with_large_weights_qualifies_and_one_that_learns_with_usual_ones_refutes(
        double loss, double moved, double large, string verdict, string left, string leftByLarge) =>
        Finds(
            verdict,
            Invariant($"In 1,000 steps the first of ten sigmoid layers moves its pre-activation by {moved:0.0e+0} with weights of 1 and ") +
            $"leaves {left} of the loss; with weights of 4 it moves it by 1.25 and leaves {leftByLarge}.",
            Chapter6Checks.DescribeFirstLayerUntrainable(loss, moved, large, 1.25));

    [Fact]
    public void The_factor_of_a_layer_exceeds_a_quarter_and_the_first_layer_learns_with_large_weights()
    {
        var factor = cpu.Context().Check("largest-factor-per-layer", 0.25);
        var training = cpu.Context().Check("first-layer-untrainable");

        Assert.Equal(Qualified, factor.Verdict);
        Assert.True(factor.Measurements[0].Measured > 1);
        Assert.Equal(Qualified, training.Verdict);
    }

    [Theory]
    [InlineData(0.25, "Confirmed")]
    [InlineData(0.24, "Refuted")]
    [InlineData(0.26, "Refuted")]
    public void The_largest_gradient_of_the_sigmoid_is_a_quarter(double maximum, string verdict)
    {
        var outcome = cpu.Context().Check("sigmoid-gradient-maximum", maximum);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(0.25, outcome.Measurements[0].Measured);
        Assert.Contains("stratified sample", outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.25, 9, 3.8e-6, "Confirmed")]
    [InlineData(0.5, 9, 3.8e-6, "Refuted")]
    [InlineData(0.25, 10, 3.8e-6, "Refuted")]
    [InlineData(0.25, 9, 3.9e-6, "Refuted")]
    public void Nine_factors_of_a_quarter_are_what_the_sentence_prints(double factor, double power, double product, string verdict)
    {
        var outcome = cpu.Context().Check("ten-layer-attenuation", factor, power, product);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(3.814697265625e-6, Measured(outcome, "product of the activation gradients of ten layers"));
    }

    [Theory]
    [InlineData(0.25, "Qualified")]
    [InlineData(0.2, "Refuted")]
    [InlineData(0.3, "Refuted")]
    public void The_attenuation_holds_for_the_activation_factors_and_weights_undo_it(double factor, string verdict)
    {
        var outcome = cpu.Context().Check("first-layer-attenuated", factor);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(512, Measured(outcome, "gradient through ten layers with weight 8"));
        Assert.Equal(4, Measured(outcome, "smallest weight that undoes the attenuation"));
    }

    internal static void WithoutActivationGradient(Index1D index, DoubleView z, DoubleView w, DoubleView b, DoubleView results)
    {
        Question04Kernels.LayerFactorKernel(index, z, w, b, results);
        results[(3 * index) + 1] = w[index];
    }

    internal static void AlwaysLarge(Index1D index, FloatView weights, FloatView results, int steps, float rate)
    {
        weights[index] = 4f;
        Question04Kernels.FirstLayerKernel(index, weights, results, steps, rate);
    }

    internal static void Untrained(Index1D index, FloatView weights, FloatView results, int steps, float rate) =>
        Question04Kernels.FirstLayerKernel(index, weights, results, steps, 0f);
}
