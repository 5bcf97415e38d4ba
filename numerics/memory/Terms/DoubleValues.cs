// The elements of a binary64 array in memory.

using System.Numerics;
using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal readonly ref struct DoubleValues(ReadOnlySpan<double> values) : IHostTerms
{
    private readonly ReadOnlySpan<double> _values = values;

    public static bool HasError => false;

    public static bool HasTwoPasses => true;

    public int Length => _values.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(
        int index, out Vector<double> number0, out Vector<double> number1, out Vector<double> error0, out Vector<double> error1)
    {
        (error0, error1) = (default, default);
        number0 = new Vector<double>(_values[index..]);
        number1 = new Vector<double>(_values[(index + Vector<double>.Count)..]);
    }

    public double NumberOf(int index) => _values[index];

    public double ErrorOf(int index, double number) => 0;

    public Term TermOf(int index) => Term.Of(_values[index]);
}
