// Rules are learned from a few lengths and predict others.

using System.Globalization;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Rules;
using QuizKit.Numerics;
using Xunit;

namespace QuizKit.Laboratory.Tests.Rules;

public sealed class RuleStudyTests
{
    private const int Longest = 1_600;

    [Theory]
    [InlineData("dotnet.loop", "from left to right")]
    [InlineData("dotnet.linq-sum", "from left to right")]
    [InlineData("dotnet.linq-sum.binary64", "from left to right")]
    [InlineData(
        "quizkit.fixed-tree",
        "256 lanes, each from left to right; the lanes in halves, the second half to the first; the rest to the first lanes")]
    [InlineData(
        "quizkit.numpy-order",
        "two halves, the first rounded down to a multiple of 8, down to blocks of at most 128, each 8 lanes, each from left to right; the "
            + "lanes in neighbouring pairs; the rest, one after another, to their sum")]
    public void The_rules_of_sums_of_this_process_are_found(string name, string words)
    {
        var finding = Learn(HostTargets.All.Single(target => target.Id == name)).Finding;
        Assert.Equal(words, finding.Rule);
        Assert.InRange(finding.Learned.Count, 1, RuleStudy.MostLearned);
        Assert.Empty(finding.Learned.Intersect(finding.Tested));
        Assert.Equal((RuleStudy.Predictions, RuleStudy.Predictions), (finding.Tested.Count, finding.Right));
        Assert.Equal(finding.Arrays, finding.Equal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void The_cascade_of_PyTorch_is_found(int lanes)
    {
        var finding = Learn(OrderTarget.Sum("x", "X", values => TorchOrder.Sum(values, lanes))).Finding;
        Assert.True(finding.WhyNot is null, finding.WhyNot);
        Assert.Contains("cascade of accumulators with steps of 16", finding.Rule, StringComparison.Ordinal);
        Assert.Contains(lanes.ToString(CultureInfo.InvariantCulture) + " lanes, each 4 lanes", finding.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet.vector-sum")]
    [InlineData("dotnet.vector-sum.binary64")]
    [InlineData("dotnet.tensor-sum")]
    [InlineData("dotnet.tensor-sum.binary64")]
    [InlineData("dotnet.tensor-dot")]
    public void Sums_of_vectors_have_a_rule_on_every_processor(string name)
    {
        var learned = Learn(HostTargets.All.Single(target => target.Id == name));
        Assert.True(learned.Finding.WhyNot is null, learned.Finding.WhyNot);
        Assert.Equal(learned.Finding.Arrays, learned.Finding.Equal);
    }

    [Fact]
    public void The_emitted_code_gives_the_bits()
    {
        foreach (var target in Thorough.Cases(HostTargets.All, oneOf: 8))
        {
            var learned = Learn(target);
            if (learned.Rule is null)
            {
                Assert.NotNull(learned.Finding.WhyNot);
                continue;
            }

            var imitation = EmittedCode.Compile(RuleCode.Of(learned.Rule, learned.Arithmetic!, target, ["Proof."])!, target);
            foreach (var length in Enumerable.Range(1, 40).Concat([63, 128, 129, 257, 511, 1_000]))
            {
                foreach (var seed in new uint[] { 1, 99, 12_345 })
                {
                    var operands = RuleStudy.OperandsOf(target, seed, length, 4);
                    Assert.Equal(
                        target.ComputeAll(operands).Select(BitConverter.DoubleToInt64Bits),
                        imitation.ComputeAll(operands).Select(BitConverter.DoubleToInt64Bits));
                }
            }
        }
    }

    [Fact]
    public void Random_rules_are_found_and_predict_other_lengths()
    {
        for (var seed = 1; seed <= CaseCount.Of("QUIZKIT_RULE_CASES", 6); seed++)
        {
            var rule = RandomRule.Of(new Random(seed));
            var learned = RuleStudy.Of(RandomRule.TargetOf(rule.TreeOf), Longest, (ulong)seed);
            Assert.True(learned.Rule is not null, $"{seed}: {rule.Words}: {learned.Finding.WhyNot}");
            foreach (var length in Enumerable.Range(1, 70).Concat([127, 300, 511, 777, 1_099]))
            {
                Assert.True(
                    learned.Rule.TreeOf(length).IsSameOrderAs(rule.TreeOf(length)), $"{seed}: {rule.Words}: {learned.Rule.Words}: {length}");
            }
        }
    }

    [Fact]
    public void An_order_that_no_rule_describes_is_declined()
    {
        for (var seed = 1; seed <= 2; seed++)
        {
            var seedOfTrees = seed;
            var finding = RuleStudy.Of(RandomRule.TargetOf(length => Shuffled(new Random(seedOfTrees), length)), Longest, 1).Finding;
            Assert.Null(finding.Rule);
            Assert.Null(finding.Code);
            Assert.StartsWith("No rule of the language", finding.WhyNot, StringComparison.Ordinal);
        }
    }

    [ThoroughTheory]
    [InlineData(150)]
    [InlineData(421)]
    public void A_change_of_the_order_that_ten_lengths_do_not_find_is_declined(int change)
    {
        OrderRule few = new ChainRule(), many = new CascadeRule(4);
        var learned = RuleStudy.Of(
            RandomRule.TargetOf(length => (length < change ? few : many).TreeOf(length)), Longest, 3);

        Assert.Null(learned.Rule);
        Assert.Null(learned.Finding.Code);
        Assert.Contains("10", learned.Finding.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_beyond_the_revealed_lengths_ends_the_rule()
    {
        OrderRule few = new ChainRule(), many = new CascadeRule(4);
        var finding = RuleStudy.Of(
            RandomRule.TargetOf(length => (length < 1_500 ? few : many).TreeOf(length)), Longest, 1).Finding;
        Assert.Equal(new LengthRange(1, 1_499, "from left to right"), Assert.Single(finding.Ranges));
        Assert.Equal(finding.Arrays, finding.Equal);
    }

    [Theory]
    [InlineData(100, 143, 128)]
    [InlineData(5, 5, 5)]
    [InlineData(6, 21, 16)]
    [InlineData(33, 39, 36)]
    public void The_simplest_number_of_an_interval_has_the_most_factors_of_two(int from, int to, int simplest) =>
        Assert.Equal(simplest, RuleFit.Simplest(from, to));

    private static SummationTree Shuffled(Random random, int length)
    {
        var sums = Enumerable.Range(0, length).Select(i => SummationTree.Of(i)).ToList();
        while (sums.Count > 1)
        {
            var one = random.Next(sums.Count);
            var other = random.Next(sums.Count - 1);
            if (other >= one) other++;
            var sum = SummationTree.Of(sums[one], sums[other]);
            sums.RemoveAt(Math.Max(one, other));
            sums[Math.Min(one, other)] = sum;
        }

        return sums[0];
    }

    private static LearnedRule Learn(OrderTarget target, ulong seed = 1) => RuleStudy.Of(target, Longest, seed);
}
