// The words for an order say where it begins and ends.

using QuizKit.Laboratory.Differences;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics;
using QuizKit.Reports;
using Xunit;

namespace QuizKit.Laboratory.Tests.Orders;

public sealed class OrderWordsTests
{
    [Theory]
    [InlineData("from left to right", 0, 1)]
    [InlineData("from left to right", 0, 1, 2, 3, 4)]
    [InlineData("from right to left", 2, 1, 0)]
    [InlineData("from right to left", 4, 3, 2, 1, 0)]
    [InlineData("in 2 runs of up to 2 from left to right, at a stride of -1 or 1", 3, 2, 1, 0, 4)]
    [InlineData("in 1 run of up to 4 from left to right", 4, 0, 1, 2, 3)]
    public void An_order_from_one_end_to_the_other_is_named_and_no_other_is(string words, params int[] order)
    {
        var tree = SummationOrder.Reveal(values => order.Aggregate(0f, (sum, place) => sum + values[place]), order.Length);

        Assert.Equal(words, OrderWords.Of(tree));
    }

    [Theory]
    [InlineData("(((0+1)+2)+3)", "((0+1)+(2+3))", "((0+1)+2)", "(2+3)")]
    [InlineData("((0+2)+(1+3))", "((0+1)+(2+3))", "(0+2)", "(0+1)")]
    public void Two_orders_are_told_apart_by_the_smallest_sums_that_only_one_has(string one, string other, string onlyInOne, string onlyInOther)
    {
        var (first, second) = (SummationTree.Parse(one), SummationTree.Parse(other));

        Assert.Equal(onlyInOne, OrderWords.PartialSumOnlyIn(first, second)!.ToString());
        Assert.Equal(onlyInOther, OrderWords.PartialSumOnlyIn(second, first)!.ToString());
        Assert.Null(OrderWords.PartialSumOnlyIn(first, first));

        // then: the report says so
        var report = new DifferenceReport("f", "g", ["n"], 1)
        {
            Orders = [new OrderFinding("f", "", OrderOperation.Sum) { Tree = first }, new OrderFinding("g", "", OrderOperation.Sum) { Tree = second }],
        };
        Assert.Contains(
            DocumentBlock.Unfold(Assert.Single(DifferenceSection.Of(report)).Pieces).OfType<DocumentText>(),
            text => text.Text == $"Numbers are counted from 0. `f` has the partial sum `{onlyInOne}`, and `g` has not; that has `{onlyInOther}`.");
    }
}
