// Formats of at most 53 bits, and rounding to them.

namespace QuizKit.Laboratory.Formats;

/// <summary>A binary format, as far as rounding to it goes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Precision">The number of bits of a significand.</param>
/// <param name="LeastExponent">The exponent of the smallest normal number.</param>
/// <param name="Largest">The largest finite number.</param>
internal sealed record BinaryRounding(string Name, int Precision, int LeastExponent, double Largest)
{
    public static BinaryRounding Binary64 { get; } = new("binary64", 53, -1022, double.MaxValue);

    public static BinaryRounding Binary32 { get; } = new("binary32", 24, -126, float.MaxValue);

    /// <summary>The inputs of NVIDIA's tensor cores for binary32: its exponents, 11 bits of significand.</summary>
    public static BinaryRounding Tf32 { get; } = new("TF32", 11, -126, (2 - Math.ScaleB(1, -10)) * Math.ScaleB(1, 127));

    public static BinaryRounding Binary16 { get; } = new("binary16", 11, -14, 65_504);

    public static BinaryRounding Bfloat16 { get; } = new("bfloat16", 8, -126, (2 - Math.ScaleB(1, -7)) * Math.ScaleB(1, 127));

    /// <summary>The unit roundoff u.</summary>
    public double UnitRoundoff => Math.ScaleB(1, -Precision);

    /// <summary>
    /// Half of the smallest positive number, or what binary64 has of it: the largest error of a rounding that yields a subnormal number.
    /// </summary>
    public double HalfOfSmallest => Math.Max(Math.ScaleB(1, LeastExponent - Precision), double.Epsilon);

    /// <summary>The distance between two numbers of the format that have the exponent of a number, which is not 0.</summary>
    public double UlpOf(double value) => Math.ScaleB(1, Math.Max(Math.ILogB(value), LeastExponent) - Precision + 1);

    /// <summary>
    /// γₖ = k·u/(1−k·u): the bound on the relative error of k successive roundings (Higham, "Accuracy and Stability of Numerical
    /// Algorithms", 2nd ed. 2002, lemma 3.1); infinite where k·u is 1 or more.
    /// </summary>
    public double Gamma(int roundings)
    {
        var product = roundings * UnitRoundoff;
        return product < 1 ? product / (1 - product) : double.PositiveInfinity;
    }

    /// <summary>Rounds to the nearest number of the format, ties to even; infinite where that is beyond the largest.</summary>
    public double Round(double value)
    {
        if (Precision == 53 || value == 0 || !double.IsFinite(value)) return value;
        if (Precision == 24) return (float)value;
        var quantum = Math.ILogB(UlpOf(value));
        var rounded = Math.ScaleB(Math.Round(Math.ScaleB(value, -quantum), MidpointRounding.ToEven), quantum);
        return Math.Abs(rounded) <= Largest ? rounded : Math.CopySign(double.PositiveInfinity, value);
    }
}
