// The elements of a binary64 array in memory.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal readonly ref struct DoubleValues(ReadOnlySpan<double> values) : IHostTerms<DoubleValues>
{
    private readonly ReadOnlySpan<double> _values = values;

    public static bool HasError => false;

    public static bool HasTwoPasses => true;

    public int Length => _values.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        (error0, error1) = (default, default);
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(_values), index);
        number0 = TLanes.Load(ref first);
        number1 = TLanes.Load(ref Unsafe.Add(ref first, TLanes.Count));
    }

    public double NumberOf(int index) => _values[index];

    public Term TermOf(int index) => Term.Of(_values[index]);

    public DoubleValues Slice(int start, int length) => new(_values.Slice(start, length));

    public DoubleValues Tail(int start, Span<double> padded) => new(HostTerms.Pad(_values[start..], padded[..(padded.Length / 2)]));
}
