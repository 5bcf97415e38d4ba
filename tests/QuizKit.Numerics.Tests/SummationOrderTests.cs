// Orders revealed from results alone, against trees that are known.

using Xunit;

namespace QuizKit.Numerics.Tests;

public sealed class SummationOrderTests
{
    [Fact]
    public void Random_trees_of_any_fan_in_are_revealed_as_they_are()
    {
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var tree = RandomTree([.. Enumerable.Range(0, 1 + random.Next(24))], random, mostChildren: 2 + random.Next(4));

            var revealed = SummationOrder.Reveal(values => Fused(tree, values), tree.LeafCount);

            Assert.True(tree.IsSameOrderAs(revealed), $"{tree} was revealed as {revealed}");
        }
    }

    [Fact]
    public void A_left_to_right_sum_is_a_chain()
    {
        var tree = SummationOrder.Reveal(values => values.Aggregate((sum, value) => sum + value), 5);

        Assert.Equal("((((0+1)+2)+3)+4)", tree.ToString());
        Assert.Equal(4, tree.Height);
    }

    [Fact]
    public void The_fixed_tree_is_revealed_with_the_height_it_states()
    {
        const int length = 700;

        var tree = SummationOrder.Reveal(values => FixedTree.Sum(values), length);

        Assert.Equal(FixedTree.Height(length), tree.Height);
        var values = new HostileNumbers(1).Singles(Hostility.Swallowed, length);
        Assert.Equal(FixedTree.Sum(values), tree.Replay(values));
    }

    [Fact]
    public void A_long_chain_neither_recurses_nor_takes_more_than_n_probes()
    {
        var length = Thorough.Count(20_000, few: 6_000);
        var probes = 0;

        var tree = SummationOrder.Reveal(
            values =>
            {
                probes++;
                return values.Aggregate((sum, value) => sum + value);
            },
            length);

        Assert.Equal(length - 1, tree.Height);
        Assert.Equal(2 * (length - 1), probes);
        Assert.StartsWith("((((", tree.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_trees_are_revealed_in_batches_as_they_are()
    {
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            var tree = RandomTree([.. Enumerable.Range(0, 1 + random.Next(24))], random, mostChildren: 2 + random.Next(4));

            var revealed = SummationOrder.RevealInBatches(
                probes => [.. probes.Select(probe => Fused(tree, probe.ToAddends(tree.LeafCount)))], tree.LeafCount);

            Assert.True(tree.IsSameOrderAs(revealed), $"{tree} was revealed as {revealed}");
        }
    }

    [Fact]
    public void A_balanced_tree_takes_a_batch_a_level_and_each_batch_twice()
    {
        const int levels = 8, length = 1 << levels;
        var batches = new List<int>();

        var tree = SummationOrder.RevealInBatches(
            probes =>
            {
                batches.Add(probes.Count);
                return [.. probes.Select(probe => Halves(probe.ToAddends(length)))];
            },
            length);

        Assert.Equal(levels, tree.Height);
        Assert.Equal(2 * levels, batches.Count);
        Assert.Equal(levels * length, batches.Sum());
        Assert.Equal(batches.Where((_, i) => i % 2 == 0), batches.Where((_, i) => i % 2 == 1));

        static float Halves(ReadOnlySpan<float> values) =>
            values.Length == 1 ? values[0] : Halves(values[..(values.Length / 2)]) + Halves(values[(values.Length / 2)..]);
    }

    [Fact]
    public void A_batch_whose_second_answer_differs_has_no_order()
    {
        var calls = 0;

        var exception = Assert.Throws<NoFixedOrderException>(() => SummationOrder.RevealInBatches(
            probes => [.. probes.Select(probe => (calls++ < 4 ? probe.ToAddends(5) : Reversed(probe)).Aggregate((sum, value) => sum + value))],
            5));

        Assert.Contains("No fixed order: the same 5 numbers gave", exception.Message);

        static float[] Reversed(SummationProbe probe) => [.. probe.ToAddends(5).Reverse()];
    }

    [Fact]
    public void A_batch_with_an_answer_too_few_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => SummationOrder.RevealInBatches(probes => new float[probes.Count - 1], 10));

        Assert.Contains("9 probes were answered by 8 and 8 sums", exception.Message);
    }

    [Fact]
    public void A_probe_has_its_masks_where_it_says()
    {
        Assert.Equal([1f, SummationProbe.Mask, 1f, -SummationProbe.Mask], new SummationProbe(1, 3).ToAddends(4));
        Assert.Equal(SummationProbe.Mask, (float)Math.ScaleB(1, 127));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SummationProbe(1, 3).ToAddends(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SummationProbe(1, 1).ToAddends(3));
    }

    [Fact]
    public void An_order_is_read_as_it_was_written()
    {
        var random = new Random(6);
        for (var i = 0; i < 300; i++)
        {
            var tree = RandomTree([.. Enumerable.Range(0, 1 + random.Next(40))], random, mostChildren: 2 + random.Next(3));

            var read = SummationTree.Parse(tree.ToString());

            Assert.True(tree.IsSameOrderAs(read), tree.ToString());
            Assert.Equal(tree.ToString(), read.ToString());
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("(0+1", 5)]
    [InlineData("(0)", 3)]
    [InlineData("0+1", 2)]
    [InlineData("((0+1)+1)", 8)]
    [InlineData("(0+1))", 6)]
    [InlineData("(0+-1)", 4)]
    [InlineData("(0++1)", 4)]
    [InlineData("(99999999999+1)", 2)]
    public void What_is_no_order_is_refused_at_its_character(string text, int character) =>
        Assert.Contains($"see character {character}.", Assert.Throws<FormatException>(() => SummationTree.Parse(text)).Message);

    [Fact]
    public void A_sum_whose_order_changes_has_none()
    {
        var random = new Random(2);

        var exception = Assert.Throws<NoFixedOrderException>(() => SummationOrder.Reveal(
            values =>
            {
                var shuffled = values.ToArray();
                random.Shuffle(shuffled);
                return shuffled.Aggregate((sum, value) => sum + value);
            },
            100));

        Assert.Contains("No fixed order: the same 100 numbers gave", exception.Message);
    }

    [Fact]
    public void An_exact_sum_is_no_tree_and_that_shows_after_its_first_probes()
    {
        const int length = 300;
        var calls = 0;
        var exception = Assert.Throws<NoFixedOrderException>(() => SummationOrder.Reveal(
            values =>
            {
                calls++;
                return ExactSum.Sum(values);
            },
            length));

        Assert.Contains("exact", exception.Message);
        Assert.Equal(2 * (length - 1), calls);
    }

    [Fact]
    public void A_function_that_is_no_sum_is_told_apart()
    {
        var exception = Assert.Throws<NoFixedOrderException>(() => SummationOrder.Reveal(values => values.Max(), 10));

        Assert.Contains("which no order of additions does", exception.Message);
    }

    [Fact]
    public void A_tree_refuses_another_number_of_addends()
    {
        var exception = Assert.Throws<ArgumentException>(() => SummationTree.Of(SummationTree.Of(0), SummationTree.Of(1)).Replay([1f]));

        Assert.Equal("This tree adds up 2 numbers, not 1.", exception.Message);
    }

    private static SummationTree RandomTree(List<int> leaves, Random random, int mostChildren)
    {
        if (leaves.Count == 1) return SummationTree.Of(leaves[0]);
        var shuffled = leaves.ToArray();
        random.Shuffle(shuffled);
        var children = Math.Min(2 + random.Next(mostChildren - 1), leaves.Count);
        var inner = Enumerable.Range(1, leaves.Count - 1).OrderBy(_ => random.Next()).Take(children - 1);
        var cuts = inner.Order().Append(leaves.Count).ToList();
        var start = 0;
        var parts = new List<SummationTree>();
        foreach (var cut in cuts)
        {
            parts.Add(RandomTree([.. shuffled[start..cut]], random, mostChildren));
            start = cut;
        }

        return SummationTree.Of([.. parts]);
    }

    /// <summary>
    /// A node of several children aligns them to the largest, cuts off what lies below its last place, and adds, as matrix units do.
    /// </summary>
    private static float Fused(SummationTree tree, float[] values)
    {
        if (tree.Leaf >= 0) return values[tree.Leaf];
        var sums = tree.Children.Select(child => Fused(child, values)).ToArray();
        if (sums.Length == 2) return sums[0] + sums[1];
        var largest = sums.Max(MathF.Abs);
        var lastPlace = largest == 0 ? 1 : Math.ScaleB(1, Math.ILogB(largest) - 23);
        return (float)sums.Sum(sum => Math.Truncate(sum / lastPlace) * lastPlace);
    }
}
