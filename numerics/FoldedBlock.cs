// The fast path of the exact sum in memory: floating-point additions that happen to be exact, in vectors.

using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace QuizKit.Numerics;

/// <summary>
/// Adds up a block of numbers without a rounding error, in a few additions each. For a power of two σ ≥ 2¹⁰·max|x|, q = (σ + x) − σ is the part of x
/// down to 2⁻⁵³σ, and the rest r = x − q is exact; 2¹⁰ such parts are multiples of 2⁻⁵³σ whose sum is at most σ, so adding them up rounds nothing
/// (extraction, Rump, Ogita and Oishi 2008, "Accurate floating-point summation part I", SIAM J. Sci. Comput. 31, lemmas 3.2 and 3.3). The rests
/// are folded in turn, with a σ 2⁴³ times smaller.
/// </summary>
/// <remarks>
/// It holds in binary64 with rounding to nearest and subnormal numbers, which .NET promises. A block whose exponents are spread too far leaves a
/// rest, and an infinity or a NaN leaves a NaN: the block is then added up another way.
/// </remarks>
internal static class FoldedBlock
{
    /// <summary>How many numbers a block holds at most, 2¹⁰.</summary>
    public const int Length = 1 << LengthBits;

    private const int LengthBits = 10;

    /// <summary>How far down the next σ is.</summary>
    private const int Step = 53 - LengthBits;

    /// <summary>Larger numbers could overflow when 2¹⁰ of them are added up.</summary>
    private const double MostMagnitude = 1e300;

    /// <summary>Adds a block to an accumulator.</summary>
    /// <param name="block">The numbers, at most <see cref="Length"/>.</param>
    /// <param name="folds">How often to fold, 2 or 3: so many times 43 bits below the largest number may be taken.</param>
    /// <param name="accumulator">The accumulator.</param>
    /// <returns>Whether all of it was added; else nothing was. That a term was zero, or of which sign, is not noted.</returns>
    public static bool TryAdd(ReadOnlySpan<double> block, int folds, ExactAccumulator accumulator)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(block);
        var tail = block[(vectors.Length * Vector<double>.Count)..];
        var largest = LargestMagnitude(vectors, tail);
        if (!(largest <= MostMagnitude)) return false;

        // A power of two above 2¹⁰ times the largest; the smallest numbers are all multiples of the smallest, so nothing is lost there either.
        var sigma = Math.ScaleB(1, (largest == 0 ? -1074 : Math.ILogB(largest)) + 1 + LengthBits);
        var sigma2 = Math.ScaleB(sigma, -Step);
        var sigma3 = folds > 2 ? Math.ScaleB(sigma, -2 * Step) : 0;
        Vector<double> s1 = new(sigma), s2 = new(sigma2), s3 = new(sigma3);
        Vector<double> sum1 = default, sum2 = default, sum3 = default, left = default;
        foreach (var x in vectors)
        {
            var q1 = (s1 + x) - s1;
            var r1 = x - q1;
            var q2 = (s2 + r1) - s2;
            var r2 = r1 - q2;
            sum1 += q1;
            sum2 += q2;
            if (folds > 2)
            {
                var q3 = (s3 + r2) - s3;
                sum3 += q3;
                r2 -= q3;
            }

            left |= r2;
        }

        double total1 = Vector.Sum(sum1), total2 = Vector.Sum(sum2), total3 = Vector.Sum(sum3);
        var isAnyLeft = !Vector.EqualsAll(left, Vector<double>.Zero);
        foreach (var x in tail)
        {
            var q1 = (sigma + x) - sigma;
            var r1 = x - q1;
            var q2 = (sigma2 + r1) - sigma2;
            var r2 = r1 - q2;
            total1 += q1;
            total2 += q2;
            if (folds > 2)
            {
                var q3 = (sigma3 + r2) - sigma3;
                total3 += q3;
                r2 -= q3;
            }

            isAnyLeft |= r2 != 0;
        }

        if (isAnyLeft) return false;
        if (total1 != 0) accumulator.Add(total1);
        if (total2 != 0) accumulator.Add(total2);
        if (total3 != 0) accumulator.Add(total3);
        return true;
    }

    /// <summary>Returns the largest magnitude. A NaN may be passed over: it leaves a rest.</summary>
    private static double LargestMagnitude(ReadOnlySpan<Vector<double>> vectors, ReadOnlySpan<double> tail)
    {
        var all = Vector<double>.Zero;
        foreach (var x in vectors) all = Vector.MaxNative(all, Vector.Abs(x));
        var largest = 0.0;
        for (var i = 0; i < Vector<double>.Count; i++) largest = Math.Max(largest, all[i]);
        foreach (var x in tail) largest = Math.Max(largest, Math.Abs(x));
        return largest;
    }
}
