// The hyperbolic tangent and the sine in binary32, against binary64.

using QuizKit.Devices.Arithmetic;
using Xunit;

namespace QuizKit.Devices.Tests.Arithmetic;

public sealed class Exact32WavesTests
{
    [Fact]
    public void The_hyperbolic_tangent_is_within_its_documented_error()
    {
        Assert.InRange(WorstErrorInUlps(Exact32Waves.Tanh, Math.Tanh, -10f, 10f), 0.4, Exact32Waves.TanhErrorUlps);
        Assert.InRange(WorstErrorInUlps(Exact32Waves.Tanh, Math.Tanh, -0.6f, 0.6f), 0.4, Exact32Waves.TanhErrorUlps);
    }

    [Fact]
    public void The_sine_is_within_its_documented_error() =>
        Assert.InRange(WorstErrorInUlps(Exact32Waves.Sin, Math.Sin, -3f, 3f), 0.4, Exact32Waves.SinErrorUlps);

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1e-30f, 1e-30f)]
    [InlineData(50f, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.NaN, float.NaN)]
    public void The_hyperbolic_tangent_is_right_at_its_limits(float x, float expected) => Assert.Equal(expected, Exact32Waves.Tanh(x));

    [Fact]
    public void The_gradient_of_the_hyperbolic_tangent_is_one_at_zero_and_none_far_out()
    {
        Assert.Equal(1f, Exact32Waves.TanhGradient(0f));
        Assert.Equal(0f, Exact32Waves.TanhGradient(-20f));
    }

    private static double WorstErrorInUlps(Func<float, float> function, Func<double, double> reference, float from, float to)
    {
        const int samples = 500_009;
        var worst = 0.0;
        for (var i = 0; i < samples; i++)
        {
            var x = from + (float)((to - from) * (double)i / (samples - 1));
            var exact = reference(x);
            var rounded = (float)exact;
            if (!float.IsNormal(rounded)) continue;
            var ulp = MathF.BitIncrement(MathF.Abs(rounded)) - MathF.Abs(rounded);
            worst = Math.Max(worst, Math.Abs(function(x) - exact) / ulp);
        }

        return worst;
    }
}
