// The model of a matrix unit on sums whose results follow by hand.

using System.Numerics;
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

    // The experiments of Fasi, Higham, Mikaitis and Pranesh 2021, "Numerical behavior of NVIDIA tensor cores", PeerJ CS 7:e330, section 3.
    private static readonly MultiplyAccumulateUnit V100 = Half with { FanIn = 4, FractionBits = 23 };
    private static readonly MultiplyAccumulateUnit A100 = Half with { FanIn = 8, FractionBits = 24 };

    [Fact]
    public void Four_products_below_the_last_place_of_the_accumulator_are_lost_in_any_order()
    {
        (int, int, int)[] products = [(1, -1, -24), (1, -1, -24), (1, -1, -24), (1, -1, -24)];
        Assert.Equal(1, Sum(V100, 1, products));
        for (var i = 0; i < 4; i++)
        {
            var moved = products.ToArray();
            moved[i] = (1, 0, 0);
            Assert.Equal(1, Sum(V100, Power(-24), moved));
        }
    }

    [Fact]
    public void The_V100_has_no_extra_bit_and_the_A100_has_one()
    {
        // 1 - (1 - 2^-24) is 2^-24, of which the V100 sees 1 - (1 - 2^-23).
        Assert.Equal(Power(-23), Sum(V100, -(1 - Power(-24)), (1, 0, 0)));
        Assert.Equal(Power(-24), Sum(A100, -(1 - Power(-24)), (1, 0, 0)));
    }

    [Fact]
    public void Partial_sums_are_not_normalized()
    {
        // One after another, 1 - 2^-24 would reach 1 with the first product and lose the others.
        (int, int, int)[] products = [(1, 0, -24), (1, 0, -24), (1, 0, -24), (1, 0, -24)];
        Assert.Equal(1 + Power(-23), Sum(V100, 1 - Power(-24), products));
        Assert.Equal(1 + Power(-23), Sum(A100, 1 - Power(-24), products));
    }

    [Fact]
    public void A_larger_accumulator_can_give_a_smaller_sum()
    {
        // Each product is less than the last place of 1, which cuts it; 1 - 2^-24 leaves a bit of each.
        (int, int, int)[] products = [(1, 0, -24), (1, 0, -24), (1, 0, -24), (1, 0, -24)];
        Assert.Equal(1, Sum(V100, 1, products));
        Assert.Equal(1 + Power(-23), Sum(V100, 1 - Power(-24), products));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Sums_of_both_signs_are_truncated_toward_zero(int sign)
    {
        Assert.Equal(sign * 2f, Sum(A100, 0, (sign, 0, 1), (sign, 0, -23), (sign, 0, -24)));
        Assert.Equal(sign * 5f, Sum(A100, sign * (1 + Power(-22) + Power(-23)), (sign, 0, 0), (sign, 0, 0), (sign, 0, 0), (sign, 0, 0)));
    }

    [Fact]
    public void Every_unit_computes_what_integers_give()
    {
        // All numbers are multiples of 2^-340, so that a sum is an integer; the parameters, the operands and the accumulator are random.
        var random = new Random(17);
        for (var i = 0; i < 20_000; i++)
        {
            var operand = new[] { FloatFormat.Binary16, FloatFormat.BFloat16, FloatFormat.TF32 }[random.Next(3)];
            var unit = new MultiplyAccumulateUnit(
                operand, FloatFormat.Binary32, 1 << random.Next(5), random.Next(6) == 0 ? null : random.Next(8, 60),
                random.Next(2) == 0 ? Rounding.Zero : Rounding.Nearest)
            {
                Cut = new[] { Rounding.Zero, Rounding.Nearest, Rounding.Down }[random.Next(3)],
                Place = random.Next(2) == 0 ? AccumulatorPlace.WithProducts : AccumulatorPlace.AfterProducts,
                ResultFractionBits = random.Next(3) == 0 ? random.Next(8, 23) : null,
            };
            if (unit.Place == AccumulatorPlace.AfterProducts && random.Next(2) == 0)
                unit = unit with { Join = new AccumulatorJoin(random.Next(20, 40), random.Next(20, 40), Rounding.Down) };
            Exact[] a = [.. Enumerable.Range(0, 16).Select(_ => operand.Unpack(Random(random, operand, i % 3)))];
            Exact[] b = [.. Enumerable.Range(0, 16).Select(_ => operand.Unpack(Random(random, operand, i % 3)))];
            var accumulator = Random(random, FloatFormat.Binary32, i % 3);

            var expected = InIntegers(unit, a, b, accumulator);

            Assert.True(expected == unit.Sum(a, b, accumulator), $"{unit}, case {i}");
        }
    }

    private static ulong Random(Random random, FloatFormat format, int kind)
    {
        var bias = (1 << (format.ExponentBits - 1)) - 1;
        var exponent = bias + (kind switch { 0 => random.Next(-1, 1), 1 => random.Next(-8, 9), _ => random.Next(-bias / 3, bias / 3) });
        return ((ulong)random.Next(2) * format.SignBit) | ((ulong)exponent << format.FractionBits)
            | ((ulong)random.NextInt64() & ((1UL << format.FractionBits) - 1));
    }

    private const int Scale = 340;

    /// <summary>The sum by its definition, in units of 2^-340.</summary>
    private static uint InIntegers(MultiplyAccumulateUnit unit, Exact[] a, Exact[] b, ulong accumulator)
    {
        for (var k = 0; k < 16; k += unit.FanIn)
        {
            var products = new List<(BigInteger Value, int Exponent)>();
            for (var i = k; i < k + unit.FanIn; i++)
            {
                var value = (BigInteger)(a[i].Significand * b[i].Significand) << (a[i].Exponent + b[i].Exponent + Scale);
                products.Add((a[i].IsNegative == b[i].IsNegative ? value : -value, ExponentOf(a[i]) + ExponentOf(b[i])));
            }

            var c = BitConverter.UInt32BitsToSingle((uint)accumulator);
            (BigInteger Value, int Exponent) addend = ((BigInteger)((double)c * Math.ScaleB(1, 200)) << (Scale - 200), Math.ILogB(c));
            var isAligned = unit.Place == AccumulatorPlace.WithProducts;
            var aligned = isAligned ? [.. products, addend] : products;
            var largest = aligned.Where(item => item.Value != 0).Max(item => item.Exponent);
            BigInteger Kept(BigInteger value, int bits, int from, Rounding mode) => CutAt(value, from - bits + Scale, mode);
            var sum = aligned.Aggregate(BigInteger.Zero, (total, item) =>
                total + (unit.FractionBits is { } bits ? Kept(item.Value, bits, largest, unit.Cut) : item.Value));
            if (!isAligned && unit.Join is { } join && c != 0)
            {
                largest = Math.Max(largest, addend.Exponent);
                sum = Kept(sum, join.ProductBits, largest, join.Cut) + Kept(addend.Value, join.AccumulatorBits, largest, join.Cut);
            }
            else if (!isAligned)
            {
                sum += addend.Value;
            }

            // Rounded to a number of significant bits.
            var last = (int)BigInteger.Abs(sum).GetBitLength() - 1 - (unit.ResultFractionBits ?? 23);
            var rounded = CutAt(sum, last, unit.Rounding);
            accumulator = rounded.IsZero ? 0 : BitConverter.SingleToUInt32Bits((float)Math.ScaleB((double)(rounded >> last), last - Scale));
        }

        return (uint)accumulator;

        int ExponentOf(Exact factor) => factor.Exponent + unit.Operand.FractionBits;
    }

    /// <summary>A multiple of 2^<paramref name="bit"/>: the quotient toward zero, corrected by the remainder.</summary>
    private static BigInteger CutAt(BigInteger value, int bit, Rounding mode)
    {
        if (bit <= 0) return value;
        var unit = BigInteger.One << bit;
        var quotient = BigInteger.DivRem(value, unit, out var remainder);
        if (mode == Rounding.Down && remainder.Sign < 0) quotient--;
        var twice = BigInteger.Abs(remainder) * 2;
        if (mode == Rounding.Nearest && (twice > unit || (twice == unit && !quotient.IsEven))) quotient += remainder.Sign;
        return quotient * unit;
    }
}
