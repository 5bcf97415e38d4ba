// A product of matrices, or of a matrix and a vector, whose elements may have different orders.

using QuizKit.Laboratory.Formats;
using static System.FormattableString;

namespace QuizKit.Laboratory.Orders;

/// <summary>The shape of a product a·wᵀ.</summary>
/// <param name="Rows">The rows of a, and of the product.</param>
/// <param name="Length">The columns of a, and the rows of wᵀ: the addends of each element.</param>
/// <param name="Columns">The columns of wᵀ, and of the product; 1 for a product with a vector.</param>
internal readonly record struct ProductShape(int Rows, int Length, int Columns)
{
    /// <summary>The number of elements of the product.</summary>
    public int Elements => Rows * Columns;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"{Rows} × {Length} by {Length} × {Columns}");
}

/// <summary>The operands of a product.</summary>
/// <param name="A">The left matrix, row by row, or one row that stands for all of them.</param>
/// <param name="W">The right matrix, column by column, or one column that stands for all of them.</param>
internal readonly record struct ProductOperands(double[] A, double[] W);

/// <summary>An implementation of a product.</summary>
/// <param name="Id">Its name, such as <c>numpy.matmul</c> or <c>numpy.matvec.binary64</c>.</param>
/// <param name="Place">The library with its version.</param>
/// <param name="Format">The format of its numbers.</param>
/// <param name="IsVector">Whether the right operand is a vector.</param>
/// <param name="ComputeAll">All elements of each product, row by row.</param>
internal sealed record ProductTarget(
    string Id, string Place, BinaryRounding Format, bool IsVector,
    Func<ProductShape, IReadOnlyList<ProductOperands>, IReadOnlyList<double[]>> ComputeAll);
