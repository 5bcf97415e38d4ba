// A document with a block of each kind, in each format.

using System.Xml.Linq;
using QuizKit.Numerics;
using QuizKit.Reports.Formats;
using QuizKit.Reports.Html;
using QuizKit.Reports.Markdown;
using QuizKit.Reports.Svg;
using QuizKit.Reports.Terminal;
using QuizKit.Snapshots;
using Xunit;

namespace QuizKit.Reports.Tests;

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
            ]), "The errors stay below the `bound`."),
            new DocumentTree("three", SummationTree.Parse("((0+1)+2)")),
            new DocumentDetails("More < less",
            [
                new DocumentText("It is in [the sample](#section-sample), and a [term](#term-ulp) is below; [this](https://example.org) and [that] are text."),
                new DocumentFields([("ulp", new DocumentText("Unit in the last place."))]) { Anchors = ["term-ulp"] },
            ]),
        ]);

    [Fact]
    public void It_reads_well_on_a_terminal()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        ConsoleRenderer.Write(PlainConsole.On(writer), Everything);

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
        Assert.Equal(["numpy.sum", "torch.sum", "bound"], section.Descendants("code").Select(code => code.Value));
        Assert.Equal(2, section.Descendants("figure").Count());
        Snapshot.Verify(page.ToString(), "html");
    }

    [Theory]
    [InlineData("table", "txt", 100)]
    [InlineData("table", "txt", 24)]
    [InlineData("markdown", "md", 100)]
    [InlineData("html", "html", 100)]
    public void A_document_has_its_title_result_introduction_and_sections(string format, string extension, int width)
    {
        var document = new Document("Results", [Everything])
        {
            Result = new DocumentText("All `sums` agree.", Tone.Good),
            Introduction =
            [
                new DocumentList([new DocumentText("A note."), new DocumentText("An error.", Tone.Bad)]),
                new DocumentFields([("cpu", new DocumentText("A processor")), ("command", new DocumentText("`gpu-checks lab`"))]),
            ],
        };
        using var writer = new StringWriter { NewLine = "\n" };
        var console = PlainConsole.On(writer);
        console.Profile.Width = width;

        ReportFormat.Common.Single(one => one.Name == format).Render!(document, new ReportDestination(writer, console));

        var text = System.Text.RegularExpressions.Regex.Replace(
            writer.ToString(), "<style>.*</style>", "<style>…</style>", System.Text.RegularExpressions.RegexOptions.Singleline);
        text = System.Text.RegularExpressions.Regex.Replace(text, "sha256-[^&']*", "sha256-…");
        Snapshot.Verify(text, extension, parameters: $"{format}_{width}");
    }

    [Fact]
    public void Markdown_that_would_be_too_long_omits_rows_and_counts_them()
    {
        var table = new DocumentTable("", [new DocumentColumn("row")], [.. Enumerable.Range(0, 1000).Select(i => new[] { $"row {i}" })]);
        using var writer = new StringWriter();

        MarkdownRenderer.Write(writer, new Document("Rows", [new DocumentSection("rows", "Rows", [table])]) { LongestMarkdown = 2000 }, null);

        Assert.InRange(writer.ToString().Length, 1500, 2000);
        Assert.Matches("(?m)^[0-9]+ rows omitted: ", writer.ToString());
    }

    [Fact]
    public void A_table_of_numbers_alone_has_all_its_cells_on_a_terminal_of_any_width()
    {
        var table = new DocumentTable(
            "", [new DocumentColumn("width", IsNumber: true), new DocumentColumn("error", IsNumber: true)], [["1024", "0.25"], ["2048", "0.5"]]);
        for (var width = 1; width <= 20; width++)
        {
            using var writer = new StringWriter { NewLine = "\n" };
            var console = PlainConsole.On(writer);
            console.Profile.Width = width;

            ConsoleRenderer.Write(console, new DocumentSection("numbers", "", [table]));

            var words = string.Concat(writer.ToString().Where(c => !char.IsWhiteSpace(c)));
            Assert.EndsWith(width < 12 ? "1024error0.252048error0.5" : "widtherror10240.2520480.5", words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_terminal_without_Unicode_gets_signs_that_it_can_show()
    {
        using var writer = new StringWriter();
        var console = PlainConsole.On(writer);
        console.Profile.Capabilities.Unicode = false;

        ConsoleRenderer.Write(console, new Document("✓ ✗ ≈ ○ –", []));

        Assert.StartsWith("+ x ~ o -", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_stand_alone_with_title_legend_and_style_and_have_names_of_their_own()
    {
        var twice = Everything with { Pieces = [.. Everything.Pieces, .. Everything.Pieces] };
        var pictures = DocumentPicture.Of(new Document("", [twice]) { Introduction = [twice.Pieces[^2]] }).ToList();

        Assert.Equal(
            ["summary-three.svg", "sample-errors-over-heights.svg", "sample-three.svg", "sample-errors-over-heights-2.svg", "sample-three-2.svg"], pictures.Select(picture => picture.FileName));
        XNamespace name = "http://www.w3.org/2000/svg";
        var plot = XElement.Parse(pictures[1].Svg);
        string[] texts = [.. plot.Descendants(name + "text").Select(text => text.Value)];
        Assert.Contains("Errors over heights", texts);
        Assert.Contains("measured", texts);
        Assert.Contains(texts, text => text.StartsWith("a bound whose name", StringComparison.Ordinal));
        Assert.Contains("prefers-color-scheme: dark", plot.Element(name + "style")!.Value, StringComparison.Ordinal);
        Assert.Equal(pictures[0].Svg, pictures[2].Svg);
    }

    [Theory]
    [InlineData(false, new double[] { 1, 2, 3 })]
    [InlineData(true, new double[] { 1, 2, 4 })]
    public void Bars_stay_within_the_frame(bool isLog, double[] centres)
    {
        var plot = new Plot("", "", "", LogX: isLog, LogY: false, [PlotData.Points("", centres, centres) with { Kind = SeriesKind.Bars }]);

        var bars = XElement.Parse(SvgPlot.Of(plot).ToFile()).Descendants().Single(element => (string?)element.Attribute("class") == "solid");

        var edges = System.Text.RegularExpressions.Regex.Matches((string)bars.Attribute("d")!, "M([0-9.-]+) [^h]*h([0-9.]+)")
            .Select(match => (From: Number(match.Groups[1]), To: Number(match.Groups[1]) + Number(match.Groups[2]))).ToList();
        Assert.Equal(centres.Length, edges.Count);
        Assert.All(edges, edge => Assert.True(edge.From >= SvgPicture.Margin && edge.To <= SvgPicture.Width - SvgPicture.Margin));

        static double Number(System.Text.RegularExpressions.Group text) => double.Parse(text.Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_name_of_a_picture_ends_after_a_whole_word()
    {
        var plot = new DocumentPlot(new Plot("Kendall's tau of the results of a hundred sums of the same ten numbers", "", "", false, false, []));

        Assert.Equal("a-kendalls-tau-of-the-results-of-a-hundred-sums-of-the-same.svg", Assert.Single(DocumentPicture.Of("a", [plot])).FileName);
    }

    [Fact]
    public void A_plot_names_logarithmic_axes_cuts_no_label_and_has_other_dashes_for_each_bound()
    {
        var reference = new Plot("bounds", "n", "error", LogX: true, LogY: true, [.. Enumerable.Range(1, 5).Select(
            i => new PlotSeries("bound", SeriesKind.Reference, [new PlotPoint(1, 1e-12), new PlotPoint(1e6, i * 1e12)]))]);

        var picture = XElement.Parse(SvgPlot.Of(reference).ToFile());

        var texts = picture.Descendants().Where(element => element.Name.LocalName == "text").ToList();
        Assert.Contains("n, logarithmic →", texts.Select(text => text.Value));
        Assert.Contains("↑ error, logarithmic", texts.Select(text => text.Value));
        Assert.Contains("10¹²", texts.Select(text => text.Value));
        string[] dashes = [.. picture.Descendants().Attributes("stroke-dasharray").Select(dash => dash.Value)];
        Assert.Equal(10, dashes.Length);
        Assert.Equal(5, dashes.Distinct().Count());

        // A wide font has 8 units for a character: each label is within the frame, whichever end it is placed by.
        foreach (var text in texts)
        {
            var anchor = (string?)text.Attribute("text-anchor") ?? (string?)text.Parent!.Attribute("text-anchor");
            var start = (double)text.Attribute("x")! - (text.Value.Length * 8 * (anchor switch { "end" => 1, "middle" => 0.5, _ => 0 }));
            Assert.InRange(start, 0, SvgPicture.Width - (text.Value.Length * 8));
        }
    }
}
