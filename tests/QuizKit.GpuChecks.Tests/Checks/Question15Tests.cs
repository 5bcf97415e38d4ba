// Question 15: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question15Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Experiment("numerical-needs-p-evaluations", "every other parameter", Refuted, (claim, context) =>
            Chapter6Checks.NumericalNeedsPEvaluations(claim, context, every: 2)),
        Mutation.Experiment("numerical-error-is-u-shaped", "a function without truncation error", Refuted, (claim, context) =>
            Chapter6Checks.NumericalErrorIsUShaped(claim, context, Question15Kernels.Function.Square)),
        Mutation.Experiment("symbolic-swells", "a sum instead of a nested product", Refuted, (claim, context) =>
            Chapter6Checks.SymbolicSwells(claim, context, isNested: false)),
        Mutation.Experiment("autodiff-is-exact-and-cheap", "forward instead of reverse mode", Refuted, (claim, context) =>
            Chapter6Checks.AutodiffIsExactAndCheap(claim, context, Question15Kernels.Mode.Forward)),
    ];

    [Fact]
    public void Question_15_describes_evaluations()
    {
        Finds(
            Confirmed,
            "14 evaluations for 7 parameters, 50 evaluations for 25 parameters: 2p. The gradients they give are off by at most 2.0e-4 " +
            "of their norm.",
            Chapter6Checks.DescribeEvaluations([(7, 14, 1e-4), (25, 50, 2e-4)]));
        Finds(
            Refuted,
            "8 evaluations for 7 parameters: not 2p. The gradients they give are off by at most 5.0e-1 of their norm.",
            Chapter6Checks.DescribeEvaluations([(7, 8, 0.5)]));
    }

    [Fact]
    public void Question_15_describes_the_error_over_the_step()
    {
        static Outcome Describe(double truncationSlope) => Chapter6Checks.DescribeUShape(
            [new Question15Kernels.ErrorCurve("binary32", Math.ScaleB(1, -8), 1e-6, 0.0039, 0.1, truncationSlope, -1.02, [0.1, 0.01])]);

        Finds(
            Confirmed,
            "In binary32 the error is smallest, 1.0e-6, at a step of 3.9e-3 (u^(1/3) = 3.9e-3); above it the error grows as the step to " +
            "the power 1.99, below it to the power -1.02.",
            Describe(1.99));
        Finds(
            Refuted,
            "In binary32 the error is smallest, 1.0e-6, at a step of 3.9e-3 (u^(1/3) = 3.9e-3); above it the error grows as the step to " +
            "the power 0.00, below it to the power -1.02.",
            Describe(0));
    }

    [Fact]
    public void Question_15_describes_the_swelling()
    {
        static Outcome Describe(int factor, float automatic = 0.5f, int formula = 24) => Chapter6Checks.DescribeSwelling(
            [.. Enumerable.Range(1, 4).Select(depth => new Question15Kernels.NestedRow(
                depth, Program: 3 * depth, Formula: formula * depth / 4, Visited: 8 * (int)Math.Pow(factor, depth), 0.5f, 9 * depth, automatic))]);

        Finds(
            Confirmed,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 128 nodes and grows by a factor of 2^1.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. Formula against formula it is 12.8 times as " +
            "large: written out, the function itself has 10 nodes.",
            Describe(2, formula: 10));
        Finds(
            Qualified,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 128 nodes and grows by a factor of 2^1.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. Formula against formula it is 5.3 times as " +
            "large: written out, the function itself has 24 nodes.",
            Describe(2));
        Finds(
            Refuted,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 8 nodes and grows by a factor of 2^0.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. Formula against formula it is 0.3 times as " +
            "large: written out, the function itself has 24 nodes.",
            Describe(1));
        Finds(
            Error,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 128 nodes and grows by a factor of 2^1.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. Formula against formula it is 5.3 times as " +
            "large: written out, the function itself has 24 nodes.",
            Describe(2, automatic: 0.7f));
    }

    [Fact]
    public void Question_15_describes_automatic_differentiation()
    {
        static Outcome Describe(int passes) =>
            Chapter6Checks.DescribeAutodiff([new(11, 40, 120, 2, 0.5, 1e-7, 2e-7), new(41, 160, 480, passes, 0.25, 2e-7, 8e-7)]);

        Finds(
            Confirmed,
            "For 11, 41 parameters the gradient took 2, 2 passes and 3.00, 3.00 times the operations of the function; it is off the " +
            "analytic gradient by at most 50.0 % of its rounding bound.",
            Describe(2));
        Finds(
            Refuted,
            "For 11, 41 parameters the gradient took 2, 42 passes and 3.00, 3.00 times the operations of the function; it is off the " +
            "analytic gradient by at most 50.0 % of its rounding bound.",
            Describe(42));
    }

    [Fact]
    public void Centered_differences_need_two_evaluations_a_parameter() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("numerical-needs-p-evaluations"), cpu.Context()).Verdict);

    [Fact]
    public void Differentiating_every_other_parameter_is_refuted() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.NumericalNeedsPEvaluations(
                ChapterClaims.Claim("numerical-needs-p-evaluations"), cpu.Context(), every: 2).Verdict);

    [Fact]
    public void The_error_of_a_difference_has_a_truncation_side_and_a_rounding_side() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("numerical-error-is-u-shaped"), cpu.Context()).Verdict);

    [Fact]
    public void A_function_without_truncation_error_has_no_such_shape() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.NumericalErrorIsUShaped(
                ChapterClaims.Claim("numerical-error-is-u-shaped"), cpu.Context(), Question15Kernels.Function.Square).Verdict);

    [Fact]
    public void The_symbolic_derivative_of_a_nested_product_swells_but_not_against_the_formula() =>
        Assert.Equal(
            Qualified,
            new Chapter6Checks().Run(ChapterClaims.Claim("symbolic-swells"), cpu.Context()).Verdict);

    [Fact]
    public void That_of_a_sum_does_not() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.SymbolicSwells(ChapterClaims.Claim("symbolic-swells"), cpu.Context(), isNested: false).Verdict);

    [Fact]
    public void Reverse_mode_is_exact_and_takes_two_passes_whatever_the_number_of_parameters() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("autodiff-is-exact-and-cheap"), cpu.Context()).Verdict);

    [Fact]
    public void Forward_mode_is_exact_but_not_cheap()
    {
        var outcome = Chapter6Checks.AutodiffIsExactAndCheap(
            ChapterClaims.Claim("autodiff-is-exact-and-cheap"), cpu.Context(), Question15Kernels.Mode.Forward);

        Assert.Equal(Refuted, outcome.Verdict);
        Assert.True(outcome.Measurements[0].Measured <= 1);
    }
}
