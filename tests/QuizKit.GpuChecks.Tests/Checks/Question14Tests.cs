// Question 14: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using QuizKit.Laboratory.Libraries;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question14Tests(CpuFixture cpu)
{
    private static readonly LibraryResult NoPython = new(null, "no Python is installed (looked for python3 and python)");

    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Experiment("zero-grad-sets-zero", "a PyTorch that leaves zeros", Confirmed, (claim, _) =>
            Chapter6Checks.ZeroGrad(claim, Answer("2.6.0", "zeros"), "zeros")),
        Mutation.Kernel(
            "gradients-accumulate", "a backward pass that replaces", Refuted,
            GradientNetwork.AccumulateKernel, ReplacingKernel),
        Mutation.Kernel(
            "accumulation-equals-large-batch", "micro-batches that lose an example", Refuted,
            GradientNetwork.AccumulateKernel, LosingKernel),
        Mutation.Experiment("none-is-skipped", "a PyTorch that moves parameters without a gradient", Refuted, (claim, _) =>
            Chapter6Checks.NoneIsSkipped(claim, Answer("2.6.0", "none", movedByNone: 4))),
        Mutation.Experiment("zero-grad-sets-none", "a PyTorch that does not write zeros when asked to", Refuted, (claim, _) =>
            Chapter6Checks.ZeroGrad(claim, Answer("2.6.0", "none", notToNone: "none"), "none")),
        Mutation.Experiment("zero-grad-sets-none", "a PyTorch that leaves zeros", Refuted, (claim, _) =>
            Chapter6Checks.ZeroGrad(claim, Answer("2.6.0", "zeros"), "none")),
    ];

    [Fact]
    public void Question_14_describes_what_zero_grad_leaves()
    {
        static Outcome Describe(string version, string byDefault, string before = "other") =>
            Chapter6Checks.ZeroGrad(TestClaims.Claim("zero-grad"), Answer(version, byDefault, before), "none");

        Finds(
            Confirmed,
            "In PyTorch 2.6.0 zero_grad() leaves .grad as None by default, and zeros in .grad with set_to_none=False.",
            Describe("2.6.0", "none"));
        Finds(
            Refuted,
            "In PyTorch 2.6.0 zero_grad() leaves zeros in .grad by default, and zeros in .grad with set_to_none=False.",
            Describe("2.6.0", "zeros"));
        Finds(
            Skipped,
            "PyTorch 1.13.1 is installed, and the default of zero_grad() changed with 2.0 (here it leaves zeros in .grad). With 2.0 or " +
            "later this check decides.",
            Describe("1.13.1", "zeros"));
        Finds(
            Error,
            "backward() left no gradients to reset: this check is at fault. In PyTorch 2.6.0 zero_grad() leaves .grad as None by " +
            "default, and zeros in .grad with set_to_none=False.",
            Describe("2.6.0", "none", before: "none"));
    }

    [Fact]
    public void Question_14_describes_parameters_without_a_gradient()
    {
        static string Text(int same, int movedByNone, int movedByZeros) =>
            $"In PyTorch 2.6.0 the gradients after a reset to None and to zeros are the same with {same} of 1 optimizers. A step right after " +
            $"the reset moves {movedByNone} parameters without a gradient, and with zeros in it {movedByZeros} (SGD).";

        static Outcome Describe(int movedByNone = 0, int movedByZeros = 4, bool isSame = true) => Chapter6Checks.NoneIsSkipped(
            TestClaims.Claim("none-is-skipped"),
            Answer("2.6.0", "none", movedByNone: movedByNone, movedByZeros: movedByZeros, sameAfterReset: isSame));

        Finds(Confirmed, Text(1, 0, 4), Describe());
        Finds(Refuted, Text(1, 4, 4), Describe(movedByNone: 4));
        Finds(Refuted, Text(1, 0, 0), Describe(movedByZeros: 0));
        Finds(Refuted, Text(0, 0, 4), Describe(isSame: false));
        Finds(
            Skipped,
            "Python has no torch. With PyTorch installed (pip install torch) this check runs.",
            Chapter6Checks.NoneIsSkipped(
                TestClaims.Claim("none-is-skipped"), new LibraryResult("""{"status": "missing", "module": "torch"}""", null)));
    }

    [Fact]
    public void Question_14_describes_accumulated_gradients()
    {
        static string Text(int both, int wrong, string pyTorch) =>
            $"After two backward passes without zeroing {both} of 2 gradients are g1 + g2 bit for bit; 2 of them have both terms. A step " +
            $"with them puts {wrong} of 2 parameters elsewhere than one with g2. PyTorch {pyTorch}.";

        static Outcome Describe(float last, int wrong, LibraryResult python) =>
            Chapter6Checks.DescribeAccumulation(24, [1f, 2f], [3f, 4f], [4f, last], wrong, python);

        Finds(Confirmed, Text(2, 2, "was not available"), Describe(6f, 2, NoPython));
        Finds(Refuted, Text(1, 2, "was not available"), Describe(4f, 2, NoPython));
        Finds(Refuted, Text(2, 1, "was not available"), Describe(6f, 1, NoPython));
        Finds(Confirmed, Text(2, 2, "2.6.0 adds up in the same way"), Describe(6f, 2, Answer("2.6.0", "none")));
        Finds(Refuted, Text(2, 2, "2.6.0 does not add them up"), Describe(6f, 2, Answer("2.6.0", "none", accumulates: false)));
    }

    [Fact]
    public void Question_14_describes_micro_batches()
    {
        static string Text(string figures, string not = "") =>
            "10 micro-batches of 12 and one batch of 120 give gradients that differ by at most " + figures + " of its bound. Without a " +
            $"division by 10 the gradients are {not}10 times as large.";

        const string within = "1.2e-7 (bound 8.4e-6); 1 of 2 have other bits, none uses more than 1.4 %";
        Finds(
            Qualified, Text(within),
            Chapter6Checks.DescribeLargeBatch(12, 10, [1f, 2f], [MathF.BitIncrement(1f), 2f], [10f, 20f], [1, 2]));
        Finds(
            Confirmed, Text(within, "not "),
            Chapter6Checks.DescribeLargeBatch(12, 10, [1f, 2f], [MathF.BitIncrement(1f), 2f], [1f, 2f], [1, 2]));
        Finds(
            Refuted,
            Text("1.0e+0 (bound 1.7e-5); 1 of 2 have other bits, none uses more than 5,949,330.1 %"),
            Chapter6Checks.DescribeLargeBatch(12, 10, [1f, 2f], [1f, 1f], [10f, 20f], [1, 2]));
    }

    [Fact]
    public void Two_backward_passes_leave_the_sum_of_both_gradients()
    {
        var outcome = Accumulation(GradientNetwork.AccumulateKernel, NoPython);

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.True(outcome.Measurements.Single(m => m.Name == "gradients to which both batches contribute").Measured >= 10);
        Assert.EndsWith("PyTorch was not available.", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backward_pass_that_replaces_the_gradient_is_refuted()
    {
        var outcome = Accumulation(ReplacingKernel, NoPython);

        Assert.Equal(Refuted, outcome.Verdict);
        Assert.Equal(26, outcome.Measurements.Single(m => m.Name == "gradients as if the second pass had replaced the first").Measured);
    }

    [Theory]
    [InlineData(true, "Confirmed", "PyTorch 2.6.0 adds up in the same way.")]
    [InlineData(false, "Refuted", "PyTorch 2.6.0 does not add them up.")]
    public void PyTorch_is_asked_whether_it_accumulates_too(bool accumulates, string verdict, string says)
    {
        var outcome = Accumulation(GradientNetwork.AccumulateKernel, Answer("2.6.0", "none", accumulates: accumulates));

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.EndsWith(says, outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Micro_batches_equal_a_large_batch_within_a_bound_that_is_printed_beside_the_difference()
    {
        var outcome = cpu.Context().Check("accumulation-equals-large-batch");

        Assert.Equal(Qualified, outcome.Verdict);
        var difference = outcome.Measurements.Single(m => m.Name == "largest difference");
        Assert.InRange(difference.Measured, double.Epsilon, difference.Bound!.Value);
        Assert.InRange(difference.Bound.Value, 0, 1e-3);
    }

    [Fact]
    public void Micro_batches_that_replace_each_other_do_not_equal_a_large_batch() =>
        Assert.Equal(
            Refuted,
            cpu.Context().CheckWith(GradientNetwork.AccumulateKernel, ReplacingKernel, "accumulation-equals-large-batch").Verdict);

    [Fact]
    public void Micro_batches_that_lose_an_example_do_not_equal_a_large_batch() =>
        Assert.Equal(
            Refuted,
            cpu.Context().CheckWith(GradientNetwork.AccumulateKernel, LosingKernel, "accumulation-equals-large-batch").Verdict);

    [Theory]
    [InlineData("zeros", "none", "Refuted")]
    [InlineData("none", "none", "Confirmed")]
    [InlineData("zeros", "zeros", "Confirmed")]
    [InlineData("none", "zeros", "Refuted")]
    [InlineData("none", "other", "Refuted")]
    public void PyTorch_decides_what_zero_grad_leaves(string printed, string found, string verdict)
    {
        var outcome = Chapter6Checks.ZeroGrad(TestClaims.Claim("zero-grad"), Answer("2.6.0+debian", found), printed);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(Evidence.ExternalProgram, outcome.Evidence);
        Assert.Contains("PyTorch 2.6.0+debian", outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("zeros in .grad with set_to_none=False", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PyTorch_before_2_is_skipped_since_the_sentence_is_true_of_it()
    {
        var outcome = Chapter6Checks.ZeroGrad(TestClaims.Claim("zero-grad"), Answer("1.13.1", "zeros"), "zeros");

        Assert.Equal(Skipped, outcome.Verdict);
        Assert.Equal(
            "PyTorch 1.13.1 is installed, and the default of zero_grad() changed with 2.0 (here it leaves zeros in .grad). " +
            "With 2.0 or later this check decides.",
            outcome.Finding);
    }

    [Fact]
    public void Gradients_that_were_never_there_are_an_error_and_no_verdict() =>
        Assert.Equal(
            Error,
            Chapter6Checks.ZeroGrad(TestClaims.Claim("zero-grad"), Answer("2.6.0", "none", before: "none"), "none").Verdict);

    [Theory]
    [InlineData("""{"status": "missing", "module": "torch"}""", "Python has no torch. With PyTorch installed (pip install torch) this check runs.")]
    [InlineData("""{"status": "broken", "module": "torch", "message": "OSError: no libtorch"}""", "Python's torch does not load: OSError: no libtorch. Reinstall it.")]
    [InlineData("""{"status": "asked", "torch": "2.6.0"}""", """Python gave an invalid answer: {"status": "asked", "torch": "2.6.0"}""")]
    [InlineData("Segmentation fault", "Python gave an invalid answer: Segmentation fault")]
    public void Anything_else_is_skipped_with_what_python_said(string line, string finding)
    {
        var outcome = Chapter6Checks.ZeroGrad(TestClaims.Claim("zero-grad"), new LibraryResult(line, null), "none");

        Assert.Equal(Skipped, outcome.Verdict);
        Assert.Equal(finding, outcome.Finding);
    }

    [Fact]
    public void Without_a_python_the_check_is_skipped_and_says_so()
    {
        using var server = FakePython.Server("no-such-python");
        var result = Chapter6Checks.AskPyTorch(cpu.Context() with { Libraries = server });

        var outcome = Chapter6Checks.ZeroGrad(TestClaims.Claim("zero-grad"), result, "none");

        Assert.Equal(
            "No Python is installed (looked for no-such-python). With PyTorch installed (pip install torch) this check runs.",
            outcome.Finding);
    }

    [Fact]
    public void Python_is_given_the_script_and_PyTorch_is_loaded_before_it_is_asked()
    {
        if (OperatingSystem.IsWindows()) return;
        using var python = new FakePython(
            """
            printf '%s' "$2" > "$0.script"
            echo '{"status": "ready"}'
            while read -r line; do echo "$line" >> "$0.asked"; echo '{"status": "ok"}'; done
            """,
            windows: "");
        using var server = FakePython.Server(python.Path);

        var result = Chapter6Checks.AskPyTorch(cpu.Context() with { Libraries = server });

        Assert.Equal("""{"status": "ok"}""", result.Output);
        Assert.Contains("optimizer.zero_grad(", File.ReadAllText(python.Path + ".script"), StringComparison.Ordinal);
        Assert.Equal(
            ["""{"command":"load","library":"numpy"}""", """{"command":"load","library":"torch"}""", """{"command":"gradients"}"""], File.ReadAllLines(python.Path + ".asked"));
    }

    [Fact]
    public void A_missing_PyTorch_is_the_answer_and_a_missing_NumPy_is_not()
    {
        if (OperatingSystem.IsWindows()) return;
        using var python = FakePython.Answering("""{"status": "missing", "module": "numpy"}""", """{"status": "missing", "module": "torch"}""");
        using var server = FakePython.Server(python.Path);

        var result = Chapter6Checks.AskPyTorch(cpu.Context() with { Libraries = server });

        Assert.Equal("""{"status": "missing", "module": "torch"}""", result.Output);
    }

    internal static void ReplacingKernel(
        Index1D parameter, FloatView exampleGradients, FloatView gradients, int first, int count, float divisor)
    {
        gradients[parameter] = 0f;
        GradientNetwork.AccumulateKernel(parameter, exampleGradients, gradients, first, count, divisor);
    }

    internal static void LosingKernel(
        Index1D parameter, FloatView exampleGradients, FloatView gradients, int first, int count, float divisor) =>
        GradientNetwork.AccumulateKernel(parameter, exampleGradients, gradients, first, first == 0 ? count : count - 1, divisor);

    private Outcome Accumulation(Action<Index1D, FloatView, FloatView, int, int, float> kernel, LibraryResult python)
    {
        var context = cpu.Context();
        return context.With(GradientNetwork.AccumulateKernel, kernel, () =>
            Chapter6Checks.GradientsAccumulate(TestClaims.Claim("gradients-accumulate"), context, python));
    }

    internal static LibraryResult Answer(
        string version, string byDefault, string before = "other", bool accumulates = true, string notToNone = "zeros",
        bool sameAfterReset = true, int movedByNone = 0, int movedByZeros = 4) => new(
        $$"""{"status": "asked", "python": "3.13.5", "torch": "{{version}}", "before": {"SGD": "{{before}}"}, """ +
        $$"""
        "by_default": {"SGD": "{{byDefault}}"}, "not_to_none": {"SGD": "{{notToNone}}"}, "accumulates": {{(accumulates ? "true" : "false")}},
        """ +
        $$"""
        "same_after_reset": {"SGD": {{(sameAfterReset ? "true" : "false")}} }, "moved_without_gradient":
        """ +
        $$"""{"SGD": [{{movedByNone}}, {{movedByZeros}}] } }""",
        null);
}
