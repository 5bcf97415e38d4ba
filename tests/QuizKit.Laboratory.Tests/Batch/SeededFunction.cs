// A function of a size with seeded thresholds and periods.

using QuizKit.Laboratory.Batch;

namespace QuizKit.Laboratory.Tests.Batch;

/// <summary>A piecewise periodic function of a size.</summary>
internal sealed class SeededFunction
{
    private static readonly int[] Periods = [1, 2, 3, 4, 5, 6, 8, 12, 16];

    private readonly SizeRule _rule;

    /// <summary>
    /// Draws up to four thresholds, each at least one and a half times the one before, half of them at powers of two or their neighbours, and
    /// a period for each piece. A piece has results of its own, or shares some with its neighbour.
    /// </summary>
    public SeededFunction(int seed, int to)
    {
        var random = new Random(seed);
        var ends = new List<int>();
        for (var i = random.Next(5); i > 0; i--)
        {
            var at = (int)Math.Pow(to / 1.5, random.NextDouble());
            if (random.Next(2) == 0) at = (1 << (int)Math.Log2(Math.Max(at, 1))) + random.Next(-1, 2);
            if (at >= 1 && ends.TrueForAll(end => Math.Max(end, at) >= 1.5 * Math.Min(end, at) + 1)) ends.Add(at);
        }

        ends.Sort();
        ends.Add(to);
        var pieces = new List<SizePiece>();
        var from = 1;
        foreach (var end in ends)
        {
            var period = Periods[random.Next(Periods.Length)];
            var shared = random.Next(2) == 0 ? 0 : 10 * pieces.Count;
            pieces.Add(new SizePiece(from, end, [.. Enumerable.Range(0, period).Select(_ => shared + random.Next(Math.Max(2, period)))]));
            from = end + 1;
        }

        _rule = new SizeRule(pieces) { Calls = 0, Checked = 0, Right = 0 };
    }

    /// <summary>The number of calls.</summary>
    public int Calls { get; private set; }

    /// <summary>The result for a size.</summary>
    public int At(int size)
    {
        Calls++;
        return _rule.At(size);
    }

    public override string ToString() =>
        string.Join("; ", _rule.Pieces.Select(piece => $"{piece.From}-{piece.To}: {string.Join(',', piece.Classes)}"));
}
