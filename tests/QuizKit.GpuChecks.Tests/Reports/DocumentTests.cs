// An exhibit with a piece of each kind, in each form.

using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using QuizKit.GpuChecks.CommandLine;
using QuizKit.Numerics;
using QuizKit.Reports;
using QuizKit.Reports.Html;
using QuizKit.Reports.Markdown;
using QuizKit.Reports.Terminal;
using QuizKit.Snapshots;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public sealed class DocumentTests
{
    private static readonly DocumentSection Everything = new(
        "sample",
        "A sample of <everything>",
        [
            new DocumentText("Numbers of `numpy.sum` are *not* those of `torch.sum`; a lone ` is no code, and 2^127 | 3 is text."),
            new DocumentTable(
                "What was found & where",
                [new DocumentColumn("target"), new DocumentColumn("error (ulp)", IsNumber: true), new DocumentColumn("order")],
                [["numpy.sum", "1.5", "as a|b"], ["<script>", "0", ""]]),
            new DocumentHeading("Pictures"),
            new DocumentPlot(new Plot("Errors over heights", "height", "error", LogX: true, LogY: true, [
                new PlotSeries("measured", SeriesKind.Points, [new PlotPoint(1, 1e-7), new PlotPoint(10, 2e-7)]),
                new PlotSeries("a bound whose name is so long that it does not fit into one line of a legend, however small its letters are", SeriesKind.Reference, [new PlotPoint(1, 1e-6), new PlotPoint(10, 1e-5)]),
            ])),
            new DocumentTree("three", SummationTree.Parse("((0+1)+2)")),
        ]);

    [Fact]
    public void It_reads_well_on_a_terminal()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        ConsoleRenderer.Write(Terminal.Plain(writer), Everything);

        Snapshot.Verify(writer.ToString());
    }

    [Fact]
    public void It_reads_well_in_Markdown() => Snapshot.Verify(MarkdownRenderer.Of(Everything, picture => "pictures/" + picture.FileName), "md");

    [Fact]
    public void It_reads_well_on_a_page()
    {
        var page = new Markup();
        HtmlRenderer.Write(page, Everything);

        // The page is markup all through, and what came from outside stays text.
        var section = XElement.Parse(page.ToString());
        Assert.Equal(["numpy.sum", "<script>"], section.Descendants("th").Where(th => (string?)th.Attribute("scope") == "row").Select(th => th.Value));
        Assert.Equal(["numpy.sum", "torch.sum"], section.Descendants("code").Select(code => code.Value));
        Assert.Equal(2, section.Descendants("figure").Count());
        Snapshot.Verify(page.ToString(), "html");
    }

    [Fact]
    public void Pictures_stand_alone_with_title_legend_and_style_and_have_names_of_their_own()
    {
        var twice = Everything with { Pieces = [.. Everything.Pieces, .. Everything.Pieces] };
        var pictures = DocumentPicture.Of(twice).ToList();

        Assert.Equal(
            ["sample-errors-over-heights.svg", "sample-three.svg", "sample-errors-over-heights-2.svg", "sample-three-2.svg"], pictures.Select(picture => picture.FileName));
        XNamespace name = "http://www.w3.org/2000/svg";
        var plot = XElement.Parse(pictures[0].Svg);
        string[] texts = [.. plot.Descendants(name + "text").Select(text => text.Value)];
        Assert.Contains("Errors over heights", texts);
        Assert.Contains("measured", texts);
        Assert.Contains(texts, text => text.StartsWith("a bound whose name", StringComparison.Ordinal));
        Assert.Contains("prefers-color-scheme: dark", plot.Element(name + "style")!.Value, StringComparison.Ordinal);
        Assert.Equal(2, XElement.Parse(pictures[1].Svg).Descendants(name + "path").Count());
    }
}
