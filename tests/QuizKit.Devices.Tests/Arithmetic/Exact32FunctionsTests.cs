// The exponential and the sigmoid against binary64, and the random numbers against their published vectors.

using QuizKit.Devices.Arithmetic;
using Xunit;

namespace QuizKit.Devices.Tests.Arithmetic;

public sealed class Exact32FunctionsTests
{
    [Fact]
    public void The_exponential_is_within_its_documented_error()
    {
        var worst = WorstErrorInUlps(Exact32Functions.Exp, Math.Exp, -87f, 88.7f, 2_000_003);

        Assert.InRange(worst, 0.4, Exact32Functions.ExpErrorUlps);
    }

    [Fact]
    public void The_sigmoid_is_within_its_documented_error()
    {
        var worst = WorstErrorInUlps(Exact32Functions.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -87f, 30f, 2_000_003);

        Assert.InRange(worst, 0.4, Exact32Functions.SigmoidErrorUlps);
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(89f, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(-104f, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void The_exponential_is_right_at_its_limits(float x, float expected) => Assert.Equal(expected, Exact32Functions.Exp(x));

    [Fact]
    public void The_exponential_reaches_the_subnormal_numbers() =>
        Assert.InRange(Exact32Functions.Exp(-100f), 3.7e-44f, 3.8e-44f);

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(200f, 1f)]
    [InlineData(-200f, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void The_sigmoid_is_right_at_its_limits(float x, float expected) => Assert.Equal(expected, Exact32Functions.Sigmoid(x));

    [Fact]
    public void The_gradient_of_the_sigmoid_is_a_quarter_at_zero() => Assert.Equal(0.25f, Exact32Functions.SigmoidGradient(0f));

    [Theory]
    [InlineData(0ul, 0ul, 0ul, 0x6627E8D5u, 0xE169C58Du, 0xBC57AC4Cu, 0x9B00DBD8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408F276Du, 0x41C83B0Eu, 0xA20BC7C6u, 0x6D5451FDu)]
    public void Philox_gives_the_known_answers_of_Random123(ulong seed, ulong stream, ulong index, uint a, uint b, uint c, uint d) =>
        Assert.Equal(new RandomWords(a, b, c, d), Philox.At(seed, stream, index));

    [Fact]
    public void A_random_unit_number_is_never_one()
    {
        Assert.Equal(0f, Philox.Unit(0));
        Assert.Equal(0.99999994f, Philox.Unit(uint.MaxValue));
    }

    private static double WorstErrorInUlps(Func<float, float> function, Func<double, double> reference, float from, float to, int samples)
    {
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
