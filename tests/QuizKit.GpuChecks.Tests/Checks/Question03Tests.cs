// Question 3: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.Devices.Arithmetic;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question03Tests(CpuFixture cpu)
{
    private const string LayersAtFault =
        "The two layers are further from binary64 than rounding can explain: the device or this check is at fault. ";

    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Kernel(
            "linear-layers-collapse", "a product without its bias", Refuted,
            Question03Kernels.LinearLayerKernel, CollapsedWithoutBias),
        Mutation.Kernel(
            "linear-layers-collapse", "layers that are not linear", Error,
            Question03Kernels.LinearLayerKernel, AlwaysRectified),
        Mutation.Kernel(
            "nonlinearity-prevents-collapse", "linear layers instead of ReLU", Refuted,
            Question03Kernels.LinearLayerKernel, NeverRectified),
        Mutation.Kernel(
            "nonlinearity-prevents-collapse", "a deep network without ReLU", Refuted,
            Question03Kernels.TentLayersKernel, NeverFolded),
        Mutation.Kernel(
            "nonlinearity-prevents-collapse", "linear layers that fold", Refuted,
            Question03Kernels.TentLayersKernel, AlwaysFolded),
    ];

    [Theory]
    [InlineData(0.25, 0.5, "Confirmed", "", "25.0 %")]
    [InlineData(2, 0.5, "Refuted", "", "200.0 %")]
    [InlineData(0.25, 2, "Error", LayersAtFault, "25.0 %")]
    public void Linear_layers_are_judged_by_bounds(double share, double reference, string verdict, string fault, string percent) =>
        Finds(
            verdict,
            $"{fault}Two linear layers and their one-layer product differ by at most 1.00e-6 (bound there 4.00e-6); " +
            $"no output uses more than {percent} of its bound.",
            Chapter6Checks.DescribeLinearLayersCollapse(64, new Question03Kernels.Collapsed(share, 1e-6, 4e-6, reference)));

    [Theory]
    [InlineData(0.5, 2000, 4, 1, "Confirmed", "50.0 %", "2,000")]
    [InlineData(0.5, 1000, 4, 1, "Refuted", "50.0 %", "1,000")]
    [InlineData(1.5, 2000, 4, 1, "Refuted", "150.0 %", "2,000")]
    [InlineData(0.5, 2000, 3, 1, "Refuted", "50.0 %", "2,000")]
    [InlineData(0.5, 2000, 4, 2, "Refuted", "50.0 %", "2,000")]
    public void An_affine_defect_has_to_be_rounding_without_relu_and_pieces_have_to_double_with_it(
        double linear, double withRelu, int with, int without, string verdict, string share, string times) =>
        Finds(
            verdict,
            $"The affine defect is {share} of its rounding bound without ReLU, and {times} times the bound with ReLU. 2 layers of two " +
            $"units have {with} linear pieces with ReLU, and {without} without it.",
            Chapter6Checks.DescribeNonlinearityPreventsCollapse(64, linear, withRelu, 1e-5, [(2, 1), (with, without)]));

    [Fact]
    public void Linear_layers_collapse_within_a_bound_that_is_printed_beside_the_difference()
    {
        var outcome = cpu.Context().Check("linear-layers-collapse");

        Assert.Equal(Confirmed, outcome.Verdict);
        var difference = outcome.Measurements.Single(m => m.Name == "largest difference");
        Assert.InRange(difference.Measured, double.Epsilon, difference.Bound!.Value);
    }

    [Fact]
    public void A_relu_between_the_layers_prevents_the_collapse()
    {
        var outcome = cpu.Context().Check("nonlinearity-prevents-collapse");

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.InRange(Measured(outcome, "largest defect without ReLU, in bounds"), 0, 1);
    }

    /// <summary>The collapsed layer, and no other, loses its bias: it is the one from 24 inputs to 12 outputs.</summary>
    internal static void CollapsedWithoutBias(
        Index1D index, FloatView input, FloatView weights, FloatView biases, FloatView output, int outputs, int relu, int items)
    {
        Question03Kernels.LinearLayerKernel(index, input, weights, biases, output, outputs, relu, items);
        if (outputs != 12 || weights.Length != 24 * 12) return;
        for (int at = index; at < output.Length; at += items) output[at] = Exact32.Subtract(output[at], biases[at % 12]);
    }

    internal static void AlwaysRectified(
        Index1D index, FloatView input, FloatView weights, FloatView biases, FloatView output, int outputs, int relu, int items) =>
        Question03Kernels.LinearLayerKernel(index, input, weights, biases, output, outputs, 1, items);

    internal static void NeverRectified(
        Index1D index, FloatView input, FloatView weights, FloatView biases, FloatView output, int outputs, int relu, int items) =>
        Question03Kernels.LinearLayerKernel(index, input, weights, biases, output, outputs, 0, items);

    internal static void NeverFolded(Index1D index, FloatView x, FloatView values, int layers, int relu) =>
        Question03Kernels.TentLayersKernel(index, x, values, layers, 0);

    internal static void AlwaysFolded(Index1D index, FloatView x, FloatView values, int layers, int relu) =>
        Question03Kernels.TentLayersKernel(index, x, values, layers, 1);
}
