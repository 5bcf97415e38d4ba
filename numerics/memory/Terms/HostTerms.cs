// What all terms in memory have in common.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal static partial class HostTerms
{
    /// <summary>Adds all terms to limbs, term by term and without propagating carries.</summary>
    /// <returns>The status flags.</returns>
    public static StatusFlags AddOneByOne<TTerms>(TTerms terms, Span<long> limbs)
        where TTerms : struct, IHostTerms<TTerms>
    {
        var flags = StatusFlags.None;
        for (var i = 0; i < terms.Length; i++)
        {
            var term = terms.TermOf(i);
            flags |= term.Flags;
            FixedPoint.Add(limbs, term);
        }

        return flags;
    }

    /// <summary>Returns whether there are terms, all of them −0, given that their exact sum is zero.</summary>
    /// <remarks>Among other terms with that sum there is a positive one or a +0, and its number is not −0 even if it underflows.</remarks>
    public static bool AreNegativeZeros<TTerms>(TTerms terms)
        where TTerms : struct, IHostTerms<TTerms> => AreZeros(terms, 1ul << 63);

    /// <summary>Returns whether there are terms, all of them the zero with these bits, given that their exact sum is zero.</summary>
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
    public static void Count<TTerms>(TTerms terms, StatusFlags flags, int sign, ref TermCounts counts)
        where TTerms : struct, IHostTerms<TTerms>
    {
        if ((flags & FixedPoint.NonFinite) != 0)
        {
            for (var i = 0; i < terms.Length; i++) counts.Add(terms.TermOf(i).Flags, sign);
            return;
        }

        var negativeZeros = CountNegativeZeros(terms);
        counts.Add(StatusFlags.NegativeZero, sign * negativeZeros);
        counts.Add(StatusFlags.NotNegativeZero, sign * (terms.Length - negativeZeros));
    }
}
