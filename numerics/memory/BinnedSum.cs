// Sums and dot products of arrays in memory that do not depend on the order of the input, and cost less than exact ones.

using System.Runtime.Intrinsics;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

/// <summary>
/// Binned sums and dot products: the order of the input does not change their bits, and neither does the processor, as with <see
/// cref="ExactSum"/>. They are not correctly rounded, but an error bound is known in advance (<see cref="ErrorBound(long, double, double)"/>).
/// <c>DeviceSum</c> of QuizKit.Numerics.Gpu gives the same bits on any device.
/// </summary>
/// <remarks>
/// <para>
/// Let M be the largest magnitude of the terms, and 2^t the smallest power of two with M ≤ 2^t and t = 4 modulo 8. Each term is rounded to
/// the nearest multiple of the quantum q, ties to even, with q = 2^(t−51) for binary32 and q = 2^(t−77) for binary64. These multiples are
/// added exactly, and the sum is rounded once to nearest, ties to even. M is more than 2^(t−8), so q/2 is less than 2⁻⁴⁴·M or 2⁻⁷⁰·M: at
/// least 43 or 69 bits of the largest term remain, and nothing of a term of less than q/2.
/// </para>
/// <para>
/// After Demmel, Ahrens and Nguyen ("Efficient reproducible floating point summation and BLAS", 2016; "Algorithms for efficient reproducible
/// floating point summation", ACM TOMS 46, 2020), with integers for what is kept in a bin. The terms of a dot product are exact products for
/// binary32, and for binary64 products that are rounded once to binary64. No sum on the way overflows. Infinities and NaN follow IEEE 754, as
/// those of <see cref="ExactSum"/> do; a sum of zero is −0 if every term is −0, and otherwise +0. Runs on one thread, and allocates nothing.
/// </para>
/// </remarks>
public static unsafe class BinnedSum
{
    /// <summary>Returns Σ x[i], except for what the quantum drops.</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static float Sum(ReadOnlySpan<float> values)
    {
        fixed (float* first = values) return Single(new SingleValues(first, values.Length));
    }

    /// <inheritdoc cref="Sum(ReadOnlySpan{float})"/>
    public static double Sum(ReadOnlySpan<double> values)
    {
        fixed (double* first = values) return Double(new DoubleValues(first, values.Length));
    }

    /// <summary>Returns Σ a[i]·b[i], no product rounded, except for what the quantum drops.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many; none give +0.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        fixed (float* left = a, right = b) return Single(new SingleProducts(left, right, a.Length));
    }

    /// <summary>Returns Σ fl(a[i]·b[i]), each product rounded once to binary64, except for what the quantum drops.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many; none give +0. A product that overflows is an infinity.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        fixed (double* left = a, right = b) return Double(new DoubleProducts(left, right, a.Length));
    }

    /// <summary>Returns a bound of |s − Σ x[i]| for s = <see cref="Sum(ReadOnlySpan{float})"/>.</summary>
    /// <param name="length">The number of terms, n.</param>
    /// <param name="largestMagnitude">M, the largest |x[i]|, or more. Its sign has no meaning.</param>
    /// <param name="sum">s.</param>
    /// <returns>
    /// n·q/2 + ulp(s)/2, and +∞ if an argument is not finite. Each of the n terms loses at most half of the quantum q, which is
    /// less than 2⁻⁴³·M, and the sum of what remains is rounded once. In ReproBLAS, <c>binned_sbbound(fold, N, X, S)</c> bounds the
    /// error so.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static double ErrorBound(long length, double largestMagnitude, float sum) =>
        Bound(length, largestMagnitude, Bin.SingleBits, 0, sum, BinaryFormat.Single);

    /// <summary>Returns a bound of |s − Σ x[i]| for s = <see cref="Sum(ReadOnlySpan{double})"/>.</summary>
    /// <param name="length">The number of terms, n.</param>
    /// <param name="largestMagnitude">M, the largest |x[i]|, or more. Its sign has no meaning.</param>
    /// <param name="sum">s.</param>
    /// <returns>
    /// n·q/2 + ulp(s)/2, and +∞ if an argument is not finite. Each of the n terms loses at most half of the quantum q, which is
    /// less than 2⁻⁶⁹·M, and the sum of what remains is rounded once. In ReproBLAS, <c>binned_dbbound(fold, N, X, S)</c> bounds the
    /// error so.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static double ErrorBound(long length, double largestMagnitude, double sum) =>
        Bound(length, largestMagnitude, Bin.DoubleBits, 0, sum, BinaryFormat.Double);

    /// <summary>Returns a bound of |s − Σ a[i]·b[i]| for s = <see cref="Dot(ReadOnlySpan{float}, ReadOnlySpan{float})"/>.</summary>
    /// <param name="length">The number of terms, n.</param>
    /// <param name="largestMagnitude">M, the largest |a[i]·b[i]|, or more. Its sign has no meaning.</param>
    /// <param name="dot">s.</param>
    /// <returns>The bound of a sum of n terms, because no product is rounded: <see cref="ErrorBound(long, double, float)"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static double DotErrorBound(long length, double largestMagnitude, float dot) => ErrorBound(length, largestMagnitude, dot);

    /// <summary>Returns a bound of |s − Σ a[i]·b[i]| for s = <see cref="Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</summary>
    /// <param name="length">The number of terms, n.</param>
    /// <param name="largestMagnitude">M, the largest |a[i]·b[i]|, or more. Its sign has no meaning.</param>
    /// <param name="dot">s.</param>
    /// <returns>
    /// n·q/2 + ulp(s)/2 + n·max(2⁻⁵³·M, 2⁻¹⁰⁷⁵): the bound of a sum of n terms, and the rounding of each product. +∞ if an argument is not
    /// finite.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static double DotErrorBound(long length, double largestMagnitude, double dot)
    {
        // Half of the smallest number is not a number.
        var ofProduct = Math.Max(Math.ScaleB(Math.Abs(largestMagnitude), -53), double.Epsilon);
        return Bound(length, largestMagnitude, Bin.DoubleBits, ofProduct, dot, BinaryFormat.Double);
    }

    /// <param name="length">The number of terms.</param>
    /// <param name="largestMagnitude">The largest magnitude of a term.</param>
    /// <param name="quantumBits">The distance of the quantum from the top of the bin.</param>
    /// <param name="ofTerm">The error of a term before it is rounded to the quantum.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="format">The format of the sum.</param>
    private static double Bound(long length, double largestMagnitude, int quantumBits, double ofTerm, double sum, BinaryFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (!double.IsFinite(largestMagnitude) || !double.IsFinite(sum)) return double.PositiveInfinity;
        var quantum = Bin.Of(Math.Abs(largestMagnitude)).Top - quantumBits;
        var lowest = format.LowestPosition + FixedPoint.LowestExponent;
        var lastPlace = sum == 0 ? lowest : Math.Max(Math.ILogB(sum) + 1 - format.Precision, lowest);
        var bound = Math.ScaleB(length, quantum + FixedPoint.LowestExponent - 1) + (length * ofTerm) + Math.ScaleB(1, lastPlace - 1);

        // The conversion, the product and the two sums may have rounded down, each by one unit in 2⁵³.
        return Math.BitIncrement(bound * (1 + Math.ScaleB(1, -50)));
    }

    private static float Single<TTerms>(TTerms terms)
        where TTerms : struct, IHostTerms<TTerms> =>
        BitConverter.UInt32BitsToSingle((uint)Total<float, TTerms>(terms, BinaryFormat.Single));

    private static double Double<TTerms>(TTerms terms)
        where TTerms : struct, IHostTerms<TTerms> =>
        BitConverter.UInt64BitsToDouble(Total<double, TTerms>(terms, BinaryFormat.Double));

    private static ulong Total<T, TTerms>(TTerms terms, BinaryFormat format)
        where T : unmanaged
        where TTerms : struct, IHostTerms<TTerms> =>
        Vector512.IsHardwareAccelerated
            ? BinnedExtraction<T, TTerms, WideLanes>.Total(terms, format)
            : BinnedExtraction<T, TTerms, PortableLanes>.Total(terms, format);
}
