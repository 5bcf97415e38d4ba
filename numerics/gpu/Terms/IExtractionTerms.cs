// Terms as the extraction on a device reads them.

namespace QuizKit.Numerics.Gpu.Terms;

/// <summary>Terms as binary64 numbers, for a CPU: its vector units add these faster than integers.</summary>
internal interface IExtractionTerms : ITerms
{
    /// <summary>Whether a number can have an error. A constant when a kernel is compiled.</summary>
    bool HasError { get; }

    /// <summary>
    /// Whether a number has so many bits that one pass seldom extracts all of them. A constant when a kernel is compiled.
    /// </summary>
    bool HasTwoPasses { get; }

    /// <summary>Returns a number, and an error such that the exact sum of both is the term.</summary>
    /// <param name="index">The index of the term.</param>
    /// <param name="error">The error. Where both are not the term, it is a NaN, or the number is not finite.</param>
    double NumberOf(int index, out double error);
}
