// The numbers of a sum or dot product of the cure study, and their sums in memory.

using System.Numerics;
using System.Runtime.CompilerServices;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Cure;

/// <summary>The numbers to add up, or the pairs to multiply and add.</summary>
/// <param name="A">The numbers, or the left factors.</param>
/// <param name="B">The right factors, of the same length, or null for a plain sum.</param>
internal sealed record Numbers<T>(T[] A, T[]? B)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static NumberFormat Format => FloatFormat<T>.IsSingle ? NumberFormat.Binary32 : NumberFormat.Binary64;

    public OrderOperation Operation => B is null ? OrderOperation.Sum : OrderOperation.Dot;

    public int Length => A.Length;

    /// <summary>Returns the size of the numbers of an operation in bytes.</summary>
    public static long BytesOf(OrderOperation operation, int length) =>
        (long)length * Unsafe.SizeOf<T>() * (operation == OrderOperation.Dot ? 2 : 1);

    /// <summary>Returns the exact sum, built by one addition for each term.</summary>
    public ExactAccumulator Accumulate()
    {
        var sum = new ExactAccumulator();
        for (var i = 0; i < A.Length; i++)
            sum.AddProduct(double.CreateTruncating(A[i]), B is null ? 1 : double.CreateTruncating(B[i]));
        return sum;
    }
}
