// The inner sums of softmax, of implementations whose order, formats and exponentials are known.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics;
using Xunit;

namespace QuizKit.Laboratory.Tests.Orders;

public sealed class SoftmaxStudyTests
{
    private const int Length = 26;

    private const int Replays = 300;

    private static readonly Func<int, SummationTree>[] Trees =
        [length => Chain(0, 1, length), Lanes, length => Halves(0, length), length => SummationTree.Of(SummationTree.Of(length - 1), Chain(0, 1, length - 1))];

    public static TheoryData<string, int, bool> Cases()
    {
        var data = new TheoryData<string, int, bool>();
        for (var i = 0; i < 16; i++) data.Add(i % 2 == 0 ? "binary32" : "binary64", i / 4, i / 2 % 2 == 0);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_order_the_exponentials_and_the_division_are_found_and_replayed(string name, int tree, bool isReciprocal)
    {
        var format = OrderFormats.Of(name);
        var finding = SoftmaxStudy.Of(Softmax(format, format, Trees[tree](Length), format, isReciprocal), Length, seed: 1, Replays);

        Assert.True(finding.Tree!.IsSameOrderAs(Trees[tree](Length)), finding.Tree.ToString());
        Assert.Equal((Replays, Replays), (finding.Replayed, finding.Equal));
        Assert.Equal(name, finding.Arithmetic.ToString(), ignoreCase: true);
        Assert.StartsWith(isReciprocal ? "multiplied by the reciprocal" : "divided by the sum", finding.Details, StringComparison.Ordinal);
        Assert.Contains("exponentials read from results", OrderSection.Describe(finding), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_that_is_kept_in_a_wider_format_is_not_taken_for_a_tree()
    {
        var finding = SoftmaxStudy.Of(Softmax(BinaryRounding.Binary32, BinaryRounding.Binary32, Lanes(Length), BinaryRounding.Binary64, false), Length, seed: 1, Replays);

        Assert.Null(finding.Tree);
        Assert.Contains("the sum is kept in another format", finding.WhyNot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binary16", 0, true)]
    [InlineData("binary16", 1, false)]
    [InlineData("bfloat16", 2, true)]
    [InlineData("bfloat16", 3, false)]
    public void The_order_of_a_short_format_that_adds_in_binary32_is_revealed_and_replayed(string name, int tree, bool isReciprocal)
    {
        // given: the same operation in binary32 has another order
        var target = Softmax(OrderFormats.Of(name), BinaryRounding.Binary32, Trees[tree](Length), BinaryRounding.Binary32, isReciprocal) with
        {
            InBinary32 = Softmax(BinaryRounding.Binary32, BinaryRounding.Binary32, Trees[(tree + 1) % 4](Length), BinaryRounding.Binary32, true),
        };

        var finding = SoftmaxStudy.Of(target, Length, seed: 1, Replays);

        Assert.Null(finding.WhyNot);
        Assert.True(finding.Tree!.IsSameOrderAs(Trees[tree](Length)), finding.Tree.ToString());
        Assert.Equal((Replays, Replays, OrderArithmetic.Binary32), (finding.Replayed, finding.Equal, finding.Arithmetic));
        Assert.StartsWith(isReciprocal ? "multiplied by the reciprocal" : "divided by the sum", finding.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_shows_where_exponentials_and_the_sum_are_rounded_to_the_short_format_as_in_NumPy()
    {
        var target = Softmax(BinaryRounding.Binary16, BinaryRounding.Binary16, Lanes(Length), BinaryRounding.Binary32, false);

        var finding = SoftmaxStudy.Of(target, Length, seed: 1, Replays);

        Assert.True(finding.Tree!.IsSameOrderAs(Lanes(Length)), finding.Tree.ToString());
        Assert.Equal((Replays, Replays, OrderArithmetic.Binary32), (finding.Replayed, finding.Equal, finding.Arithmetic));
    }

    [Fact]
    public void A_short_format_whose_sum_is_kept_in_binary64_is_not_proven()
    {
        var target = Softmax(BinaryRounding.Binary16, BinaryRounding.Binary32, Lanes(Length), BinaryRounding.Binary64, false) with
        {
            InBinary32 = Softmax(BinaryRounding.Binary32, BinaryRounding.Binary32, Lanes(Length), BinaryRounding.Binary32, false),
        };

        var finding = SoftmaxStudy.Of(target, Length, seed: 1, Replays);

        Assert.Null(finding.Tree);
        Assert.Contains("not those of a tree of additions that round to binary32", finding.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_order_for_usual_rows_is_found_out()
    {
        // given: rows of probes have many numbers that are nothing
        var probed = Softmax(BinaryRounding.Binary32, BinaryRounding.Binary32, Chain(0, 1, Length), BinaryRounding.Binary32, false);
        var usual = Softmax(BinaryRounding.Binary32, BinaryRounding.Binary32, Lanes(Length), BinaryRounding.Binary32, false);
        var target = probed with
        {
            ComputeAll = rows => [.. rows.Select(row => (row.Contains(SoftmaxProbes.Nothing) ? probed : usual).ComputeAll([row])[0])],
        };

        var finding = SoftmaxStudy.Of(target, Length, seed: 1, Replays);

        Assert.True(finding.IsBroken);
        Assert.InRange(finding.Equal, 0, Replays - 1);
    }

    /// <summary>A softmax with exponentials of its own: each third is an ulp off.</summary>
    private static RowTarget Softmax(BinaryRounding format, BinaryRounding work, SummationTree tree, BinaryRounding kept, bool isReciprocal)
    {
        var sumOf = SumBy(tree, kept);
        return new RowTarget($"x.softmax.{format.Name}", "here", format, rows => [.. rows.Select(Compute)]);

        double[] Compute(double[] row)
        {
            var largest = row.Max();
            var exponentials = Array.ConvertAll(row, value => Exponential(value - largest));
            var sum = work.Round(sumOf(exponentials));
            return Array.ConvertAll(exponentials, e => format.Round(work.Round(isReciprocal ? e * work.Round(1 / sum) : e / sum)));
        }

        double Exponential(double value)
        {
            var near = work.Round(Math.Exp(value));
            return value is < 0 and > -20 && (long)(value * 1024) % 3 == 0 ? work.Round(near + work.UlpOf(near)) : near;
        }
    }

    private static Func<double[], double> SumBy(SummationTree tree, BinaryRounding kept)
    {
        return addends => Sum(tree, addends);

        double Sum(SummationTree node, double[] addends) =>
            node.Leaf >= 0 ? addends[node.Leaf] : kept.Round(Sum(node.Children[0], addends) + Sum(node.Children[1], addends));
    }

    private static SummationTree Chain(int first, int step, int length)
    {
        var tree = SummationTree.Of(first);
        for (var i = first + step; i < length; i += step) tree = SummationTree.Of(tree, SummationTree.Of(i));
        return tree;
    }

    private static SummationTree Lanes(int length) => Enumerable.Range(1, 3).Aggregate(
        Chain(0, 4, length), (tree, lane) => SummationTree.Of(tree, Chain(lane, 4, length)));

    private static SummationTree Halves(int first, int end) =>
        end - first == 1 ? SummationTree.Of(first) : SummationTree.Of(Halves(first, (first + end) / 2), Halves((first + end) / 2, end));
}
