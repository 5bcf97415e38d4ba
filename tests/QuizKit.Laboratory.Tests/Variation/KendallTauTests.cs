// Kendall's τ against its definition, pair by pair.

using QuizKit.Laboratory.Variation;
using Xunit;

namespace QuizKit.Laboratory.Tests.Variation;

public sealed class KendallTauTests
{
    [Fact]
    public void It_is_the_share_of_pairs_in_the_same_order_less_the_share_in_opposite_orders()
    {
        for (var items = 2; items <= 40; items++)
        {
            int[] a = Order(items, 1), b = Order(items, 2);

            Assert.Equal(ByDefinition(a, b), KendallTau.Of(a, b), 1e-12);
            Assert.Equal(KendallTau.Of(a, b), KendallTau.Of(b, a), 1e-12);
        }
    }

    [Fact]
    public void Equal_orders_have_1_opposite_ones_minus_1_and_one_exchange_of_neighbours_takes_two_pairs_worth_away()
    {
        var order = Order(100, 3);

        Assert.Equal(1, KendallTau.Of(order, order));
        Assert.Equal(-1, KendallTau.Of(order, [.. order.Select(place => 99 - place)]));
        Assert.Equal(1 - (2.0 / 4950), KendallTau.Of(order, [.. order.Select(place => place switch { 41 => 42, 42 => 41, _ => place })]), 1e-15);
    }

    [Fact]
    public void A_long_order_does_not_overflow_the_count_of_pairs()
    {
        int[] order = [.. Enumerable.Range(0, 200_000)];

        Assert.Equal(-1, KendallTau.Of(order, [.. order.Reverse()]));
    }

    [Fact]
    public void The_deviation_of_unrelated_orders_is_that_of_all_permutations()
    {
        // given: all 720 orders of six items
        var taus = Permutations([0, 1, 2, 3, 4, 5]).Select(order => KendallTau.Of([0, 1, 2, 3, 4, 5], order)).ToList();

        Assert.Equal(720, taus.Count);
        Assert.Equal(0, taus.Average(), 1e-12);
        Assert.Equal(Math.Sqrt(taus.Average(tau => tau * tau)), KendallTau.DeviationOfUnrelatedOrders(6), 1e-12);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, new[] { 0, 1 })]
    [InlineData(new[] { 0 }, new[] { 0 })]
    [InlineData(new[] { 0, 1, 1 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { 0, 1, 2 }, new[] { 0, 2, 2 })]
    [InlineData(new[] { 0, 1, 3 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { 0, 1, 2 }, new[] { -1, 1, 2 })]
    public void What_is_no_pair_of_orders_is_refused(int[] a, int[] b) => Assert.Throws<ArgumentException>(() => KendallTau.Of(a, b));

    private static int[] Order(int items, ulong seed) => VariationSamples.Shuffled([.. Enumerable.Range(0, items)], seed);

    private static double ByDefinition(int[] a, int[] b)
    {
        var signs = from i in Enumerable.Range(0, a.Length) from j in Enumerable.Range(0, i) select Math.Sign(a[i] - a[j]) * Math.Sign(b[i] - b[j]);
        return signs.Average();
    }

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(first => Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
