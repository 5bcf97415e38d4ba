// Which rows of a batch have which bits.

using System.Globalization;

namespace QuizKit.Laboratory.Batch;

/// <summary>The classes of the rows of a batch, in order.</summary>
/// <param name="Runs">Runs of rows of one class; the longest one has 0 rows, which stands for all that the others leave.</param>
internal sealed record RowPattern(IReadOnlyList<(int Class, int Rows)> Runs)
{
    private const int MostRuns = 4;

    /// <summary>A name: A for the first class.</summary>
    public static string NameOf(int rowClass) =>
        rowClass < 26 ? ((char)('A' + rowClass)).ToString() : "A" + rowClass.ToString(CultureInfo.InvariantCulture);

    /// <summary>The pattern of classes with their numbers of rows.</summary>
    public static RowPattern Of(IReadOnlyList<(int Class, int Rows)> runs)
    {
        var longest = runs.Index().MaxBy(run => run.Item.Rows).Index;
        return new RowPattern([.. runs.Select((run, i) => i == longest ? run with { Rows = 0 } : run)]);
    }

    /// <summary>The pattern without the numbers of rows: the classes of the first and the last row, and all that occur.</summary>
    public string Outline => Runs.Count == 1 ? NameOf(Runs[0].Class)
        : $"first row {NameOf(Runs[0].Class)}, last {NameOf(Runs[^1].Class)}, all of "
            + string.Join(" ", Runs.Select(run => run.Class).Distinct().Order().Select(NameOf));

    public override string ToString()
    {
        if (Runs.Count == 1) return NameOf(Runs[0].Class);
        if (Runs.Count > MostRuns)
            return string.Create(CultureInfo.InvariantCulture, $"{Outline}, changing {Runs.Count - 1} times");
        return string.Join(", ", Runs.Select((run, i) => TextOf(run.Class, run.Rows, i)));
    }

    private string TextOf(int rowClass, int rows, int index)
    {
        var name = NameOf(rowClass);
        if (rows == 0) return index == 0 ? name : "then " + name;
        var place = index == 0 ? "first " : index == Runs.Count - 1 ? "last " : "then ";
        return string.Create(CultureInfo.InvariantCulture, $"{place}{rows} {name}");
    }
}
