// Renders a document as HTML.

using QuizKit.Reports.Svg;

namespace QuizKit.Reports.Html;

internal static class HtmlRenderer
{
    public static string AnchorOf(DocumentSection section) => "section-" + section.Id;

    public static void Write(TextWriter writer, Document document)
    {
        writer.Write(HtmlPage.Of($"{document.Title}, by gpu-checks", page =>
        {
            page.Element("a", "To the content", ("class", "skip"), ("href", "#content")).Line();
            page.Open("header").Line();
            page.Element("h1", document.Title).Line();
            WriteIntroduction(page, document);
            page.Close().Line();
            if (document.Sections.Count > 1)
            {
                page.Open("nav", ("aria-label", "Sections")).Open("ol", ("class", "contents")).Line();
                WriteLinks(page, document.Sections);
                page.Close().Close().Line();
            }

            page.Open("main", ("id", "content")).Line();
            foreach (var section in document.Sections) Write(page, section);
            page.Close().Line();
        }));
        writer.Flush();
    }

    /// <summary>Writes the result and the introduction of a document.</summary>
    public static void WriteIntroduction(Markup page, Document document)
    {
        if (document.Result is { } result)
        {
            var state = result.Tone switch { Tone.Good => "confirmed", Tone.Bad => "refuted", _ => "qualified" };
            page.Open("p", ("class", $"result {state}")).Open("strong");
            WriteSpans(page, result.Text);
            page.Close().Close().Line();
        }

        foreach (var block in document.Introduction) Write(page, block);
    }

    /// <summary>Writes list items that link to sections.</summary>
    public static void WriteLinks(Markup page, IReadOnlyList<DocumentSection> sections)
    {
        foreach (var section in sections)
            page.Open("li").Element("a", section.Title, ("href", "#" + AnchorOf(section))).Close().Line();
    }

    public static void Write(Markup page, DocumentSection section)
    {
        OpenSection(page, AnchorOf(section), section.Title);
        foreach (var block in section.Pieces) Write(page, block);
        page.Close().Line();
    }

    /// <summary>Opens a section with its title.</summary>
    public static void OpenSection(Markup page, string id, string title)
    {
        page.Open("section", ("id", id), ("class", "question"), ("aria-labelledby", id + "-title")).Line();
        page.Element("h2", title, ("id", id + "-title")).Line();
    }

    private static void Write(Markup page, DocumentBlock block)
    {
        switch (block)
        {
            case DocumentHeading heading:
                page.Element("h3", heading.Text).Line();
                break;
            case DocumentText text:
                WriteText(page, "p", text);
                break;
            case DocumentList list:
                page.Open("ul").Line();
                foreach (var item in list.Items) WriteText(page, "li", item);
                page.Close().Line();
                break;
            case DocumentFields fields:
                page.Open("dl").Line();
                foreach (var (label, value) in fields.Fields) WriteText(page.Element("dt", label), "dd", value);
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

    private static void WriteText(Markup page, string element, DocumentText text)
    {
        page.Open(element, ("class", ClassOf(text.Tone)));
        WriteSpans(page, text.Text);
        page.Close().Line();
    }

    private static void WriteSpans(Markup page, string text)
    {
        foreach (var (span, isCode) in CodeSpans.Of(text))
        {
            if (isCode) page.Element("code", span);
            else page.Text(span);
        }
    }

    /// <summary>A wide table scrolls within the page, so it is focusable by keyboard.</summary>
    public static void WriteTable(Markup page, DocumentTable table)
    {
        page.Open("div", ("class", "wide"), ("tabindex", "0"), ("role", "group"), ("aria-label", table.Caption)).Line();
        page.Open("table", ("class", table.IsStacked ? "matrix exhibit stacked" : "matrix exhibit"));
        if (table.Caption.Length > 0) page.Element("caption", table.Caption);
        page.Line().Open("thead").Open("tr");
        foreach (var column in table.Columns)
            page.Element("th", column.Name, ("scope", "col"), ("class", column.IsNumber ? "number" : null));
        page.Close().Close().Line().Open("tbody").Line();
        for (var row = 0; row < table.Rows.Count; row++)
        {
            page.Open("tr");
            for (var i = 0; i < table.Columns.Count; i++) WriteCell(page, table, row, i);
            page.Close().Line();
        }

        page.Close().Close().Close().Line();
    }

    private static void WriteCell(Markup page, DocumentTable table, int row, int i)
    {
        var tone = ClassOf(table.ToneOf?.Invoke(row, i) ?? Tone.Plain);
        var cssClass = !table.Columns[i].IsNumber ? tone : tone is null ? "number" : $"number {tone}";
        page.Open(i == 0 ? "th" : "td", ("scope", i == 0 ? "row" : null), ("class", cssClass));
        if (table.Columns[i].IsCode && table.Rows[row][i].Length > 0) page.Element("code", table.Rows[row][i]);
        else page.Text(table.Rows[row][i]);
        page.Close();
    }

    private static string? ClassOf(Tone tone) => tone == Tone.Plain ? null : tone.ToString().ToLowerInvariant();
}
