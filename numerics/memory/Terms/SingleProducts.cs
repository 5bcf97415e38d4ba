// The products of two binary32 arrays in memory.

using System.Numerics;
using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <remarks>A product of two binary32 numbers is a binary64 number.</remarks>
internal readonly ref struct SingleProducts(ReadOnlySpan<float> a, ReadOnlySpan<float> b) : IHostTerms
{
    private readonly ReadOnlySpan<float> _a = a;
    private readonly ReadOnlySpan<float> _b = b;

    public static bool HasError => false;

    public static bool HasTwoPasses => true;

    public int Length => _a.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(
        int index, out Vector<double> number0, out Vector<double> number1, out Vector<double> error0, out Vector<double> error1)
    {
        (error0, error1) = (default, default);
        Vector.Widen(new Vector<float>(_a[index..]), out var left0, out var left1);
        Vector.Widen(new Vector<float>(_b[index..]), out var right0, out var right1);
        number0 = left0 * right0;
        number1 = left1 * right1;
    }

    public double NumberOf(int index) => (double)_a[index] * _b[index];

    public double ErrorOf(int index, double number) => 0;

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);
}
