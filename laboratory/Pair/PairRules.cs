// The common tolerance rules by which two results count as equal.

namespace QuizKit.Laboratory.Pair;

/// <summary>
/// A rule: |actual − expected| ≤ absolute + relative·|expected|. It is evaluated in binary64; a library that evaluates it in binary32 may
/// decide differently within an ulp of the limit.
/// </summary>
internal sealed record PairRule(string Name, double Relative, double Absolute)
{
    /// <summary>The absolute rule of the chapter, and the defaults of the libraries for binary32.</summary>
    public static IReadOnlyList<PairRule> All { get; } =
    [
        new("absolute 1e-6", 0, 1e-6),
        new("torch.testing.assert_close", 1.3e-6, 1e-5),
        new("numpy.testing.assert_allclose", 1e-7, 0),
        new("allclose of either", 1e-5, 1e-8),
    ];

    /// <summary>Whether the rule accepts a number for the expected one. A NaN is rejected.</summary>
    public bool Accepts(float actual, float expected) =>
        Math.Abs((double)actual - expected) <= Absolute + (Relative * Math.Abs((double)expected));

    /// <summary>The share of numbers that the rule rejects.</summary>
    public double Rejected(float[] actual, float[] expected) =>
        actual.Zip(expected).Count(pair => !Accepts(pair.First, pair.Second)) / (double)actual.Length;
}
