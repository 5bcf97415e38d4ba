// A sum of products whose every operation is rounded to a low precision, in a few orders.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Tolerance;

internal static class StandInOrders
{
    private const int Lanes = 8;

    private static readonly Func<int, IEnumerable<IEnumerable<int>>>[] Chains =
    [
        count => [Enumerable.Range(0, count)],
        count => [Enumerable.Range(0, count).Reverse()],
        count => Enumerable.Range(0, Lanes).Select(
            lane => Enumerable.Range(0, count).Where(i => i % Lanes == lane)).Where(chain => chain.Any()),
    ];

    /// <summary>The orders in words.</summary>
    public const string Names = "left to right, right to left, in eight lanes, and pairwise";

    /// <summary>
    /// Returns the sum in each order, products and sums rounded to a format. The result of one operation on two numbers of a format with
    /// p bits, p ≤ 24, is rounded to binary64 first, which changes nothing: 53 ≥ 2p + 2 (Figueroa, "When is double rounding innocuous?",
    /// SIGNUM Newsletter 30, 1995).
    /// </summary>
    public static IReadOnlyList<double> SumsOf(ToleranceTerms terms, BinaryRounding format)
    {
        var products = terms.A.Zip(terms.B, (a, b) => format.Round(a * b)).ToArray();
        return
        [
            .. Chains.Select(chains => Sum(chains(products.Length).Select(chain => Sum(chain.Select(i => products[i]))))),
            Pairwise(products),
        ];

        double Sum(IEnumerable<double> values) => values.Aggregate((sum, value) => format.Round(sum + value));

        double Pairwise(ReadOnlySpan<double> values) => values.Length == 1
            ? values[0]
            : format.Round(Pairwise(values[..(values.Length / 2)]) + Pairwise(values[(values.Length / 2)..]));
    }
}
