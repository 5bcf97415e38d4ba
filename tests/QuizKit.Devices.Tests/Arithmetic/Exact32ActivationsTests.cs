// Logarithms, the normal distribution and the activations with their derivatives, against binary64 over sweeps.

using QuizKit.Devices.Arithmetic;
using QuizKit.GpuChecks.Conformance;
using Xunit;

namespace QuizKit.Devices.Tests.Arithmetic;

public sealed class Exact32ActivationsTests
{
    private const int Samples = 250_007;

    [Fact]
    public void The_logarithm_is_within_its_documented_error_over_all_exponents_and_around_one()
    {
        var worst = 0.0;
        for (var bits = 1u; bits < 0x7F800000u; bits += 4001)
        {
            var x = BitConverter.UInt32BitsToSingle(bits);
            worst = Math.Max(worst, ErrorInUlps(Exact32Logarithms.Log(x), Math.Log(x)));
        }

        worst = Math.Max(worst, Worst(Exact32Logarithms.Log, Math.Log, 0.5f, 2f));

        Assert.InRange(worst, 0.4, Exact32Logarithms.LogErrorUlps);
    }

    [Theory]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(1f, 0f)]
    [InlineData(-1f, float.NaN)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    public void The_logarithm_is_right_at_its_limits(float x, float expected) => Assert.Equal(expected, Exact32Logarithms.Log(x));

    [Fact]
    public void The_logarithm_of_one_plus_x_is_within_its_documented_error_down_to_the_smallest_normal_number()
    {
        var worst = 0.0;
        for (var bits = 0x00800000u; bits < 0x40000000u; bits += 2003)
        {
            var x = BitConverter.UInt32BitsToSingle(bits);
            worst = Math.Max(worst, ErrorInUlps(Exact32Logarithms.Log1p(x), Binary64Reference.Log1p(x)));
        }

        Assert.InRange(worst, 0.4, Exact32Logarithms.Log1pErrorUlps);
        Assert.Equal(float.Epsilon, Exact32Logarithms.Log1p(float.Epsilon));
    }

    [Fact]
    public void The_normal_distribution_is_within_its_documented_error_in_both_tails() =>
        Assert.InRange(
            Worst(Exact32Activations.NormalCdf, Binary64Reference.NormalCdf, -13f, 8f), 0.4, Exact32Activations.GaussianErrorUlps);

    [Fact]
    public void Gelu_is_within_its_documented_error() =>
        Assert.InRange(
            Worst(Exact32Activations.Gelu, z => z * Binary64Reference.NormalCdf(z), -13f, 8f), 0.4, Exact32Activations.GaussianErrorUlps);

    [Fact]
    public void The_gradient_of_gelu_is_within_its_documented_error()
    {
        var worst = WorstInUnits(
            Exact32Activations.GeluGradient, Binary64Reference.GeluGradient, -12.9f, 8f,
            z => Math.Max(Binary64Reference.NormalCdf(z), Math.Abs(z) * Binary64Reference.NormalDensity(z)));

        Assert.InRange(worst, 0.2, Exact32Activations.GradientErrorUnits);
    }

    [Fact]
    public void The_gradient_of_swish_is_within_its_documented_error()
    {
        var worst = WorstInUnits(
            Exact32Activations.SwishGradient, Binary64Reference.SwishGradient, -87f, 30f,
            z => Math.Max(1, Math.Abs(z) / (1 + Math.Exp(z))) / (1 + Math.Exp(-z)));

        Assert.InRange(worst, 0.2, Exact32Activations.GradientErrorUnits);
    }

    [Theory]
    [InlineData(-14.3f)]
    [InlineData(-13.5f)]
    public void The_gradient_of_gelu_keeps_its_subnormal_tail_to_the_last_bit_but_one(float z) =>
        Assert.InRange(Exact32Activations.GeluGradient(z) - Binary64Reference.GeluGradient(z), -1.5 * float.Epsilon, 1.5 * float.Epsilon);

    [Theory]
    [InlineData(-95.3f)]
    [InlineData(-107.9f)]
    public void The_gradient_of_swish_keeps_its_subnormal_tail_to_the_last_bit_but_one(float z) =>
        Assert.InRange(Exact32Activations.SwishGradient(z) - Binary64Reference.SwishGradient(z), -1.5 * float.Epsilon, 1.5 * float.Epsilon);

    [Theory]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(-300f, 0f)]
    [InlineData(0f, 0.5f)]
    [InlineData(300f, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    public void Both_gradients_are_right_at_their_limits(float z, float expected)
    {
        Assert.Equal(expected, Exact32Activations.GeluGradient(z));
        Assert.Equal(expected, Exact32Activations.SwishGradient(z));
    }

    [Fact]
    public void The_reference_of_the_normal_distribution_has_the_known_values_on_both_sides_of_its_seam()
    {
        // Abramowitz and Stegun, tables 26.1 and 26.2: 1 − P(x), P(1).
        Assert.Equal(0.841344746068543, Binary64Reference.NormalCdf(1), 13);
        Assert.Equal(1.349898031630e-3, Binary64Reference.NormalCdf(-3), 14);
        Assert.Equal(3.167124183e-5, Binary64Reference.NormalCdf(-4), 13);
    }

    private static double Worst(Func<float, float> function, Func<double, double> reference, float from, float to)
    {
        var worst = 0.0;
        for (var i = 0; i < Samples; i++)
        {
            var x = from + (float)((to - from) * (double)i / (Samples - 1));
            worst = Math.Max(worst, ErrorInUlps(function(x), reference(x)));
        }

        return worst;
    }

    private static double WorstInUnits(
        Func<float, float> function, Func<double, double> reference, float from, float to, Func<double, double> term)
    {
        var worst = 0.0;
        for (var i = 0; i < Samples; i++)
        {
            var x = from + (float)((to - from) * (double)i / (Samples - 1));
            worst = Math.Max(worst, Math.Abs(function(x) - reference(x)) / Math.ScaleB(term(x), -23));
        }

        return worst;
    }

    /// <summary>The error in units of the last place of the reference; 0 where that is no normal number.</summary>
    private static double ErrorInUlps(float value, double exact)
    {
        var rounded = MathF.Abs((float)exact);
        return float.IsNormal(rounded) ? Math.Abs(value - exact) / (MathF.BitIncrement(rounded) - rounded) : 0;
    }
}
