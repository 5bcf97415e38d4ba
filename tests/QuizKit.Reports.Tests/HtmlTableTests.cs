// A table on a page: its classes, by which the style sheet lays it out, and its cells.

using System.Xml.Linq;
using QuizKit.Reports.Html;
using Xunit;

namespace QuizKit.Reports.Tests;

public sealed class HtmlTableTests
{
    [Theory]
    [InlineData(4, false, "exhibit")]
    [InlineData(5, false, "exhibit several")]
    [InlineData(8, false, "exhibit several")]
    [InlineData(9, false, "exhibit many")]
    [InlineData(1, true, "exhibit stacked")]
    [InlineData(9, true, "exhibit many stacked")]
    public void A_table_is_named_by_how_many_columns_it_has(int columns, bool isStacked, string expected)
    {
        DocumentColumn[] all = [.. Enumerable.Range(0, columns).Select(i => new DocumentColumn($"column {i}"))];

        var table = Rendered(new DocumentTable("A caption", all, []) { IsStacked = isStacked });

        Assert.Equal(expected, (string?)table.Attribute("class"));
    }

    [Fact]
    public void A_cell_has_the_name_of_its_column_its_kind_and_its_tone()
    {
        var table = new DocumentTable(
            "A `caption`",
            [new DocumentColumn("name", IsCode: true), new DocumentColumn("n", IsNumber: true), new DocumentColumn("words")],
            [["a", "1", "x"], ["", "2", "y"]])
        {
            ToneOf = (row, column) => row == 1 && column > 0 ? Tone.Bad : Tone.Plain,
        };

        var rendered = Rendered(table);

        Assert.Equal("A caption", rendered.Element("caption")!.Value);
        Assert.Equal([null, "number", null], rendered.Descendants("th").Take(3).Select(cell => (string?)cell.Attribute("class")));
        Assert.Equal(
            [("a", null, null), ("1", "number", "n"), ("x", null, "words"), ("", null, null), ("2", "number bad", "n"), ("y", "bad", "words")],
            rendered.Element("tbody")!.Descendants().Where(cell => cell.Name.LocalName is "th" or "td")
                .Select(cell => (cell.Value, (string?)cell.Attribute("class"), (string?)cell.Attribute("data-head"))));
        Assert.Equal(["a"], rendered.Descendants("tbody").Descendants("code").Select(code => code.Value));
    }

    private static XElement Rendered(DocumentTable table)
    {
        var page = new Markup();
        HtmlRenderer.WriteTable(page, table);
        return XElement.Parse(page.ToString()).Element("table")!;
    }
}
