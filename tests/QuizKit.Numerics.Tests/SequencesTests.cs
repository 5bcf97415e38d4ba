// Sums of sequences and on several threads: the bits of the array on one thread.

using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed class SequencesTests
{
    [Fact]
    public void Sequences_have_the_bits_of_the_array()
    {
        var numbers = new HostileNumbers(71);
        foreach (var kind in Enum.GetValues<Hostility>())
        {
            for (var trial = 0; trial < 30; trial++)
            {
                var doubles = numbers.Doubles(kind, numbers.Length(600));
                var singles = numbers.Singles(kind, doubles.Length);
                Assert.True(Same(ExactSum.Sum(doubles), ExactSum.Sum(Lazily(doubles))), Show(doubles));
                Assert.True(Same(ExactSum.Sum(singles), ExactSum.Sum(Lazily(singles))), Show(singles));
            }
        }

        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(ExactSum.Sum(Enumerable.Empty<double>())));
    }

    [Fact]
    public void Sequences_that_are_null_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => ExactSum.Sum((IEnumerable<float>)null!));
        Assert.Throws<ArgumentNullException>(() => ExactSum.Sum((IEnumerable<double>)null!));
    }

    [Fact]
    public void Every_degree_of_parallelism_gives_the_bits_of_one_thread()
    {
        var random = new Random(72);
        foreach (var length in new[] { 0, 1, 1000, 1 << 16, (1 << 16) + 1, 300_001 })
        {
            double[] a = [.. Enumerable.Range(0, length).Select(_ => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-60, 60)))];
            double[] b = [.. a.Select(_ => random.NextDouble() - 0.5)];
            float[] singleA = [.. a.Select(value => (float)value)], singleB = [.. b.Select(value => (float)value)];
            foreach (var options in new[] { null, new(), new ParallelOptions { MaxDegreeOfParallelism = 1 }, new() { MaxDegreeOfParallelism = 3 } })
            {
                Assert.True(Same(ExactSum.Sum(a), ExactSum.ParallelSum(a, options)));
                Assert.True(Same(ExactSum.Dot(a, b), ExactSum.ParallelDot(a, b, options)));
                Assert.True(Same(ExactSum.Sum(singleA), ExactSum.ParallelSum(singleA, options)));
                Assert.True(Same(ExactSum.Dot(singleA, singleB), ExactSum.ParallelDot(singleA, singleB, options)));
            }
        }

        Assert.True(Same(-0.0, ExactSum.ParallelSum(Enumerable.Repeat(-0.0, 200_000).ToArray())));
        Assert.True(Same(0.0, ExactSum.ParallelSum(Enumerable.Repeat(-0.0, 200_000).Append(0.0).ToArray())));
        Assert.Throws<ArgumentException>(() => ExactSum.ParallelDot(new double[1], new double[2]));
        Assert.Throws<ArgumentException>(() => ExactSum.ParallelDot(new float[1], new float[2]));
    }

    [Fact]
    public void A_parallel_sum_can_be_canceled()
    {
        var options = new ParallelOptions { CancellationToken = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => ExactSum.ParallelSum(new double[100_000], options));
    }

    private static IEnumerable<T> Lazily<T>(IEnumerable<T> values)
    {
        foreach (var value in values) yield return value;
    }
}
