// Question 19 on the CPU accelerator: orders, fusion, atomics, tolerances, and the installed Python.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using QuizKit.Laboratory.Python;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question19ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void Some_triples_have_two_sums()
    {
        var outcome = cpu.Context().Check("addition-is-not-associative");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.InRange(outcome.Measurements[0].Measured, 0.1, 0.5);
        Assert.True(outcome.Measurements.Single(m => m.Name == "largest difference, U(0, 1)").Measured >= 1);
    }

    [Fact]
    public void Orders_of_a_dot_product_differ_and_stay_within_their_bounds()
    {
        var outcome = cpu.Context().Check("accumulation-order-matters");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        var differences = outcome.Measurements.Where(m => m.Name.StartsWith("largest difference", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, differences.Count);
        Assert.All(differences, difference => Assert.InRange(difference.Measured, double.Epsilon, difference.Bound!.Value));
    }

    [Fact]
    public void Fused_and_unfused_results_differ_and_plain_arithmetic_is_unfused_in_dotnet()
    {
        var outcome = cpu.Context().Check("fused-multiply-add-matters");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.Equal(0, outcome.Measurements.Single(m => m.Name == "probe, explicitly unfused").Measured);
        Assert.Equal(Math.ScaleB(1, -24), outcome.Measurements.Single(m => m.Name == "probe, explicitly fused").Measured);
        Assert.Contains("does not fuse plain a*b+c", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Atomic_sums_are_counted_by_bit_pattern_beside_a_fixed_tree_that_has_one()
    {
        var outcome = cpu.Context(runs: 40).Check("parallel-reduction-varies");

        // then: which of the two verdicts it is depends on the scheduler, but it must follow the count.
        var distinct = outcome.Measurements.Single(m => m.Name == "distinct results of the atomic sum").Measured;
        Assert.Equal(distinct > 1 ? Verdict.Confirmed : Verdict.NotObserved, outcome.Verdict);
        Assert.Equal(1, outcome.Measurements.Single(m => m.Name == "distinct results of the fixed tree").Measured);
        Assert.Equal(40, outcome.Runs);
        Assert.All(
            outcome.Measurements.Where(m => m.Bound > 0), error => Assert.InRange(error.Measured, 0, error.Bound!.Value));
    }

    [Fact]
    public void A_single_run_cannot_observe_variation() =>
        Assert.Equal(
            Verdict.NotObserved,
            cpu.Context(runs: 1).Check("parallel-reduction-varies").Verdict);

    [Fact]
    public void Two_orders_of_the_network_give_unequal_outputs()
    {
        var outcome = cpu.Context().Check("exact-equality-fails");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.InRange(outcome.Measurements[0].Measured, 0.2, 0.8);
    }

    [Theory]
    [InlineData(1e-7, "Qualified")]
    [InlineData(1e-6, "Refuted")]
    [InlineData(1e-8, "Refuted")]
    public void The_differences_are_of_the_printed_order(double printed, string verdict)
    {
        var outcome = cpu.Context().Check("differences-near-1e-7", printed);

        Assert.Equal(verdict, outcome.Verdict.ToString());
    }

    [Theory]
    [InlineData(1e-6, "Qualified")]
    [InlineData(1e-8, "Refuted")]
    public void The_printed_tolerance_accepts_the_network_and_fails_for_a_wide_one(double printed, string verdict)
    {
        var outcome = cpu.Context().Check("tolerance-1e-6-accepts", printed);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(verdict == "Qualified", outcome.Measurements.Any(m => m.Name.StartsWith("smallest width", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(1024)]
    public void The_pairwise_order_is_that_of_numpy(int n)
    {
        var a = Samples.Normal(3, stream: 1, n);
        var b = Samples.Normal(3, stream: 2, n);
        using var bufferA = cpu.Accelerator.Allocate1D(a);
        using var bufferB = cpu.Accelerator.Allocate1D(b);
        using var results = cpu.Accelerator.Allocate1D<float>(4);
        using var scratch = cpu.Accelerator.Allocate1D<float>(n / SummationOrders.NumpyBlock);

        cpu.Accelerator.Run(Question19Kernels.DotOrdersKernel, 1, bufferA.View, bufferB.View, results.View, scratch.View, n);

        var found = results.GetAsArray1D();
        var products = a.Zip(b, (x, y) => x * y).ToArray();
        Assert.Equal(products.Aggregate((sum, x) => sum + x), found[0]);
        Assert.Equal(NumpyPairwiseSum(products), found[1]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(127)]
    public void Eight_accumulators_are_folded_as_numpy_folds_them_and_the_tail_comes_last(int n)
    {
        var x = Samples.Normal(4, stream: 1, n);
        using var buffer = cpu.Accelerator.Allocate1D(x);
        using var ones = cpu.Accelerator.Allocate1D(Enumerable.Repeat(1f, n).ToArray());
        using var result = cpu.Accelerator.Allocate1D<float>(1);

        cpu.Accelerator.Run(EightAccumulatorsKernel, 1, buffer.View, ones.View, result.View);

        Assert.Equal(NumpyPairwiseSum(x), result.GetAsArray1D()[0]);
    }

    [Fact]
    public void Without_a_python_the_check_is_skipped_and_says_so()
    {
        var outcome = Numpy(["no-such-python-3", "no-such-python"]);

        Assert.Equal(Verdict.Skipped, outcome.Verdict);
        Assert.Equal(
            "No Python is installed (looked for no-such-python-3 and no-such-python). " +
            "With both NumPy and PyTorch installed (pip install numpy torch) this check runs.",
            outcome.Finding);
    }

    [Fact]
    public void A_python_that_ends_with_an_error_is_skipped_with_its_exit_code()
    {
        using var script = new FakePython(unix: "echo oops >&2; exit 3", windows: "echo oops 1>&2 & exit /b 3");

        var outcome = Numpy([script.Path]);

        Assert.Equal(Verdict.Skipped, outcome.Verdict);
        Assert.Contains("exit code 3: oops", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_python_that_hangs_is_ended_and_skipped()
    {
        using var script = new FakePython(unix: "exec sleep 600", windows: "ping -n 600 127.0.0.1 > nul");

        using var server = new PythonServer([script.Path], TimeSpan.FromSeconds(0.5));
        var outcome = new Chapter6Checks().Run(TestClaims.Existential("numpy-pytorch-differ"), cpu.Context() with { Python = server });

        Assert.Equal(Verdict.Skipped, outcome.Verdict);
        Assert.Contains("did not answer within 0.5 seconds", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_interpreter_is_passed_over_for_the_next()
    {
        using var script = FakePython.Answering("""{"status": "ok"}""", """{"status": "missing", "module": "torch"}""");

        var outcome = Numpy(["no-such-python", script.Path]);

        Assert.StartsWith("Python has no torch.", outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0, "Confirmed")]
    [InlineData(0, 5, "Confirmed")]
    [InlineData(0, 0, "NotObserved")]
    public void Unequal_outputs_confirm_and_equal_ones_are_not_an_observation(int unequal, int unequalLogits, string verdict)
    {
        var outcome = Chapter6Checks.JudgeNumpyPytorch(Comparison(unequal, unequalLogits), seed: 1);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(Evidence.ExternalProgram, outcome.Evidence);
        Assert.Contains("NumPy 2.2.4 and PyTorch 2.6.0", outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("1e-6 accepts", outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status": "broken", "module": "torch", "message": "OSError: libtorch.so: no such file"}""", "Python's torch does not load: OSError: libtorch.so: no such file")]
    [InlineData("Segmentation fault", "Python gave an invalid answer: Segmentation fault")]
    [InlineData("null", "Python gave an invalid answer: null")]
    public void Anything_else_is_skipped_with_what_python_said(string line, string finding)
    {
        var outcome = Chapter6Checks.JudgeNumpyPytorch(line, seed: 1);

        Assert.Equal(Verdict.Skipped, outcome.Verdict);
        Assert.StartsWith(finding, outcome.Finding, StringComparison.Ordinal);
    }

    /// <summary>What the script says of NumPy and PyTorch.</summary>
    internal static string Comparison(int unequal, int unequalLogits) =>
        """{"status": "compared", "python": "3.13.5", "numpy": "2.2.4", "torch": "2.6.0", "examples": 8192, """ +
        $$""" "unequal": {{unequal}}, "unequal_logits": {{unequalLogits}}, "largest": 1.2e-07, "within_1e_6": true}""";

    internal static void EightAccumulatorsKernel(
        Index1D index, FloatView a, FloatView b, FloatView result) =>
        result[0] = SummationOrders.EightAccumulators(a, 0, b, 0, (int)a.Length);

    /// <summary>NumPy's recursion, from its description: below 8 sequential, to 128 eight accumulators, above that halves.</summary>
    private static float NumpyPairwiseSum(ReadOnlySpan<float> x)
    {
        if (x.Length < 8)
        {
            var sum = x[0];
            foreach (var value in x[1..]) sum += value;
            return sum;
        }

        if (x.Length <= 128)
        {
            var r = x[..8].ToArray();
            var i = 8;
            for (; i + 8 <= x.Length; i += 8)
                for (var k = 0; k < 8; k++) r[k] += x[i + k];
            var sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
            for (; i < x.Length; i++) sum += x[i];
            return sum;
        }

        var half = x.Length / 2;
        half -= half % 8;
        return NumpyPairwiseSum(x[..half]) + NumpyPairwiseSum(x[half..]);
    }

    private Outcome Numpy(string[] interpreters)
    {
        using var server = FakePython.Server(interpreters);
        return new Chapter6Checks().Run(TestClaims.Existential("numpy-pytorch-differ"), cpu.Context() with { Python = server });
    }
}
