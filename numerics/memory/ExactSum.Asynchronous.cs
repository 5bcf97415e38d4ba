// Correctly rounded sums of sequences whose numbers arrive over time.

namespace QuizKit.Numerics;

#pragma warning disable RS0026 // Optional parameters in overloads for other elements: no call can mean two of them.

public static partial class ExactSum
{
    /// <summary>Returns the sum of a sequence whose numbers arrive over time.</summary>
    /// <param name="values">The numbers; none give +0. The sequence is enumerated once.</param>
    /// <param name="cancellationToken">Given to the sequence, and checked before each number.</param>
    /// <exception cref="ArgumentNullException">The sequence is null.</exception>
    /// <exception cref="OperationCanceledException">Canceled before the end of the sequence.</exception>
    public static async Task<float> SumAsync(IAsyncEnumerable<float> values, CancellationToken cancellationToken = default) =>
        (await AccumulateAsync(values, (sum, value) => sum.Add(value), cancellationToken).ConfigureAwait(false)).ToSingle();

    /// <inheritdoc cref="SumAsync(IAsyncEnumerable{float}, CancellationToken)"/>
    public static async Task<double> SumAsync(IAsyncEnumerable<double> values, CancellationToken cancellationToken = default) =>
        (await AccumulateAsync(values, (sum, value) => sum.Add(value), cancellationToken).ConfigureAwait(false)).ToDouble();

    private static async Task<ExactAccumulator> AccumulateAsync<T>(
        IAsyncEnumerable<T> values, Action<ExactAccumulator, T> add, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        cancellationToken.ThrowIfCancellationRequested();
        var sum = new ExactAccumulator();
        await foreach (var value in values.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            add(sum, value);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return sum;
    }
}
