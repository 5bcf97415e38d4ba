// Orders in binary64, binary16 and bfloat16, of implementations whose order and arithmetic are known.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using Xunit;

namespace QuizKit.Laboratory.Tests.Orders;

public sealed class OrderFormatTests
{
    private const int Replays = 300;

    private static readonly int[] Lengths = [2, 3, 50, 300];

    public static TheoryData<string, string, int> KeptFormats()
    {
        var data = new TheoryData<string, string, int>();

        // No mask of binary16 absorbs its units in binary64; and 300 units are more than a result of bfloat16 counts.
        var cases =
            from format in OrderFormats.All
            from kept in OrderModel.FormatsOf(format)
            where (format.Name, kept.Name) != ("binary16", "binary64")
            from length in Lengths
            select (format.Name, kept.Name, length);
        foreach (var (format, kept, length) in cases) data.Add(format, kept, length);
        return data;
    }

    [Theory]
    [MemberData(nameof(KeptFormats))]
    public void The_format_of_every_sum_is_found_from_results(string name, string keptName, int length)
    {
        BinaryRounding format = OrderFormats.Of(name), kept = OrderFormats.Of(keptName);
        var finding = Find(format, OrderOperation.Sum, (a, _) => Rounded(a, kept), length);

        Assert.Equal((Replays, Replays), (finding.Replayed, finding.Equal));
        Assert.Equal(length > 2 ? length - 2 : 0, finding.Sums!.GetValueOrDefault(kept.Name));
        Assert.Equal(length > 2 ? kept.Name : format.Name, finding.Arithmetic.ToString(), ignoreCase: true);
        Assert.Equal(length - 1, finding.Height);
        if (finding.Bound is { } bound) Assert.InRange(finding.LargestError, 0, bound);
    }

    [Theory]
    [MemberData(nameof(KeptFormats))]
    public void Products_may_be_rounded_or_not_in_every_format(string name, string keptName, int length)
    {
        BinaryRounding format = OrderFormats.Of(name), kept = OrderFormats.Of(keptName);
        var rounded = Find(format, OrderOperation.Dot, (a, b) => Rounded([.. a.Zip(b, (x, y) => format.Round(x * y))], kept), length);

        Assert.Equal((0, Replays), (rounded.FusedProducts, rounded.Equal));
        if (format.Precision > 24) return;

        // The product of two numbers of 24 bits is exact in binary64 only.
        var exact = Find(format, OrderOperation.Dot, (a, b) => Rounded([.. a.Zip(b, (x, y) => x * y)], kept), length);

        Assert.Equal((length, Replays), (exact.FusedProducts, exact.Equal));
    }

    [Fact]
    public void A_fused_chain_in_binary64_is_found()
    {
        var finding = Find(BinaryRounding.Binary64, OrderOperation.Dot, (a, b) =>
        {
            var sum = 0.0;
            for (var i = 0; i < a.Length; i++) sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
            return sum;
        });

        Assert.Equal((OrderArithmetic.Fused, 49, Replays), (finding.Arithmetic, finding.FusedProducts, finding.Equal));
    }

    [Fact]
    public void Fused_products_of_bfloat16_round_once_where_binary64_would_round_twice()
    {
        // given: fma(x, y, sum) in bfloat16, exactly: the product has 16 bits, and its sum with 8 further bits may have any number of them
        var finding = Find(BinaryRounding.Bfloat16, OrderOperation.Dot, (a, b) =>
        {
            var sum = 0.0;
            for (var i = 0; i < a.Length; i++) sum = OnceRounded(a[i] * b[i], sum);
            return sum;
        });

        Assert.Equal((OrderArithmetic.Fused, Replays), (finding.Arithmetic, finding.Equal));

        static double OnceRounded(double product, double sum)
        {
            // The rounding of the binary64 sum, corrected where that is half way and its error says to which side.
            var rounded = product + sum;
            var error = sum - (rounded - product) == 0 && product - (rounded - sum) == 0 ? 0 : (product - (rounded - (rounded - product))) + (sum - (rounded - product));
            var near = BinaryRounding.Bfloat16.Round(rounded);
            return error == 0 ? near : BinaryRounding.Bfloat16.Round(error > 0 ? Math.BitIncrement(rounded) : Math.BitDecrement(rounded));
        }
    }

    [Theory]
    [InlineData("binary16")]
    [InlineData("bfloat16")]
    public void Blocks_added_in_binary32_and_rounded_between_are_rounded_twice(string name)
    {
        // As NumPy adds its buffers: a block in binary32, its sum rounded to the format, and the blocks added in binary32 again.
        var format = OrderFormats.Of(name);
        var finding = Find(format, OrderOperation.Sum, (a, _) =>
            a.Chunk(10).Select(block => format.Round(Rounded(block, BinaryRounding.Binary32)))
                .Aggregate((sum, block) => format.Round(BinaryRounding.Binary32.Round(sum + block))));

        Assert.Equal(Replays, finding.Equal);
        Assert.Equal((40, 8), (finding.Sums!["binary32"], finding.Sums[name]));
        Assert.Equal(OrderArithmetic.Mixed, finding.Arithmetic);
        Assert.Contains("40 sums in binary32", OrderSection.Describe(finding), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sum_that_is_rounded_twice_is_told_from_one_that_is_rounded_once(bool isRoundedTwice)
    {
        // given: 1 + 2⁻¹¹ is half way between two numbers of binary16, and 2⁻²⁴ decides unless binary32 loses it first
        var target = TargetOf(BinaryRounding.Binary16, OrderOperation.Sum, (a, _) =>
        {
            var pair = BinaryRounding.Binary32.Round(a[0] + a[1]);
            var sum = pair + a[2];
            return BinaryRounding.Binary16.Round(isRoundedTwice ? BinaryRounding.Binary32.Round(sum) : sum);
        });
        var model = OrderModel.Of(target, OrderProbes.Reveal(target, 3))!;

        Assert.Equal(isRoundedTwice ? BinaryRounding.Binary32 : null, model.Roundings[^1].Work);
        Assert.Equal(
            isRoundedTwice ? 1 : 1 + Math.ScaleB(1, -10),
            model.Compute([1, Math.ScaleB(1, -11), Math.ScaleB(1, -24)], [1, 1, 1]));
    }

    [Fact]
    public void Binary16_that_is_added_in_binary64_is_an_exact_sum_without_a_tree()
    {
        var finding = Find(BinaryRounding.Binary16, OrderOperation.Sum, (a, _) => a.Sum());

        Assert.Null(finding.Tree);
        Assert.Equal("exact, rounded once", finding.Algorithm);
    }

    [Fact]
    public void A_sum_that_flushes_the_units_of_binary16_is_not_proven()
    {
        var finding = Find(
            BinaryRounding.Binary16,
            OrderOperation.Sum,
            (a, _) => Rounded([.. a.Select(value => Math.Abs(value) < Math.ScaleB(1, -14) ? 0 : value)], BinaryRounding.Binary32));

        Assert.Equal(0, finding.Equal);
        Assert.True(finding.IsBroken);
    }

    [Theory]
    [InlineData("binary64")]
    [InlineData("binary16")]
    [InlineData("bfloat16")]
    public void An_order_other_than_that_of_the_probes_is_found_out(string name)
    {
        var format = OrderFormats.Of(name);
        var (mask, _) = OrderProbes.MaskAndUnit(format);
        var finding = Find(format, OrderOperation.Sum, (a, _) => Rounded(a.Contains(mask) ? a : [.. a.Reverse()], format));

        Assert.True(finding.IsBroken);
        Assert.InRange(finding.Equal, 0, Replays - 1);
    }

    [Theory]
    [InlineData("binary32")]
    [InlineData("binary64")]
    [InlineData("binary16")]
    [InlineData("bfloat16")]
    public void Samples_are_numbers_of_their_format_and_use_all_its_bits(string name)
    {
        var format = OrderFormats.Of(name);
        var (a, b) = OrderSamples.Of(seed: 1, index: 0, 1000, format);
        var (short_, _) = OrderSamples.Of(seed: 1, index: 1, 1000, format);

        Assert.All([.. a, .. b, .. short_], value => Assert.Equal(value, format.Round(value)));
        Assert.Contains(a, value => BitsOf(value) >= format.Precision - 1);
        Assert.All(short_, value => Assert.InRange(BitsOf(value), 0, (format.Precision / 2) + 1));
        Assert.True(a.Distinct().Count() > 200);
    }

    private static int BitsOf(double value)
    {
        if (value == 0) return 0;
        var significand = (BitConverter.DoubleToInt64Bits(value) & ((1L << 52) - 1)) | (1L << 52);
        return 53 - System.Numerics.BitOperations.TrailingZeroCount(significand);
    }

    /// <summary>Adds from left to right, keeps each sum in a format, and rounds the result with the caller.</summary>
    private static double Rounded(double[] values, BinaryRounding kept) =>
        values.Skip(1).Aggregate(values[0], (sum, value) => kept.Round(sum + value));

    private static OrderFinding Find(
        BinaryRounding format, OrderOperation operation, Func<double[], double[], double> compute, int length = 50) =>
        OrderStudy.Of(TargetOf(format, operation, compute), length, seed: 1, Replays);

    private static OrderTarget TargetOf(BinaryRounding format, OrderOperation operation, Func<double[], double[], double> compute) =>
        new("x", "here", operation, format, calls => [.. calls.Select(call => format.Round(compute(call.A, call.B)))]);
}
