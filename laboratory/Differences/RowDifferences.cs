// Differences of rows that depend on the other rows of a batch.

using static System.FormattableString;

namespace QuizKit.Laboratory.Differences;

internal static class RowDifferences
{
    /// <summary>Looks for a batch whose rows differ, where single rows agree.</summary>
    public static void Find(DifferenceSearch search, int mostRows)
    {
        var batches = from rows in Enumerable.Range(2, Math.Max(0, mostRows - 1)) from size in search.Sizes select (rows, size);
        foreach (var (rows, size) in batches)
        {
            for (var trial = 0; trial < DifferenceSearch.Trials / 4; trial++)
            {
                var inputs = search.Draw.Digits(24, size, rows);
                if (!search.Count(search.Pair.Differ(inputs))) continue;
                var dependent = search.Pair.Both.Where(function => DependentRow(search, function, inputs, rows) is not null).ToList();
                if (dependent.Count == 0) continue;
                var row = DependentRow(search, dependent[0], inputs, rows);
                search.Found(
                    DifferenceCause.Batch,
                    Invariant($"Single rows agree. Row {row} of {rows} of ")
                        + string.Join(" and of ", dependent.Select(function => $"`{function.Name}`"))
                        + " has other bits than the same row alone.",
                    inputs);
                return;
            }
        }
    }

    /// <summary>Notes which function has rows that depend on others.</summary>
    public static void Note(DifferenceSearch search, int mostRows)
    {
        foreach (var function in search.Pair.Both)
        {
            if (Enumerable.Range(0, DifferenceSearch.Trials).Any(
                _ => DependentRow(search, function, search.Draw.Digits(24, search.LargestSize, mostRows), mostRows) is not null))
            {
                search.Notes.Add(
                    Invariant($"A row of `{function.Name}` has other bits among {mostRows} rows than alone; single rows were compared."));
            }
        }
    }

    /// <summary>Returns the number of the first row that differs from the same row alone, or null.</summary>
    private static int? DependentRow(DifferenceSearch search, StudiedFunction function, IReadOnlyList<Tensor> inputs, int rows)
    {
        var all = search.Pair.Call(function, inputs);
        if (all.Length % rows != 0) return null;
        var length = all.Length / rows;
        for (var row = 0; row < rows; row++)
        {
            Tensor[] alone = [.. inputs.Select((input, i) => search.Shapes[i].HasBatch
                ? new Tensor(
                    [1, .. input.Shape.Skip(1)], input.Values[(row * input.Values.Length / rows)..((row + 1) * input.Values.Length / rows)])
                : input)];
            if (search.Pair.Compare(all[(row * length)..((row + 1) * length)], search.Pair.Call(function, alone)) >= 0) return row + 1;
        }

        return null;
    }
}
