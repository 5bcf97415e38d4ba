// What an exact sum adds up on a device: the elements of an array, or the products of two arrays.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

/// <summary>Terms by index, none of them rounded.</summary>
internal interface ITerms
{
    /// <summary>The lowest limb of <see cref="FixedPoint"/> that a sum of such terms uses.</summary>
    int FirstSumLimb { get; }

    /// <summary>The number of limbs from there on, including those for carries.</summary>
    int SumLimbs { get; }

    /// <summary>Returns a term, including non-finite and subnormal ones.</summary>
    Term TermOf(int index);
}
