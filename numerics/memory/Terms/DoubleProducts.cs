// The products of two binary64 arrays in memory.

using System.Numerics;
using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <remarks>
/// A product p of two binary64 numbers and fl(ab − p), a fused multiply-add, have the sum ab, provided that nothing underflows: every bit
/// of a product of 2⁻⁹⁶⁰ and more is a multiple of 2⁻¹⁰⁷⁴.
/// </remarks>
internal readonly ref struct DoubleProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b) : IHostTerms
{
    private const double Smallest = 1e-289;

    private readonly ReadOnlySpan<double> _a = a;
    private readonly ReadOnlySpan<double> _b = b;

    public static bool HasError => true;

    public static bool HasTwoPasses => true;

    public int Length => _a.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(
        int index, out Vector<double> number0, out Vector<double> number1, out Vector<double> error0, out Vector<double> error1)
    {
        Multiply(new Vector<double>(_a[index..]), new Vector<double>(_b[index..]), out number0, out error0);
        index += Vector<double>.Count;
        Multiply(new Vector<double>(_a[index..]), new Vector<double>(_b[index..]), out number1, out error1);
    }

    public double NumberOf(int index) => _a[index] * _b[index];

    public double ErrorOf(int index, double number)
    {
        double a = _a[index], b = _b[index];
        return Math.Abs(number) < Smallest && a != 0 && b != 0 ? double.NaN : Math.FusedMultiplyAdd(a, b, -number);
    }

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);

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
