// The elements of a binary32 array in memory.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal readonly unsafe struct SingleValues(float* values, int length) : IHostTerms<SingleValues>
{
    private readonly float* _values = values;

    public static bool HasError => false;

    public static bool HasTwoPasses => false;

    public int Length { get; } = length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        (error0, error1) = (default, default);
        (number0, number1) = TLanes.Widen(_values + index);
    }

    public double NumberOf(int index) => _values[index];

    public Term TermOf(int index) => Term.Of(_values[index]);

    public SingleValues Slice(int start, int length) => new(_values + start, length);

    public SingleValues Tail(int start, double* padded, int length) =>
        new(HostTerms.Pad(_values + start, Length - start, (float*)padded, length), length);
}
