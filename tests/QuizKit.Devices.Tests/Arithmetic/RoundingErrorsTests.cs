// The bounds that checks are judged by.

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

    [Theory]
    [InlineData(1f, 1f, 0)]
    [InlineData(1f, 1.0000001f, 1)]
    [InlineData(0f, -0f, 0)]
    [InlineData(float.Epsilon, -float.Epsilon, 2)]
    [InlineData(1f, 2f, 8388608)]
    public void The_distance_in_ulp_counts_floats(float a, float b, long distance) => Assert.Equal(distance, RoundingErrors.UlpDistance(a, b));
}
