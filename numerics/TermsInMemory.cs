// What the exact sum in memory adds up: the elements of an array, or the products of two arrays.

using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuizKit.Numerics;

/// <summary>Terms in memory, as binary64 numbers and errors whose sum is the exact one, in vectors and one by one.</summary>
internal interface ITermsInMemory
{
    /// <summary>How many terms there are.</summary>
    int Length { get; }

    /// <inheritdoc cref="INumbers.HaveErrors"/>
    static abstract bool HaveErrors { get; }

    /// <inheritdoc cref="INumbers.HasTwoTurns"/>
    static abstract bool HasTwoTurns { get; }

    /// <summary>Loads neighbouring terms, as many as two vectors hold.</summary>
    /// <param name="index">The index of the first.</param>
    /// <param name="number0">The first half of the numbers.</param>
    /// <param name="number1">The other half.</param>
    /// <param name="error0">Their errors. One is a NaN, or its number is an infinity or a NaN, where the two are not the term.</param>
    /// <param name="error1">Those of the other half.</param>
    void Load(int index, out Vector<double> number0, out Vector<double> number1, out Vector<double> error0, out Vector<double> error1);

    /// <inheritdoc cref="INumbers.NumberOf"/>
    double NumberOf(int index, out double error);

    /// <summary>Adds terms to an accumulator, whatever they are.</summary>
    void AddOneByOne(int start, int length, ExactAccumulator accumulator);

    /// <summary>Returns whether any term is other than −0, which is the sign of a sum of zero.</summary>
    SpecialTerms SignOfZero();
}

internal readonly ref struct SinglesInMemory(ReadOnlySpan<float> values) : ITermsInMemory
{
    private readonly ReadOnlySpan<float> _values = values;

    public static bool HaveErrors => false;

    public static bool HasTwoTurns => false;

    public int Length => _values.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(int index, out Vector<double> number0, out Vector<double> number1, out Vector<double> error0, out Vector<double> error1)
    {
        (error0, error1) = (default, default);
        Vector.Widen(new Vector<float>(_values[index..]), out number0, out number1);
    }

    public double NumberOf(int index, out double error)
    {
        error = 0;
        return _values[index];
    }

    public void AddOneByOne(int start, int length, ExactAccumulator accumulator)
    {
        foreach (var value in _values.Slice(start, length)) accumulator.Add(value);
    }

    public SpecialTerms SignOfZero() =>
        MemoryMarshal.Cast<float, uint>(_values).ContainsAnyExcept(0x80000000) ? SpecialTerms.NotNegativeZero : Length > 0 ? SpecialTerms.NegativeZero : SpecialTerms.None;
}

internal readonly ref struct DoublesInMemory(ReadOnlySpan<double> values) : ITermsInMemory
{
    private readonly ReadOnlySpan<double> _values = values;

    public static bool HaveErrors => false;

    public static bool HasTwoTurns => true;

    public int Length => _values.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(int index, out Vector<double> number0, out Vector<double> number1, out Vector<double> error0, out Vector<double> error1)
    {
        (error0, error1) = (default, default);
        number0 = new Vector<double>(_values[index..]);
        number1 = new Vector<double>(_values[(index + Vector<double>.Count)..]);
    }

    public double NumberOf(int index, out double error)
    {
        error = 0;
        return _values[index];
    }

    public void AddOneByOne(int start, int length, ExactAccumulator accumulator)
    {
        foreach (var value in _values.Slice(start, length)) accumulator.Add(value);
    }

    public SpecialTerms SignOfZero() =>
        MemoryMarshal.Cast<double, ulong>(_values).ContainsAnyExcept(1ul << 63) ? SpecialTerms.NotNegativeZero : Length > 0 ? SpecialTerms.NegativeZero : SpecialTerms.None;
}

/// <remarks>A product of two binary32 numbers is a binary64 number.</remarks>
internal readonly ref struct SingleProductsInMemory(ReadOnlySpan<float> a, ReadOnlySpan<float> b) : ITermsInMemory
{
    private readonly ReadOnlySpan<float> _a = a;
    private readonly ReadOnlySpan<float> _b = b;

    public static bool HaveErrors => false;

    public static bool HasTwoTurns => true;

    public int Length => _a.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(int index, out Vector<double> number0, out Vector<double> number1, out Vector<double> error0, out Vector<double> error1)
    {
        (error0, error1) = (default, default);
        Vector.Widen(new Vector<float>(_a[index..]), out var left0, out var left1);
        Vector.Widen(new Vector<float>(_b[index..]), out var right0, out var right1);
        number0 = left0 * right0;
        number1 = left1 * right1;
    }

    public double NumberOf(int index, out double error)
    {
        error = 0;
        return (double)_a[index] * _b[index];
    }

    public void AddOneByOne(int start, int length, ExactAccumulator accumulator)
    {
        for (var i = start; i < start + length; i++) accumulator.AddProduct(_a[i], _b[i]);
    }

    public SpecialTerms SignOfZero()
    {
        var special = SpecialTerms.None;
        for (var i = 0; i < _a.Length; i++) special |= Term.Product(_a[i], _b[i]).Special;
        return special;
    }
}

/// <remarks>
/// A product p of two binary64 numbers and fl(ab − p), a fused multiply-add, are its two halves, as long as nothing underflows: every bit of
/// a product of 2⁻⁹⁶⁰ and more is a multiple of 2⁻¹⁰⁷⁴.
/// </remarks>
internal readonly ref struct DoubleProductsInMemory(ReadOnlySpan<double> a, ReadOnlySpan<double> b) : ITermsInMemory
{
    private const double Smallest = 1e-289;

    private readonly ReadOnlySpan<double> _a = a;
    private readonly ReadOnlySpan<double> _b = b;

    public static bool HaveErrors => true;

    public static bool HasTwoTurns => true;

    public int Length => _a.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(int index, out Vector<double> number0, out Vector<double> number1, out Vector<double> error0, out Vector<double> error1)
    {
        Multiply(new Vector<double>(_a[index..]), new Vector<double>(_b[index..]), out number0, out error0);
        index += Vector<double>.Count;
        Multiply(new Vector<double>(_a[index..]), new Vector<double>(_b[index..]), out number1, out error1);
    }

    public double NumberOf(int index, out double error)
    {
        double a = _a[index], b = _b[index], product = a * b;
        error = Math.Abs(product) < Smallest && a != 0 && b != 0 ? double.NaN : Math.FusedMultiplyAdd(a, b, -product);
        return product;
    }

    public void AddOneByOne(int start, int length, ExactAccumulator accumulator)
    {
        for (var i = start; i < start + length; i++) accumulator.AddProduct(_a[i], _b[i]);
    }

    public SpecialTerms SignOfZero()
    {
        var special = SpecialTerms.None;
        for (var i = 0; i < _a.Length; i++) special |= Term.Product(_a[i], _b[i]).Special;
        return special;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(Vector<double> a, Vector<double> b, out Vector<double> product, out Vector<double> error)
    {
        product = a * b;
        var isZero = Vector.BitwiseOr(Vector.Equals(a, Vector<double>.Zero), Vector.Equals(b, Vector<double>.Zero));
        var isUnderflow = Vector.AndNot(Vector.LessThan(Vector.Abs(product), new Vector<double>(Smallest)), isZero);

        // A number with all bits set is a NaN.
        error = Vector.BitwiseOr(Vector.FusedMultiplyAdd(a, b, -product), Vector.AsVectorDouble(isUnderflow));
    }
}
