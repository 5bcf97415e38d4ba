// Adds up and counts terms in memory one by one, with integers only: where floating-point arithmetic may have more bits than binary64.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal static partial class HostTerms
{
    /// <summary>Returns the bits of the exact sum of terms, rounded once.</summary>
    public static ulong Total<TTerms>(TTerms terms, BinaryFormat format)
        where TTerms : struct, IHostTerms<TTerms>
    {
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        sum.Add(terms);
        return sum.Round(format);
    }

    /// <summary>Adds all terms to limbs whose carries are propagated, and leaves some that are not.</summary>
    /// <returns>The status flags.</returns>
    public static StatusFlags AddTo<TTerms>(TTerms terms, Span<long> limbs)
        where TTerms : struct, IHostTerms<TTerms> => AddOneByOne(terms, limbs);

    /// <summary>Returns that a product has to be computed as a <see cref="Term"/>.</summary>
    public static bool TryMultiply(double a, double b, out double product, out double error)
    {
        product = error = 0;
        return false;
    }

    private static int CountNegativeZeros<TTerms>(TTerms terms)
        where TTerms : struct, IHostTerms<TTerms>
    {
        var count = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms.TermOf(i).Flags == StatusFlags.NegativeZero) count++;
        }

        return count;
    }
}
