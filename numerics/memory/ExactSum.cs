// Correctly rounded sums and dot products of arrays in memory.

using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

/// <summary>
/// Exact sums, dot products and what follows from them, of numbers in memory. Each result is the mathematical value for the given numbers,
/// rounded once: to nearest, ties to even, unless a <see cref="Rounding"/> is given. The order of the input does not change its bits, and
/// <c>DeviceSum</c> of QuizKit.Numerics.Gpu gives the same bits for sums and dot products on any device.
/// </summary>
/// <remarks>
/// Runs on one thread, except for <see cref="ParallelSum(ReadOnlyMemory{double}, ParallelOptions)"/> and <see
/// cref="ParallelDot(ReadOnlyMemory{double}, ReadOnlyMemory{double}, ParallelOptions)"/>. An array whose magnitudes are spread over more
/// than about thirty powers of two takes a few times as long as one whose magnitudes are similar. No intermediate result overflows or
/// underflows, for arrays of any length. Where the terms of a sum include a NaN, infinities of both signs or ∞·0, the result is a NaN;
/// other infinities give an infinity.
/// </remarks>
public static partial class ExactSum
{
    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static float Sum(ReadOnlySpan<float> values) => Sum(default(SingleElements), values, BinaryFormat.Single);

    /// <inheritdoc cref="Sum(ReadOnlySpan{float})"/>
    public static double Sum(ReadOnlySpan<double> values) => Sum(default(DoubleElements), values, BinaryFormat.Double);

    /// <summary>Returns Σ x[i], rounded once in a direction.</summary>
    /// <param name="values">The numbers; none give +0.</param>
    /// <param name="rounding">The direction.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such direction.</exception>
    public static float Sum(ReadOnlySpan<float> values, Rounding rounding) =>
        Sum(default(SingleElements), values, InDirection(BinaryFormat.Single, rounding));

    /// <inheritdoc cref="Sum(ReadOnlySpan{float}, Rounding)"/>
    public static double Sum(ReadOnlySpan<double> values, Rounding rounding) =>
        Sum(default(DoubleElements), values, InDirection(BinaryFormat.Double, rounding));

    /// <summary>Returns Σ a[i]·b[i], no product rounded.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many; none give +0.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Dot(default(SingleElements), a, b, BinaryFormat.Single);

    /// <inheritdoc cref="Dot(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Dot(default(DoubleElements), a, b, BinaryFormat.Double);

    /// <summary>Returns Σ a[i]·b[i], no product rounded, and the sum rounded once in a direction.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many; none give +0.</param>
    /// <param name="rounding">The direction.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such direction.</exception>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Rounding rounding) =>
        Dot(default(SingleElements), a, b, InDirection(BinaryFormat.Single, rounding));

    /// <inheritdoc cref="Dot(ReadOnlySpan{float}, ReadOnlySpan{float}, Rounding)"/>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Rounding rounding) =>
        Dot(default(DoubleElements), a, b, InDirection(BinaryFormat.Double, rounding));

    /// <summary>Returns s = Σ x[i], rounded once, and r = Σ x[i] − s, rounded once: s + r has about twice the bits.</summary>
    /// <param name="values">The numbers; none give +0 and +0.</param>
    /// <returns>The sum and the residual, which is +0 where the sum is exact, an infinity or a NaN.</returns>
    public static (float Sum, float Residual) SumWithResidual(ReadOnlySpan<float> values) =>
        SumWithResidual(default(SingleElements), values);

    /// <inheritdoc cref="SumWithResidual(ReadOnlySpan{float})"/>
    public static (double Sum, double Residual) SumWithResidual(ReadOnlySpan<double> values) =>
        SumWithResidual(default(DoubleElements), values);

    /// <summary>Returns s = Σ a[i]·b[i], rounded once, and r = Σ a[i]·b[i] − s, rounded once: s + r has about twice the bits.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many; none give +0 and +0.</param>
    /// <returns>The dot product and the residual, which is +0 where the product is exact, an infinity or a NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static (float Dot, float Residual) DotWithResidual(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        DotWithResidual(default(SingleElements), a, b);

    /// <inheritdoc cref="DotWithResidual(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static (double Dot, double Residual) DotWithResidual(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        DotWithResidual(default(DoubleElements), a, b);

    /// <summary>Compares Σ x[i] with Σ y[i] exactly: sums that differ are not equal even if they round to the same number.</summary>
    /// <param name="x">The numbers on the left; none add up to zero.</param>
    /// <param name="y">The numbers on the right. There need not be as many.</param>
    /// <returns>
    /// −1 if the left sum is smaller, 0 if the sums are equal, 1 if it is larger. As in <see cref="double.CompareTo(double)"/>, the two zeros are
    /// equal, and a NaN is equal to a NaN and smaller than all else.
    /// </returns>
    public static int Compare(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Compare(default(SingleElements), x, y);

    /// <inheritdoc cref="Compare(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static int Compare(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Compare(default(DoubleElements), x, y);

    internal static void RequireSameLength(long a, long b)
    {
        if (a != b) throw new ArgumentException($"A dot product needs two arrays of one length; these have {a} and {b} elements.");
    }

    internal static BinaryFormat InDirection(BinaryFormat format, Rounding rounding) => rounding is >= 0 and <= Rounding.Up
        ? format with { Rounding = rounding }
        : throw new ArgumentOutOfRangeException(
            nameof(rounding), rounding, $"The direction must be one of {string.Join(", ", Enum.GetNames<Rounding>())}.");

    private static T Sum<T, TElements>(TElements elements, ReadOnlySpan<T> values, BinaryFormat format)
        where T : unmanaged
        where TElements : struct, IElements<T> => elements.FromBits(elements.Sum(values, format));

    private static T Dot<T, TElements>(TElements elements, ReadOnlySpan<T> a, ReadOnlySpan<T> b, BinaryFormat format)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        RequireSameLength(a.Length, b.Length);
        return elements.FromBits(elements.Dot(a, b, format));
    }

    private static (T Sum, T Residual) SumWithResidual<T, TElements>(TElements elements, ReadOnlySpan<T> values)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        elements.Add(values, ref sum);
        return WithResidual<T, TElements>(elements, sum);
    }

    private static (T Dot, T Residual) DotWithResidual<T, TElements>(TElements elements, ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        RequireSameLength(a.Length, b.Length);
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        elements.AddProducts(a, b, ref sum);
        return WithResidual<T, TElements>(elements, sum);
    }

    internal static (T Sum, T Residual) WithResidual<T, TElements>(TElements elements, HostSum sum)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var rounded = elements.FromBits(sum.Round(elements.Format));
        var wide = elements.Widen(rounded);
        if (!double.IsFinite(wide)) return (rounded, default);
        default(DoubleElements).Add(stackalloc[] { -wide }, ref sum);
        return (rounded, sum.IsZero ? default : elements.FromBits(sum.Round(elements.Format)));
    }

    private static int Compare<T, TElements>(TElements elements, ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        HostSum left = new(stackalloc long[FixedPoint.Limbs]), right = new(stackalloc long[FixedPoint.Limbs]);
        elements.Add(x, ref left);
        elements.Add(y, ref right);
        return FixedPoint.Compare(left.Limbs, left.Flags, right.Limbs, right.Flags);
    }
}
