// Adds up and counts terms in memory with vectors.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal static partial class HostTerms
{
    /// <summary>Returns the bits of the exact sum of terms, rounded once.</summary>
    public static ulong Total<TTerms>(TTerms terms, BinaryFormat format)
        where TTerms : struct, IHostTerms<TTerms> =>
        Vector512.IsHardwareAccelerated
            ? HostExtraction<TTerms, WideLanes>.Total(terms, format)
            : HostExtraction<TTerms, PortableLanes>.Total(terms, format);

    /// <summary>Adds all terms to limbs whose carries are propagated, and leaves some that are not.</summary>
    /// <returns>The status flags. Those of zeros may not be raised.</returns>
    public static StatusFlags AddTo<TTerms>(TTerms terms, Span<long> limbs)
        where TTerms : struct, IHostTerms<TTerms> =>
        Vector512.IsHardwareAccelerated
            ? HostExtraction<TTerms, WideLanes>.AddTo(terms, limbs)
            : HostExtraction<TTerms, PortableLanes>.AddTo(terms, limbs);

    /// <summary>Returns a product and its error, whose sum is the exact product.</summary>
    /// <returns>Whether there are two such numbers.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryMultiply(double a, double b, out double product, out double error)
    {
        product = a * b;
        error = Math.FusedMultiplyAdd(a, b, -product);
        return Math.Abs(product) is >= DoubleProducts.Smallest and <= double.MaxValue;
    }

    /// <summary>
    /// Begins to read memory that is needed soon. Processors do so themselves, but not well across pages for two arrays whose addresses have
    /// the same lower bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(void* here)
    {
        const int ahead = 1024;
        if (Sse.IsSupported) Sse.Prefetch0((byte*)here + ahead);
    }

    /// <summary>Copies numbers to other memory, fills the rest of it with zeros, and returns where it begins.</summary>
    public static unsafe T* Pad<T>(T* numbers, int count, T* padded, int length)
        where T : unmanaged
    {
        var all = new Span<T>(padded, length);
        all.Clear();
        new ReadOnlySpan<T>(numbers, count).CopyTo(all);
        return padded;
    }

    private static int CountNegativeZeros<TTerms>(TTerms terms)
        where TTerms : struct, IHostTerms<TTerms> =>
        Vector512.IsHardwareAccelerated
            ? CountNegativeZeros<TTerms, WideLanes>(terms)
            : CountNegativeZeros<TTerms, PortableLanes>(terms);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountNegativeZeros<TTerms, TLanes>(TTerms terms)
        where TTerms : struct, IHostTerms<TTerms>
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Create(-0.0), counts = default;
        var step = 2 * TLanes.Count;
        var whole = terms.Length - (terms.Length % step);
        for (var i = 0; i < whole; i += step)
        {
            terms.Load<TLanes>(i, out var number0, out var number1, out _, out _);
            counts = TLanes.CountSameBits(TLanes.CountSameBits(counts, number0, zero), number1, zero);
        }

        // The number of a product of two binary64 numbers can be −0 because it underflows: then the terms themselves decide.
        var (first, count) = (whole, (int)counts.SumOfBits());
        if (TTerms.HasError && count > 0) (first, count) = (0, 0);
        for (var i = first; i < terms.Length; i++)
        {
            var isNegativeZero = BitConverter.DoubleToUInt64Bits(terms.NumberOf(i)) == 1ul << 63;
            if (isNegativeZero && terms.TermOf(i).Flags == StatusFlags.NegativeZero) count++;
        }

        return count;
    }
}
