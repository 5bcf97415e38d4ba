// Every n-th of other terms: a column of a matrix.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

internal readonly struct Strided<T, TTerms>(TTerms terms, int stride) : IAddends<T>, IExtractionTerms, IWindowTerms, IBinTerms
    where T : unmanaged
    where TTerms : struct, IAddends<T>, IExtractionTerms, IWindowTerms, IBinTerms
{
    private readonly TTerms _terms = terms;
    private readonly int _stride = stride;

    public int Width => _terms.Width;

    public int MinPosition => _terms.MinPosition;

    public int MaxExponent => _terms.MaxExponent;

    public int LowestBit => _terms.LowestBit;

    public int LimbsPerTerm => _terms.LimbsPerTerm;

    public int LimbBits => _terms.LimbBits;

    public int FirstSumLimb => _terms.FirstSumLimb;

    public int SumLimbs => _terms.SumLimbs;

    public int QuantumBits => _terms.QuantumBits;

    public int SignificandBits => _terms.SignificandBits;

    public bool HasError => _terms.HasError;

    public bool HasTwoPasses => _terms.HasTwoPasses;

    public T Load(long index) => _terms.Load(index * _stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale) =>
        _terms.Read(index * _stride, position, width, out sign, out scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SignificandLimbs LimbsOf(int index) => _terms.LimbsOf(index * _stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ExponentOf(int index, out uint nonFiniteOrSubnormal) => _terms.ExponentOf(index * _stride, out nonFiniteOrSubnormal);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SignificandOf(int index, out int position, out int sign) => _terms.SignificandOf(index * _stride, out position, out sign);

    public Term TermOf(int index) => _terms.TermOf(index * _stride);

    public double NumberOf(int index) => _terms.NumberOf(index * _stride);

    public double ErrorOf(int index, double number) => _terms.ErrorOf(index * _stride, number);
}
