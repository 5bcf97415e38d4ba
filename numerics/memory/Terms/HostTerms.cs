// What all terms in memory have in common.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal static class HostTerms
{
    /// <summary>Returns whether there are terms, all of them −0, given that their exact sum is zero.</summary>
    /// <remarks>Among other terms with that sum there is a positive one or a +0, and its number is not −0 even if it underflows.</remarks>
    public static bool AreNegativeZeros<TTerms>(TTerms terms)
        where TTerms : struct, IHostTerms<TTerms> => AreZeros(terms, 1ul << 63);

    /// <summary>Returns whether there are terms, all of them the zero with these bits, given that their exact sum is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreZeros<TTerms>(TTerms terms, ulong zero)
        where TTerms : struct, IHostTerms<TTerms>
    {
        for (var i = 0; i < terms.Length; i++)
        {
            if (BitConverter.DoubleToUInt64Bits(terms.NumberOf(i)) != zero) return false;
        }

        return terms.Length > 0;
    }

    /// <summary>Counts terms by kind.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="flags">The non-finite flags that they raise: if there is none, only zeros need a look.</param>
    /// <param name="sign">1, or −1 for terms that are subtracted.</param>
    /// <param name="counts">The counts to add to.</param>
    public static void Count<TTerms, TLanes>(TTerms terms, StatusFlags flags, int sign, ref TermCounts counts)
        where TTerms : struct, IHostTerms<TTerms>
        where TLanes : struct, ILanes<TLanes>
    {
        if ((flags & FixedPoint.NonFinite) != 0)
        {
            for (var i = 0; i < terms.Length; i++) counts.Add(terms.TermOf(i).Flags, sign);
            return;
        }

        var negativeZeros = CountNegativeZeros<TTerms, TLanes>(terms);
        counts.Add(StatusFlags.NegativeZero, sign * negativeZeros);
        counts.Add(StatusFlags.NotNegativeZero, sign * (terms.Length - negativeZeros));
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
