// The orders of a product's elements, found from results alone.

using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Numerics;
using Xunit;

namespace QuizKit.Laboratory.Tests.Pair;

public sealed class LinearOrderTests
{
    private const long Plenty = 1_000_000_000;

    private static readonly PairWeights Numbers = new(1, 12);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_order_of_all_elements_is_found_with_the_place_of_its_bias_and_its_arithmetic(bool isFused)
    {
        var shape = new LinearShape(6, 10, 12);
        foreach (var tree in new[] { RandomOrders.BiasLast(10), RandomOrders.BiasFirst(10), RandomOrders.TwoLanes(10), RandomOrders.Tree(11, new Random(1)) })
        {
            var order = LinearOrderSearch.Reveal(new FakeLibrary((_, _) => (tree, isFused)), shape, Numbers, Plenty, CancellationToken.None);

            var found = Assert.Single(order.Orders);
            Assert.True(tree.IsSameOrderAs(found.Tree!), $"{tree} was found as {found.Tree}");
            Assert.Equal(isFused ? OrderArithmetic.Fused : OrderArithmetic.Binary32, found.Arithmetic);
            Assert.Equal((72, true), (found.Elements, order.IsProven));
            Assert.True(found.Replayed >= 72 && found.Equal == found.Replayed);
        }
    }

    [Fact]
    public void Orders_that_depend_on_rows_and_columns_are_all_found_each_where_it_is()
    {
        // given: blocks of four rows, and three columns left over, as tuned libraries have them
        var shape = new LinearShape(11, 10, 19);
        var library = new FakeLibrary((example, output) => output >= 16 ? (RandomOrders.BiasLast(10), false) : example >= 8 ? (RandomOrders.TwoLanes(10), true) : (RandomOrders.BiasFirst(10), true));

        var order = LinearOrderSearch.Reveal(library, shape, Numbers, Plenty, CancellationToken.None);

        Assert.Equal([8 * 16, 3 * 16, 11 * 3], order.Orders.Select(found => found.Elements).OrderDescending());
        Assert.True(order.IsProven);
        for (var element = 0; element < shape.Elements; element++)
        {
            var (example, output) = (element / 19, element % 19);
            var expected = output >= 16 ? RandomOrders.BiasLast(10) : example >= 8 ? RandomOrders.TwoLanes(10) : RandomOrders.BiasFirst(10);
            Assert.True(OrderProgram.Of(expected, isFused: output < 16).IsSameAs(order.ProgramOf(element)), $"element {element}");
        }
    }

    [Fact]
    public void Rows_of_the_same_order_in_another_arithmetic_are_told_apart()
    {
        // given: the odd row left over by a fused kernel, as tuned libraries have it
        var shape = new LinearShape(9, 16, 1);
        var library = new FakeLibrary((example, _) => (RandomOrders.TwoLanes(16), example < 8));

        var order = LinearOrderSearch.Reveal(library, shape, Numbers, Plenty, CancellationToken.None);

        Assert.Equal([(8, OrderArithmetic.Fused), (1, OrderArithmetic.Binary32)], order.Orders.Select(found => (found.Elements, found.Arithmetic)));
        Assert.True(order.IsProven);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1], order.OrderOf);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    public void The_order_of_a_single_column_is_asked_for_in_its_rows(int examples)
    {
        var shape = new LinearShape(examples, 30, 1);
        var tree = RandomOrders.TwoLanes(30);

        var order = LinearOrderSearch.Reveal(new FakeLibrary((_, _) => (tree, true)), shape, Numbers, Plenty, CancellationToken.None);

        Assert.True(tree.IsSameOrderAs(Assert.Single(order.Orders).Tree!));
        Assert.True(order.IsProven);
    }

    [Fact]
    public void A_wide_sum_from_left_to_right_takes_few_products()
    {
        var shape = new LinearShape(2, 128, 128);
        var library = new FakeLibrary((_, _) => (RandomOrders.BiasLast(128), false));

        LinearOrderSearch.Reveal(library, shape, Numbers, Plenty, CancellationToken.None);

        // Twelve signatures, 128 probes twice in a product each, and three products of random numbers.
        Assert.Equal(12 + 2 + 3, library.Products);
    }

    [Fact]
    public void A_library_that_answers_in_two_ways_has_no_order_and_the_bound_of_the_worst()
    {
        var calls = 0;
        var library = new FakeLibrary((_, _) => (calls++ % 7 == 0 ? RandomOrders.BiasLast(10) : RandomOrders.TwoLanes(10), false));

        var order = LinearOrderSearch.Reveal(library, new LinearShape(4, 10, 12), Numbers, Plenty, CancellationToken.None);

        Assert.Contains(order.Orders, found => found.Tree is null && found.WhyNot is not null);
        Assert.False(order.HasPrograms);
        Assert.Equal(10, order.Height);
    }

    [Fact]
    public void A_result_that_the_order_does_not_explain_is_not_proven()
    {
        var library = new FakeLibrary((_, _) => (RandomOrders.BiasLast(10), false)) { Afterwards = sum => sum > 0 ? MathF.BitIncrement(sum) : sum };

        var order = LinearOrderSearch.Reveal(library, new LinearShape(6, 10, 12), Numbers, Plenty, CancellationToken.None);

        Assert.False(order.IsProven);
        Assert.True(order.HasPrograms);
        var unknown = Assert.Single(order.Orders, found => found.Arithmetic == OrderArithmetic.Unknown);
        Assert.InRange(unknown.Equal, 1, unknown.Replayed - 1);
    }

    [Fact]
    public void An_operation_of_several_addends_is_found_and_not_imitated()
    {
        // given: every result but 0 is what an operation of all addends at once would leave of two masks
        var library = new FakeLibrary((_, _) => (RandomOrders.BiasLast(10), false)) { AfterProbes = _ => 0f };

        var order = LinearOrderSearch.Reveal(library, new LinearShape(4, 10, 12), Numbers, Plenty, CancellationToken.None);

        Assert.Equal(11, order.Orders[0].Tree!.LargestFanIn);
        Assert.Null(order.Orders[0].Program);
        Assert.Contains("how that rounds is not known", order.Orders[0].WhyNot);
    }

    [Fact]
    public void An_order_that_would_take_too_long_is_said_not_to_be_found()
    {
        // given: a budget for the signatures and a few products more, and a chain from right to left, the worst of all
        var shape = new LinearShape(4, 60, 2);
        var tree = Enumerable.Range(0, 61).Reverse().Select(SummationTree.Of).Aggregate((sum, addend) => SummationTree.Of(sum, addend));

        var order = LinearOrderSearch.Reveal(new FakeLibrary((_, _) => (tree, false)), shape, Numbers, 50 * shape.MultiplyAdds, CancellationToken.None);

        Assert.Contains("more products", Assert.Single(order.Orders).WhyNot);

        // then: a budget that is too small for the first questions is not asked beyond it
        var library = new FakeLibrary((_, _) => (tree, false));
        Assert.Contains("more products", Assert.Single(LinearOrderSearch.Reveal(library, shape, Numbers, shape.MultiplyAdds, CancellationToken.None).Orders).WhyNot);
        Assert.Equal(0, library.Products);
    }

    [Fact]
    public void Orders_are_the_same_only_where_every_element_is()
    {
        var shape = new LinearShape(2, 10, 3);
        var one = LinearOrder.Uniform(shape, RandomOrders.BiasLast(10), isFused: false);
        var reordered = new LinearOrder(shape, [one.Orders[0] with { Elements = 3 }, one.Orders[0] with { Elements = 3 }], [0, 1, 0, 1, 0, 1]);
        var other = LinearOrder.Uniform(shape, RandomOrders.BiasFirst(10), isFused: false).Orders[0];
        var oneElementOther = new LinearOrder(shape, [one.Orders[0], other], [0, 0, 0, 0, 1, 0]);

        Assert.True(one.IsSameAs(reordered));
        Assert.False(one.IsSameAs(oneElementOther));
        Assert.False(one.IsSameAs(LinearOrder.Uniform(shape, RandomOrders.BiasLast(10), isFused: true)));
        Assert.False(one.IsSameAs(LinearOrder.Uniform(shape with { Examples = 3 }, RandomOrders.BiasLast(10), isFused: false)));
    }

    public static TheoryData<string, string> Described() => new()
    {
        { "(((0+1)+2)+3)", "from left to right, the bias last" },
        { "(((0+3)+1)+2)", "from left to right, the bias first" },
        { "(((0+2)+(1+3))+4)", "in 2 runs of up to 2 from left to right, at a stride of 2, the bias last" },
        { "(((0+1)+4)+(2+3))", "in 2 runs of up to 2 from left to right, the bias after 2 of the products" },
        { "(0+1)", "from left to right, the bias first" },
        { "((0+1+2+3)+4)", "operations of up to 4 addends, the bias last" },
    };

    [Theory]
    [MemberData(nameof(Described))]
    public void An_order_is_described_in_words(string tree, string words) => Assert.Equal(words, PairOrderText.Words(SummationTree.Parse(tree)));

    [Fact]
    public void What_two_orders_differ_in_is_named_and_nothing_else()
    {
        var shape = new LinearShape(2, 4, 3);
        var last = Uniform(RandomOrders.BiasLast(4), false);

        Assert.Equal("the bias last against the bias first", Difference(Uniform(RandomOrders.BiasFirst(4), false)));
        Assert.Equal("unfused against fused", Difference(Uniform(RandomOrders.BiasLast(4), true)));
        Assert.Equal(
            "products from left to right (height 4) against in 2 runs of up to 2 from left to right, at a stride of 2 (height 3)", Difference(Uniform(RandomOrders.TwoLanes(4), false)));
        Assert.Equal("the same additions in the same order, fused in the same places", Difference(last));
        Assert.Equal(
            "x has one order in one product, y 2 orders; of the most elements: the same order there, elsewhere not",
            Difference(new LinearOrder(shape, [last.Orders[0], Uniform(RandomOrders.BiasFirst(4), false).Orders[0]], [0, 0, 0, 0, 0, 1])));
        Assert.Equal("y has no known order: because", Difference(new LinearOrder(shape, [new ElementOrder(6) { WhyNot = "because" }], new byte[6])));

        LinearOrder Uniform(SummationTree tree, bool isFused) => LinearOrder.Uniform(shape, tree, isFused);

        string Difference(LinearOrder other) => PairOrderText.Difference(last, "x", other, "y");
    }
}
