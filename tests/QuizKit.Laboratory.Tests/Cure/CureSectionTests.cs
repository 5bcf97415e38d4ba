// What the exhibit of the cure shows of its reports.

using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics.Gpu;
using QuizKit.Reports;
using Xunit;

namespace QuizKit.Laboratory.Tests.Cure;

public sealed class CureSectionTests
{
    [Fact]
    public void It_shows_costs_errors_and_stability_of_each_device_and_the_figures_of_others_as_such()
    {
        var exhibit = CureSection.Of([Report("cpu", "3f800000"), Report("opencl", "3f800000")]);

        Assert.Equal("cure", exhibit.Id);
        var tables = DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentTable>().ToList();
        Assert.All(tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
        Assert.Equal(4, tables.Count(table => table.Caption.StartsWith("Cost on ", System.StringComparison.Ordinal)));
        Assert.Equal(
            "Sums that round once have the same bits for every schedule, device and order of the input. On the largest inputs they cost, over sums in a fixed tree, 1.10 times on cpu and 1.10 times on opencl.",
            Assert.IsType<DocumentText>(exhibit.Pieces[0]).Text);
        Assert.Contains(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentPlot>(), plot => plot.Caption!.Contains("over the fixed tree: 1.10 (1.00 to 1.30) for the sum of 1,048,576 numbers in binary32."));
        Assert.Single(tables, table => table.Caption.Contains("published figures, not measured here", System.StringComparison.Ordinal));
        Assert.Contains(tables, table => table.Rows.Any(row => row.Contains("1.10 (1.00 to 1.30)")));
        Assert.Contains(tables, table => table.Rows.Any(row => row.Contains("60") && row.Contains("3.00 (2.00 to 4.00)")));
        Assert.Contains(tables, table => table.Rows.Any(row => row.Contains("1 of 100")));
        Assert.Contains(tables, table => table.Rows.Any(row => row.Contains("52.5 %") && row.Contains("50 %") && row.Contains("47.5 %")));

        // then: one picture of the cost and one of the error for each device
        var plots = DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentPlot>().Select(piece => piece.Plot).ToList();
        Assert.Equal(4, plots.Count);
        Assert.Contains(plots, plot => plot is { LogX: true, LogY: false } && plot.Series.Any(series => series is { Kind: SeriesKind.Reference, Points: [{ Y: 1.2 }, ..] }));
        Assert.Contains(plots, plot => plot is { LogX: true, LogY: true } && plot.Series.Count == 6);

        Assert.Contains(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentText>(), text => text.Text.Contains("`CorrectlyRounded` gave the same bits for 1 of 1 sums"));
        Assert.DoesNotContain(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentText>(), text => text.Text.StartsWith("Broken", System.StringComparison.Ordinal));
        Assert.Null(CureSection.FaultAcross([Report("cpu", "3f800000"), Report("opencl", "3f800000")]));
    }

    [Fact]
    public void Devices_that_differ_where_they_must_not_are_called_broken()
    {
        CureReport[] devices = [Report("cpu", "3f800000"), Report("opencl", "3f800001")];

        Assert.Contains("CorrectlyRounded, sum in binary32 of condition number 100: 3f800000, 3f800001", CureSection.FaultAcross(devices));
        Assert.Contains(DocumentBlock.Unfold(CureSection.Of(devices).Pieces).OfType<DocumentText>(), text => text.Text.StartsWith("Broken: ", System.StringComparison.Ordinal));
    }

    [Fact]
    public void A_device_without_a_level_or_a_format_is_shown_without_it()
    {
        var report = Report("opencl", "3f800000");
        var poor = report with
        {
            Device = [report.Device[0] with { Figures = [.. report.Device[0].Figures.Take(2)] }],
            Errors = [],
            Stability = [],
            LeftOut = ["CorrectlyRounded, binary32: no 64-bit integer atomics."],
        };

        var exhibit = CureSection.Of([poor]);

        Assert.All(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentTable>(), table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
        Assert.Contains(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentText>(), text => text.Text.StartsWith("Skipped: opencl: CorrectlyRounded", System.StringComparison.Ordinal));
        Assert.NotEmpty(CureSection.Of([]).Pieces);
    }

    private static CureReport Report(string device, string exactBits) => new(
        device, "a device", "a platform",
        [
            new CureCase(OrderOperation.Sum, NumberFormat.Binary32, 1 << 20, 0, 11,
            [
                new CureFigure("NotGuaranteed", 1, 4.2, 0.9, 0.8, 1),
                new CureFigure("FixedTree", 1.1, 4, 1, 1, 1),
                new CureFigure("CorrectlyRounded", 1.2, 3.8, 1.1, 1, 1.3),
                new CureFigure(CureFigure.Copy, 1, 8, 0.9, 0.8, 1),
            ]),
        ],
        [new CureCase(OrderOperation.Sum, NumberFormat.Binary32, 1024, 60, 11, [new CureFigure("FixedTree", 1, 2, 1, 1, 1), new CureFigure("CorrectlyRounded", 3, 1, 3, 2, 4)])],
        [
            new ErrorCase(OrderOperation.Sum, NumberFormat.Binary32, 64, 100,
            [
                new LevelError(Determinism.NotGuaranteed, "3f800007", 7, 6300),
                new LevelError(Determinism.FixedTree, "3f800002", 2, 600),
                new LevelError(Determinism.CorrectlyRounded, exactBits, 0.25, 0.5),
            ]),
        ],
        [new StabilityCase(OrderOperation.Sum, NumberFormat.Binary32, 64, Determinism.CorrectlyRounded, 100, 1, 3, 1, 5, 1)],
        [],
        []);
}
