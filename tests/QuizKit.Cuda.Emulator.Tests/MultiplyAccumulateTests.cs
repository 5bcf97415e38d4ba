// The model of a matrix unit on sums whose results follow by hand.

using QuizKit.Cuda.Emulator.Arithmetic;
using Xunit;

namespace QuizKit.Cuda.Emulator.Tests;

public sealed class MultiplyAccumulateTests
{
    private static readonly MultiplyAccumulateUnit Half = MultiplyAccumulateUnit.HopperBinary16;

    /// <summary>The sum of products of powers of two and of their negatives, each as the exponents of its factors.</summary>
    private static float Sum(MultiplyAccumulateUnit unit, float accumulator, params (int Sign, int A, int B)[] products)
    {
        var a = products.Select(product => new Exact(product.Sign < 0, Leading(unit), product.A - unit.Operand.FractionBits)).ToArray();
        var b = products.Select(product => new Exact(false, Leading(unit), product.B - unit.Operand.FractionBits)).ToArray();
        return BitConverter.UInt32BitsToSingle((uint)unit.Sum(a, b, BitConverter.SingleToUInt32Bits(accumulator)));
    }

    private static UInt128 Leading(MultiplyAccumulateUnit unit) => UInt128.One << unit.Operand.FractionBits;

    private static float Power(int exponent) => float.ScaleB(1, exponent);

    [Fact]
    public void An_addend_loses_what_lies_more_than_25_bits_below_the_largest()
    {
        Assert.Equal(Power(-25), Sum(Half, 0, (1, 0, 0), (-1, 0, 0), (1, -12, -13)));
        Assert.Equal(0, Sum(Half, 0, (1, 0, 0), (-1, 0, 0), (1, -13, -13)));
        Assert.Equal(Power(-26), Sum(Half with { FractionBits = 26 }, 0, (1, 0, 0), (-1, 0, 0), (1, -13, -13)));
    }

    [Fact]
    public void An_addend_is_truncated_toward_zero_whatever_its_sign()
    {
        // 2^-25 + 2^-26, of which 2^-25 remains; rounding down would keep 2^-24 of a negative one.
        Assert.Equal(Power(-25), Sum(Half, Power(-25) * 1.5f, (1, 0, 0), (-1, 0, 0)));
        Assert.Equal(-Power(-25), Sum(Half, Power(-25) * -1.5f, (1, 0, 0), (-1, 0, 0)));
    }

    [Fact]
    public void The_result_is_truncated_to_binary32()
    {
        // 1 + 2^-24 + 2^-25 is nearer to 1 + 2^-23.
        Assert.Equal(1, Sum(Half, 0, (1, 0, 0), (1, -12, -12), (1, -12, -13)));
        Assert.Equal(1 + Power(-23), Sum(Half with { Rounding = Rounding.Nearest }, 0, (1, 0, 0), (1, -12, -12), (1, -12, -13)));
    }

    [Fact]
    public void A_binary16_result_is_rounded_to_nearest()
    {
        // 1 + 2^-11 is halfway and becomes 1; with 2^-24 more it becomes 1 + 2^-10.
        var unit = MultiplyAccumulateUnit.HopperBinary16Only;
        var one = new Exact(false, 1024, -10);
        Assert.Equal(0x3C00u, unit.Sum([one], [new Exact(false, 1024, -21)], 0x3C00));
        Assert.Equal(0x3C01u, unit.Sum([one, one], [new Exact(false, 1024, -21), new Exact(false, 1, -24)], 0x3C00));
    }

    [Fact]
    public void Products_of_one_step_do_not_lose_what_steps_one_after_another_lose()
    {
        // 2^-24 sixteen times is 2^-20; added to 1 one at a time, each is truncated away.
        var products = Enumerable.Repeat((1, -12, -12), 16).ToArray();
        Assert.Equal(1 + Power(-20), Sum(Half, 1, products));
        Assert.Equal(1, Sum(Half with { FanIn = 1 }, 1, products));
    }

    [Fact]
    public void An_accumulator_that_is_added_last_is_added_with_rounding_to_nearest()
    {
        // 3·2^-25 is more than half of the last place of 1.
        (int, int, int)[] products = [(1, -12, -12), (1, -12, -13)];
        Assert.Equal(1, Sum(Half, 1, products));
        Assert.Equal(1 + Power(-23), Sum(MultiplyAccumulateUnit.HopperFloat8, 1, products));
    }

    [Fact]
    public void The_exponent_of_a_product_is_the_sum_of_those_of_its_factors()
    {
        // 1.5·1.5 = 2.25 has the exponent of 1·1, not that of 2: 2^-25 is kept beside it.
        var factor = new Exact(false, 1536, -10);
        var sum = Half.Sum([factor, new Exact(true, 1536, -10)], [factor, factor], BitConverter.SingleToUInt32Bits(Power(-25)));
        Assert.Equal(Power(-25), BitConverter.UInt32BitsToSingle((uint)sum));
    }

    [Fact]
    public void A_finite_sum_that_is_too_large_is_infinite_although_it_is_truncated()
    {
        var unit = MultiplyAccumulateUnit.HopperBFloat16;
        Assert.Equal(float.PositiveInfinity, Sum(unit, 0, (1, 64, 64)));
        Assert.Equal(float.NegativeInfinity, Sum(unit, 0, (-1, 64, 64)));
        Assert.Equal(float.MaxValue, Sum(unit, float.MaxValue, (1, 51, 51)));
    }

    [Fact]
    public void Infinities_of_both_signs_and_zero_times_infinity_give_the_canonical_NaN()
    {
        var (infinity, zero, one) = (new Exact(false, 0, 0, IsInfinite: true), new Exact(false, 0, -24), new Exact(false, 1024, -10));
        Assert.Equal(0x7FFFFFFFu, Half.Sum([infinity], [zero], 0));
        Assert.Equal(0x7FFFFFFFu, Half.Sum([infinity], [one], 0xFF800000));
        Assert.Equal(0x7F800000u, Half.Sum([infinity], [one], 0));
    }
}
