// Correctly rounded sums and dot products of arrays in memory.

using System.Runtime.Intrinsics;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

/// <summary>
/// The exact sum or dot product of numbers in memory, rounded once to nearest, ties to even. The order of the input does
/// not change its bits, and <c>DeviceSum</c> of QuizKit.Numerics.Gpu gives the same bits on any device.
/// </summary>
/// <remarks>
/// Runs on one thread; for several, use an <see cref="ExactAccumulator"/> for each and merge them. An array whose magnitudes are spread
/// over more than about thirty powers of two takes a few times as long as one whose magnitudes are similar.
/// </remarks>
public static class ExactSum
{
    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static float Sum(ReadOnlySpan<float> values) =>
        BitConverter.UInt32BitsToSingle((uint)Total(new SingleValues(values), BinaryFormat.Single));

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static double Sum(ReadOnlySpan<double> values) =>
        BitConverter.UInt64BitsToDouble(Total(new DoubleValues(values), BinaryFormat.Double));

    /// <summary>Returns Σ a[i]·b[i], no product rounded.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        RequireSameLength(a.Length, b.Length);
        return BitConverter.UInt32BitsToSingle((uint)Total(new SingleProducts(a, b), BinaryFormat.Single));
    }

    /// <summary>Returns Σ a[i]·b[i], no product rounded.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        RequireSameLength(a.Length, b.Length);
        return BitConverter.UInt64BitsToDouble(Total(new DoubleProducts(a, b), BinaryFormat.Double));
    }

    internal static void RequireSameLength(long a, long b)
    {
        if (a != b) throw new ArgumentException($"A dot product needs two arrays of one length; these have {a} and {b} elements.");
    }

    private static ulong Total<TTerms>(scoped TTerms terms, BinaryFormat format)
        where TTerms : struct, IHostTerms<TTerms>, allows ref struct =>
        Vector512.IsHardwareAccelerated
            ? HostExtraction<TTerms, WideLanes>.Total(terms, format)
            : HostExtraction<TTerms, PortableLanes>.Total(terms, format);
}
