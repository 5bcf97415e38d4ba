// The elements of a binary32 array in memory.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

internal readonly unsafe partial struct SingleValues(float* values, int length) : IHostTerms<SingleValues>
{
    private readonly float* _values = values;

    public int Length { get; } = length;

    public double NumberOf(int index) => _values[index];

    public Term TermOf(int index) => Term.Of(_values[index]);

    public SingleValues Slice(int start, int length) => new(_values + start, length);
}
