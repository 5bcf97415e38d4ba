// binary32 and binary64 behind one type parameter: bits, ulps and bounds.

using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuizKit.Laboratory.Formats;

/// <summary>binary32 if T is <c>float</c>, binary64 if it is <c>double</c>.</summary>
internal static class FloatFormat<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsSingle => typeof(T) == typeof(float);

    /// <summary>Its name as NumPy writes it.</summary>
    public static string Name => IsSingle ? "float32" : "float64";

    /// <summary>The number of bits of a significand.</summary>
    public static int Precision => IsSingle ? 24 : 53;

    /// <summary>The unit roundoff u: 2⁻²⁴ or 2⁻⁵³.</summary>
    public static double UnitRoundoff => Math.ScaleB(1, -Precision);

    /// <summary>
    /// γₖ = k·u/(1−k·u): the bound on the relative error of k successive roundings (Higham, "Accuracy and Stability of Numerical
    /// Algorithms", 2nd ed. 2002, lemma 3.1).
    /// </summary>
    /// <param name="roundings">k, with k·u &lt; 1.</param>
    public static double Gamma(long roundings) => roundings * UnitRoundoff / (1 - (roundings * UnitRoundoff));

    /// <summary>The bits of a number as hexadecimal digits.</summary>
    public static string Bits(T value) => IsSingle
        ? Unsafe.BitCast<T, uint>(value).ToString("x8", CultureInfo.InvariantCulture)
        : Unsafe.BitCast<T, ulong>(value).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The distance from the magnitude of a finite number to the next larger one.</summary>
    public static double UlpOf(T value) => double.CreateTruncating(T.BitIncrement(T.Abs(value)) - T.Abs(value));

    /// <summary>The distance between two finite numbers, counted in numbers of the format.</summary>
    public static long UlpDistance(T a, T b) => Math.Abs(Ordinal(a) - Ordinal(b));

    /// <summary>The value of an accumulator, rounded once.</summary>
    public static T Round(ExactAccumulator sum) =>
        IsSingle ? T.CreateTruncating(sum.ToSingle()) : T.CreateTruncating(sum.ToDouble());

    private static long Ordinal(T value)
    {
        var magnitude = IsSingle ? Unsafe.BitCast<T, int>(T.Abs(value)) : Unsafe.BitCast<T, long>(T.Abs(value));
        return T.IsNegative(value) ? -magnitude : magnitude;
    }
}
