// The fixed tree in memory: the additions it takes, its height and its bound.

using Xunit;

namespace QuizKit.Numerics.Tests;

public sealed class FixedTreeTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(256, 8)]
    [InlineData(257, 9)]
    [InlineData(4096, 23)]
    [InlineData(4097, 24)]
    [InlineData(4096 * 4096, 46)]
    public void The_height_is_that_of_lanes_and_their_folding(long length, int height) => Assert.Equal(height, FixedTree.Height(length));

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(300)]
    public void No_addend_goes_through_more_additions_than_the_height(int length)
    {
        var deepest = Enumerable.Range(0, length).Max(leaf => Depth(length, leaf));

        Assert.InRange(deepest, 1, FixedTree.Height(length));
    }

    [Fact]
    public void The_sum_lies_within_its_bound()
    {
        var numbers = new HostileNumbers(9);
        for (var i = 0; i < 100; i++)
        {
            var values = numbers.Singles(Hostility.Swallowed, 1 + (i * 97));
            var bound = FixedTree.Height(values.Length) * Math.ScaleB(1, -24) * 1.001 * values.Sum(x => Math.Abs((double)x));

            Assert.InRange(FixedTree.Sum(values), ExactSum.Sum(values) - bound, ExactSum.Sum(values) + bound);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(5000)]
    public void A_sum_that_is_not_a_number_has_the_same_bits_whatever_NaN_it_met(int length)
    {
        var singles = new float[length];
        var doubles = new double[length];
        singles[length / 2] = BitConverter.UInt32BitsToSingle(0x7FC01234);
        doubles[length / 2] = BitConverter.UInt64BitsToDouble(0x7FF8000000001234);

        Assert.Equal(BitConverter.SingleToUInt32Bits(float.NaN), BitConverter.SingleToUInt32Bits(FixedTree.Sum(singles)));
        Assert.Equal(BitConverter.DoubleToUInt64Bits(double.NaN), BitConverter.DoubleToUInt64Bits(FixedTree.Sum(doubles)));
        Assert.Equal(BitConverter.SingleToUInt32Bits(float.NaN), BitConverter.SingleToUInt32Bits(FixedTree.Dot(singles, singles)));
    }

    /// <summary>
    /// The subtrees that hold a leaf nest; each other leaf joins it in one of them. How many distinct sizes these have is the
    /// number of additions on the leaf's way to the root. A subtree's size shows by masking (Xie et al. 2025, FPRev): what is
    /// added before +M and −M meet is swallowed.
    /// </summary>
    private static int Depth(int length, int leaf)
    {
        const float mask = 1.7014118e38f;
        return Enumerable.Range(0, length).Where(other => other != leaf).Select(other =>
        {
            var values = Enumerable.Repeat(1f, length).ToArray();
            values[leaf] = mask;
            values[other] = -mask;
            return FixedTree.Sum(values);
        }).Distinct().Count();
    }
}
