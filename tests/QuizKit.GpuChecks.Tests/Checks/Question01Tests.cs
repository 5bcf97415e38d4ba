// Question 1: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.Devices.Arithmetic;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question01Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Kernel(
            "perceptron-learns-and-not-xor", "XNOR in the place of AND", Refuted,
            Question01Kernels.LearningKernel, XnorForAnd),
        Mutation.Kernel(
            "perceptron-learns-and-not-xor", "OR in the place of XOR", Refuted,
            Question01Kernels.LearningKernel, OrForXor),
        Mutation.Printed("and-weights", Refuted, -1, 1, -1.5),
        Mutation.Printed("and-weights", Refuted, 1, -1, -1.5),
        Mutation.Printed("and-weights", Refuted, 1, 1, -0.5),
        Mutation.Kernel(
            "xor-not-separable", "a perceptron that may multiply its inputs", Refuted,
            Question01Kernels.SearchKernel, SearchWithProduct),
        Mutation.Kernel(
            "hidden-layer-solves-xor", "a hidden layer of one unit", Refuted,
            Question01Kernels.HiddenLayerKernel, OneHiddenUnit),
    ];

    [Theory]
    [InlineData(4, "Confirmed")]
    [InlineData(3, "Refuted")]
    public void The_weights_of_and_are_judged_by_the_inputs_that_they_get_right(int right, string verdict) => Finds(
        verdict,
        $"w = (1, 1), b = -1.5 gives AND on {right} of the 4 inputs.",
        Chapter6Checks.DescribeAndWeights([1, 1, -1.5], right));

    [Theory]
    [InlineData(0, true, "Confirmed", "add up to 0 < 0")]
    [InlineData(1, true, "Refuted", "add up to 0 < 0")]
    [InlineData(0, false, "Refuted", "do not contradict each other")]
    public void A_perceptron_for_xor_or_inequalities_without_contradiction_refute(
        int xor, bool contradict, string verdict, string inequalities)
    {
        int[] counts = [7, 7, 7, 7, 7, 7, xor, 7, 7, 0, 7, 7, 7, 7, 7, 7];

        Finds(
            verdict,
            $"Of 1,030,301 perceptrons {xor} compute XOR, while {14 + xor} of the 16 functions of two inputs are found; " +
            $"the four inequalities of XOR {inequalities}.",
            Chapter6Checks.DescribeXorNotSeparable(counts, contradict));
    }

    [Theory]
    [InlineData(4, true, "Confirmed", "add up to 0 < 0")]
    [InlineData(2, true, "Refuted", "add up to 0 < 0")]
    [InlineData(4, false, "Refuted", "do not contradict each other")]
    public void The_hidden_layer_has_to_get_every_input_right_and_to_be_needed(
        int right, bool contradict, string verdict, string inequalities) =>
        Finds(
            verdict,
            $"A network of 2 inputs, 2 hidden steps (OR, AND) and 1 output gives XOR on {right} of the 4 inputs. " +
            $"Without a hidden layer the four inequalities of XOR {inequalities}.",
            Chapter6Checks.DescribeHiddenLayerSolvesXor(right, contradict));

    [Theory]
    [InlineData(24, 51, 24, 0, "Confirmed")]
    [InlineData(23, 51, 24, 0, "Refuted")]
    [InlineData(24, 52, 24, 0, "Refuted")]
    [InlineData(24, 51, 23, 1, "Refuted")]
    public void And_has_to_be_learned_within_a_bound_and_xor_to_cycle_in_every_order(
        int learned, int corrections, int cycled, int learnedXor, string verdict) =>
        Finds(
            verdict,
            $"AND is learned in {learned} of 24 orders of the examples, after {corrections} corrections or fewer (bound 51). For XOR the " +
            $"weights come back to earlier ones in {cycled} of 24 orders, so that the rule goes on without an end; it learns XOR in " +
            $"{learnedXor}.",
            Chapter6Checks.DescribePerceptronLearnsAndNotXor(
                new Question01Kernels.Learned(24, learned, 0, corrections), new Question01Kernels.Learned(24, learnedXor, cycled, 0)));

    [Fact]
    public void The_orders_of_the_examples_are_all_different() =>
        Assert.Equal(24, Enumerable.Range(0, 24)
            .Select(order => string.Concat(Enumerable.Range(0, 4).Select(position => Question01Kernels.ExampleAt(order, position))))
            .Where(order => order.Order().SequenceEqual("0123"))
            .Distinct().Count());

    [Fact]
    public void A_perceptron_learns_and_and_cycles_on_xor() =>
        Assert.Equal(Confirmed, cpu.Context().Check("perceptron-learns-and-not-xor").Verdict);

    [Fact]
    public void The_other_functions_of_two_inputs_but_xnor_are_learned_in_every_order()
    {
        var learned = Enumerable.Range(0, 16).Where(table => Question01Kernels.Learn(cpu.Context(), table).Converged == 24);

        Assert.Equal(Enumerable.Range(0, 16).Except([Question01Kernels.Xor, Question01Kernels.Xnor]), learned);
    }

    [Fact]
    public void Weights_of_one_and_a_bias_of_minus_one_and_a_half_compute_and() =>
        Assert.Equal(Confirmed, cpu.Context().Check("and-weights", 1, 1, -1.5).Verdict);

    [Theory]
    [InlineData(1, 1, -0.5)]
    [InlineData(1, 1, -2)]
    [InlineData(1, -1, -1.5)]
    public void Weights_that_compute_another_function_refute_and(double w1, double w2, double b) =>
        Assert.Equal(Refuted, cpu.Context().Check("and-weights", w1, w2, b).Verdict);

    [Fact]
    public void No_perceptron_of_the_search_computes_xor_and_fourteen_functions_are_found()
    {
        var outcome = cpu.Context().Check("xor-not-separable");

        Assert.Equal(Confirmed, outcome.Verdict);
        Assert.Equal(0, Measured(outcome, "perceptrons that compute XOR"));
        Assert.Equal(14, Measured(outcome, "functions that some perceptron computes"));
        Assert.True(outcome.Runs >= 1_000_000);
    }

    [Fact]
    public void The_search_counts_exactly_as_many_perceptrons_of_and_as_a_search_in_integers()
    {
        // given: w1 = i/4 and so on: the signs of i·x1 + j·x2 + k, without any rounding.
        var expected = 0;
        var grid = Enumerable.Range(-50, 101).ToList();
        foreach (var (i, j) in from i in grid from j in grid select (i, j))
            expected += grid.Count(k => k <= 0 && i + k <= 0 && j + k <= 0 && i + j + k > 0);

        var outcome = cpu.Context().Check("xor-not-separable");

        Assert.Equal(expected, Measured(outcome, "perceptrons that compute AND"));
    }

    [Fact]
    public void A_hidden_layer_computes_xor() =>
        Assert.Equal(Confirmed, cpu.Context().Check("hidden-layer-solves-xor").Verdict);

    /// <summary>Finds weights for XOR, as a unit that also sees the product of its inputs would.</summary>
    internal static void SearchWithProduct(Index1D index, int steps, IntView found)
    {
        Question01Kernels.SearchKernel(index, steps, found);
        if (index == 0) Atomic.Add(ref found[0b0110], 1);
    }

    internal static void OneHiddenUnit(Index1D index, FloatView p, IntView outputs)
    {
        var x1 = index & 1;
        var x2 = index >> 1;
        outputs[index] = Exact32.Add(Exact32.Add(Exact32.Multiply(p[0], x1), Exact32.Multiply(p[1], x2)), p[2]) > 0f ? 1 : 0;
    }

    internal static void XnorForAnd(Index1D index, int table, FloatView history, IntView results) =>
        Question01Kernels.LearningKernel(
            index, table == Question01Kernels.And ? Question01Kernels.Xnor : table, history, results);

    internal static void OrForXor(Index1D index, int table, FloatView history, IntView results) =>
        Question01Kernels.LearningKernel(index, table == Question01Kernels.Xor ? 0b1110 : table, history, results);
}
