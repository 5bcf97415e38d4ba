// Question 8: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using ILGPU;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
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
        Mutation.Printed("relu-halves-second-moment", Refuted, 2.1),
    ];

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
    [InlineData(2, "Confirmed")]
    [InlineData(2.2, "Refuted")]
    public void A_variance_of_two_over_n_preserves_the_scale(double numerator, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("he-preserves-scale", numerator).Verdict.ToString());

    internal static void BendAtATenth(Index1D index, FloatView z, LongView sums, int items)
    {
        Question08Kernels.RectifyKernel(index, z, sums, items);
        for (int i = index; i < z.Length; i += items)
            if (z[i] > 0f && z[i] < 0.1f) sums[(3 * index) + 2]++;
    }
}
