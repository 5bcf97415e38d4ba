// The elements of a binary32 array in memory.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal readonly ref struct SingleValues(ReadOnlySpan<float> values) : IHostTerms<SingleValues>
{
    private readonly ReadOnlySpan<float> _values = values;

    public static bool HasError => false;

    public static bool HasTwoPasses => false;

    public int Length => _values.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        (error0, error1) = (default, default);
        (number0, number1) = TLanes.Widen(ref Unsafe.Add(ref MemoryMarshal.GetReference(_values), index));
    }

    public double NumberOf(int index) => _values[index];

    public Term TermOf(int index) => Term.Of(_values[index]);

    public SingleValues Slice(int start, int length) => new(_values.Slice(start, length));

    public SingleValues Tail(int start, Span<double> padded)
    {
        var singles = MemoryMarshal.Cast<double, float>(padded);
        return new(HostTerms.Pad(_values[start..], singles[..(padded.Length / 2)]));
    }
}
