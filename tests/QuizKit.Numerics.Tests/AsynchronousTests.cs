// Sums of sequences whose numbers arrive over time: the bits of the array.

using System.Runtime.CompilerServices;
using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed class AsynchronousTests
{
    [Fact]
    public async Task Sequences_have_the_bits_of_the_array()
    {
        var numbers = new HostileNumbers(73);
        foreach (var kind in Enum.GetValues<Hostility>())
        {
            for (var trial = 0; trial < 30; trial++)
            {
                var doubles = numbers.Doubles(kind, numbers.Length(600));
                var singles = numbers.Singles(kind, doubles.Length);
                Assert.True(Same(ExactSum.Sum(doubles), await ExactSum.SumAsync(OverTime(doubles))), Show(doubles));
                Assert.True(Same(ExactSum.Sum(singles), await ExactSum.SumAsync(OverTime(singles))), Show(singles));
            }
        }

        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(await ExactSum.SumAsync(OverTime(Array.Empty<double>()))));
    }

    [Fact]
    public async Task Sequences_that_are_null_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => ExactSum.SumAsync((IAsyncEnumerable<float>)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => ExactSum.SumAsync((IAsyncEnumerable<double>)null!));
    }

    [Fact]
    public async Task A_sequence_that_never_ends_can_be_canceled()
    {
        using var source = new CancellationTokenSource();
        var taken = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ExactSum.SumAsync(Endless(), source.Token));

        Assert.Equal(1000, taken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ExactSum.SumAsync(Endless(), source.Token));
        Assert.Equal(1000, taken);

        async IAsyncEnumerable<double> Endless()
        {
            while (true)
            {
                await Task.Yield();
                if (++taken == 1000) await source.CancelAsync();
                yield return 1;
            }
        }
    }

    [Fact]
    public async Task The_token_reaches_the_sequence()
    {
        using var source = new CancellationTokenSource();
        CancellationToken received = default;

        await ExactSum.SumAsync(Numbers(), source.Token);

        Assert.Equal(source.Token, received);

        async IAsyncEnumerable<float> Numbers([EnumeratorCancellation] CancellationToken token = default)
        {
            await Task.Yield();
            received = token;
            yield return 1;
        }
    }

    private static async IAsyncEnumerable<T> OverTime<T>(IEnumerable<T> values)
    {
        var count = 0;
        foreach (var value in values)
        {
            if (count++ % 50 == 0) await Task.Yield();
            yield return value;
        }
    }
}
