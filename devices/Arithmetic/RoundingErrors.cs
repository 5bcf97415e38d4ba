// The error bounds of summation, and distances in ulp, on the host.

using System.Numerics;

namespace QuizKit.Devices.Arithmetic;

/// <summary>Bounds of rounding errors, and distances in ulp.</summary>
internal static class RoundingErrors
{
    /// <summary>The unit roundoff of binary32, 2⁻²⁴.</summary>
    public const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>
    /// γₖ = k·u/(1−k·u): the relative error of k roundings in a row is at most this (Higham, "Accuracy and Stability of
    /// Numerical Algorithms", lemma 3.1).
    /// </summary>
    /// <param name="roundings">k, the largest number of roundings on the way from an input to the result.</param>
    public static double Gamma(int roundings)
    {
        var product = roundings * UnitRoundoff;
        return product < 1 ? product / (1 - product) : double.PositiveInfinity;
    }

    /// <summary>The unit roundoff of binary64, 2⁻⁵³.</summary>
    public const double UnitRoundoff64 = 1.0 / (1L << 53);

    /// <summary>γₖ in binary64; see <see cref="Gamma"/>.</summary>
    public static double Gamma64(int roundings) => roundings * UnitRoundoff64 / (1 - (roundings * UnitRoundoff64));

    /// <summary>The height of a balanced binary tree over n leaves, ⌈log₂ n⌉.</summary>
    public static int TreeHeight(int leaves) => leaves <= 1 ? 0 : BitOperations.Log2((uint)(leaves - 1)) + 1;

    /// <summary>The distance between two finite floats, counted in floats: 0 for equal numbers, 1 for neighbours.</summary>
    public static long UlpDistance(float a, float b) => Math.Abs(Ordinal(a) - Ordinal(b));

    /// <summary>The number of a float when all are numbered in ascending order; both zeros are 0.</summary>
    public static long Ordinal(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits < 0 ? -(long)(bits & 0x7FFFFFFF) : bits;
    }
}
