// Question 8: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static System.FormattableString;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question08Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Kernel(
            "half-are-zeroed", "a ReLU with its bend at a tenth", Refuted,
            Question08Kernels.RectifyKernel, BendAtATenth),
        Mutation.Printed("relu-halves-variance", Confirmed, 1 / 0.340845),
        Mutation.Printed("he-preserves-scale", Refuted, 2.2),
        Mutation.Kernel(
            "he-preserves-scale", "half of the variance of the weights", Refuted,
            Question08Kernels.DeepNetworkKernel, WithoutTheFactor),
        Mutation.Printed("relu-halves-second-moment", Refuted, 2.1),
        Mutation.Printed("relu-variance-corrected", Refuted, 0.35),
        Mutation.Printed("second-moment-drives-variance", Refuted, 0.69),
        Mutation.Kernel(
            "second-moment-drives-variance", "half of the variance of the weights", Refuted,
            Question08Kernels.DeepNetworkKernel, WithoutTheFactor),
    ];

    [Theory]
    [InlineData(2, "Refuted", "1/2 = 0.5")]
    [InlineData(4, "Confirmed", "1/4 = 0.25")]
    public void The_variance_behind_relu_is_compared_with_the_printed_one(double divisor, string verdict, string printed) =>
        Finds(
            verdict,
            $"Var(ReLU(z)) = 0.2500 ± 0.0044 of sigma^2; printed is {printed}. " +
            "Theory gives 1/2 - 1/(2 pi) = 0.340845: the mean of ReLU(z) is not 0.",
            Chapter6Checks.DescribeReluHalvesVariance(divisor, new Question08Kernels.Moments(0.5, 0.5, 0.5, 0, 1_000_000)));

    [Theory]
    [InlineData(2, "Confirmed", "1/2 = 0.5")]
    [InlineData(4, "Refuted", "1/4 = 0.25")]
    public void The_second_moment_behind_relu_is_compared_with_the_printed_one(double divisor, string verdict, string printed) =>
        Finds(
            verdict,
            $"E[ReLU(z)^2] = 0.5000 ± 0.0080 of sigma^2; printed is {printed}.",
            Chapter6Checks.DescribeReluHalvesSecondMoment(divisor, new Question08Kernels.Moments(0.4, 0.5, 0.5, 0, 1_000_000)));

    [Theory]
    [InlineData(0.5, 0, "50.000 %", "Confirmed")]
    [InlineData(0.25, 0, "25.000 %", "Refuted")]
    [InlineData(0.5, 1, "50.000 %", "Refuted")]
    public void The_share_of_zeros_is_compared_with_a_half_and_positive_values_stay(
        double share, long changed, string text, string verdict) =>
        Finds(
            verdict,
            $"ReLU zeroed {text} of 1,000,000 normal values (half ± 0.328 %) and changed {changed} of the positive ones.",
            Chapter6Checks.DescribeHalfAreZeroed(new Question08Kernels.Moments(0.4, 0.5, share, changed, 1_000_000)));

    [Theory]
    [InlineData(0.3408, 0.3989423, "0.34085", "0.15915", "Confirmed")]
    [InlineData(0.35, 0.3989423, "0.34085", "0.15915", "Refuted")]
    [InlineData(0.3408, 0.4, "0.34000", "0.16000", "Confirmed")]
    [InlineData(0.3408, 0.3, "0.41000", "0.09000", "Refuted")]
    public void The_variance_behind_relu_is_compared_with_the_printed_digits(
        double printed, double mean, string variance, string square, string verdict) =>
        Finds(
            verdict,
            Invariant($"Var(ReLU(z)) = {variance} of sigma^2; printed is {printed}, and 1/2 - 1/(2 pi) = 0.340845. ") +
            $"The square of the mean is {square} ± 0.00285, 1/(2 pi) = 0.15915.",
            Chapter6Checks.DescribeReluVarianceCorrected(printed, new Question08Kernels.Moments(mean, 0.5, 0.5, 0, 1_000_000)));

    [Theory]
    [InlineData(1, 0.68, "0.6800", "Qualified")]
    [InlineData(1, 1, "1.0000", "Confirmed")]
    [InlineData(1.01, 0.68, "0.6800", "Refuted")]
    public void The_scale_is_preserved_if_the_second_moment_is_and_qualified_if_the_variance_is_not(
        double gain, double variance, string text, string verdict) =>
        Finds(
            verdict,
            Invariant($"With Var(w) = 2/n a ReLU layer multiplies the second moment by {gain:F4} ± 0.0070; the variance ") +
            $"of its activations is {text} of what the second moment was. With 1/n, 9.54e-7 of the second moment is left after 20 " +
            "layers, a factor 2^-1.000 a layer.",
            Chapter6Checks.DescribeHePreservesScale(
                2, Deep(gain, variance, 1), [.. Enumerable.Range(1, 20).Select(layer => Math.ScaleB(1, -layer))], withTwo: 1));

    [Theory]
    [InlineData(0.68, 0.68, 1, "Confirmed")]
    [InlineData(0.69, 0.68, 1, "Refuted")]
    [InlineData(0.68, 0.7, 1, "Refuted")]
    [InlineData(0.68, 0.68, 1.01, "Refuted")]
    public void The_variances_of_a_layer_are_compared_with_the_second_moment_of_its_inputs(
        double printed, double variance, double inner, string verdict) =>
        Finds(
            verdict,
            Invariant($"The variance of the pre-activations is {inner:F4} ± 0.0050 of n Var(w) times the second moment of ") +
            Invariant($"their inputs. The variance of ReLU's activations is {variance:F4} ± 0.0050 of their second moment; ") +
            Invariant($"printed is {printed}, and 1 - 1/pi = 0.6817."),
            Chapter6Checks.DescribeSecondMomentDrivesVariance(printed, Deep(1, variance, inner)));

    [Fact]
    public void The_variance_behind_relu_is_a_third_of_sigma_squared_and_not_half_of_it()
    {
        var outcome = cpu.Context().Check("relu-halves-variance", 2);

        Assert.Equal(Refuted, outcome.Verdict);
        Assert.InRange(outcome.Measurements[0].Measured, 0.3370, 0.3447);
        Assert.InRange(Math.Abs(outcome.Measurements[0].Measured - outcome.Measurements[0].Reference!.Value), 0, outcome.Measurements[0].Bound!.Value);
    }

    [Fact]
    public void The_variance_behind_relu_would_confirm_its_true_divisor() =>
        Assert.Equal(Confirmed, cpu.Context().Check("relu-halves-variance", 1 / 0.340845).Verdict);

    [Theory]
    [InlineData(2, "Confirmed")]
    [InlineData(2.1, "Refuted")]
    [InlineData(3, "Refuted")]
    public void The_second_moment_behind_relu_is_half_of_sigma_squared(double divisor, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("relu-halves-second-moment", divisor).Verdict.ToString());

    [Fact]
    public void Half_of_the_values_are_zeroed() =>
        Assert.Equal(Confirmed, cpu.Context().Check("half-are-zeroed").Verdict);

    [Theory]
    [InlineData(2, "Qualified")]
    [InlineData(2.2, "Refuted")]
    public void A_variance_of_two_over_n_preserves_the_second_moment(double numerator, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("he-preserves-scale", numerator).Verdict.ToString());

    internal static void BendAtATenth(Index1D index, FloatView z, LongView sums, int items)
    {
        Question08Kernels.RectifyKernel(index, z, sums, items);
        for (int i = index; i < z.Length; i += items)
            if (z[i] > 0f && z[i] < 0.1f) sums[(4 * index) + 2]++;
    }

    internal static void WithoutTheFactor(Index1D index, FloatView states, FloatView sums, float scale, long seed) =>
        Question08Kernels.DeepNetworkKernel(index, states, sums, 0.70710678f * scale, seed);

    private static Question08Kernels.DeepMoments Deep(double gain, double variance, double inner) =>
        new(new double[20], gain, new(variance, 0.005), inner, 2048 * 20);
}
