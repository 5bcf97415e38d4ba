// Products of matrices in memory whose elements are correctly rounded.

using System.Buffers;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

/// <summary>
/// Products of matrices, each element the exact dot product rounded once, to nearest, ties to even, as <see
/// cref="ExactSum.Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/> gives it. Matrices are in row-major order: element (i, j) of m × n
/// elements is the one at i·n + j.
/// </summary>
public static class ExactMatrix
{
    /// <summary>Writes y = A·x, y[i] = Σ A[i, j]·x[j].</summary>
    /// <param name="matrix">A, rows × columns elements.</param>
    /// <param name="rows">The number of rows of A.</param>
    /// <param name="columns">The number of columns of A. Without columns, each y[i] is +0.</param>
    /// <param name="vector">x, as many elements as A has columns.</param>
    /// <param name="destination">Where y goes, as many elements as A has rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException">A span has another length than its dimensions say, or the destination overlaps the others.</exception>
    public static void MultiplyVector(
        ReadOnlySpan<float> matrix, int rows, int columns, ReadOnlySpan<float> vector, Span<float> destination) =>
        MultiplyVector(default(SingleElements), matrix, vector, destination, rows, columns);

    /// <inheritdoc cref="MultiplyVector(ReadOnlySpan{float}, int, int, ReadOnlySpan{float}, Span{float})"/>
    public static void MultiplyVector(
        ReadOnlySpan<double> matrix, int rows, int columns, ReadOnlySpan<double> vector, Span<double> destination) =>
        MultiplyVector(default(DoubleElements), matrix, vector, destination, rows, columns);

    /// <summary>Writes C = A·B, C[i, j] = Σ A[i, k]·B[k, j].</summary>
    /// <param name="left">A, rows × inner elements.</param>
    /// <param name="right">B, inner × columns elements.</param>
    /// <param name="destination">Where C goes, rows × columns elements.</param>
    /// <param name="rows">The number of rows of A and C.</param>
    /// <param name="inner">The number of columns of A and of rows of B. If it is 0, each element of C is +0.</param>
    /// <param name="columns">The number of columns of B and C.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException">A span has another length than its dimensions say, or the destination overlaps the others.</exception>
    public static void Multiply(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination, int rows, int inner, int columns) =>
        Multiply(default(SingleElements), left, right, destination, rows, inner, columns);

    /// <inheritdoc cref="Multiply(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    public static void Multiply(
        ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> destination, int rows, int inner, int columns) =>
        Multiply(default(DoubleElements), left, right, destination, rows, inner, columns);

    private static void MultiplyVector<T, TElements>(
        TElements elements, ReadOnlySpan<T> matrix, ReadOnlySpan<T> vector, Span<T> destination, int rows, int columns)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        RequireShape("The matrix", matrix.Length, rows, columns);
        RequireShape("The vector", vector.Length, columns, 1);
        RequireShape("The destination", destination.Length, rows, 1);
        ExactSum.RequireNoOverlap(matrix, destination);
        ExactSum.RequireNoOverlap(vector, destination);
        for (var i = 0; i < rows; i++)
            destination[i] = elements.FromBits(elements.Dot(matrix.Slice(i * columns, columns), vector, elements.Format));
    }

    private static void Multiply<T, TElements>(
        TElements elements, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination, int rows, int inner, int columns)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        RequireShape("The left matrix", left.Length, rows, inner);
        RequireShape("The right matrix", right.Length, inner, columns);
        RequireShape("The destination", destination.Length, rows, columns);
        ExactSum.RequireNoOverlap(left, destination);
        ExactSum.RequireNoOverlap(right, destination);

        // The elements of a column are copied side by side once, for the dot products with all rows of the left matrix.
        var rented = ArrayPool<T>.Shared.Rent(inner);
        var column = rented.AsSpan(0, inner);
        for (var j = 0; j < columns; j++)
        {
            for (var k = 0; k < inner; k++) column[k] = right[(k * columns) + j];
            for (var i = 0; i < rows; i++)
            {
                var row = left.Slice(i * inner, inner);
                destination[(i * columns) + j] = elements.FromBits(elements.Dot(row, column, elements.Format));
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    private static void RequireShape(string name, int length, int rows, int columns)
    {
        var expected = (long)rows * columns;
        if (length != expected)
            throw new ArgumentException($"{name} has {length} elements; {rows} × {columns} need {expected}.");
    }
}
