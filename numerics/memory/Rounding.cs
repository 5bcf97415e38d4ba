// The directions in which a result is rounded.

namespace QuizKit.Numerics;

/// <summary>How an exact value becomes a number of a format: a rounding-direction attribute of IEEE 754-2019, section 4.3.</summary>
/// <remarks>
/// A sum that is exactly zero is −0 if every term is −0, and with <see cref="Down"/> also unless every term is +0; otherwise +0. A sum of
/// no terms is +0.
/// </remarks>
public enum Rounding
{
    /// <summary>To the nearest number, ties to the even one; overflow gives an infinity.</summary>
    ToNearestEven,

    /// <summary>To the nearest number that is not larger in magnitude; overflow gives the largest finite number.</summary>
    TowardZero,

    /// <summary>To the largest number that is not greater; overflow gives −∞ or the largest finite number.</summary>
    Down,

    /// <summary>To the smallest number that is not less; overflow gives +∞ or the smallest finite number.</summary>
    Up,
}
