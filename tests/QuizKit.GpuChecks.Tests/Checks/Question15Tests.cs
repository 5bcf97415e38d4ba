// Question 15: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using QuizKit.Laboratory.Libraries;
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
        Mutation.Experiment("autodiff-on-programs", "the branches of another input", Refuted, (claim, context) =>
            Chapter6Checks.AutodiffOnPrograms(claim, context, recordedAt: 7)),
        Mutation.Experiment("pytorch-is-reverse-mode", "a PyTorch that evaluates the function for each parameter", Refuted, (claim, _) =>
            Chapter6Checks.PytorchIsReverseMode(claim, Modes(reverseEvaluations: 26))),
        Mutation.Experiment("pytorch-is-reverse-mode", "a PyTorch without a forward mode", Confirmed, (claim, _) =>
            Chapter6Checks.PytorchIsReverseMode(claim, Modes(forwardEvaluations: 0))),
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
        static Outcome Describe(int factor, float automatic = 0.5f, int formula = 24, double share = 0.25) => Chapter6Checks.DescribeSwelling(
            [.. Enumerable.Range(1, 4).Select(depth => new Question15Kernels.NestedRow(
                depth, Program: 3 * depth, Formula: formula * depth / 4, Visited: 8 * (int)Math.Pow(factor, depth), 0.5f, 9 * depth, automatic, share))]);

        Finds(
            Confirmed,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 128 nodes and grows by a factor of 2^1.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. Formula against formula it is 12.8 times as " +
            "large: written out, the function itself has 10 nodes. The symbolic derivative is off the exact one by at most 25 % of its " +
            "rounding bound.",
            Describe(2, formula: 10));
        Finds(
            Qualified,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 128 nodes and grows by a factor of 2^1.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. Formula against formula it is 5.3 times as " +
            "large: written out, the function itself has 24 nodes. The symbolic derivative is off the exact one by at most 25 % of its " +
            "rounding bound.",
            Describe(2));
        Finds(
            Refuted,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 8 nodes and grows by a factor of 2^0.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. Formula against formula it is 0.3 times as " +
            "large: written out, the function itself has 24 nodes. The symbolic derivative is off the exact one by at most 25 % of its " +
            "rounding bound.",
            Describe(1));
        Finds(
            Error,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 128 nodes and grows by a factor of 2^1.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. Formula against formula it is 5.3 times as " +
            "large: written out, the function itself has 24 nodes. The symbolic derivative is off the exact one by at most 25 % of its " +
            "rounding bound.",
            Describe(2, automatic: 0.7f));
        Assert.Equal(Refuted, Describe(2, share: 1.5).Verdict);
    }

    [Fact]
    public void Question_15_describes_programs()
    {
        static string Text(int paths, int wrong, int atEquality) =>
            $"At 2 inputs a program with a loop and branches takes {paths} paths; {wrong} derivatives differ from the exact ones. Of a program " +
            $"that returns 4 for x = 2 and x^2 otherwise the derivative at 2 comes out as {atEquality}, not 4; of ReLU at 0, which has none, " +
            "as 0.";

        static Outcome Describe(string path, float derivative, float atEquality) => Chapter6Checks.DescribePrograms(
            [new("s", 9, 6, 9, 6), new(path, 8, derivative, 8, 12)], (atEquality, 0));

        Finds(Qualified, Text(2, 0, 0), Describe("m", 12, 0));
        Finds(Confirmed, Text(2, 0, 4), Describe("m", 12, 4));
        Finds(Refuted, Text(2, 1, 0), Describe("m", 11, 0));
        Finds(Refuted, Text(1, 0, 0), Describe("s", 12, 0));
    }

    [Fact]
    public void Question_15_describes_the_modes_of_PyTorch()
    {
        static string Text(int evaluations, string visits, string forward) =>
            $"In PyTorch 2.6.0 the gradient of 26 parameters took {evaluations} evaluation of the function and {visits} visits of each of 9 " +
            $"recorded operations; it is within 1.0e-15 of backpropagation. torch.func.jvp {forward}.";

        const string gives = "gives it too, forward, in 26 evaluations", lacks = "does not give it";
        Outcome Describe(LibraryResult python) => Chapter6Checks.PytorchIsReverseMode(TestClaims.Claim("pytorch-is-reverse-mode"), python);

        Finds(Qualified, Text(1, "1 to 1", gives), Describe(Modes()));
        Finds(Confirmed, Text(1, "1 to 1", lacks), Describe(Modes(forwardEvaluations: 0)));
        Finds(Refuted, Text(26, "1 to 1", gives), Describe(Modes(reverseEvaluations: 26)));
        Finds(Refuted, Text(1, "1 to 2", gives), Describe(Modes(mostVisits: 2)));
        Finds(
            Skipped,
            "Python has no torch. With PyTorch installed (pip install torch) this check runs.",
            Describe(new LibraryResult("""{"status": "missing", "module": "torch"}""", null)));
    }

    [Fact]
    public void A_program_is_differentiated_along_the_path_that_it_takes()
    {
        var outcome = new Chapter6Checks().Run(ChapterClaims.Claim("autodiff-on-programs"), cpu.Context());

        Assert.Equal(Qualified, outcome.Verdict);
        Assert.True(Measured(outcome, "different paths through the program") >= 8);
        Assert.Equal(0, Measured(outcome, "derivative at 2 of x^2 with a branch for 2"));
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

    private static LibraryResult Modes(int reverseEvaluations = 1, int mostVisits = 1, int forwardEvaluations = 26) => new(
        $$"""{"status": "differentiated", "python": "3.13.5", "torch": "2.6.0", "parameters": 26, "operations": 9, "least_visits": 1, """ +
        $$""" "most_visits": {{mostVisits}}, "reverse_evaluations": {{reverseEvaluations}}, "off_backpropagation": 1e-15, """ +
        $$""" "forward_evaluations": {{forwardEvaluations}}, "off_forward": 1e-15}""",
        null);
}
