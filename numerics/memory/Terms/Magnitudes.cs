// The magnitudes of other terms.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <param name="terms">Terms whose numbers have no error.</param>
internal readonly unsafe struct Magnitudes<TTerms>(TTerms terms) : IHostTerms<Magnitudes<TTerms>>
    where TTerms : struct, IHostTerms<TTerms>
{
    private readonly TTerms _terms = terms;

    public static bool HasError => false;

    public static bool HasTwoPasses => TTerms.HasTwoPasses;

    public int Length => _terms.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TLanes>(int index, out TLanes number0, out TLanes number1, out TLanes error0, out TLanes error1)
        where TLanes : struct, ILanes<TLanes>
    {
        _terms.Load(index, out number0, out number1, out error0, out error1);
        number0 = TLanes.Abs(number0);
        number1 = TLanes.Abs(number1);
    }

    public double NumberOf(int index) => Math.Abs(_terms.NumberOf(index));

    public Term TermOf(int index) => Term.Of(NumberOf(index));

    public Magnitudes<TTerms> Slice(int start, int length) => new(_terms.Slice(start, length));

    public Magnitudes<TTerms> Tail(int start, double* padded, int length) => new(_terms.Tail(start, padded, length));
}
