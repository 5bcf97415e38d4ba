// Question 5: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question05Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Experiment("dead-relu-never-updates", "leaky ReLU instead of ReLU", Refuted, (claim, context) =>
            Chapter6Checks.DeadReluNeverUpdates(claim, context, Activation.LeakyRelu)),
        Mutation.Kernel(
            "dead-relu-never-updates", "networks of two hidden layers that do not learn", Confirmed,
            Question05Kernels.TwoLayersKernel, WithoutLearning),
        Mutation.Experiment("large-learning-rate-kills", "no step at the large rate", Refuted, (claim, context) =>
            Chapter6Checks.LargeLearningRateKills(claim, context, doublings: 0)),
        Mutation.Experiment("gelu-swish-nonzero-gradient", "ReLU instead of Swish", Refuted, (claim, context) =>
            Chapter6Checks.GeluSwishNonzeroGradient(claim, context, Activation.Gelu, Activation.Relu)),
        Mutation.Printed("gelu-swish-gradient-limits", Refuted, -0.751, -1.278, -14.5, -108.7),
        Mutation.Printed("gelu-swish-gradient-limits", Refuted, -0.752, -1.279, -14.5, -108.7),
        Mutation.Printed("gelu-swish-gradient-limits", Refuted, -0.752, -1.278, -14.6, -108.7),
        Mutation.Printed("gelu-swish-gradient-limits", Refuted, -0.752, -1.278, -14.5, -108.6),
    ];

    [Theory]
    [InlineData(0, 0, 30, "Qualified")]
    [InlineData(0, 0, 0, "Confirmed")]
    [InlineData(3, 0, 30, "Refuted")]
    [InlineData(0, 1, 30, "Refuted")]
    public void A_dead_unit_must_not_change_and_one_of_a_second_layer_that_comes_back_qualifies(
        int changed, int first, int second, string verdict) =>
        Finds(
            verdict,
            $"After 2,048 steps {changed} of the 40 weights and biases of dead ReLU units have changed bits (the pre-activation " +
            "never exceeds -90.5); with a living bias 40 of the same 40 have. Of the other units' 280, 270 have. " +
            $"Of 256 units of a first hidden layer that are dead at the start {first} live after 1024 steps; of 60 of a second one, " +
            $"{second} do.",
            Chapter6Checks.DescribeDeadReluNeverUpdates(
                Activation.Relu, 8, new Question05Kernels.DeadUnits(changed, 40, 270, 0, -90.5f, 40), new(256, first, 60, second)));

    [Theory]
    [InlineData(1.5f, 60)]
    [InlineData(-90.5f, 0)]
    public void A_dead_unit_that_lives_and_a_second_layer_of_living_units_are_errors_of_the_experiment(float highest, int dead) =>
        Finds(
            "Error",
            $"The experiment failed: the unit reached {highest}, 40 weights of its living twin and 270 of other units changed, and " +
            $"{dead} units of the second layer were dead.",
            Chapter6Checks.DescribeDeadReluNeverUpdates(
                Activation.Relu, 8, new Question05Kernels.DeadUnits(0, 40, 270, 0, highest, 40), new(256, 0, dead, 0)));

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
    [InlineData(-0.752, "Confirmed")]
    [InlineData(-0.751, "Refuted")]
    public void The_limits_of_the_gradients_are_compared_with_the_printed_digits(double root, string verdict) =>
        Finds(
            verdict,
            "The gradient of GELU changes sign at -0.7518 and is 0 from -14.541 down; that of Swish changes sign at -1.2785 and is 0 " +
            "from " + FormattableString.Invariant($"-108.660 down. Printed are {root} and -14.5, -1.278 and -108.7."),
            Chapter6Checks.DescribeGeluSwishGradientLimits(
                [root, -1.278, -14.5, -108.7], new(1, 0, -0.75179, -14.541, 1), new(1, 0, -1.27846, -108.66, 1)));

    [Fact]
    public void A_dead_relu_keeps_the_bits_of_its_weights_and_comes_back_in_a_second_layer_alone()
    {
        var outcome = cpu.Context().Check("dead-relu-never-updates");

        Assert.Equal(Qualified, outcome.Verdict);
        Assert.True(Measured(outcome, "steps") >= 1000);
        Assert.Equal(0, Measured(outcome, "dead units of the first of two hidden layers that live after training"));
        Assert.True(Measured(outcome, "dead units of the second hidden layer that live after training") >= 20);
        Assert.Equal(40, Measured(outcome, "weights and biases of dead units that weight decay changes"));
    }

    [Fact]
    public void A_leaky_relu_in_its_place_does_update() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.DeadReluNeverUpdates(ChapterClaims.Claim("dead-relu-never-updates"), cpu.Context(), Activation.LeakyRelu).Verdict);

    [Fact]
    public void A_large_learning_rate_kills_units_that_a_small_one_keeps() =>
        Assert.Equal(
            Confirmed,
            cpu.Context().Check("large-learning-rate-kills").Verdict);

    [Fact]
    public void A_rate_as_small_as_the_small_one_kills_no_more_units() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.LargeLearningRateKills(ChapterClaims.Claim("large-learning-rate-kills"), cpu.Context(), doublings: 0).Verdict);

    [Fact]
    public void Gelu_and_swish_have_a_gradient_but_for_a_root_and_the_far_tail()
    {
        var outcome = cpu.Context().Check("gelu-swish-nonzero-gradient");

        Assert.Equal(Qualified, outcome.Verdict);
        Assert.All(outcome.Measurements, found =>
            Assert.InRange(found.Measured, found.Reference!.Value - found.Bound!.Value, found.Reference.Value + found.Bound.Value));
    }

    [Fact]
    public void Relu_in_the_place_of_swish_has_none() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.GeluSwishNonzeroGradient(
                ChapterClaims.Claim("gelu-swish-nonzero-gradient"), cpu.Context(), Activation.Gelu, Activation.Relu).Verdict);

    internal static void WithoutLearning(
        Index1D index, FloatView parameters, FloatView x, FloatView y, FloatView scratch, IntView living, float rate) =>
        Question05Kernels.TwoLayersKernel(index, parameters, x, y, scratch, living, 0f);
}
