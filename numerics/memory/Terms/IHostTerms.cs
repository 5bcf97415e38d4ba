// What the exact sum in memory adds up: the elements of an array, or the products of two arrays.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <summary>Terms in memory. An index is not checked.</summary>
internal partial interface IHostTerms<TSelf>
    where TSelf : struct, IHostTerms<TSelf>
{
    int Length { get; }

    /// <summary>Returns a term, rounded to a binary64 number.</summary>
    double NumberOf(int index);

    /// <summary>Returns a term, including non-finite and subnormal ones.</summary>
    Term TermOf(int index);

    /// <summary>Returns so many terms from an index on.</summary>
    TSelf Slice(int start, int length);
}
