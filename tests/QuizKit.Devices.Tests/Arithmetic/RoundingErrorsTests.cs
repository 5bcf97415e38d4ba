// The bounds and the exact sum that checks are judged by.

using QuizKit.Devices.Arithmetic;
using Xunit;

namespace QuizKit.Devices.Tests.Arithmetic;

public sealed class RoundingErrorsTests
{
    [Fact]
    public void Gamma_of_one_is_just_above_the_unit_roundoff() =>
        Assert.Equal(Math.ScaleB(1, -24) / (1 - Math.ScaleB(1, -24)), RoundingErrors.Gamma(1));

    [Fact]
    public void Gamma_has_no_bound_once_k_times_u_reaches_one() => Assert.Equal(double.PositiveInfinity, RoundingErrors.Gamma(1 << 24));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(4096, 12)]
    [InlineData(4097, 13)]
    public void The_height_of_a_balanced_tree_is_the_logarithm_rounded_up(int leaves, int height) =>
        Assert.Equal(height, RoundingErrors.TreeHeight(leaves));

    [Fact]
    public void The_exact_sum_keeps_what_cancellation_in_floats_loses() =>
        Assert.Equal(1.5 + Math.ScaleB(1, -40), RoundingErrors.ExactSum([3e38f, 1.5f, MathF.ScaleB(1, -40), -3e38f]));

    [Fact]
    public void The_exact_sum_reaches_from_the_largest_to_the_smallest_float()
    {
        Assert.Equal(Math.ScaleB(1, -148), RoundingErrors.ExactSum([float.MaxValue, float.Epsilon, float.Epsilon, -float.MaxValue]));
        Assert.Equal(2.0 * float.MaxValue, RoundingErrors.ExactSum([float.MaxValue, float.MaxValue]));
        Assert.Equal(0, RoundingErrors.ExactSum([]));
    }

    [Fact]
    public void The_exact_sum_is_rounded_to_nearest_even()
    {
        // 2⁶⁰ + 2⁷ is a tie between two doubles; one more float below it decides.
        var tie = new[] { MathF.ScaleB(1, 60), MathF.ScaleB(1, 7) };

        Assert.Equal(Math.ScaleB(1, 60), RoundingErrors.ExactSum(tie));
        Assert.Equal(Math.ScaleB(1, 60) + 256, RoundingErrors.ExactSum(tie.Append(MathF.ScaleB(1, -100))));
    }

    [Fact]
    public void Infinity_has_no_exact_sum() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RoundingErrors.ExactSum([1f, float.PositiveInfinity]));

    [Theory]
    [InlineData(1f, 1f, 0)]
    [InlineData(1f, 1.0000001f, 1)]
    [InlineData(0f, -0f, 0)]
    [InlineData(float.Epsilon, -float.Epsilon, 2)]
    [InlineData(1f, 2f, 8388608)]
    public void The_distance_in_ulp_counts_floats(float a, float b, long distance) => Assert.Equal(distance, RoundingErrors.UlpDistance(a, b));
}
