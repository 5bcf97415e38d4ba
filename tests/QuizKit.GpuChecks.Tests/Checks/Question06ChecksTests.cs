// Question 6 on the CPU accelerator: what a backward pass leaves alone, what an optimizer does, and ones that are wrong on purpose.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question06ChecksTests(CpuFixture cpu)
{
    [Theory]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(20260101ul)]
    public void Backpropagation_computes_the_exact_gradient_and_changes_nothing(ulong seed)
    {
        var outcome = cpu.Context(seed: seed).Check("backpropagation-only-computes-gradients");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.Equal(0, outcome.Measurements.Single(m => m.Name == "gradients other than the centered difference").Measured);
        Assert.InRange(outcome.Measurements.Single(m => m.Name == "gradients that are not 0").Measured, 10, 26);
    }

    [Fact]
    public void A_backward_pass_that_learns_is_refuted() =>
        Assert.Equal(Verdict.Refuted, Backpropagation(LearningKernel).Verdict);

    [Fact]
    public void A_backward_pass_with_one_wrong_gradient_is_refuted()
    {
        var outcome = Backpropagation(OneWrongKernel);

        Assert.Equal(Verdict.Refuted, outcome.Verdict);
        Assert.Equal(1, outcome.Measurements.Single(m => m.Name == "gradients other than the centered difference").Measured);
    }

    [Fact]
    public void A_quiz_that_answers_true_is_refuted() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.DescribeBackpropagationOnlyComputesGradients(Question06Kernels.PassBackward(cpu.Context()), answer: true).Verdict);

    [Fact]
    public void Sgd_and_adam_lower_the_loss_with_the_same_gradients()
    {
        var outcome = cpu.Context().Check("optimizer-learns");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.All(
            outcome.Measurements.Where(m => m.Name.StartsWith("loss after", StringComparison.Ordinal)),
            loss => Assert.InRange(loss.Measured, 0, loss.Bound!.Value));
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
        Assert.Equal(Verdict.Refuted, Optimizers(UphillKernel).Verdict);

    [Fact]
    public void An_optimizer_that_moves_without_gradients_is_refuted() =>
        Assert.Equal(Verdict.Refuted, Optimizers(ShrinkingKernel).Verdict);

    [Fact]
    public void An_optimizer_that_does_nothing_is_refuted() =>
        Assert.Equal(Verdict.Refuted, Optimizers(IdleKernel).Verdict);

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
