// The elements of a binary64 array in memory.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal readonly unsafe partial struct DoubleValues(double* values, int length) : IHostTerms<DoubleValues>
{
    private readonly double* _values = values;

    public int Length { get; } = length;

    public double NumberOf(int index) => _values[index];

    public Term TermOf(int index) => Term.Of(_values[index]);

    public DoubleValues Slice(int start, int length) => new(_values + start, length);
}
