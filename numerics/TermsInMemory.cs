// What the exact sum in memory adds up: the elements of an array, or the products of two arrays.

using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace QuizKit.Numerics;

/// <summary>Terms in memory, in two forms: as binary64 numbers whose sum is the exact one, and in pieces by exponent.</summary>
internal interface ITermsInMemory
{
    /// <summary>How many terms there are.</summary>
    int Length { get; }

    /// <summary>How many binary64 numbers a term is.</summary>
    int NumbersPerTerm { get; }

    /// <summary>How often to fold a block of them.</summary>
    int Folds { get; }

    /// <summary>How many exponents a term can have.</summary>
    int Exponents { get; }

    /// <summary>How many pieces of 32 bits a significand has.</summary>
    int Pieces { get; }

    /// <summary>The position of the lowest bit of a significand with exponent 0.</summary>
    int FirstPosition { get; }

    /// <summary>Returns terms as binary64 numbers; a NaN among them says that they are not the terms.</summary>
    /// <param name="start">The index of the first term.</param>
    /// <param name="length">How many terms.</param>
    /// <param name="buffer">Room for the numbers.</param>
    ReadOnlySpan<double> Expand(int start, int length, Span<double> buffer);

    /// <summary>Adds terms to a table, or to the accumulator where there is none or the table does not take a term.</summary>
    void AddOneByOne(int start, int length, ExponentTable? table, ExactAccumulator accumulator);

    /// <summary>Returns whether any term is other than −0, which is the sign of a sum of zero.</summary>
    SpecialTerms SignOfZero();
}

internal readonly ref struct SinglesInMemory(ReadOnlySpan<float> values) : ITermsInMemory
{
    private readonly ReadOnlySpan<float> _values = values;

    public int Length => _values.Length;

    public int NumbersPerTerm => 1;

    public int Folds => 2;

    public int Exponents => 255;

    public int Pieces => 1;

    public int FirstPosition => FixedPoint.SinglePosition - 1;

    public ReadOnlySpan<double> Expand(int start, int length, Span<double> buffer)
    {
        var values = _values.Slice(start, length);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var to = MemoryMarshal.Cast<double, Vector<double>>(buffer);
        for (var i = 0; i < vectors.Length; i++) Vector.Widen(vectors[i], out to[2 * i], out to[(2 * i) + 1]);
        for (var i = vectors.Length * Vector<float>.Count; i < length; i++) buffer[i] = values[i];
        return buffer[..length];
    }

    public void AddOneByOne(int start, int length, ExponentTable? table, ExactAccumulator accumulator)
    {
        foreach (var value in _values.Slice(start, length))
        {
            var bits = BitConverter.SingleToUInt32Bits(value);
            var exponent = (int)(bits >> 23) & 0xFF;
            if (table is null || (uint)(exponent - 1) >= 0xFE) accumulator.Add(value);
            else table.Add(exponent, 0, (bits & 0x7FFFFF) | 0x800000, (int)bits >> 31);
        }
    }

    public SpecialTerms SignOfZero() =>
        MemoryMarshal.Cast<float, uint>(_values).ContainsAnyExcept(0x80000000) ? SpecialTerms.NotNegativeZero : Length > 0 ? SpecialTerms.NegativeZero : SpecialTerms.None;
}

internal readonly ref struct DoublesInMemory(ReadOnlySpan<double> values) : ITermsInMemory
{
    private readonly ReadOnlySpan<double> _values = values;

    public int Length => _values.Length;

    public int NumbersPerTerm => 1;

    public int Folds => 2;

    public int Exponents => 2047;

    public int Pieces => 2;

    public int FirstPosition => FixedPoint.DoublePosition - 1;

    public ReadOnlySpan<double> Expand(int start, int length, Span<double> buffer) => _values.Slice(start, length);

    public void AddOneByOne(int start, int length, ExponentTable? table, ExactAccumulator accumulator)
    {
        foreach (var value in _values.Slice(start, length))
        {
            var bits = BitConverter.DoubleToUInt64Bits(value);
            var exponent = (int)(bits >> 52) & 0x7FF;
            if (table is null || (uint)(exponent - 1) >= 0x7FE)
            {
                accumulator.Add(value);
                continue;
            }

            var sign = (int)((long)bits >> 63);
            table.Add(exponent, 0, (uint)bits, sign);
            table.Add(exponent, 1, ((uint)(bits >> 32) & 0xFFFFF) | 0x100000, sign);
        }
    }

    public SpecialTerms SignOfZero() =>
        MemoryMarshal.Cast<double, ulong>(_values).ContainsAnyExcept(1ul << 63) ? SpecialTerms.NotNegativeZero : Length > 0 ? SpecialTerms.NegativeZero : SpecialTerms.None;
}

/// <remarks>A product of two binary32 numbers is a binary64 number.</remarks>
internal readonly ref struct SingleProductsInMemory(ReadOnlySpan<float> a, ReadOnlySpan<float> b) : ITermsInMemory
{
    private readonly ReadOnlySpan<float> _a = a;
    private readonly ReadOnlySpan<float> _b = b;

    public int Length => _a.Length;

    public int NumbersPerTerm => 1;

    public int Folds => 2;

    public int Exponents => 509;

    public int Pieces => 2;

    public int FirstPosition => FixedPoint.SinglePosition - 151;

    public ReadOnlySpan<double> Expand(int start, int length, Span<double> buffer)
    {
        ReadOnlySpan<float> a = _a.Slice(start, length), b = _b.Slice(start, length);
        ReadOnlySpan<Vector<float>> left = MemoryMarshal.Cast<float, Vector<float>>(a), right = MemoryMarshal.Cast<float, Vector<float>>(b);
        var to = MemoryMarshal.Cast<double, Vector<double>>(buffer);
        for (var i = 0; i < left.Length; i++)
        {
            Vector.Widen(left[i], out var leftLow, out var leftHigh);
            Vector.Widen(right[i], out var rightLow, out var rightHigh);
            to[2 * i] = leftLow * rightLow;
            to[(2 * i) + 1] = leftHigh * rightHigh;
        }

        for (var i = left.Length * Vector<float>.Count; i < length; i++) buffer[i] = (double)a[i] * b[i];
        return buffer[..length];
    }

    public void AddOneByOne(int start, int length, ExponentTable? table, ExactAccumulator accumulator)
    {
        for (var i = start; i < start + length; i++)
        {
            uint left = BitConverter.SingleToUInt32Bits(_a[i]), right = BitConverter.SingleToUInt32Bits(_b[i]);
            int exponentA = (int)(left >> 23) & 0xFF, exponentB = (int)(right >> 23) & 0xFF;
            if (table is null || (uint)(exponentA - 1) >= 0xFE || (uint)(exponentB - 1) >= 0xFE)
            {
                accumulator.AddProduct(_a[i], _b[i]);
                continue;
            }

            var product = (ulong)((left & 0x7FFFFF) | 0x800000) * ((right & 0x7FFFFF) | 0x800000);
            var sign = (int)(left ^ right) >> 31;
            table.Add(exponentA + exponentB, 0, (uint)product, sign);
            table.Add(exponentA + exponentB, 1, (uint)(product >> 32), sign);
        }
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

    public int Length => _a.Length;

    public int NumbersPerTerm => 2;

    public int Folds => 3;

    public int Exponents => 4093;

    public int Pieces => 4;

    public int FirstPosition => -2;

    public ReadOnlySpan<double> Expand(int start, int length, Span<double> buffer)
    {
        ReadOnlySpan<double> a = _a.Slice(start, length), b = _b.Slice(start, length);
        ReadOnlySpan<Vector<double>> left = MemoryMarshal.Cast<double, Vector<double>>(a), right = MemoryMarshal.Cast<double, Vector<double>>(b);
        Span<Vector<double>> products = MemoryMarshal.Cast<double, Vector<double>>(buffer[..length]), errors = MemoryMarshal.Cast<double, Vector<double>>(buffer[length..]);
        Vector<double> smallest = new(Smallest), zero = Vector<double>.Zero;
        var underflow = Vector<long>.Zero;
        for (var i = 0; i < left.Length; i++)
        {
            var product = left[i] * right[i];
            underflow |= Vector.AndNot(
                Vector.LessThan(Vector.Abs(product), smallest), Vector.BitwiseOr(Vector.Equals(left[i], zero), Vector.Equals(right[i], zero)));
            products[i] = product;
            errors[i] = Vector.FusedMultiplyAdd(left[i], right[i], -product);
        }

        var isUnderflow = !Vector.EqualsAll(underflow, Vector<long>.Zero);
        for (var i = left.Length * Vector<double>.Count; i < length; i++)
        {
            var product = a[i] * b[i];
            isUnderflow |= Math.Abs(product) < Smallest && a[i] != 0 && b[i] != 0;
            buffer[i] = product;
            buffer[length + i] = Math.FusedMultiplyAdd(a[i], b[i], -product);
        }

        if (isUnderflow) buffer[0] = double.NaN;
        return buffer[..(2 * length)];
    }

    public void AddOneByOne(int start, int length, ExponentTable? table, ExactAccumulator accumulator)
    {
        for (var i = start; i < start + length; i++)
        {
            ulong left = BitConverter.DoubleToUInt64Bits(_a[i]), right = BitConverter.DoubleToUInt64Bits(_b[i]);
            int exponentA = (int)(left >> 52) & 0x7FF, exponentB = (int)(right >> 52) & 0x7FF;
            if (table is null || (uint)(exponentA - 1) >= 0x7FE || (uint)(exponentB - 1) >= 0x7FE)
            {
                accumulator.AddProduct(_a[i], _b[i]);
                continue;
            }

            var high = Math.BigMul((left & 0xFFFFFFFFFFFFF) | 0x10000000000000, (right & 0xFFFFFFFFFFFFF) | 0x10000000000000, out var low);
            var exponent = exponentA + exponentB;
            var sign = (int)((long)(left ^ right) >> 63);
            table.Add(exponent, 0, (uint)low, sign);
            table.Add(exponent, 1, (uint)(low >> 32), sign);
            table.Add(exponent, 2, (uint)high, sign);
            table.Add(exponent, 3, (uint)(high >> 32), sign);
        }
    }

    public SpecialTerms SignOfZero()
    {
        var special = SpecialTerms.None;
        for (var i = 0; i < _a.Length; i++) special |= Term.Product(_a[i], _b[i]).Special;
        return special;
    }
}
