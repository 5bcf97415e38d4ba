// What the checks of questions 1 to 10 say for given numbers, without a device: each verdict that a check can reach, with its text.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using Xunit;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Tests.Checks;

public sealed class FindingTests
{
    private const string LayersAtFault =
        "The two layers are further from binary64 than rounding can explain: the device or this check is at fault. ";

    private const string DerivativeAtFault =
        "The derivative and the difference quotients disagree by more than rounding can explain: the device or this check is at fault. ";

    private const string DifferenceAtFault =
        "A difference is further from the derivative than truncation and rounding can explain: the device or this check is at fault. ";

    private const string Undone = "exceeded from w = 8 on, w = 8 undoes the attenuation entirely, and w = 8 makes the gradient 512, 1.3e+8";

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
    [InlineData(4, "Confirmed")]
    [InlineData(2, "Refuted")]
    public void The_hidden_layer_is_judged_by_the_inputs_that_it_gets_right(int right, string verdict) =>
        Finds(
            verdict,
            $"A network of 2 inputs, 2 hidden steps (OR, AND) and 1 output gives XOR on {right} of the 4 inputs.",
            Chapter6Checks.DescribeHiddenLayerSolvesXor(right));

    [Theory]
    [InlineData(704, "704", "Confirmed")]
    [InlineData(640, "640", "Refuted")]
    public void The_parameters_of_each_layer_are_compared_with_the_printed_ones(double first, string text, string verdict) =>
        Finds(
            verdict,
            $"The forward pass reads 704, 2,080 and 33 different parameters in its layers; printed are {text}, 2,080 and 33.",
            Chapter6Checks.DescribeLayerParameters([first, 2080, 33], [704, 2080, 33]));

    [Theory]
    [InlineData(2817, "2,817", "Confirmed")]
    [InlineData(2720, "2,720", "Refuted")]
    public void All_parameters_are_compared_with_the_printed_number(double printed, string text, string verdict) =>
        Finds(
            verdict,
            $"The forward pass reads 2,817 different parameters; printed are {text}.",
            Chapter6Checks.DescribeTotalParameters(printed, 2817));

    [Theory]
    [InlineData(0.25, 0.5, "Confirmed", "", "25.0 %")]
    [InlineData(2, 0.5, "Refuted", "", "200.0 %")]
    [InlineData(0.25, 2, "Error", LayersAtFault, "25.0 %")]
    public void Linear_layers_are_judged_by_bounds(double share, double reference, string verdict, string fault, string percent) =>
        Finds(
            verdict,
            $"{fault}Two linear layers and their one-layer product differ by at most 1.00e-6 (bound there 4.00e-6); " +
            $"no output uses more than {percent} of its bound.",
            Chapter6Checks.DescribeLinearLayersCollapse(64, new Question03Kernels.Collapsed(share, 1e-6, 4e-6, reference)));

    [Theory]
    [InlineData(0.5, 2000, "Confirmed", "50.0 %", "2,000")]
    [InlineData(0.5, 1000, "Refuted", "50.0 %", "1,000")]
    [InlineData(1.5, 2000, "Refuted", "150.0 %", "2,000")]
    public void An_affine_defect_has_to_be_rounding_without_relu_and_more_with_it(
        double linear, double withRelu, string verdict, string share, string times) =>
        Finds(
            verdict,
            $"The affine defect is {share} of its rounding bound without ReLU, and {times} times the bound with ReLU.",
            Chapter6Checks.DescribeNonlinearityPreventsCollapse(64, linear, withRelu, 1e-5));

    [Theory]
    [InlineData(1, "1,000 floats (every finite one)", 0.25, "Confirmed")]
    [InlineData(4096, "1,010 floats (a stratified sample of all exponents)", 0.25, "Confirmed")]
    [InlineData(4096, "1,010 floats (a stratified sample of all exponents)", 0.24, "Refuted")]
    public void The_largest_gradient_of_the_sigmoid_is_compared_with_the_printed_one(
        int step, string floats, double printed, string verdict) =>
        Finds(
            verdict,
            Invariant($"Over {floats} the largest gradient is 0.25, at z = 0 it is 0.25; printed is {printed}. ") +
            "It rounds to 0.25 up to |z| = 5.00e-4.",
            Chapter6Checks.DescribeSigmoidGradientMaximum(
                printed,
                step,
                new Question04Kernels.GradientSummary(0.2, 0, 0, 1000),
                new Question04Kernels.GradientSummary(0.25, 0.25, 5e-4, 10)));

    [Theory]
    [InlineData(3.8e-6, 3.814697265625e-6f, "Confirmed", "3.8E-06")]
    [InlineData(3.9e-6, 3.814697265625e-6f, "Refuted", "3.9E-06")]
    [InlineData(3.8e-6, 4e-6f, "Refuted", "3.8E-06")]
    public void Nine_factors_are_compared_with_the_printed_product_and_with_a_chain(
        double printed, float chain, string verdict, string text) =>
        Finds(
            verdict,
            Invariant(
                $"0.25^9 = 3.814697265625E-06, printed as {text}; the gradient through a chain of ten sigmoid layers at z = 0 is ") +
            Invariant($"multiplied by {(double)chain:R}."),
            Chapter6Checks.DescribeTenLayerAttenuation([0.25, 9, printed], 3.814697265625e-6f, chain));

    [Theory]
    [InlineData(1, 512, "Qualified", Undone)]
    [InlineData(2, 512, "Refuted", Undone)]
    [InlineData(1, 0, "Confirmed", "exceeded from w = 0 on, w = 0 undoes the attenuation entirely, and w = 8 makes the gradient 0, 0.0e+0")]
    public void Weights_that_undo_the_attenuation_qualify_it(double worst, float atEight, string verdict, string weights) =>
        Finds(
            verdict,
            $"The activation factors of 4,096 random chains stay within 0.25^(L-1), at most {worst} of it. With the weights the " +
            $"bound does not " +
            $"hold: over ten layers it is {weights} times the bound.",
            Chapter6Checks.DescribeFirstLayerAttenuated(0.25, 4096, worst, best: 1, [1f, 8f], [0f, atEight]));

    [Theory]
    [InlineData(0, "Confirmed")]
    [InlineData(3, "Refuted")]
    public void A_dead_unit_must_not_change(int changed, string verdict) =>
        Finds(
            verdict,
            $"After 2,048 steps {changed} of the 40 weights and biases of dead ReLU units have changed bits (the pre-activation " +
            $"never exceeds " +
            "-90.5); with a living bias 40 of the same 40 have. Of the other units' 280, 270 have.",
            Chapter6Checks.DescribeDeadReluNeverUpdates(Activation.Relu, 8, new Question05Kernels.DeadUnits(changed, 40, 270, 0, -90.5f)));

    [Fact]
    public void A_dead_unit_that_lives_is_an_error_of_the_experiment() =>
        Finds(
            "Error",
            "The experiment failed: the unit reached 1.5, 40 weights of its living twin and 270 of other units changed.",
            Chapter6Checks.DescribeDeadReluNeverUpdates(Activation.Relu, 8, new Question05Kernels.DeadUnits(0, 40, 270, 0, 1.5f)));

    [Theory]
    [InlineData(1, "Confirmed", 65, 64)]
    [InlineData(0, "Refuted", 1, 0)]
    public void A_rate_kills_units_if_most_pairs_of_networks_say_so(int dead, string verdict, int sum, int more)
    {
        var start = new int[64];
        Question05Kernels.DeadAtRate small = new(0.006f, start, true);
        Question05Kernels.DeadAtRate large = new(0.012f, [.. start.Select((_, i) => i == 0 ? 1 : dead)], true);

        Finds(
            verdict,
            $"Of 512 units 0 are dead at the start, {(dead == 1 ? 64 : sum)} after training with a rate of 0.012 and 0 with 0.006. " +
            $"The large rate leaves more dead units in {(dead == 1 ? more : 1)} of 64 networks and fewer in 0.",
            Chapter6Checks.DescribeLargeLearningRateKills(start, [small, large]));
    }

    [Theory]
    [InlineData(1, -0.75, "Qualified", "-0.7500000")]
    [InlineData(2, -0.75, "Refuted", "-0.7500000")]
    [InlineData(0, double.NaN, "Confirmed", "NaN")]
    public void A_gradient_with_a_root_qualifies_and_one_that_is_zero_refutes(long zeros, double root, string verdict, string rootText)
    {
        var found = new Question05Kernels.NegativeSweepResult(1000, zeros, root, double.IsNaN(root) ? double.NaN : -14.5, 2000);
        var zero = double.IsNaN(root) ? "NaN" : "-14.500";

        Finds(
            verdict,
            $"The gradient of GELU is exactly 0 for {zeros} of 1,000 floats in [-8, 0); it changes sign at {rootText} and is 0 from " +
            $"{zero} down. " +
            $"The gradient of SWISH is exactly 0 for {zeros} of 1,000 floats in [-8, 0); it changes sign at {rootText} and is 0 " +
            $"from {zero} down. " +
            "ReLU's is 0 for 500 of 500. Subnormal numbers are kept on this device.",
            Chapter6Checks.DescribeGeluSwishNonzeroGradient(
                4096, keepsSubnormals: true, [Activation.Gelu, Activation.Swish], [found, found],
                new Question05Kernels.NegativeSweepResult(500, 500, double.NaN, double.NaN, 500)));
    }

    [Theory]
    [InlineData(0, 0, 20, 0, false, "Confirmed")]
    [InlineData(1, 0, 20, 0, false, "Refuted")]
    [InlineData(0, 1, 20, 0, false, "Refuted")]
    [InlineData(0, 0, 0, 0, false, "Refuted")]
    [InlineData(0, 0, 20, 0.5, false, "Refuted")]
    [InlineData(0, 0, 20, 0, true, "Refuted")]
    public void A_backward_pass_may_change_nothing_and_has_to_be_exact(
        int changed, int wrong, int nonzero, double lossOff, bool answer, string verdict) =>
        Finds(
            verdict,
            Invariant($"After 20 backward passes {changed} of 26 parameters have changed bits and the loss is off by {lossOff}; ") +
            $"{26 - wrong} of 26 gradients are exactly those of the centered difference ({nonzero} are not 0). " +
            $"The quiz answers {(answer ? "true" : "false")}.",
            Chapter6Checks.DescribeBackpropagationOnlyComputesGradients(
                new Question06Kernels.BackwardPasses(26, changed, wrong, nonzero, lossOff), answer));

    [Theory]
    [InlineData(1f, 2, 0, "Confirmed", "the same")]
    [InlineData(2f, 2, 0, "Refuted", "different")]
    [InlineData(1f, 0, 0, "Refuted", "the same")]
    [InlineData(1f, 2, 1, "Refuted", "the same")]
    public void Optimizers_have_to_lower_the_loss_from_the_same_gradients(
        float gradient, int changed, int idle, string verdict, string gradients) =>
        Finds(
            verdict,
            $"From a loss of 1.0000 and {gradients} gradients, " +
            "SGD changes 2 of 2 parameters and lowers the loss to 0.5000 in one step and 0.2500 in 20; " +
            $"Adam changes {changed} of 2 parameters and lowers the loss to 0.5000 in one step and 0.2500 in 20. " +
            $"With gradients of 0 they change {idle}.",
            Chapter6Checks.DescribeOptimizerLearns(1, [
                new Question06Kernels.OptimizerRun("SGD", 0, [1f, 3f], 2, 0.5, 0.25),
                new Question06Kernels.OptimizerRun("Adam", idle, [gradient, 3f], changed, 0.5, 0.25)]));

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
    [InlineData(2, "Refuted", "1/2 = 0.5")]
    [InlineData(4, "Confirmed", "1/4 = 0.25")]
    public void The_variance_behind_relu_is_compared_with_the_printed_one(double divisor, string verdict, string printed) =>
        Finds(
            verdict,
            $"Var(ReLU(z)) = 0.2500 ± 0.0039 of sigma^2; printed is {printed}. " +
            "Theory gives 1/2 - 1/(2 pi) = 0.340845: the mean of ReLU(z) is not 0.",
            Chapter6Checks.DescribeReluHalvesVariance(divisor, new Question08Kernels.Moments(0.5, 0.5, 0.5, 1_000_000)));

    [Theory]
    [InlineData(2, "Confirmed", "1/2 = 0.5")]
    [InlineData(4, "Refuted", "1/4 = 0.25")]
    public void The_second_moment_behind_relu_is_compared_with_the_printed_one(double divisor, string verdict, string printed) =>
        Finds(
            verdict,
            $"E[ReLU(z)^2] = 0.5000 ± 0.0061 of sigma^2; printed is {printed}.",
            Chapter6Checks.DescribeReluHalvesSecondMoment(divisor, new Question08Kernels.Moments(0.4, 0.5, 0.5, 1_000_000)));

    [Theory]
    [InlineData(0.5, "50.000 %", "Confirmed")]
    [InlineData(0.25, "25.000 %", "Refuted")]
    public void The_share_of_zeros_is_compared_with_a_half(double share, string text, string verdict) =>
        Finds(
            verdict,
            $"ReLU zeroed {text} of 1,000,000 normal values (half ± 0.275 %).",
            Chapter6Checks.DescribeHalfAreZeroed(new Question08Kernels.Moments(0.4, 0.5, share, 1_000_000)));

    [Theory]
    [InlineData(1.05, "1.050", "Confirmed")]
    [InlineData(2, "2.000", "Refuted")]
    public void The_scale_is_preserved_if_it_stays_within_ten_percent(double worst, string text, string verdict)
    {
        var moments = Enumerable.Repeat(1.0, 20).ToArray();
        moments[7] = worst;

        Finds(
            verdict,
            $"With Var(w) = 2/n the second moment after 20 ReLU layers is 1.000 of the input's, at worst {text} on the way; " +
            "with 1/n it is 9.54e-7, a factor 2^-1.000 per layer.",
            Chapter6Checks.DescribeHePreservesScale(
                2, 2048, moments, [.. Enumerable.Range(1, 20).Select(layer => Math.ScaleB(1, -layer))], withTwo: 1));
    }

    [Theory]
    [InlineData(1, 2, "Confirmed")]
    [InlineData(1.5, 2, "Refuted")]
    [InlineData(1, 3, "Refuted")]
    public void The_variances_of_xavier_and_he_are_judged_by_their_gain_and_by_the_published_rule(
        double gain, double variance, string verdict)
    {
        Question09Kernels.Estimate found = new(gain, 0.01), published = new(variance, 0.02);
        var text = Invariant($"{gain:F4} ± 0.0100 ");
        var rule = Invariant($"the published rule draws weights of variance {variance:F4}/n ± 0.0200.");

        Finds(
            verdict,
            $"Weights of the printed variance 2/n have a gain of {text}(forward 1.500, backward 0.500; (n_in Var(w) + n_out " +
            $"Var(w))/2 = 1); {rule}",
            Chapter6Checks.DescribeXavierVariance(TestClaims.Claim("xavier-variance", 2), found, 1.5, 0.5, published, 2048));
        Finds(
            verdict,
            Invariant($"Weights of the printed variance 2/n have a gain of {text}(forward {gain:F3}; n_in Var(w)/2 = 1); {rule}"),
            Chapter6Checks.DescribeHeVariance(TestClaims.Claim("he-variance", 2), found, published, 2048));
    }

    [Theory]
    [InlineData(1, 1, 1, "Confirmed", "1.00000", "1.0000", "1.0000", "1.00")]
    [InlineData(1, 1.0625, 1, "Qualified", "1.00000", "1.0000", "1.0625", "6.16")]
    [InlineData(1.0625, 1, 1, "Refuted", "1.06250", "6.1641", "1.0000", "1.00")]
    [InlineData(1, 1, 2, "Refuted", "1.00000", "1.0000", "1.0000", "1.00")]
    public void A_growth_of_more_than_ten_percent_qualifies_for_prelu_and_refutes_for_leaky_relu(
        double leaky,
        double parametric,
        double relu,
        string verdict,
        string perLayer,
        string inAll,
        string parametricPerLayer,
        string parametricInAll) =>
        Finds(
            verdict,
            $"With Var(w) = 2/n the second moment grows by {perLayer} per layer for Leaky ReLU (slope 0.01), a factor {inAll} in 30 " +
            $"layers, " +
            $"and by {parametricPerLayer} for PReLU's initial slope of 0.25, a factor {parametricInAll}: 2/(1+a^2) would preserve it.",
            Chapter6Checks.DescribeHeForReluVariants(128, new(leaky, 0), new(parametric, 0), new(relu, 0)));

    [Theory]
    [InlineData(1, 0, 1, "Confirmed", "", "1")]
    [InlineData(0.99, 0, 1, "Refuted", "", "0.99")]
    [InlineData(0.99, 0.1, 1, "Confirmed", "", "approximately 0.99")]
    [InlineData(1, 0, 2, "Error", DerivativeAtFault, "1")]
    public void A_derivative_at_zero_is_compared_with_the_printed_one_and_with_its_quotients(
        double printed, double tolerance, double quotient, string verdict, string fault, string text) =>
        Finds(
            verdict,
            Invariant($"{fault}The derivative of tanh at zero is 1; the difference quotient with h = 1.0e-3 gives {quotient:F7} ") +
            $"± 1.0e-6. Printed is {text}.",
            Chapter6Checks.DescribeDerivativeAtZero(
                printed, Question09Kernels.Tanh, tolerance, 1, [new Question09Kernels.Quotient(1e-3, quotient, 1e-6)]));

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

    private static void Finds(string verdict, string finding, Outcome outcome)
    {
        Assert.Equal(verdict, outcome.Verdict.ToString());
        Assert.Equal(finding, outcome.Finding);
        Assert.NotEqual("", outcome.Verdict == Verdict.Error ? "error" : outcome.Method);
    }
}
