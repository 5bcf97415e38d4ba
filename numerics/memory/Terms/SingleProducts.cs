// The products of two binary32 arrays in memory.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <remarks>A product of two binary32 numbers is a binary64 number.</remarks>
internal readonly unsafe struct SingleProducts(float* a, float* b, int length) : IHostTerms<SingleProducts>
{
    private readonly float* _a = a;
    private readonly float* _b = b;

    public static bool HasError => false;

    public static bool HasTwoPasses => true;

    public int Length { get; } = length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        (error0, error1) = (default, default);
        var (left0, left1) = TLanes.Widen(_a + index);
        var (right0, right1) = TLanes.Widen(_b + index);
        number0 = left0 * right0;
        number1 = left1 * right1;
    }

    public double NumberOf(int index) => (double)_a[index] * _b[index];

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);

    public SingleProducts Slice(int start, int length) => new(_a + start, _b + start, length);

    public SingleProducts Tail(int start, double* padded, int length)
    {
        var singles = (float*)padded;
        return new(
            HostTerms.Pad(_a + start, Length - start, singles, length),
            HostTerms.Pad(_b + start, Length - start, singles + length, length),
            length);
    }
}
