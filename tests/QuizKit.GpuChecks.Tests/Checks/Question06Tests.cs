// Question 6: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static System.FormattableString;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question06Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Kernel(
            "backpropagation-only-computes-gradients", "a backward pass that learns", Refuted,
            GradientNetwork.BackwardKernel, LearningKernel),
        Mutation.Kernel(
            "backpropagation-only-computes-gradients", "one wrong gradient", Refuted,
            GradientNetwork.BackwardKernel, OneWrongKernel),
        Mutation.Kernel(
            "optimizer-learns", "uphill instead of downhill", Refuted,
            GradientNetwork.SgdKernel, UphillKernel),
    ];

    [Theory]
    [InlineData(0, 0, 20, 0, false, "Confirmed")]
    [InlineData(1, 0, 20, 0, false, "Refuted")]
    [InlineData(0, 1, 20, 0, false, "Refuted")]
    [InlineData(0, 0, 0, 0, false, "Refuted")]
    [InlineData(0, 0, 20, 0.5, false, "Refuted")]
    [InlineData(0, 0, 20, 0, true, "Refuted")]
    public void A_backward_pass_may_change_nothing_and_has_to_be_exact(
        int changed, int wrong, int nonzero, double lossOff, bool answer, string verdict) =>
        Finds(
            verdict,
            Invariant($"After 20 backward passes {changed} of 26 parameters have changed bits and the loss is off by {lossOff}; ") +
            $"{26 - wrong} of 26 gradients are exactly those of the centered difference ({nonzero} are not 0). " +
            $"The quiz answers {(answer ? "true" : "false")}.",
            Chapter6Checks.DescribeBackpropagationOnlyComputesGradients(
                new Question06Kernels.BackwardPasses(26, changed, wrong, nonzero, lossOff), answer));

    [Theory]
    [InlineData(1f, 2, 0, 0.75, "Confirmed", "the same", "75 %")]
    [InlineData(2f, 2, 0, 0.75, "Refuted", "different", "75 %")]
    [InlineData(1f, 0, 0, 0.75, "Refuted", "the same", "75 %")]
    [InlineData(1f, 2, 1, 0.75, "Refuted", "the same", "75 %")]
    [InlineData(1f, 2, 0, 0.25, "Refuted", "the same", "25 %")]
    public void Optimizers_have_to_lower_the_loss_from_the_same_gradients(
        float gradient, int changed, int idle, double share, string verdict, string gradients, string percent) => Finds(
            verdict,
            $"From a loss of 1.0000 and {gradients} gradients, " +
            "SGD changes 2 of 2 parameters and lowers the loss by 100 % of what the gradients predict (to 0.2500 in 20 steps); " +
            $"Adam changes {changed} of 2 parameters and lowers the loss by {percent} of what the gradients predict (to 0.2500 in 20 " +
            $"steps). With gradients of 0 they change {idle}.",
            Chapter6Checks.DescribeOptimizerLearns(1, [
                new Question06Kernels.OptimizerRun("SGD", 0, [1f, 3f], 2, 1, 0, 0.25),
                new Question06Kernels.OptimizerRun("Adam", idle, [gradient, 3f], changed, share, 2, 0.25)]));

    [Theory]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(20260101ul)]
    public void Backpropagation_computes_the_exact_gradient_and_changes_nothing(ulong seed)
    {
        var outcome = cpu.Context(seed: seed).Check("backpropagation-only-computes-gradients");

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.Equal(0, outcome.Measurements.Single(m => m.Name == "gradients other than the centered difference").Measured);
        Assert.InRange(outcome.Measurements.Single(m => m.Name == "gradients that are not 0").Measured, 10, 26);
    }

    [Fact]
    public void A_backward_pass_that_learns_is_refuted() =>
        Assert.Equal(Refuted, Backpropagation(LearningKernel).Verdict);

    [Fact]
    public void A_backward_pass_with_one_wrong_gradient_is_refuted()
    {
        var outcome = Backpropagation(OneWrongKernel);

        Assert.Equal(Refuted, outcome.Verdict);
        Assert.Equal(1, outcome.Measurements.Single(m => m.Name == "gradients other than the centered difference").Measured);
    }

    [Fact]
    public void A_quiz_that_answers_true_is_refuted() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.DescribeBackpropagationOnlyComputesGradients(Question06Kernels.PassBackward(cpu.Context()), answer: true).Verdict);

    [Theory]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(20260101ul)]
    public void Five_optimizers_lower_the_loss_with_the_same_gradients(ulong seed)
    {
        var outcome = cpu.Context(seed: seed).Check("optimizer-learns");

        Assert.Equal(Confirmed, outcome.Verdict);
        var halvings = outcome.Measurements.Where(m => m.Name.StartsWith("halvings", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, halvings.Count);
        Assert.All(halvings, found => Assert.InRange(found.Measured, 0, 8));
    }

    [Fact]
    public void The_first_step_of_adam_moves_each_parameter_by_the_learning_rate()
    {
        // given: after one step m̂/√v̂ is g/|g|, whatever the gradient (Kingma and Ba 2015, section 2.1).
        var parameters = new float[GradientNetwork.Parameters];
        var gradients = Enumerable.Range(0, parameters.Length).Select(i => (i % 2 == 0 ? 1f : -1f) * MathF.Pow(10, (i % 7) - 3)).ToArray();
        using var p = cpu.Accelerator.Allocate1D(parameters);
        using var g = cpu.Accelerator.Allocate1D(gradients);
        using var state = cpu.Accelerator.Allocate1D(new float[2 * parameters.Length]);

        cpu.Accelerator.Run(GradientNetwork.AdamKernel, parameters.Length, p.View, g.View, state.View, 0.5f, 1);

        Assert.All(
            p.GetAsArray1D().Zip(gradients),
            pair => Assert.InRange(pair.First * -MathF.Sign(pair.Second), 0.4999f, 0.5001f));
    }

    [Fact]
    public void An_optimizer_that_goes_uphill_is_refuted() =>
        Assert.Equal(Refuted, Optimizers(UphillKernel).Verdict);

    [Fact]
    public void An_optimizer_that_moves_without_gradients_is_refuted() =>
        Assert.Equal(Refuted, Optimizers(ShrinkingKernel).Verdict);

    [Fact]
    public void An_optimizer_that_does_nothing_is_refuted() =>
        Assert.Equal(Refuted, Optimizers(IdleKernel).Verdict);

    internal static void LearningKernel(
        Index1D example, FloatView x, FloatView targets, FloatView parameters, FloatView exampleGradients, FloatView losses)
    {
        GradientNetwork.BackwardKernel(example, x, targets, parameters, exampleGradients, losses);
        const int bias = GradientNetwork.Parameters - 1;
        if (example == 0) parameters[bias] = Exact32.FusedMultiplyAdd(-0.01f, exampleGradients[bias], parameters[bias]);
    }

    internal static void OneWrongKernel(
        Index1D example, FloatView x, FloatView targets, FloatView parameters, FloatView exampleGradients, FloatView losses)
    {
        GradientNetwork.BackwardKernel(example, x, targets, parameters, exampleGradients, losses);
        if (example == 0) exampleGradients[3] = Exact32.Add(exampleGradients[3], 0.001953125f);
    }

    internal static void UphillKernel(Index1D parameter, FloatView parameters, FloatView gradients, FloatView state, float rate, int step) =>
        GradientNetwork.SgdKernel(parameter, parameters, gradients, state, -rate, step);

    internal static void ShrinkingKernel(Index1D parameter, FloatView parameters, FloatView gradients, FloatView state, float rate, int step)
    {
        GradientNetwork.SgdKernel(parameter, parameters, gradients, state, rate, step);
        parameters[parameter] = Exact32.Multiply(0.999f, parameters[parameter]);
    }

    internal static void IdleKernel(Index1D parameter, FloatView parameters, FloatView gradients, FloatView state, float rate, int step) =>
        parameters[parameter] = Exact32.Add(parameters[parameter], 0f);

    private Outcome Backpropagation(Action<Index1D, FloatView, FloatView, FloatView, FloatView, FloatView> backward) =>
        cpu.Context().CheckWith(GradientNetwork.BackwardKernel, backward, "backpropagation-only-computes-gradients");

    private Outcome Optimizers(Action<Index1D, FloatView, FloatView, FloatView, float, int> sgd) =>
        cpu.Context().CheckWith(GradientNetwork.SgdKernel, sgd, "optimizer-learns");
}
