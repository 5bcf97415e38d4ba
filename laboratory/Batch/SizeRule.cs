// How a result depends on a size: intervals, in each of which it depends on the remainder of the size alone.

namespace QuizKit.Laboratory.Batch;

/// <summary>An interval of sizes with one rule.</summary>
/// <param name="From">The smallest size.</param>
/// <param name="To">The largest size.</param>
/// <param name="Classes">The result for each remainder of a division by the number of these; none where results do not recur.</param>
internal sealed record SizePiece(int From, int To, IReadOnlyList<int> Classes)
{
    /// <summary>Where results do not recur, the number of sizes in a row with the same one; otherwise 0.</summary>
    public int Step { get; init; }

    /// <summary>Where results do not recur, the remainder of the first size of each row of them.</summary>
    public int Start { get; init; }

    /// <summary>The period of the result, or of the sizes at which it changes.</summary>
    public int Period => Step > 0 ? Step : Classes.Count;

    /// <summary>The result for a size; a negative number, the same for the sizes in a row, where results do not recur.</summary>
    public int At(int size) => Step > 0 ? -1 - ((size - Start + Step) / Step) : Classes[size % Period];
}

/// <summary>A rule for all sizes of a range.</summary>
/// <param name="Pieces">The intervals in ascending order, without gaps.</param>
internal sealed record SizeRule(IReadOnlyList<SizePiece> Pieces)
{
    /// <summary>The number of sizes that were asked for.</summary>
    public required int Calls { get; init; }

    /// <summary>The number of random sizes whose results were predicted before they were asked for, since the rule last changed.</summary>
    public required int Checked { get; init; }

    /// <summary>The number of those whose prediction was right. Fewer than all where the calls were spent before a rule was found.</summary>
    public required int Right { get; init; }

    /// <summary>The number of sizes of the range.</summary>
    public int Sizes => Pieces[^1].To - Pieces[0].From + 1;

    /// <summary>Whether every size was asked for, so that nothing is predicted.</summary>
    public bool IsComplete => Calls >= Sizes;

    /// <summary>Whether no rule was found: a prediction was wrong, or the calls were spent before there were enough.</summary>
    public bool IsUncertain => !IsComplete && (Right < Checked || Checked < SizeSearch.Predictions);

    /// <summary>
    /// The largest share of sizes with another result than predicted, with 95 % confidence; 0 if all were asked for, 1 where nothing is known.
    /// (1 − s)ⁿ = 0.05 for n right predictions; with wrong ones, the bound of Hoeffding: the observed share and √(ln 20 / 2n).
    /// </summary>
    public double Share =>
        IsComplete ? 0
        : Checked == 0 ? 1
        : Right == Checked ? 1 - Math.Pow(0.05, 1.0 / Checked)
        : Math.Min(1, 1 - ((double)Right / Checked) + Math.Sqrt(Math.Log(20) / (2.0 * Checked)));

    /// <summary>The result for a size.</summary>
    public int At(int size) => Pieces.First(piece => size <= piece.To).At(size);
}
