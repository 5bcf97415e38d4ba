// Every check gives its verdict on the CPU accelerator, and another one when the printed number is another.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void Weights_of_one_and_a_bias_of_minus_one_and_a_half_compute_and() =>
        Assert.Equal(Verdict.Confirmed, cpu.Context().Check("and-weights", 1, 1, -1.5).Verdict);

    [Theory]
    [InlineData(1, 1, -0.5)]
    [InlineData(1, 1, -2)]
    [InlineData(1, -1, -1.5)]
    public void Weights_that_compute_another_function_refute_and(double w1, double w2, double b) =>
        Assert.Equal(Verdict.Refuted, cpu.Context().Check("and-weights", w1, w2, b).Verdict);

    [Fact]
    public void No_perceptron_of_the_search_computes_xor_and_fourteen_functions_are_found()
    {
        var outcome = cpu.Context().Check("xor-not-separable");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
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
        Assert.Equal(Verdict.Confirmed, cpu.Context().Check("hidden-layer-solves-xor").Verdict);

    [Theory]
    [InlineData(704, 2080, 33, "Confirmed")]
    [InlineData(640, 2080, 33, "Refuted")]
    [InlineData(704, 2080, 32, "Refuted")]
    public void The_parameters_of_each_layer_are_counted(double first, double second, double third, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("layer-parameters", first, second, third).Verdict.ToString());

    [Theory]
    [InlineData(2817, "Confirmed")]
    [InlineData(2720, "Refuted")]
    public void All_parameters_are_counted(double total, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("total-parameters", total).Verdict.ToString());

    [Fact]
    public void Linear_layers_collapse_within_a_bound_that_is_printed_beside_the_difference()
    {
        var outcome = cpu.Context().Check("linear-layers-collapse");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        var difference = outcome.Measurements.Single(m => m.Name == "largest difference");
        Assert.InRange(difference.Measured, double.Epsilon, difference.Bound!.Value);
    }

    [Fact]
    public void A_relu_between_the_layers_prevents_the_collapse()
    {
        var outcome = cpu.Context().Check("nonlinearity-prevents-collapse");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.InRange(Measured(outcome, "largest defect without ReLU, in bounds"), 0, 1);
    }

    [Theory]
    [InlineData(0.25, "Confirmed")]
    [InlineData(0.24, "Refuted")]
    [InlineData(0.26, "Refuted")]
    public void The_largest_gradient_of_the_sigmoid_is_a_quarter(double maximum, string verdict)
    {
        var outcome = cpu.Context().Check("sigmoid-gradient-maximum", maximum);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(0.25, outcome.Measurements[0].Measured);
        Assert.Contains("stratified sample", outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.25, 9, 3.8e-6, "Confirmed")]
    [InlineData(0.5, 9, 3.8e-6, "Refuted")]
    [InlineData(0.25, 10, 3.8e-6, "Refuted")]
    [InlineData(0.25, 9, 3.9e-6, "Refuted")]
    public void Nine_factors_of_a_quarter_are_what_the_sentence_prints(double factor, double power, double product, string verdict)
    {
        var outcome = cpu.Context().Check("ten-layer-attenuation", factor, power, product);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(3.814697265625e-6, Measured(outcome, "product of the activation gradients of ten layers"));
    }

    [Theory]
    [InlineData(0.25, "Qualified")]
    [InlineData(0.2, "Refuted")]
    [InlineData(0.3, "Refuted")]
    public void The_attenuation_holds_for_the_activation_factors_and_weights_undo_it(double factor, string verdict)
    {
        var outcome = cpu.Context().Check("first-layer-attenuated", factor);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(512, Measured(outcome, "gradient through ten layers with weight 8"));
        Assert.Equal(4, Measured(outcome, "smallest weight that undoes the attenuation"));
    }

    [Fact]
    public void The_variance_behind_relu_is_a_third_of_sigma_squared_and_not_half_of_it()
    {
        var outcome = cpu.Context().Check("relu-halves-variance", 2);

        Assert.Equal(Verdict.Refuted, outcome.Verdict);
        Assert.InRange(outcome.Measurements[0].Measured, 0.3370, 0.3447);
        Assert.InRange(Math.Abs(outcome.Measurements[0].Measured - outcome.Measurements[0].Reference!.Value), 0, outcome.Measurements[0].Bound!.Value);
    }

    [Fact]
    public void The_variance_behind_relu_would_confirm_its_true_divisor() =>
        Assert.Equal(Verdict.Confirmed, cpu.Context().Check("relu-halves-variance", 1 / 0.340845).Verdict);

    [Theory]
    [InlineData(2, "Confirmed")]
    [InlineData(2.1, "Refuted")]
    [InlineData(3, "Refuted")]
    public void The_second_moment_behind_relu_is_half_of_sigma_squared(double divisor, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("relu-halves-second-moment", divisor).Verdict.ToString());

    [Fact]
    public void Half_of_the_values_are_zeroed() =>
        Assert.Equal(Verdict.Confirmed, cpu.Context().Check("half-are-zeroed").Verdict);

    [Theory]
    [InlineData(2, "Confirmed")]
    [InlineData(2.2, "Refuted")]
    public void A_variance_of_two_over_n_preserves_the_scale(double numerator, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("he-preserves-scale", numerator).Verdict.ToString());

    [Theory]
    [InlineData(70912, "Refuted")]
    [InlineData(136448, "Confirmed")]
    public void The_kernels_count_136448_multiply_adds(double printed, string verdict)
    {
        var outcome = cpu.Context().Check("total-multiply-adds", printed);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(136448, outcome.Measurements[0].Measured);
    }

    [Theory]
    [InlineData(513, "Refuted")]
    [InlineData(769, "Confirmed")]
    public void The_kernels_count_769_activation_operations(double printed, string verdict)
    {
        var outcome = cpu.Context().Check("activation-operations-corrected", printed);

        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(769, outcome.Measurements[0].Measured);
    }

    [Fact]
    public void The_work_of_a_batch_is_counted_to_be_linear()
    {
        var outcome = cpu.Context().Check("batch-scales-linearly");

        Assert.Equal(Verdict.Confirmed, outcome.Verdict);
        Assert.Equal(8 * 136448, Measured(outcome, "multiply-adds of a batch of 8"));
    }

    [Fact]
    public void A_check_that_is_given_the_wrong_number_of_values_says_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => cpu.Context().Check("total-multiply-adds"));

        Assert.Equal("The claim 'total-multiply-adds' declares 0 values; its check tests 1. Fix 'values' in the quiz file.", error.Message);
    }

    [Fact]
    public void A_cancelled_check_stops()
    {
        var cancelled = cpu.Context() with { Cancellation = new System.Threading.CancellationToken(canceled: true) };

        Assert.Throws<OperationCanceledException>(() => cancelled.Check("xor-not-separable"));
    }

    private static double Measured(Outcome outcome, string name) => outcome.Measurements.Single(measurement => measurement.Name == name).Measured;
}
