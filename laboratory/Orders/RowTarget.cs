// An operation that turns a row of numbers into a row, and adds inside.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Orders;

/// <summary>An implementation of softmax: eˣ⁻ᵐ / Σ eˣ⁻ᵐ, where m is the largest number of the row.</summary>
/// <param name="Id">Its name, such as <c>torch.softmax</c> or <c>torch.softmax.binary16</c>.</param>
/// <param name="Place">The library with its version.</param>
/// <param name="Format">The format of its numbers.</param>
/// <param name="ComputeAll">A row of results for each row.</param>
internal sealed record RowTarget(
    string Id, string Place, BinaryRounding Format, Func<IReadOnlyList<double[]>, IReadOnlyList<double[]>> ComputeAll)
{
    /// <summary>The same operation in binary32, if this one is of a shorter format.</summary>
    public RowTarget? InBinary32 { get; init; }

    /// <summary>The sum of the same library in the same format, if there is one.</summary>
    public OrderTarget? Sum { get; init; }
}
