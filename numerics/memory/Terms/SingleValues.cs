// The elements of a binary32 array in memory.

using System.Numerics;
using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal readonly ref struct SingleValues(ReadOnlySpan<float> values) : IHostTerms
{
    private readonly ReadOnlySpan<float> _values = values;

    public static bool HasError => false;

    public static bool HasTwoPasses => false;

    public int Length => _values.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(
        int index, out Vector<double> number0, out Vector<double> number1, out Vector<double> error0, out Vector<double> error1)
    {
        (error0, error1) = (default, default);
        Vector.Widen(new Vector<float>(_values[index..]), out number0, out number1);
    }

    public double NumberOf(int index) => _values[index];

    public double ErrorOf(int index, double number) => 0;

    public Term TermOf(int index) => Term.Of(_values[index]);
}
