// The products of two binary64 arrays in memory.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal readonly unsafe partial struct DoubleProducts(double* a, double* b, int length) : IHostTerms<DoubleProducts>
{
    private readonly double* _a = a;
    private readonly double* _b = b;

    public int Length { get; } = length;

    public double NumberOf(int index) => _a[index] * _b[index];

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);

    public DoubleProducts Slice(int start, int length) => new(_a + start, _b + start, length);
}
