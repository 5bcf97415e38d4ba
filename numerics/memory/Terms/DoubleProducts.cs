// The products of two binary64 arrays in memory.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <remarks>
/// A product p of two binary64 numbers and fl(ab − p), a fused multiply-add, have the sum ab, provided that nothing underflows: every bit
/// of a product of 2⁻⁹⁶⁰ and more is a multiple of 2⁻¹⁰⁷⁴.
/// </remarks>
internal readonly unsafe struct DoubleProducts(double* a, double* b, int length) : IHostTerms<DoubleProducts>
{
    /// <summary>The smallest product whose error is a number too.</summary>
    public const double Smallest = 1e-289;

    private readonly double* _a = a;
    private readonly double* _b = b;

    public static bool HasError => true;

    public static bool HasTwoPasses => true;

    public int Length { get; } = length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        double* a = _a + index, b = _b + index;
        Multiply(TLanes.Load(a), TLanes.Load(b), out number0, out error0);
        Multiply(TLanes.Load(a + TLanes.Count), TLanes.Load(b + TLanes.Count), out number1, out error1);
    }

    public double NumberOf(int index) => _a[index] * _b[index];

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);

    public DoubleProducts Slice(int start, int length) => new(_a + start, _b + start, length);

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
