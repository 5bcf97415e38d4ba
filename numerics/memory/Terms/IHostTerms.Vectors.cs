// How terms in memory are loaded into vectors.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <remarks>In vectors, a term is a number, as <see cref="NumberOf"/> returns it, and its error. Their sum is the exact term.</remarks>
internal unsafe partial interface IHostTerms<TSelf>
{
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

    /// <summary>Adds adjacent terms to a sum that does not round, if their format leaves bits for carries.</summary>
    /// <returns>Whether it does.</returns>
    bool TryAdd<TLanes>(int start, int length, ref UnroundedSum<TLanes> sum)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Returns the terms from an index on, followed by positive zeros.</summary>
    /// <param name="start">The index.</param>
    /// <param name="padded">Memory for them: twice as many numbers as there will be terms.</param>
    /// <param name="length">How many terms there will be.</param>
    TSelf Tail(int start, double* padded, int length);
}

internal readonly unsafe partial struct DoubleValues
{
    public static bool HasError => false;

    public static bool HasTwoPasses => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        (error0, error1) = (default, default);
        number0 = TLanes.Load(_values + index);
        number1 = TLanes.Load(_values + index + TLanes.Count);
    }

    public bool TryAdd<TLanes>(int start, int length, ref UnroundedSum<TLanes> sum)
        where TLanes : struct, ILanes<TLanes> => false;

    public DoubleValues Tail(int start, double* padded, int length) =>
        new(HostTerms.Pad(_values + start, Length - start, padded, length), length);
}

internal readonly unsafe partial struct SingleValues
{
    public static bool HasError => false;

    public static bool HasTwoPasses => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        (error0, error1) = (default, default);
        (number0, number1) = TLanes.Widen(_values + index);
    }

    public bool TryAdd<TLanes>(int start, int length, ref UnroundedSum<TLanes> sum)
        where TLanes : struct, ILanes<TLanes>
    {
        sum.Add(_values + start, length);
        return true;
    }

    public SingleValues Tail(int start, double* padded, int length) =>
        new(HostTerms.Pad(_values + start, Length - start, (float*)padded, length), length);
}

internal readonly unsafe partial struct SingleProducts
{
    public static bool HasError => false;

    public static bool HasTwoPasses => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        (error0, error1) = (default, default);
        HostTerms.Prefetch(_a + index);
        HostTerms.Prefetch(_b + index);
        var (left0, left1) = TLanes.Widen(_a + index);
        var (right0, right1) = TLanes.Widen(_b + index);
        number0 = left0 * right0;
        number1 = left1 * right1;
    }

    public bool TryAdd<TLanes>(int start, int length, ref UnroundedSum<TLanes> sum)
        where TLanes : struct, ILanes<TLanes> => false;

    public SingleProducts Tail(int start, double* padded, int length)
    {
        var singles = (float*)padded;
        return new(
            HostTerms.Pad(_a + start, Length - start, singles, length),
            HostTerms.Pad(_b + start, Length - start, singles + length, length),
            length);
    }
}

/// <remarks>
/// A product p of two binary64 numbers and fl(ab − p), a fused multiply-add, have the sum ab, provided that nothing underflows: every bit
/// of a product of 2⁻⁹⁶⁰ and more is a multiple of 2⁻¹⁰⁷⁴.
/// </remarks>
internal readonly unsafe partial struct DoubleProducts
{
    /// <summary>The smallest product whose error is a number too.</summary>
    public const double Smallest = 1e-289;

    public static bool HasError => true;

    public static bool HasTwoPasses => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        double* a = _a + index, b = _b + index;
        Multiply(TLanes.Load(a), TLanes.Load(b), out number0, out error0);
        Multiply(TLanes.Load(a + TLanes.Count), TLanes.Load(b + TLanes.Count), out number1, out error1);
    }

    public bool TryAdd<TLanes>(int start, int length, ref UnroundedSum<TLanes> sum)
        where TLanes : struct, ILanes<TLanes> => false;

    public DoubleProducts Tail(int start, double* padded, int length) => new(
        HostTerms.Pad(_a + start, Length - start, padded, length),
        HostTerms.Pad(_b + start, Length - start, padded + length, length),
        length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TLanes>(TLanes a, TLanes b, out TLanes product, out TLanes error)
        where TLanes : struct, ILanes<TLanes>
    {
        product = a * b;
        error = TLanes.ProductError(a, b, product, TLanes.Create(Smallest));
    }
}

internal readonly unsafe partial struct Magnitudes<TTerms>
{
    public static bool HasError => false;

    public static bool HasTwoPasses => TTerms.HasTwoPasses;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        _terms.Load(index, out number0, out number1, out error0, out error1);
        number0 = TLanes.Abs(number0);
        number1 = TLanes.Abs(number1);
    }

    public bool TryAdd<TLanes>(int start, int length, ref UnroundedSum<TLanes> sum)
        where TLanes : struct, ILanes<TLanes> => false;

    public Magnitudes<TTerms> Tail(int start, double* padded, int length) => new(_terms.Tail(start, padded, length));
}
