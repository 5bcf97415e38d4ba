// Question 7 on the CPU accelerator: the gradient of the loss, the cancellation, and kernels that are wrong on purpose.

using ILGPU;
using QuizKit.Devices.Arithmetic;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question07ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void The_gradient_is_the_prediction_minus_the_label_within_a_bound_that_leaves_no_room_for_another()
    {
        var outcome = cpu.Context().Check("bce-sigmoid-gradient");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        var distance = outcome.Measurements.Single(m => m.Name == "largest distance from the centered difference");
        Assert.InRange(distance.Measured, double.Epsilon, distance.Bound!.Value);
        Assert.InRange(distance.Bound.Value, 0, 1e-6);
    }

    [Fact]
    public void A_gradient_of_the_other_sign_is_refuted() =>
        Assert.Equal(
            Verdict.Refuted, cpu.Context().CheckWith(Question07Kernels.LossGradientKernel, NegatedKernel, "bce-sigmoid-gradient").Verdict);

    [Fact]
    public void A_gradient_that_is_off_by_a_millionth_is_refuted() =>
        Assert.Equal(
            Verdict.Refuted, cpu.Context().CheckWith(Question07Kernels.LossGradientKernel, SlightlyOffKernel, "bce-sigmoid-gradient").Verdict);

    [Fact]
    public void A_chain_rule_without_one_of_its_factors_is_refuted() =>
        Assert.Equal(
            Verdict.Refuted, cpu.Context().CheckWith(Question07Kernels.LossGradientKernel, HalfAChainKernel, "bce-sigmoid-gradient").Verdict);

    [Fact]
    public void The_terms_cancel_until_the_prediction_rounds_to_one()
    {
        var outcome = cpu.Context().Check("terms-cancel-exactly");

        Assert.Equal(Verdict.Qualified, outcome.Verdict);
        var failure = outcome.Measurements[0];
        Assert.InRange(Math.Abs(failure.Measured - (24 * Math.Log(2))), 0, failure.Bound!.Value);
        Assert.Contains("NaN instead of 1 (y = 0)", outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("-Infinity instead of -1 (y = 1)", outcome.Finding, StringComparison.Ordinal);
        Assert.InRange(outcome.Measurements.Single(m => m.Name == "share of the cases with other bits").Measured, 0.05, 0.5);
    }

    [Fact]
    public void Terms_that_never_fail_to_cancel_are_confirmed() =>
        Assert.Equal(
            Verdict.Confirmed,
            cpu.Context().CheckWith(Question07Kernels.CancellationKernel, AlwaysCancelledKernel, "terms-cancel-exactly").Verdict);

    [Fact]
    public void Terms_that_do_not_cancel_at_all_are_refuted() =>
        Assert.Equal(
            Verdict.Refuted,
            cpu.Context().CheckWith(Question07Kernels.CancellationKernel, NeverCancelledKernel, "terms-cancel-exactly").Verdict);

    internal static void NegatedKernel(Index1D index, DoubleView z, DoubleView y, double step, DoubleView results, int items)
    {
        Question07Kernels.LossGradientKernel(index, z, y, step, results, items);
        for (int i = index; i < z.Length; i += items) results[3 * i] = -results[3 * i];
    }

    internal static void SlightlyOffKernel(Index1D index, DoubleView z, DoubleView y, double step, DoubleView results, int items)
    {
        Question07Kernels.LossGradientKernel(index, z, y, step, results, items);
        for (int i = index; i < z.Length; i += items)
        {
            results[3 * i] = Exact64.Multiply(results[3 * i], 1.000001);
            results[(3 * i) + 1] = Exact64.Multiply(results[(3 * i) + 1], 1.000001);
        }
    }

    internal static void HalfAChainKernel(Index1D index, DoubleView z, DoubleView y, double step, DoubleView results, int items)
    {
        Question07Kernels.LossGradientKernel(index, z, y, step, results, items);
        for (int i = index; i < z.Length; i += items)
            results[(3 * i) + 1] = Exact64.Multiply(results[(3 * i) + 1], Exact64Functions.Sigmoid(z[i]));
    }

    internal static void AlwaysCancelledKernel(Index1D index, FloatView z, float y, FloatView cancelled, FloatView uncancelled, int items)
    {
        Question07Kernels.CancellationKernel(index, z, y, cancelled, uncancelled, items);
        for (int i = index; i < z.Length; i += items) uncancelled[i] = cancelled[i];
    }

    internal static void NeverCancelledKernel(Index1D index, FloatView z, float y, FloatView cancelled, FloatView uncancelled, int items)
    {
        Question07Kernels.CancellationKernel(index, z, y, cancelled, uncancelled, items);
        for (int i = index; i < z.Length; i += items)
            uncancelled[i] = Exact32.Multiply(uncancelled[i], Exact32Functions.SigmoidGradient(z[i]));
    }
}
