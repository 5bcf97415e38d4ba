// Reports made by hand, for tests of what is concluded from them.

using QuizKit.Laboratory.Variation;
using QuizKit.Reports;

namespace QuizKit.Laboratory.Tests.Variation;

internal static class SampleReports
{
    /// <summary>A report of a device on which nothing was measured.</summary>
    public static VariationReport Empty(string device) => new(device, device.ToUpperInvariant(), 1, 100, [], [], [], [], [], [], []);

    /// <summary>The results of an algorithm on a thousand numbers of N(0, 1).</summary>
    public static SumVariation Sum(SumAlgorithm algorithm, params float[] results) => SumStudy.Summary(
        algorithm, VariationSamples.Singles(VariationSamples.Normal, 1, 1000), results, "64×2", height: 999);

    /// <summary>The correctly rounded sum of those numbers, or a neighbour some ulps away.</summary>
    public static float Result(int ulps = 0)
    {
        var value = (float)VariationSamples.Singles(VariationSamples.Normal, 1, 1000).Exact;
        for (; ulps > 0; ulps--) value = float.BitIncrement(value);
        for (; ulps < 0; ulps++) value = float.BitDecrement(value);
        return value;
    }

    /// <summary>Bits of an algorithm.</summary>
    public static SumIdentity Identity(SumAlgorithm algorithm, string shape, string order, params string[] bits) =>
        new(algorithm.Id, "float32", VariationSamples.Normal, "0123", order, 5003, shape, 10, bits);

    /// <summary>A schedule of four groups.</summary>
    public static ScheduleEvidence Schedule(int distinctSums) =>
        ScheduleStudy.Summary([[0, 1, 2, 3], [0, 2, 1, 3]], distinctSums, new Numerics.Gpu.LaunchShape(4, 2), 100, null);

    /// <summary>All text of an exhibit.</summary>
    public static string TextOf(DocumentSection exhibit) => string.Join('\n', DocumentBlock.Unfold(exhibit.Pieces).SelectMany(Texts));

    private static IEnumerable<string> Texts(DocumentBlock piece) => piece switch
    {
        DocumentText text => [text.Text],
        DocumentHeading heading => [heading.Text],
        DocumentTable table => [table.Caption, string.Join(" | ", table.Columns.Select(column => column.Name)), .. table.Rows.Select(row => string.Join(" | ", row))],
        DocumentPlot plot => [plot.Plot.Title, .. plot.Plot.Series.Select(series => series.Name)],
        _ => [],
    };
}
