// The products of two binary32 arrays in memory.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <remarks>A product of two binary32 numbers is a binary64 number.</remarks>
internal readonly unsafe partial struct SingleProducts(float* a, float* b, int length) : IHostTerms<SingleProducts>
{
    private readonly float* _a = a;
    private readonly float* _b = b;

    public int Length { get; } = length;

    public double NumberOf(int index) => (double)_a[index] * _b[index];

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);

    public SingleProducts Slice(int start, int length) => new(_a + start, _b + start, length);
}
