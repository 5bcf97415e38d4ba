// Question 15 on the CPU accelerator: the verdicts as printed, and what turns each of them.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question15ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void Centered_differences_need_two_evaluations_a_parameter() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("numerical-needs-p-evaluations"), cpu.Context()).Verdict);

    [Fact]
    public void Differentiating_every_other_parameter_is_refuted() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.NumericalNeedsPEvaluations(
                ChapterClaims.Claim("numerical-needs-p-evaluations"), cpu.Context(), every: 2).Verdict);

    [Fact]
    public void The_error_of_a_difference_has_a_truncation_side_and_a_rounding_side() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("numerical-error-is-u-shaped"), cpu.Context()).Verdict);

    [Fact]
    public void A_function_without_truncation_error_has_no_such_shape() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.NumericalErrorIsUShaped(
                ChapterClaims.Claim("numerical-error-is-u-shaped"), cpu.Context(), Question15Kernels.Function.Square).Verdict);

    [Fact]
    public void The_symbolic_derivative_of_a_nested_product_swells() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("symbolic-swells"), cpu.Context()).Verdict);

    [Fact]
    public void That_of_a_sum_does_not() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.SymbolicSwells(ChapterClaims.Claim("symbolic-swells"), cpu.Context(), isNested: false).Verdict);

    [Fact]
    public void Reverse_mode_is_exact_and_takes_two_passes_whatever_the_number_of_parameters() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("autodiff-is-exact-and-cheap"), cpu.Context()).Verdict);

    [Fact]
    public void Forward_mode_is_exact_but_not_cheap()
    {
        var outcome = Chapter6Checks.AutodiffIsExactAndCheap(
            ChapterClaims.Claim("autodiff-is-exact-and-cheap"), cpu.Context(), Question15Kernels.Mode.Forward);

        Assert.Equal(Verdict.Refuted, outcome.Verdict);
        Assert.True(outcome.Measurements[0].Measured <= 1);
    }
}
