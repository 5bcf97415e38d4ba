// Question 10: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question10Tests(CpuFixture cpu)
{
    private const string DifferenceAtFault =
        "A difference is further from the derivative than truncation and rounding can explain: the device or this check is at fault. ";

    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Printed("centered-difference-order", Refuted, 1),
        Mutation.Kernel(
            "forward-difference-order", "the centered difference instead", Refuted,
            Question10Kernels.DifferencesKernel, SwappedKernel),
        Mutation.Printed("taylor-expansions", Refuted, 3, 2, 3, 2),
        Mutation.Printed("taylor-expansions", Refuted, 2, 1, 3, 2),
        Mutation.Printed("taylor-expansions", Refuted, 2, 2, 4, 2),
        Mutation.Printed("taylor-expansions", Refuted, 2, 2, 3, 1),
        Mutation.Printed("epsilon-accuracy-in-binary32", Refuted, 1e-2, 1e-2),
        Mutation.Printed("epsilon-accuracy-in-binary32", Refuted, 1e-5, 1e-5),
        Mutation.Printed("epsilon-accuracy", Refuted, 1e-3, 1e-10, 1e-5),
        Mutation.Printed("epsilon-accuracy", Refuted, 1e-5, 1e-8, 1e-5),
        Mutation.Printed("epsilon-accuracy", Refuted, 1e-5, 1e-10, 1e-3),
    ];

    [Theory]
    [InlineData(2, "Confirmed", "2.0000")]
    [InlineData(1.9, "Refuted", "1.9000")]
    [InlineData(double.NaN, "Refuted", "NaN")]
    public void A_fitted_order_is_compared_with_the_printed_one(double slope, string verdict, string text) =>
        Finds(
            verdict,
            $"The error of the centered difference falls with the power 2.0000 (one), {text} (two) of the step; printed is 2.",
            Chapter6Checks.DescribeOrder("centered", 2, 2, [
                new Question10Kernels.Fit("one", 2, [1, 1, 1, 1, 1, 1, 1, 1]),
                new Question10Kernels.Fit("two", slope, [1, 1, 1, 1, 1, 1, 1, 1])]));

    [Theory]
    [InlineData(1e-10, 1e-10, 0.5, "Confirmed", "", "1.0e-10", "1.0e-10")]
    [InlineData(1e-10, 1e-2, 0.5, "Qualified", "", "1.0e-10", "1.0e-2")]
    [InlineData(1e-8, 1e-2, 0.5, "Refuted", "", "1.0e-8", "1.0e-2")]
    [InlineData(1e-10, 1e-2, 2, "Error", DifferenceAtFault, "1.0e-10", "1.0e-2")]
    public void Printed_accuracies_that_binary32_does_not_reach_are_qualified(
        double in64, double in32, double share, string verdict, string fault, string text64, string text32)
    {
        Question10Kernels.Accuracy Of(double centered) => new(centered, 1e-5, centered, 1e-5, [1e-10, 1e-5], [1e-12, 1e-12], share);

        Finds(
            verdict,
            $"{fault}With a step of 1e-5, sin(x) exp(x) around 1 gives errors of {text64} (centered) and 1.0e-5 (forward) in binary64; " +
            $"in binary32, where rounding dominates, {text32} and 1.0e-5. Printed are 1e-10 and 1e-5.",
            Chapter6Checks.DescribeEpsilonAccuracy([1e-5, 1e-10, 1e-5], Of(in64), Of(in32)));
    }

    [Theory]
    [InlineData(3, 2, "Confirmed", "3.000", "2.000")]
    [InlineData(2, 2, "Refuted", "2.000", "2.000")]
    [InlineData(double.NaN, 2, "Refuted", "NaN", "2.000")]
    [InlineData(3, 1, "Refuted", "3.000", "1.000")]
    public void The_fitted_orders_of_an_expansion_are_compared_with_the_printed_ones(
        double below, double quotient, string verdict, string textBelow, string textQuotient) => Finds(
            verdict,
            $"With the printed quadratic term the remainder falls with the power 3.000 of the step above theta and {textBelow} below it " +
            "(printed: 3). The sum of both steps has a quadratic term, of power 2.000; it cancels in the difference, so that the " +
            $"quotient is off by the power {textQuotient} (printed: 2).",
            Chapter6Checks.DescribeExpansions([2, 2, 3, 2], [new Question10Kernels.ExpansionFit("one", 3, below, 2, quotient)]));

    [Theory]
    [InlineData(1e-2, 0.5, "Confirmed", "1.0e-2")]
    [InlineData(1e-4, 0.5, "Refuted", "1.0e-4")]
    [InlineData(1e-2, 2, "Error", "1.0e-2")]
    public void The_error_in_binary32_is_compared_with_the_printed_one(double centered, double share, string verdict, string text) => Finds(
        verdict,
        $"In binary32 a step of 1e-5 gives errors of {text} (centered) and 1.2e-2 (forward); printed is 1e-2 for both.",
        Chapter6Checks.DescribeBinary32Accuracy(
            [1e-5, 1e-2], new Question10Kernels.Accuracy(centered, 1.2e-2, centered, 1.2e-2, [1e-10, 1e-5], [1e-2, 1e-2], share)));

    [Fact]
    public void The_remainders_of_both_expansions_are_of_third_order()
    {
        var outcome = cpu.Context().Check("taylor-expansions", 2, 2, 3, 2);

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.InRange(outcome.Measurements[0].Measured, 0, 0.03);
    }

    [Theory]
    [InlineData(2, "Confirmed")]
    [InlineData(1, "Refuted")]
    [InlineData(2.1, "Refuted")]
    public void The_error_of_the_centered_difference_is_of_second_order(double order, string verdict)
    {
        var outcome = cpu.Context().Check("centered-difference-order", order);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.InRange(outcome.Measurements[0].Measured, 1.99, 2.01);
    }

    [Fact]
    public void The_error_of_the_forward_difference_is_of_first_order()
    {
        var outcome = cpu.Context().Check("forward-difference-order");

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.InRange(outcome.Measurements[0].Measured, 0.99, 1.01);
    }

    [Fact]
    public void A_forward_difference_in_the_place_of_the_centered_one_refutes_its_order() =>
        Assert.Equal(
            Refuted,
            cpu.Context().CheckWith(Question10Kernels.DifferencesKernel, SwappedKernel, "centered-difference-order", 2).Verdict);

    [Fact]
    public void A_centered_difference_in_the_place_of_the_forward_one_refutes_its_order() =>
        Assert.Equal(
            Refuted,
            cpu.Context().CheckWith(Question10Kernels.DifferencesKernel, SwappedKernel, "forward-difference-order").Verdict);

    [Theory]
    [InlineData(1e-5, 1e-10, 1e-5, "Qualified")]
    [InlineData(1e-5, 1e-8, 1e-5, "Refuted")]
    [InlineData(1e-5, 1e-12, 1e-5, "Refuted")]
    [InlineData(1e-5, 1e-10, 1e-3, "Refuted")]
    [InlineData(1e-5, 1e-10, 1e-7, "Refuted")]
    [InlineData(1e-3, 1e-10, 1e-5, "Refuted")]
    public void The_printed_accuracies_hold_in_binary64_alone(double step, double centered, double forward, string verdict) =>
        Assert.Equal(
            verdict,
            cpu.Context().Check("epsilon-accuracy", step, centered, forward).Verdict.ToString());

    [Fact]
    public void At_one_the_errors_are_those_of_an_independent_computation()
    {
        var outcome = cpu.Context().Check("epsilon-accuracy", 1e-5, 1e-10, 1e-5);

        // Computed with NumPy in float64: 2.9e-11 and 1.5e-5. In float32 both are about 1e-2.
        Assert.Equal(2.9e-11, Measured(outcome, "centered error in binary64 at 1"), 1e-12);
        Assert.Equal(1.47e-5, Measured(outcome, "forward error in binary64 at 1"), 1e-7);
        Assert.InRange(Measured(outcome, "centered error in binary32, root mean square"), 1e-3, 1e-1);
        Assert.InRange(Measured(outcome, "forward error in binary32, root mean square"), 1e-3, 1e-1);
    }

    [Fact]
    public void Were_binary32_as_accurate_as_printed_the_sentence_would_be_confirmed() =>
        Assert.Equal(
            Confirmed,
            cpu.Context().Check("epsilon-accuracy", 0.03125, 3e-4, 3e-2).Verdict);

    [Fact]
    public void Quotients_that_rounding_cannot_explain_are_an_error()
    {
        var outcome = cpu.Context().CheckWith(Question10Kernels.DifferencesKernel, SwappedKernel, "epsilon-accuracy", 1e-5, 1e-10, 1e-5);

        Assert.Equal(Error, outcome.Verdict);
        Assert.Contains("at fault", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_binary64_is_skipped_with_the_reason()
    {
        var context = cpu.Context();
        context = context with { Device = context.Device with { Name = "A small GPU", SupportsFloat64 = false } };

        var outcomes = new[]
        {
            context.Check("centered-difference-order", 2),
            context.Check("forward-difference-order"),
            context.Check("taylor-expansions", 2, 2, 3, 2),
            context.Check("epsilon-accuracy", 1e-5, 1e-10, 1e-5),
        };

        Assert.All(outcomes, outcome =>
        {
            Assert.Equal(Skipped, outcome.Verdict);
            Assert.Equal("A small GPU has no binary64, which this check needs.", outcome.Finding);
        });
    }

    /// <summary>The two differences in each other's place.</summary>
    internal static void SwappedKernel(Index1D index, IntView functions, DoubleView points, DoubleView steps, DoubleView quotients)
    {
        Question10Kernels.DifferencesKernel(index, functions, points, steps, quotients);
        var centered = quotients[2 * index];
        quotients[2 * index] = quotients[(2 * index) + 1];
        quotients[(2 * index) + 1] = centered;
    }
}
