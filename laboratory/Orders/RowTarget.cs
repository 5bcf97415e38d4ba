// An operation that turns a row of numbers into a row, and adds inside.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// An implementation of softmax: eˣ⁻ᵐ / Σ eˣ⁻ᵐ, where m is the largest number of the row; or of layer normalization: (x − mean)/√(variance + ε).
/// </summary>
/// <param name="Id">Its name, such as <c>torch.softmax</c> or <c>torch.softmax.binary16</c>.</param>
/// <param name="Place">The library with its version.</param>
/// <param name="Format">The format of its numbers.</param>
/// <param name="ComputeAll">A row of results for each row.</param>
internal sealed record RowTarget(
    string Id, string Place, BinaryRounding Format, Func<IReadOnlyList<double[]>, IReadOnlyList<double[]>> ComputeAll)
{
    /// <summary>What it computes.</summary>
    public OrderOperation Operation { get; init; } = OrderOperation.Softmax;

    /// <summary>The same operation in binary32, if this one is of a shorter format.</summary>
    public RowTarget? InBinary32 { get; init; }
}
