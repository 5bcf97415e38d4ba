// Correctly rounded sums and dot products of binary16 arrays in memory.

using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

public static partial class ExactSum
{
    /// <inheritdoc cref="Sum(ReadOnlySpan{float})"/>
    public static Half Sum(ReadOnlySpan<Half> values) => Sum(default(HalfElements), values, BinaryFormat.Half);

    /// <inheritdoc cref="Sum(ReadOnlySpan{float}, Rounding)"/>
    public static Half Sum(ReadOnlySpan<Half> values, Rounding rounding) =>
        Sum(default(HalfElements), values, InDirection(BinaryFormat.Half, rounding));

    /// <inheritdoc cref="Dot(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static Half Dot(ReadOnlySpan<Half> a, ReadOnlySpan<Half> b) => Dot(default(HalfElements), a, b, BinaryFormat.Half);

    /// <inheritdoc cref="Dot(ReadOnlySpan{float}, ReadOnlySpan{float}, Rounding)"/>
    public static Half Dot(ReadOnlySpan<Half> a, ReadOnlySpan<Half> b, Rounding rounding) =>
        Dot(default(HalfElements), a, b, InDirection(BinaryFormat.Half, rounding));
}
