// Question 7: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.Devices.Arithmetic;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static System.FormattableString;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question07Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Kernel(
            "bce-sigmoid-gradient", "the other sign", Refuted,
            Question07Kernels.LossGradientKernel, NegatedKernel),
        Mutation.Kernel(
            "bce-sigmoid-gradient", "a millionth too much", Refuted,
            Question07Kernels.LossGradientKernel, SlightlyOffKernel),
        Mutation.Kernel(
            "chain-rule-factors", "a loss of the other sign", Refuted,
            Question07Kernels.FactorKernel, NegatedLossKernel),
        Mutation.Kernel(
            "chain-rule-factors", "y^ in the place of y^(1-y^)", Refuted,
            Question07Kernels.FactorKernel, SigmoidForItsSlopeKernel),
        Mutation.Kernel(
            "chain-rule-factors", "a product that is a billionth too large", Refuted,
            Question07Kernels.FactorKernel, ProductOffKernel),
        Mutation.Printed("cancellation-limits", Refuted, 16.5, -88.7),
        Mutation.Printed("cancellation-limits", Refuted, 16.6, -88.6),
        Mutation.Kernel(
            "terms-cancel-exactly", "terms that always cancel", Confirmed,
            Question07Kernels.CancellationKernel, AlwaysCancelledKernel),
        Mutation.Kernel(
            "terms-cancel-exactly", "terms that never cancel", Refuted,
            Question07Kernels.CancellationKernel, NeverCancelledKernel),
    ];

    [Theory]
    [InlineData(0.5, 0.5, "Confirmed")]
    [InlineData(1.5, 0.5, "Refuted")]
    [InlineData(0.5, 1.5, "Refuted")]
    public void The_gradient_of_the_loss_is_judged_by_two_bounds(double chain, double quotient, string verdict) =>
        Finds(
            verdict,
            "y^ - y differs from the product of the chain rule by at most 1.0e-16 (bound 2.0e-16) and from the centered difference " +
            "of the loss " +
            "by at most 3.0e-10 (bound 4.0e-10).",
            Chapter6Checks.DescribeBceSigmoidGradient(
                4096, new Question07Kernels.Distance(chain, 1e-16, 2e-16), new Question07Kernels.Distance(quotient, 3e-10, 4e-10)));

    [Theory]
    [InlineData(0.5, true, "Qualified", "From z = 16.63553 on it is NaN instead of 1 (y = 0). It fails nowhere on that side.")]
    [InlineData(0.5, false, "Confirmed", "It fails nowhere on that side. It fails nowhere on that side.")]
    [InlineData(1.5, true, "Refuted", "From z = 16.63553 on it is NaN instead of 1 (y = 0). It fails nowhere on that side.")]
    public void Terms_that_fail_to_cancel_somewhere_qualify(double worst, bool fails, string verdict, string failures) =>
        Finds(
            verdict,
            "In binary32 (y^ - y)/(y^(1-y^))·y^(1-y^) is y^ - y within two roundings for |z| <= 16, with other bits in 25.0 % of " +
            "the cases. " +
            failures,
            Chapter6Checks.DescribeTermsCancelExactly(8192, 64, keepsSubnormals: true, new Question07Kernels.Cancellation(
                worst, 0.25, fails ? new Question07Kernels.CancellationFailure(16.63553, float.NaN, 1f, 0) : null, null)));

    [Theory]
    [InlineData(0.5, 0.5, 0.5, 0.5, "Confirmed")]
    [InlineData(1.5, 0.5, 0.5, 0.5, "Refuted")]
    [InlineData(0.5, 1.5, 0.5, 0.5, "Refuted")]
    [InlineData(0.5, 0.5, 1.5, 0.5, "Refuted")]
    [InlineData(0.5, 0.5, 0.5, 1.5, "Refuted")]
    public void Each_factor_of_the_chain_rule_and_their_product_have_a_bound(
        double outer, double inner, double chain, double product, string verdict) =>
        Finds(
            verdict,
            Invariant($"(y^-y)/(y^(1-y^)) is within {outer:P1} of the bound of the centered difference of L over y^, y^(1-y^) within ") +
            Invariant($"{inner:P1} of that of y^ over z, and their product within {chain:P1} of that of L over z and {product:P1} of ") +
            "that of y^ - y.",
            Chapter6Checks.DescribeChainRuleFactors(
                4096, new(new(outer, 0, 0), new(inner, 0, 0), new(chain, 0, 0), new(product, 0, 0))));

    [Theory]
    [InlineData(16.6, -88.7, 0.5, "Confirmed")]
    [InlineData(16.5, -88.7, 0.5, "Refuted")]
    [InlineData(16.6, -88.6, 0.5, "Refuted")]
    [InlineData(16.6, -88.7, 1.5, "Refuted")]
    public void The_limits_of_the_cancellation_are_compared_with_the_printed_digits(
        double above, double below, double worst, string verdict) =>
        Finds(
            verdict,
            Invariant($"The uncancelled form fails from z = 16.6356 up and from -88.7227 down; printed are {above} and {below}. Up to 16 ") +
            "on either side it is y^ - y within two roundings, with other bits in 25.0 % of the cases.",
            Chapter6Checks.DescribeCancellationLimits([above, below], new(worst, 0.25, new(16.63556, 0, 1, 0), new(-88.72266, 0, 1, 0))));

    [Fact]
    public void The_factors_of_the_chain_rule_are_within_their_bounds()
    {
        var outcome = cpu.Context().Check("chain-rule-factors");

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.All(outcome.Measurements, share => Assert.InRange(share.Measured, 1e-6, 1));
    }

    [Fact]
    public void The_gradient_is_the_prediction_minus_the_label_within_a_bound_that_leaves_no_room_for_another()
    {
        var outcome = cpu.Context().Check("bce-sigmoid-gradient");

        Assert.Equal(Confirmed, outcome.Verdict);
        var distance = outcome.Measurements.Single(m => m.Name == "largest distance from the centered difference");
        Assert.InRange(distance.Measured, double.Epsilon, distance.Bound!.Value);
        Assert.InRange(distance.Bound.Value, 0, 1e-6);
    }

    [Fact]
    public void A_gradient_of_the_other_sign_is_refuted() =>
        Assert.Equal(
            Refuted, cpu.Context().CheckWith(Question07Kernels.LossGradientKernel, NegatedKernel, "bce-sigmoid-gradient").Verdict);

    [Fact]
    public void A_gradient_that_is_off_by_a_millionth_is_refuted() =>
        Assert.Equal(
            Refuted, cpu.Context().CheckWith(Question07Kernels.LossGradientKernel, SlightlyOffKernel, "bce-sigmoid-gradient").Verdict);

    [Fact]
    public void A_chain_rule_without_one_of_its_factors_is_refuted() =>
        Assert.Equal(
            Refuted, cpu.Context().CheckWith(Question07Kernels.LossGradientKernel, HalfAChainKernel, "bce-sigmoid-gradient").Verdict);

    [Fact]
    public void The_terms_cancel_until_the_prediction_rounds_to_one()
    {
        var outcome = cpu.Context().Check("terms-cancel-exactly");

        Assert.Equal(Qualified, outcome.Verdict);
        var failure = outcome.Measurements[0];
        Assert.InRange(Math.Abs(failure.Measured - (24 * Math.Log(2))), 0, failure.Bound!.Value);
        Assert.Contains("NaN instead of 1 (y = 0)", outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("-Infinity instead of -1 (y = 1)", outcome.Finding, StringComparison.Ordinal);
        Assert.InRange(outcome.Measurements.Single(m => m.Name == "share of the cases with other bits").Measured, 0.05, 0.5);
    }

    [Fact]
    public void Terms_that_never_fail_to_cancel_are_confirmed() =>
        Assert.Equal(
            Confirmed,
            cpu.Context().CheckWith(Question07Kernels.CancellationKernel, AlwaysCancelledKernel, "terms-cancel-exactly").Verdict);

    [Fact]
    public void Terms_that_do_not_cancel_at_all_are_refuted() =>
        Assert.Equal(
            Refuted,
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

    internal static void NegatedLossKernel(Index1D index, DoubleView z, DoubleView p, DoubleView y, DoubleView results, int items)
    {
        Question07Kernels.FactorKernel(index, z, p, y, results, items);
        for (int i = index; i < z.Length; i += items) results[(7 * i) + 1] = -results[(7 * i) + 1];
    }

    internal static void SigmoidForItsSlopeKernel(Index1D index, DoubleView z, DoubleView p, DoubleView y, DoubleView results, int items)
    {
        Question07Kernels.FactorKernel(index, z, p, y, results, items);
        for (int i = index; i < z.Length; i += items) results[(7 * i) + 2] = Exact64Functions.Sigmoid(z[i]);
    }

    internal static void ProductOffKernel(Index1D index, DoubleView z, DoubleView p, DoubleView y, DoubleView results, int items)
    {
        Question07Kernels.FactorKernel(index, z, p, y, results, items);
        for (int i = index; i < z.Length; i += items) results[(7 * i) + 4] = Exact64.Multiply(results[(7 * i) + 4], 1.000000001);
    }
}
