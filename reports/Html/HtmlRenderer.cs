// An exhibit on a web page.

using System.Collections.Generic;
using QuizKit.Reports.Svg;

namespace QuizKit.Reports.Html;

internal static class HtmlRenderer
{
    /// <summary>The id of an exhibit's element.</summary>
    /// <param name="exhibit">The exhibit.</param>
    public static string AnchorOf(DocumentSection exhibit) => "lab-" + exhibit.Id;

    /// <summary>Writes an exhibit.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="exhibit">The exhibit.</param>
    public static void Write(Markup page, DocumentSection exhibit)
    {
        string anchor = AnchorOf(exhibit);
        page.Open("section", ("id", anchor), ("class", "question"), ("aria-labelledby", anchor + "-title")).Line();
        page.Element("h2", exhibit.Title, ("id", anchor + "-title")).Line();
        foreach (DocumentBlock piece in exhibit.Pieces) Write(page, piece);
        page.Close().Line();
    }

    private static void Write(Markup page, DocumentBlock piece)
    {
        switch (piece)
        {
            case DocumentHeading heading:
                page.Element("h3", heading.Text).Line();
                break;
            case DocumentText text:
                page.Open("p");
                WriteSpans(page, text.Text);
                page.Close().Line();
                break;
            case DocumentTable table:
                WriteTable(page, table);
                break;
            case DocumentPlot plot:
                SvgPlot.Write(page, plot.Plot);
                break;
            case DocumentTree tree:
                SvgTree.Write(page, tree.Tree, tree.Title);
                break;
        }
    }

    private static void WriteSpans(Markup page, string text)
    {
        foreach ((string span, bool isCode) in CodeSpans.Of(text))
        {
            if (isCode) page.Element("code", span);
            else page.Text(span);
        }
    }

    /// <summary>A table scrolls by itself, so a keyboard has to reach it.</summary>
    private static void WriteTable(Markup page, DocumentTable table)
    {
        page.Open("div", ("class", "wide"), ("tabindex", "0"), ("role", "group"), ("aria-label", table.Caption)).Line();
        page.Open("table", ("class", "matrix exhibit")).Element("caption", table.Caption).Line();
        page.Open("thead").Open("tr");
        foreach (DocumentColumn column in table.Columns) page.Element("th", column.Name, ("scope", "col"), ("class", column.IsNumber ? "number" : null));
        page.Close().Close().Line().Open("tbody").Line();
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            page.Open("tr").Element("th", row[0], ("scope", "row"), ("class", table.Columns[0].IsNumber ? "number" : null));
            for (var i = 1; i < row.Count; i++) page.Element("td", row[i], ("class", table.Columns[i].IsNumber ? "number" : null));
            page.Close().Line();
        }

        page.Close().Close().Close().Line();
    }
}
