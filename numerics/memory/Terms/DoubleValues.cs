// The elements of a binary64 array in memory.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal readonly unsafe struct DoubleValues(double* values, int length) : IHostTerms<DoubleValues>
{
    private readonly double* _values = values;

    public static bool HasError => false;

    public static bool HasTwoPasses => true;

    public int Length { get; } = length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        (error0, error1) = (default, default);
        number0 = TLanes.Load(_values + index);
        number1 = TLanes.Load(_values + index + TLanes.Count);
    }

    public double NumberOf(int index) => _values[index];

    public Term TermOf(int index) => Term.Of(_values[index]);

    public DoubleValues Slice(int start, int length) => new(_values + start, length);

    public DoubleValues Tail(int start, double* padded, int length) =>
        new(HostTerms.Pad(_values + start, Length - start, padded, length), length);
}
