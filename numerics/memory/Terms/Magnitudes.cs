// The magnitudes of other terms.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <param name="terms">Terms whose numbers have no error.</param>
internal readonly unsafe partial struct Magnitudes<TTerms>(TTerms terms) : IHostTerms<Magnitudes<TTerms>>
    where TTerms : struct, IHostTerms<TTerms>
{
    private readonly TTerms _terms = terms;

    public int Length => _terms.Length;

    public double NumberOf(int index) => Math.Abs(_terms.NumberOf(index));

    public Term TermOf(int index) => Term.Of(NumberOf(index));

    public Magnitudes<TTerms> Slice(int start, int length) => new(_terms.Slice(start, length));
}
