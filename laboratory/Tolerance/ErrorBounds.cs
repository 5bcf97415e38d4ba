// How far a computed sum of products may lie from the exact one: in the worst case, and with a probability.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Tolerance;

/// <summary>Bounds on |computed − exact| of one result.</summary>
/// <param name="Worst">The worst case, for any rounding errors.</param>
/// <param name="Probable">The bound that holds with the given probability, if roundings are as random.</param>
internal readonly record struct ErrorBound(double Worst, double Probable);

/// <summary>Bounds on the error of a sum of products.</summary>
/// <remarks>
/// <para><b>The worst case.</b> Added by a tree of height h, a product is rounded once and goes through at most h additions:
/// |ŝ − s| ≤ γ(h+1)·Σ|aᵢbᵢ|, and γ(h)·Σ|aᵢ| for a sum (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed. 2002, sections 3.1
/// and 4.2). Every tree of n addends has a height of at most n − 1. A fused product only omits a rounding; an operation in a wider format
/// rounds less, and its conversion takes the place of the rounding that it saved. Additions are exact where they yield a subnormal number;
/// a product, fused or not, errs by at most half of the smallest number there.</para>
/// <para><b>With a probability.</b> Each operation k computes tₖ(1 + δₖ), and an exact sum passes its error on unchanged, so
/// ŝ − s = Σ tₖδₖ, over the additions and the products. Here |tₖ| ≤ cₖ = |sₖ| + γ·Sₖ with sₖ the exact partial sum and Sₖ that of the
/// magnitudes. If each δₖ has mean 0 given the operations before it, this is a martingale, and by the inequality of Azuma and Hoeffding
/// |ŝ − s| ≤ u·√(2·ln(2/p))·√(Σ cₖ²) with a probability of at least 1 − p (Ipsen and Zhou, "Probabilistic error analysis for inner
/// products", SIAM J. Matrix Anal. Appl. 41, 2020; Hallman and Ipsen, arXiv:2107.01604, 2021; Higham and Mary, "A new approach to
/// probabilistic rounding error analysis", SIAM J. Sci. Comput. 41, 2019, A2815, has λ·√n·u·Σ|aᵢbᵢ| from the same model).</para>
/// <para>Without a tree, Σ Sₖ² is at most that of the order which adds the largest magnitudes first, Σ Tₘ² for m = 2 … n with Tₘ the sum of
/// the m largest: at most n − m + 1 additions have m addends or more below them. With a height h it is also at most h·S², as the
/// additions at one depth have different addends.</para>
/// <para>The bounds are computed in binary64 and widened by 2⁻²⁰, which covers the roundings of their own computation.</para>
/// </remarks>
internal static class ErrorBounds
{
    private const double Widening = 1 + (1.0 / (1 << 20));

    /// <summary>Returns the bounds of one result.</summary>
    /// <param name="side">How it was added up.</param>
    /// <param name="terms">Its terms.</param>
    /// <param name="shape">The operation.</param>
    /// <param name="arithmetic">The formats.</param>
    /// <param name="failure">p, the probability that the probable bound fails under its model.</param>
    public static ErrorBound Of(
        ToleranceSide side, ToleranceTerms terms, ToleranceShape shape, ToleranceArithmetic arithmetic, double failure)
    {
        if (!double.IsFinite(terms.Magnitude)) return new ErrorBound(double.PositiveInfinity, double.PositiveInfinity);
        if (side.IsExact)
        {
            var rounding = RoundingOf(terms, 0, arithmetic.Inputs);
            return new ErrorBound(rounding, rounding);
        }

        var sums = arithmetic.Sums;
        var roundings = shape.RoundingsOf(side.Height ?? (shape.K - 1));
        var underflow = shape.Operation == ToleranceOperation.Sum ? 0 : 2 * shape.K * sums.HalfOfSmallest;
        var worst = (Product(side.RelativeBound ?? sums.Gamma(roundings), terms.Magnitude) * Widening) + underflow;
        var spread = Math.Sqrt(side.Tree is { } tree ? SpreadOf(tree, terms, shape, sums) : SpreadOf(side.Height, terms, shape, sums));
        var probable = Math.Min(worst, (sums.UnitRoundoff * Math.Sqrt(2 * Math.Log(2 / failure)) * spread * Widening) + underflow);
        if (!arithmetic.RoundsResult) return new ErrorBound(worst, probable);
        return new ErrorBound(
            worst + RoundingOf(terms, worst, arithmetic.Inputs), probable + RoundingOf(terms, probable, arithmetic.Inputs));
    }

    /// <summary>The largest error of rounding a number to a format, given the exact sum and how far the number may lie from it.</summary>
    private static double RoundingOf(ToleranceTerms terms, double error, BinaryRounding format) =>
        (format.UnitRoundoff * (Math.Abs(terms.Exact) + error) * Widening) + format.HalfOfSmallest;

    /// <summary>Returns Σ cₖ² of a tree.</summary>
    private static double SpreadOf(SummationTree tree, ToleranceTerms terms, ToleranceShape shape, BinaryRounding sums)
    {
        var isProduct = shape.Operation != ToleranceOperation.Sum;
        var stack = new Stack<(double Sum, double Magnitude)>();
        double spread = 0;
        foreach (var node in tree.InPostorder())
        {
            if (node.Leaf >= 0)
            {
                var term = terms.A[node.Leaf] * terms.B[node.Leaf];
                if (isProduct) spread += term * term;
                stack.Push((term, Math.Abs(term)));
                continue;
            }

            double sum = 0, magnitude = 0;
            foreach (var _ in node.Children)
            {
                var child = stack.Pop();
                sum += child.Sum;
                magnitude += child.Magnitude;
            }

            // Twice: once for the computed sum of the operands, and once for the roundings of this one, in binary64.
            var largest = Math.Abs(sum) + (2 * sums.Gamma(shape.RoundingsOf(node.Height)) * magnitude);
            spread += largest * largest;
            stack.Push((sum, magnitude));
        }

        return spread;
    }

    /// <summary>Returns a bound of Σ cₖ² for every tree, or for every tree of a height at most.</summary>
    private static double SpreadOf(int? height, ToleranceTerms terms, ToleranceShape shape, BinaryRounding sums)
    {
        var magnitudes = new double[shape.K];
        double products = 0;
        for (var i = 0; i < magnitudes.Length; i++)
        {
            magnitudes[i] = Math.Abs(terms.A[i] * terms.B[i]);
            products += magnitudes[i] * magnitudes[i];
        }

        Array.Sort(magnitudes);
        double sum = magnitudes[^1], spread = 0;
        for (var i = magnitudes.Length - 2; i >= 0; i--)
        {
            sum += magnitudes[i];
            spread += sum * sum;
        }

        if (height is { } known) spread = Math.Min(spread, known * terms.Magnitude * terms.Magnitude);
        var inflation = 1 + sums.Gamma(shape.RoundingsOf(height ?? (shape.K - 1)));
        return (spread * inflation * inflation) + (shape.Operation == ToleranceOperation.Sum ? 0 : products);
    }

    /// <summary>A product in which 0 times infinity is 0.</summary>
    private static double Product(double factor, double value) => value == 0 ? 0 : factor * value;
}
