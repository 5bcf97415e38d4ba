// The rule for a size in words.

using System.Globalization;
using static System.FormattableString;

namespace QuizKit.Laboratory.Batch;

internal static class SizeText
{
    /// <summary>The letter of a quantity in formulas.</summary>
    public static string SymbolOf(BatchQuantity quantity) => quantity switch
    {
        BatchQuantity.Batch => "m",
        BatchQuantity.Length => "k",
        _ => "t",
    };

    /// <summary>Returns a line for each interval, or for the remainders within it that have the same result.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="symbol">The size's letter.</param>
    /// <param name="texts">The texts of the results.</param>
    public static IReadOnlyList<BatchLine> LinesOf(SizeRule rule, string symbol, IReadOnlyList<string> texts)
    {
        var largest = rule.Pieces[^1].To;
        return [.. rule.Pieces.SelectMany(piece => LinesOf(piece, symbol, largest, texts))];
    }

    private static IEnumerable<BatchLine> LinesOf(SizePiece piece, string symbol, int largest, IReadOnlyList<string> texts)
    {
        var interval = piece.From == piece.To ? Invariant($"{symbol} = {piece.From}")
            : piece.To == largest ? Invariant($"{symbol} ≥ {piece.From}")
            : Invariant($"{symbol} = {piece.From}–{piece.To}");
        if (piece.Step > 0)
        {
            yield return new BatchLine(
                interval, piece.Step == 1 ? "other bits for every size" : Invariant($"other bits after every {piece.Step} sizes"));
            yield break;
        }

        var classes = Enumerable.Range(0, piece.Period)
            .Where(remainder => HasSize(piece, remainder))
            .GroupBy(remainder => piece.Classes[remainder]).ToList();
        foreach (var remainders in classes)
        {
            var sizes = classes.Count == 1 ? interval : Invariant($"{interval}, {symbol} mod {piece.Period} = {ListOf([.. remainders])}");
            yield return new BatchLine(sizes, texts[remainders.Key]);
        }
    }

    private static bool HasSize(SizePiece piece, int remainder) =>
        piece.From + ((((remainder - piece.From) % piece.Period) + piece.Period) % piece.Period) <= piece.To;

    /// <summary>Writes ascending numbers, with a dash between the ends of three or more in a row: 0, 2–5.</summary>
    private static string ListOf(int[] numbers)
    {
        var parts = new List<string>();
        for (var i = 0; i < numbers.Length;)
        {
            var end = i;
            while (end + 1 < numbers.Length && numbers[end + 1] == numbers[end] + 1) end++;
            if (end - i < 2) end = i;
            parts.Add(end == i ? numbers[i].ToString(CultureInfo.InvariantCulture) : Invariant($"{numbers[i]}–{numbers[end]}"));
            i = end + 1;
        }

        return string.Join(", ", parts);
    }
}
