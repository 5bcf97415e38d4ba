// What the exact sum in memory adds up: the elements of an array, or the products of two arrays.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <summary>Terms in memory as binary64 numbers and errors whose sum is the exact term, in vectors and one by one. Loads are not checked.</summary>
internal unsafe interface IHostTerms<TSelf>
    where TSelf : struct, IHostTerms<TSelf>
{
    int Length { get; }

    /// <summary>Whether a number can have an error.</summary>
    static abstract bool HasError { get; }

    /// <summary>Whether a number has so many bits that one pass rarely extracts all of them.</summary>
    static abstract bool HasTwoPasses { get; }

    /// <summary>Loads adjacent terms, as many as two vectors hold.</summary>
    /// <param name="index">The index of the first.</param>
    /// <param name="number0">The first half of the numbers.</param>
    /// <param name="number1">The other half.</param>
    /// <param name="error0">
    /// Their errors. Where a number and its error are not the term, the error is a NaN, or the number is not finite.
    /// </param>
    /// <param name="error1">Those of the other half.</param>
    void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Returns the number of one term, as <see cref="Load{TLanes}"/> does.</summary>
    double NumberOf(int index);

    /// <summary>Returns a term, including non-finite and subnormal ones.</summary>
    Term TermOf(int index);

    /// <summary>Returns so many terms from an index on.</summary>
    TSelf Slice(int start, int length);

    /// <summary>Returns the terms from an index on, followed by positive zeros.</summary>
    /// <param name="start">The index.</param>
    /// <param name="padded">Memory for them: twice as many numbers as there will be terms.</param>
    /// <param name="length">How many terms there will be.</param>
    TSelf Tail(int start, double* padded, int length);
}
