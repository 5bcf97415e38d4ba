// A hundred million numbers, in any partition and merged along any tree, have one sum.

using System.Runtime.InteropServices;
using Xunit;

namespace QuizKit.Numerics.Tests;

public sealed class ShardTests
{
    private static readonly int Numbers = Thorough.Count(100_000_000);
    private const int Shards = 64;

    [Fact]
    public void Many_numbers_have_one_sum_in_any_partition_and_along_any_tree()
    {
        // given: the finest partition, once
        var shards = Partition(Shards);
        var whole = Merge(shards);
        var bytes = whole.ToByteArray();

        // when it is merged along a thousand random trees, half of them by bytes; then every number of shards by groups of the finest ones
        var random = new Random(51);
        for (var tree = 0; tree < Thorough.Count(1000); tree++)
        {
            var nodes = shards.Select(shard => ExactAccumulator.Read(shard.ToByteArray())).ToList();
            while (nodes.Count > 1)
            {
                var (at, last) = (random.Next(nodes.Count - 1), nodes[^1]);
                nodes[at].Merge(tree % 2 == 0 ? last : ExactAccumulator.Read(last.ToByteArray()));
                nodes.RemoveAt(nodes.Count - 1);
                random.Shuffle(CollectionsMarshal.AsSpan(nodes));
            }

            Assert.Equal(bytes, nodes[0].ToByteArray());
        }

        for (var count = 1; count <= Shards; count++)
        {
            ExactAccumulator[] groups = [.. Enumerable.Range(0, count).Select(_ => new ExactAccumulator())];
            foreach (var shard in shards) groups[random.Next(count)].Merge(shard);
            Assert.Equal(bytes, Merge(groups).ToByteArray());
        }

        // and when the numbers themselves are dealt out in other ways
        foreach (var count in new[] { 1, 3, 47 }) Assert.Equal(bytes, Merge(Partition(count)).ToByteArray());

        // then: it is the sum of the integers that the numbers are multiples of
        Assert.Equal(Numbers, whole.Count);
        Assert.Equal(Reference.Sum(ExactTotal()), whole.ToDouble());
    }

    private static ExactAccumulator Merge(IEnumerable<ExactAccumulator> parts)
    {
        var sum = new ExactAccumulator();
        foreach (var part in parts) sum.Merge(part);
        return sum;
    }

    /// <summary>Adds contiguous shards, on all processors, with an accumulator each.</summary>
    private static ExactAccumulator[] Partition(int count)
    {
        var shards = new ExactAccumulator[count];
        Parallel.For(0, count, shard =>
        {
            var sum = new ExactAccumulator();
            var buffer = new double[1 << 14];
            var (start, end) = ((long)Numbers * shard / count, (long)Numbers * (shard + 1) / count);
            for (var first = start; first < end; first += buffer.Length)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - first));
                for (var i = 0; i < part.Length; i++) part[i] = Number(first + i);
                sum.AddRange(part);
            }

            shards[shard] = sum;
        });
        return shards;
    }

    /// <summary>
    /// An integer of 53 bits times a power of two between 2⁻¹⁵ and 2¹⁶, and one that outweighs all of them in every 2²⁰: a loop would round
    /// at each step.
    /// </summary>
    private static double Number(long index)
    {
        var (significand, exponent) = Parts(index);
        return significand * BitConverter.Int64BitsToDouble((1023L + exponent) << 52);
    }

    private static (long Significand, int Exponent) Parts(long index)
    {
        var hash = (ulong)index * 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
        return ((long)hash >> 11, (index & 0xFFFFF) == 77 ? 200 : (int)(index & 0x1F) - 15);
    }

    /// <summary>The exact sum, as numbers of few bits.</summary>
    private static IEnumerable<double> ExactTotal()
    {
        Int128 small = 0, large = 0;
        for (var index = 0L; index < Numbers; index++)
        {
            var (significand, exponent) = Parts(index);
            if (exponent == 200) large += significand;
            else small += (Int128)significand << (exponent + 15);
        }

        foreach (var (total, unit) in new[] { (small, -15), (large, 200) })
        {
            var (rest, scale) = (UInt128.CreateTruncating(Int128.Abs(total)), unit);
            for (; rest != 0; rest >>= 32, scale += 32) yield return Int128.Sign(total) * Math.ScaleB((uint)rest, scale);
        }
    }
}
