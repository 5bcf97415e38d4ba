// What all terms in memory have in common.

using System.Runtime.CompilerServices;

namespace QuizKit.Numerics.Terms;

internal static class HostTerms
{
    /// <summary>Returns whether there are terms, all of them −0, given that their exact sum is zero.</summary>
    /// <remarks>Among other terms with that sum there is a positive one or a +0, and its number is not −0 even if it underflows.</remarks>
    public static bool AreNegativeZeros<TTerms>(scoped TTerms terms)
        where TTerms : struct, IHostTerms<TTerms>, allows ref struct => AreZeros(terms, 1ul << 63);

    /// <summary>Returns whether there are terms, all of them the zero with these bits, given that their exact sum is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreZeros<TTerms>(scoped TTerms terms, ulong zero)
        where TTerms : struct, IHostTerms<TTerms>, allows ref struct
    {
        for (var i = 0; i < terms.Length; i++)
        {
            if (BitConverter.DoubleToUInt64Bits(terms.NumberOf(i)) != zero) return false;
        }

        return terms.Length > 0;
    }

    /// <summary>Copies numbers to the beginning of a span, and fills the rest of it with zeros.</summary>
    public static Span<T> Pad<T>(ReadOnlySpan<T> numbers, Span<T> padded)
    {
        padded.Clear();
        numbers.CopyTo(padded);
        return padded;
    }
}
