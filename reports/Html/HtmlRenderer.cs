// Renders a document as HTML.

using QuizKit.Reports.Svg;

namespace QuizKit.Reports.Html;

internal static class HtmlRenderer
{
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

        Write(page, document.Introduction);
    }

    /// <summary>Writes list items that link to sections.</summary>
    public static void WriteLinks(Markup page, IReadOnlyList<DocumentSection> sections)
    {
        foreach (var section in sections)
            page.Open("li").Element("a", section.Title, ("href", "#" + section.Anchor)).Close().Line();
    }

    public static void Write(Markup page, DocumentSection section)
    {
        OpenSection(page, section.Anchor, section.Title);
        Write(page, section.Pieces);
        page.Close().Line();
    }

    /// <summary>Opens a section with its title.</summary>
    public static void OpenSection(Markup page, string id, string title)
    {
        page.Open("section", ("id", id), ("class", "question"), ("aria-labelledby", id + "-title")).Line();
        page.Element("h2", title, ("id", id + "-title")).Line();
    }

    /// <summary>Writes blocks, pictures that follow each other side by side where there is room.</summary>
    public static void Write(Markup page, IReadOnlyList<DocumentBlock> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            var isPicture = IsPicture(i);
            if (isPicture && !IsPicture(i - 1)) page.Open("div", ("class", "figures")).Line();
            Write(page, blocks[i]);
            if (isPicture && !IsPicture(i + 1)) page.Close().Line();
        }

        bool IsPicture(int i) => i >= 0 && i < blocks.Count && blocks[i] is DocumentPlot or DocumentTree;
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
                for (var i = 0; i < fields.Fields.Count; i++)
                {
                    page.Element("dt", fields.Fields[i].Label, ("id", fields.Anchors?[i]));
                    WriteText(page, "dd", fields.Fields[i].Value);
                }

                page.Close().Line();
                break;
            case DocumentDetails details:
                page.Open("details", ("class", "more")).Line();
                page.Open("summary").Element("strong", details.Title).Close().Line();
                page.Open("div", ("class", "body")).Line();
                Write(page, details.Pieces);
                page.Close().Close().Line();
                break;
            case DocumentTable table:
                WriteTable(page, table);
                break;
            case DocumentPlot plot:
                SvgPlot.Of(plot.Plot).WriteFigure(page, plot.Caption is { } caption ? figure => WriteSpans(figure, caption) : null);
                break;
            case DocumentTree tree:
                SvgTree.Of(tree).WriteFigure(page);
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
        foreach (var (span, isCode, anchor) in TextSpans.Of(text))
        {
            if (isCode) page.Element("code", span);
            else if (anchor is not null) page.Element("a", span, ("href", "#" + anchor));
            else page.Text(span);
        }
    }

    /// <summary>
    /// A wide table scrolls within the page, so it is focusable by keyboard. On a narrow screen each row is a block: cells name their columns.
    /// </summary>
    public static void WriteTable(Markup page, DocumentTable table)
    {
        const int Several = 4, Many = 8;
        page.Open("div", ("class", "wide"), ("tabindex", "0"), ("role", "group"), ("aria-label", TextSpans.Plain(table.Caption))).Line();
        var kind = table.Columns.Count switch { > Many => " many", > Several => " several", _ => "" } + (table.IsStacked ? " stacked" : "");
        page.Open("table", ("class", "exhibit" + kind));
        if (table.Caption.Length > 0) WriteCaption(page, table.Caption);
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

    private static void WriteCaption(Markup page, string caption)
    {
        page.Open("caption");
        WriteSpans(page, caption);
        page.Close();
    }

    private static void WriteCell(Markup page, DocumentTable table, int row, int i)
    {
        var tone = ClassOf(table.ToneOf?.Invoke(row, i) ?? Tone.Plain);
        var cssClass = !table.Columns[i].IsNumber ? tone : tone is null ? "number" : $"number {tone}";
        var head = table.Columns[i].Name;
        page.Open(i == 0 ? "th" : "td", ("scope", i == 0 ? "row" : null), ("class", cssClass), ("data-head", i == 0 ? null : head));
        if (table.Columns[i].IsCode && table.Rows[row][i].Length > 0) page.Element("code", table.Rows[row][i]);
        else page.Text(table.Rows[row][i]);
        page.Close();
    }

    private static string? ClassOf(Tone tone) => tone == Tone.Plain ? null : tone.ToString().ToLowerInvariant();
}
