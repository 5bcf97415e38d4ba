// The rounding of each operation is found from results alone, for sums and dot products whose arithmetic is known.

using QuizKit.Laboratory.Orders;
using Xunit;

namespace QuizKit.Laboratory.Tests.Orders;

public sealed class OrderModelTests
{
    [Fact]
    public void A_loop_rounds_products_and_sums_to_binary32() =>
        AssertModel(OrderArithmetic.Binary32, fused: 0, wide: 0, (a, b) => Sum(a, b, (sum, x, y) => sum + (x * y)));

    [Fact]
    public void Multiply_adds_are_seen_to_be_fused_but_for_the_first() =>
        AssertModel(OrderArithmetic.Fused, fused: 49, wide: 0, (a, b) => Sum(a, b, (sum, x, y) => MathF.FusedMultiplyAdd(x, y, sum)));

    [Fact]
    public void Rounded_products_may_be_added_up_in_binary64() => AssertModel(
        OrderArithmetic.Binary64, fused: 0, wide: 48, (a, b) => (float)a.Zip(b, (x, y) => x * y).Aggregate(0.0, (sum, product) => sum + product));

    [Fact]
    public void Exact_products_may_be_added_up_in_binary64() => AssertModel(
        OrderArithmetic.Binary64, fused: 50, wide: 48, (a, b) => (float)a.Zip(b, (x, y) => (double)x * y).Sum());

    [Fact]
    public void A_fused_block_and_a_tail_in_binary64_are_told_apart() =>

        // As OpenBLAS computes sdot: 32 fused in vectors, the remaining products rounded and added in binary64, the block last.
        AssertModel(OrderArithmetic.Mixed, fused: 24, wide: 17, Blas);

    [Fact]
    public void A_sum_of_blocks_is_rounded_between_them() => AssertModel(
        OrderArithmetic.Mixed,
        fused: 0,
        wide: 40,
        (a, _) => a.Chunk(10).Select(block => (float)block.Aggregate(0.0, (sum, value) => sum + value)).Aggregate((sum, block) => sum + block),
        OrderOperation.Sum);

    [Fact]
    public void A_model_that_is_wrong_now_and_then_does_not_pass_as_proven()
    {
        // given: a fused sum that rounds the products of large numbers first, as no probe shows
        var target = OrderTarget.Dot("liar", "nowhere", (a, b) => Sum(a, b, (sum, x, y) =>
            Math.Abs(x) > 200 ? sum + (x * y) : MathF.FusedMultiplyAdd(x, y, sum)));

        var finding = OrderStudy.Of(target, 50, seed: 1, replays: 300);

        Assert.Equal(OrderArithmetic.Unknown, finding.Arithmetic);
        Assert.InRange(finding.Equal, 0, 299);
        Assert.Contains($"{finding.Equal} of 300 replays gave the bits", OrderSection.Describe(finding));
    }

    [Fact]
    public void An_operation_that_loses_small_numbers_has_no_model()
    {
        var target = OrderTarget.Sum("coarse", "nowhere", values => values.Aggregate((sum, value) => MathF.Round(sum + value, 3)));

        var finding = OrderStudy.Of(target, 20, seed: 1, replays: 10);

        Assert.True(finding.IsBroken);
    }

    [Theory]
    [InlineData(300, 33)]
    [InlineData(2000, 217)]
    public void The_share_of_arrays_that_a_wrong_model_may_err_on_follows_from_the_replays(int replays, int oneOf)
    {
        Assert.Equal(oneOf, OrderStudy.SeenDifference(replays));
        Assert.InRange(Math.Pow(1 - (1.0 / oneOf), replays), 0, 1.1e-4);
    }

    private static void AssertModel(
        OrderArithmetic arithmetic, int fused, int wide, Func<float[], float[], float> compute,
        OrderOperation operation = OrderOperation.Dot)
    {
        var finding = OrderStudy.Of(new OrderTarget("x", "here", operation, compute), 50, seed: 1, replays: 300);

        Assert.Equal((300, 300), (finding.Replayed, finding.Equal));
        Assert.Equal((arithmetic, fused, wide), (finding.Arithmetic, finding.FusedProducts, finding.WideSums));
        Assert.InRange(finding.LargestError, 0, finding.Bound!.Value);
    }

    private static float Blas(float[] a, float[] b)
    {
        var lanes = new float[8];
        for (var i = 0; i < 32; i++) lanes[i % 8] = i < 8 ? a[i] * b[i] : MathF.FusedMultiplyAdd(a[i], b[i], lanes[i % 8]);
        var block = 0f;
        foreach (var lane in lanes) block += lane;
        var tail = 0.0;
        for (var i = 32; i < a.Length; i++) tail += a[i] * b[i];
        return (float)(tail + block);
    }

    private static float Sum(float[] a, float[] b, Func<float, float, float, float> add)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum = add(sum, a[i], b[i]);
        return sum;
    }
}
