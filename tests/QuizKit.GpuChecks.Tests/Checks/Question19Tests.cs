// Question 19: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Orders;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question19Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Experiment("numpy-pytorch-differ", "two libraries with the same bits", NotObserved, (_, context) =>
            Chapter6Checks.JudgeNumpyPytorch(Comparison(unequal: 0, unequalLogits: 0), context.Seed, "")),
        Mutation.Kernel(
            "accumulation-order-matters", "one order four times", Refuted,
            Question19Kernels.DotOrdersKernel, OneOrderFourTimes),
        Mutation.Kernel(
            "addition-is-not-associative", "the same parentheses twice", Refuted,
            Question19Kernels.AssociativityKernel, SameParentheses),
        Mutation.Kernel(
            "fused-multiply-add-matters", "unfused instead of fused", Refuted,
            Question19Kernels.FusionKernel, NeverFused),
        Mutation.Kernel(
            "parallel-reduction-varies", "one work item that adds everything up", NotObserved,
            OrderKernels.AtomicSumKernel, OneItemAddsAll),
        Mutation.Printed("differences-near-1e-7", Refuted, 1e-6),
        Mutation.Kernel(
            "exact-equality-fails", "the same order twice", Refuted,
            Question19Kernels.AccumulatorsLayerKernel, Question19Kernels.SequentialLayerKernel),
        Mutation.Printed("tolerance-1e-6-accepts", Refuted, 1e-8),
    ];

    [Fact]
    public void Question_19_describes_sums_of_three()
    {
        Finds(
            Confirmed,
            "15.00 % of the triples of U(0, 1) give two sums, at most 1 ulp apart; of U(-1, 1), where terms cancel, 25.00 %, at most " +
            "4,096 ulp apart.",
            Chapter6Checks.DescribeAssociativity(1000, (150, 1), (250, 4096)));
        Finds(
            Refuted,
            "0.00 % of the triples of U(0, 1) give two sums, at most 0 ulp apart; of U(-1, 1), where terms cancel, 0.00 %, at most 0 " +
            "ulp apart.",
            Chapter6Checks.DescribeAssociativity(1000, (0, 0), (0, 0)));
    }

    [Fact]
    public void Question_19_describes_orders_of_a_dot_product()
    {
        Finds(
            Confirmed,
            "Against left to right, different bits in 100.0 % (NumPy's pairwise order; at most 1.2e-7, bound 6.2e-5), 0.0 % (blocks of " +
            "32; at most 0.0e+0, bound 6.5e-5), 0.0 % (split in four; at most 0.0e+0, bound 7.6e-5).",
            Chapter6Checks.DescribeOrders([1f, MathF.BitIncrement(1f), 1f, 1f], [1.0]));
        Finds(
            Refuted,
            "Against left to right, different bits in 0.0 % (NumPy's pairwise order; at most 0.0e+0, bound 6.2e-5), 0.0 % (blocks of " +
            "32; at most 0.0e+0, bound 6.5e-5), 0.0 % (split in four; at most 0.0e+0, bound 7.6e-5).",
            Chapter6Checks.DescribeOrders([1f, 1f, 1f, 1f], [1.0]));
        Finds(
            Error,
            "Two orders of the same sum differ by more than rounding can explain: the device or this check is at fault.",
            Chapter6Checks.DescribeOrders([1f, 2f, 1f, 1f], [1.0]));
    }

    [Fact]
    public void Question_19_describes_fusion()
    {
        const double fused = 1.0 / (1 << 24);
        static Outcome Describe(double plain, params int[] found) =>
            Chapter6Checks.DescribeFusion(0, fused, plain, plain == fused, 1000, found);

        Finds(
            Qualified,
            "50.00 % of the random triples round differently; (1+2^-12)^2 - (1+2^-11) is 0 unfused and 5.96e-8 fused. This device's " +
            "compiler fuses plain a*b+c.",
            Describe(plain: fused, 500, 500, 0));
        Finds(
            Qualified,
            "50.00 % of the random triples round differently; (1+2^-12)^2 - (1+2^-11) is 0 unfused and 5.96e-8 fused. This device's " +
            "compiler fuses plain a*b+c in some places and not in others.",
            Describe(plain: fused, 500, 300, 200));
        Finds(
            Refuted,
            "0.00 % of the random triples round differently; (1+2^-12)^2 - (1+2^-11) is 0 unfused and 5.96e-8 fused. This device's " +
            "compiler does not fuse plain a*b+c.",
            Describe(plain: 0, 0, 0, 0));
    }

    [Fact]
    public void Question_19_describes_atomic_sums()
    {
        static Outcome Describe(float second, float secondTree = 10f, bool isGpu = true) =>
            Chapter6Checks.DescribeReduction(isGpu, 1024, 10, 10, [10f, second], [10f, secondTree]);

        Finds(
            Qualified,
            "On a GPU, 2 atomic sums of the same 1,024 numbers gave 2 distinct results, 9.5e-7 apart; the fixed tree gave 1.",
            Describe(MathF.BitIncrement(10f)));
        Finds(
            NotObserved,
            "On a GPU, 2 atomic sums of the same 1,024 numbers gave 1 distinct results, 0.0e+0 apart; the fixed tree gave 1.",
            Describe(10f));
        Finds(
            NotObserved,
            "On a processor, which tells nothing about GPUs, 2 atomic sums of the same 1,024 numbers gave 2 distinct results, 9.5e-7 apart; " +
            "the fixed tree gave 1.",
            Describe(MathF.BitIncrement(10f), isGpu: false));
        Finds(
            Error,
            "On a GPU, 2 atomic sums of the same 1,024 numbers gave 2 distinct results, 1.0e+0 apart; the fixed tree gave 1. But a sum is " +
            "further from the exact one than rounding can explain.",
            Describe(11f));
        Finds(
            Error,
            "On a GPU, 2 atomic sums of the same 1,024 numbers gave 1 distinct results, 0.0e+0 apart; the fixed tree gave 2. But the fixed " +
            "tree gave different results: the device or this check is at fault.",
            Describe(10f, MathF.BitIncrement(10f)));
    }

    [Fact]
    public void Sums_that_differ_between_chosen_schedules_are_observed_each_with_its_seed()
    {
        static Outcome Describe(float second, params ulong?[] seeds) =>
            Chapter6Checks.DescribeReduction(isGpu: false, 1024, 10, 10, [10f, second, second], [10f, 10f, 10f], seeds);

        var outcome = Describe(MathF.BitIncrement(10f), 1, 2, 3);

        Finds(
            Qualified,
            "In software, each in another schedule, 3 atomic sums of the same 1,024 numbers gave 2 distinct results, 9.5e-7 apart; the fixed " +
            "tree gave 1. QUIZKIT_CUDA_SEED=1 gives 10 again, the smallest, and 2 gives 10.000001, the largest.",
            outcome);
        Assert.Equal([("41200001", 2, 2ul), ("41200000", 1, 1ul)], outcome.Replays!.Select(one => (one.Bits, one.Count, one.Seed!.Value)));
        Finds(
            NotObserved,
            "In software, all in the schedule of seed 17, 3 atomic sums of the same 1,024 numbers gave 1 distinct results, 0.0e+0 apart; " +
            "the fixed tree gave 1. QUIZKIT_CUDA_SEED=17 gives 10 again.",
            Describe(10f, 17, 17, 17));
        Assert.Null(Describe(10f, null, null, null).Replays);
    }

    [Fact]
    public void Question_19_describes_unequal_outputs()
    {
        Finds(
            Confirmed,
            "50.0 % of 2 outputs of [10, 64, 32, 1] differ in their bits between two accumulation orders, by at most 1.00e-7.",
            Chapter6Checks.DescribeEquality(Network(1e-7f)));
        Finds(
            Refuted,
            "0.0 % of 2 outputs of [10, 64, 32, 1] differ in their bits between two accumulation orders, by at most 0.00e+0.",
            Chapter6Checks.DescribeEquality(Network(0f)));
    }

    [Fact]
    public void Question_19_describes_the_order_of_the_differences()
    {
        static Outcome Describe(double printed, Question19Kernels.FailingWidth? leaves, Chapter6Checks.NumpyComparison? pair = null) =>
            Chapter6Checks.DescribeMagnitude(TestClaims.Claim("differences-near-1e-7", printed), Network(1e-7f), leaves, [(4, Network(2e-7f))], pair);

        Finds(
            Confirmed,
            "For [10, 64, 32, 1] the largest difference in 32 outputs is typically 1.0e-7, in all 1.0e-7. No width to 262,144 leaves the order " +
            "of 1e-7.",
            Describe(1e-7, null));
        Finds(
            Qualified,
            "For [10, 64, 32, 1] the largest difference in 32 outputs is typically 1.0e-7, in all 1.0e-7. They leave the order of 1e-7 at " +
            "[10, 128, 1], where they are 1.0e-6. NumPy 2.2.4 and PyTorch 2.6.0 differ by typically 1.2e-7, at most 3.0e-7.",
            Describe(1e-7, Failing(1e-6f), Pair(1.2e-7, 3e-7)));
        Finds(
            Refuted,
            "For [10, 64, 32, 1] the largest difference in 32 outputs is typically 1.0e-7, in all 1.0e-7. That is not the printed order.",
            Describe(1e-5, null));
    }

    [Theory]
    [InlineData(1.2e-7, 3e-7, "Qualified", "Qualified")]
    [InlineData(0, 3e-7, "Qualified", "Qualified")]
    [InlineData(1e-8, 3e-7, "Refuted", "Qualified")]
    [InlineData(4e-7, 2e-6, "Refuted", "Refuted")]
    public void The_installed_numpy_and_pytorch_decide_as_well(double typical, double largest, string order, string tolerance)
    {
        var pair = Pair(typical, largest);

        var ofOrder = Chapter6Checks.DescribeMagnitude(
            TestClaims.Claim("differences-near-1e-7", 1e-7), Network(1e-7f), Failing(1e-6f), [], pair);
        var ofTolerance = Chapter6Checks.DescribeTolerance(
            TestClaims.Claim("tolerance-1e-6-accepts", 1e-6), Network(1e-7f), Failing(2e-6f), pair);

        Assert.Equal((order, tolerance), (ofOrder.Verdict.ToString(), ofTolerance.Verdict.ToString()));
    }

    [Fact]
    public void The_products_of_two_libraries_are_told_apart_by_order_and_by_rounding()
    {
        var left = Product("NumPy 2", (a, b) => a.Zip(b, (x, y) => x * y).Aggregate((sum, x) => sum + x));
        var right = Product("PyTorch 2", (a, b) => a.Zip(b).Reverse().Aggregate(0f, (sum, pair) => MathF.FusedMultiplyAdd(pair.First, pair.Second, sum)));

        Assert.Equal(
            "NumPy 2 and PyTorch 2 add the 64 products of an element of a matrix product in different orders.", Chapter6Checks.OrdersOf(left, right));
        Assert.Equal(
            "NumPy 2 and PyTorch 2 add the 64 products of an element of a matrix product in the same order.", Chapter6Checks.OrdersOf(left, left with { Place = "PyTorch 2" }));
        Assert.Equal("NumPy 2 adds the 64 products of an element of a matrix product from left to right.", Chapter6Checks.OrdersOf(left, null));
        Assert.Equal(
            "The matrix product of NumPy 2 rounds its products. The matrix product of PyTorch 2 is fused.", Chapter6Checks.FusionOf(left, right));
    }

    [Fact]
    public void Question_19_describes_the_tolerance()
    {
        static Outcome Describe(double printed, Question19Kernels.FailingWidth? fails) =>
            Chapter6Checks.DescribeTolerance(TestClaims.Claim("tolerance-1e-6-accepts", printed), Network(1e-7f), fails, pair: null);

        Finds(
            Confirmed,
            "The largest difference of [10, 64, 32, 1] is 1.0e-7, tolerance 1e-6. No width to 262,144 exceeds it.",
            Describe(1e-6, null));
        Finds(
            Qualified,
            "The largest difference of [10, 64, 32, 1] is 1.0e-7, tolerance 1e-6. It fails at [10, 128, 1], where it is 2.0e-6; there " +
            "numpy.testing.assert_allclose rejects, torch.testing.assert_close accepts, allclose of either rejects.",
            Describe(1e-6, Failing(2e-6f)));
        Finds(Refuted, "The largest difference of [10, 64, 32, 1] is 1.0e-7, tolerance 1e-8. It is exceeded.", Describe(1e-8, null));
    }

    [Fact]
    public void Question_19_describes_what_numpy_and_pytorch_answered()
    {
        Finds(
            Confirmed,
            "NumPy 2.2.4 and PyTorch 2.6.0 differ in 3 of 8,192 outputs of [10, 64, 32, 1], by at most 1.2e-7; before the sigmoid in 5. " +
            "An absolute 1e-6 accepts them.",
            Chapter6Checks.JudgeNumpyPytorch(Comparison(3, 5), seed: 1, ""));
        Finds(
            NotObserved,
            "NumPy 2.2.4 and PyTorch 2.6.0 differ in 0 of 8,192 outputs of [10, 64, 32, 1], by at most 1.2e-7; before the sigmoid in 0. " +
            "An absolute 1e-6 accepts them.",
            Chapter6Checks.JudgeNumpyPytorch(Comparison(0, 0), seed: 1, ""));
        Finds(
            Skipped,
            "Python has no torch. Install it.",
            Chapter6Checks.JudgeNumpyPytorch("""{"status": "missing", "module": "torch"}""", seed: 1, "Install it."));
    }

    [Fact]
    public void Some_triples_have_two_sums()
    {
        var outcome = cpu.Context().Check("addition-is-not-associative");

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.InRange(outcome.Measurements[0].Measured, 0.1, 0.5);
        Assert.True(outcome.Measurements.Single(m => m.Name == "largest difference, U(0, 1)").Measured >= 1);
    }

    [Fact]
    public void Orders_of_a_dot_product_differ_and_stay_within_their_bounds()
    {
        var outcome = cpu.Context().Check("accumulation-order-matters");

        Assert.Equal(Confirmed, outcome.Verdict);
        var differences = outcome.Measurements.Where(m => m.Name.StartsWith("largest difference", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, differences.Count);
        Assert.All(differences, difference => Assert.InRange(difference.Measured, double.Epsilon, difference.Bound!.Value));
    }

    [Fact]
    public void Fused_and_unfused_results_differ_and_plain_arithmetic_is_unfused_in_dotnet()
    {
        var outcome = cpu.Context().Check("fused-multiply-add-matters");

        Assert.Equal(Qualified, outcome.Verdict);
        Assert.Equal(0, outcome.Measurements.Single(m => m.Name == "probe, explicitly unfused").Measured);
        Assert.Equal(Math.ScaleB(1, -24), outcome.Measurements.Single(m => m.Name == "probe, explicitly fused").Measured);
        Assert.Contains("does not fuse plain a*b+c", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Atomic_sums_are_counted_by_bit_pattern_beside_a_fixed_tree_that_has_one()
    {
        var outcome = cpu.Context(runs: 40).Check("parallel-reduction-varies");

        // then: how many there are depends on the scheduler, and on a processor none of them tells anything about GPUs.
        Assert.InRange(outcome.Measurements.Single(m => m.Name == "distinct results of the atomic sum").Measured, 1, 40);
        Assert.Equal(NotObserved, outcome.Verdict);
        Assert.Equal(1, outcome.Measurements.Single(m => m.Name == "distinct results of the fixed tree").Measured);
        Assert.Equal(40, outcome.Runs);
        Assert.All(
            outcome.Measurements.Where(m => m.Bound > 0), error => Assert.InRange(error.Measured, 0, error.Bound!.Value));
    }

    [Fact]
    public void A_GPU_whose_sums_vary_qualifies_the_sentence()
    {
        // The CPU accelerator stands in for a GPU; its atomic sums vary where two threads meet, so the experiment is repeated.
        var gpu = cpu.Context(runs: 100) with { Device = cpu.Context().Device with { IsGpu = true } };

        var outcome = gpu.Check("parallel-reduction-varies");

        var distinct = outcome.Measurements.Single(m => m.Name == "distinct results of the atomic sum").Measured;
        Assert.Equal(distinct > 1 ? Qualified : NotObserved, outcome.Verdict);
    }

    [Fact]
    public void Two_orders_of_the_network_give_unequal_outputs()
    {
        var outcome = cpu.Context().Check("exact-equality-fails");

        Assert.Equal(Confirmed, outcome.Verdict);
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

        Assert.Equal(Skipped, outcome.Verdict);
        Assert.Equal(
            "No Python is installed (looked for no-such-python-3 and no-such-python). " +
            LibraryHost.SetupHint + " With it, or with both NumPy and PyTorch (pip install numpy torch), this check runs.",
            outcome.Finding);
    }

    [Fact]
    public void A_python_that_ends_with_an_error_is_skipped_with_its_exit_code()
    {
        using var script = new FakePython(unix: "echo oops >&2; exit 3", windows: "echo oops 1>&2 & exit /b 3");

        var outcome = Numpy([script.Path]);

        Assert.Equal(Skipped, outcome.Verdict);
        Assert.Contains("exit code 3: oops", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_python_ends_before_its_first_line_the_next_one_is_asked()
    {
        // The python3 of a Windows without Python starts, names a shop and ends.
        using var alias = new FakePython(unix: "echo 'Python was not found' >&2; exit 49", windows: "echo Python was not found 1>&2 & exit /b 49");
        using var script = FakePython.Answering("""{"status": "ok"}""", """{"status": "missing", "module": "torch"}""");

        var asked = Numpy([alias.Path, script.Path]);
        var unanswered = Numpy([alias.Path, "no-such-python"]);

        Assert.Contains("torch", asked.Finding, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("49", asked.Finding, StringComparison.Ordinal);
        Assert.Contains("ended with exit code 49: Python was not found", unanswered.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_python_that_hangs_is_ended_and_skipped()
    {
        using var script = new FakePython(unix: "exec sleep 600", windows: "ping -n 600 127.0.0.1 > nul");

        using var server = FakePython.Server(TimeSpan.FromSeconds(0.5), script.Path);
        var outcome = new Chapter6Checks().Run(TestClaims.Existential("numpy-pytorch-differ"), cpu.Context() with { Libraries = server });

        Assert.Equal(Skipped, outcome.Verdict);
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
        var outcome = Chapter6Checks.JudgeNumpyPytorch(Comparison(unequal, unequalLogits), seed: 1, "");

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
        var outcome = Chapter6Checks.JudgeNumpyPytorch(line, seed: 1, "");

        Assert.Equal(Skipped, outcome.Verdict);
        Assert.StartsWith(finding, outcome.Finding, StringComparison.Ordinal);
    }

    internal static void EightAccumulatorsKernel(
        Index1D index, FloatView a, FloatView b, FloatView result) =>
        result[0] = SummationOrders.EightAccumulators(a, 0, b, 0, (int)a.Length);

    internal static void OneOrderFourTimes(Index1D index, FloatView a, FloatView b, FloatView results, FloatView scratch, int n)
    {
        var sum = SummationOrders.Sequential(a, index * n, b, index * n, n);
        for (var order = 0; order < 4; order++) results[(index * 4) + order] = sum;
    }

    internal static void SameParentheses(Index1D index, FloatView operands, FloatView left, FloatView right, int items)
    {
        Question19Kernels.AssociativityKernel(index, operands, left, right, items);
        for (int i = index; i < left.Length; i += items) right[i] = left[i];
    }

    internal static void NeverFused(Index1D index, FloatView operands, IntView counts, int items)
    {
        var different = 0;
        for (int i = index; i < operands.Length / 3; i += items)
        {
            float a = operands[3 * i], b = operands[(3 * i) + 1], c = operands[(3 * i) + 2];
            var unfused = Exact32.Add(Exact32.Multiply(a, b), c);
            if (unfused != Exact32.Add(Exact32.Multiply(a, b), c)) different++;
        }

        Atomic.Add(ref counts[0], different);
    }

    internal static void OneItemAddsAll(Index1D index, FloatView values, FloatView sum, int items)
    {
        if (index != 0) return;
        for (var i = 0; i < values.Length; i++) sum[0] = Exact32.Add(sum[0], values[i]);
    }

    /// <summary>What the script says of NumPy and PyTorch.</summary>
    internal static string Comparison(int unequal, int unequalLogits) =>
        """{"status": "compared", "python": "3.13.5", "numpy": "2.2.4", "torch": "2.6.0", "examples": 8192, "typical": 1.2e-07, """ +
        $$""" "unequal": {{unequal}}, "unequal_logits": {{unequalLogits}}, "largest": 1.2e-07, "within_1e_6": true}""";

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
        return new Chapter6Checks().Run(TestClaims.Existential("numpy-pytorch-differ"), cpu.Context() with { Libraries = server });
    }

    private static Chapter6Checks.NumpyComparison Pair(double typical, double largest) => new(
        "compared", null, null, "3.13.5", "2.2.4", "2.6.0", Examples: 1024, Unequal: 500, UnequalLogits: 500, largest, typical, Within1e6: largest <= 1e-6);

    private static OrderTarget Product(string place, Func<float[], float[], float> dot) => OrderTarget.Dot("matmul", place, dot);

    private static Question19Kernels.NetworkDifferences Network(float difference) => new([(0f, difference), (0.5f, 0.5f)], 1e-5);

    private static Question19Kernels.FailingWidth Failing(float difference) => new([64, 128], [Network(1e-7f), Network(difference)]);
}
