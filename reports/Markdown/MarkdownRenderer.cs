// Renders a document as Markdown; its plots and trees are links to pictures, if pictures are written.

using System.Text;

namespace QuizKit.Reports.Markdown;

internal sealed class MarkdownRenderer(Func<DocumentPicture, string>? pictureAddress, int? longest)
{
    // Room for the sentence that counts omitted rows.
    private const int Reserve = 200;

    private readonly StringBuilder _text = new();
    private readonly int _longest = longest ?? int.MaxValue;

    /// <summary>The address of each section, by its anchor. A link elsewhere is written as its words.</summary>
    private readonly Dictionary<string, string> _addresses = [];

    public static void Write(TextWriter writer, Document document, Func<DocumentPicture, string>? pictureAddress)
    {
        var renderer = new MarkdownRenderer(pictureAddress, document.LongestMarkdown);
        renderer._text.Append("# ").Append(MarkdownText.Of(document.Title)).Append("\n\n");
        if (document.Result is { } result)
        {
            var sign = result.Tone switch { Tone.Good => "✅ ", Tone.Bad => "❌ ", _ => "" };
            renderer._text.Append("**").Append(sign).Append(renderer.Spans(result.Text)).Append("**\n\n");
        }

        foreach (var section in document.Sections) renderer._addresses[section.Anchor] = AddressOf(section.Title);
        renderer.Append(document.Introduction, new(DocumentPicture.Of(DocumentPicture.Introduction, document.Introduction)));
        foreach (var section in document.Sections) renderer.Append(section);
        writer.Write(renderer._text.ToString());
        writer.Flush();
    }

    public static string Of(DocumentSection section, Func<DocumentPicture, string>? pictureAddress)
    {
        var renderer = new MarkdownRenderer(pictureAddress, null);
        renderer.Append(section);
        return renderer._text.ToString();
    }

    private void Append(DocumentSection section)
    {
        _text.Append("## ").Append(MarkdownText.Of(section.Title)).Append("\n\n");
        Append(section.Pieces, new(DocumentPicture.Of(section.Id, section.Pieces)));
    }

    private void Append(IReadOnlyList<DocumentBlock> blocks, Queue<DocumentPicture> pictures)
    {
        foreach (var block in blocks) Append(block, pictures);
    }

    private void Append(DocumentBlock block, Queue<DocumentPicture> pictures)
    {
        switch (block)
        {
            case DocumentHeading heading:
                _text.Append("### ").Append(MarkdownText.Of(heading.Text)).Append("\n\n");
                break;
            case DocumentText text:
                _text.Append(Spans(text.Text)).Append("\n\n");
                break;
            case DocumentList list:
                foreach (var item in list.Items)
                    _text.Append("- ").Append(item.Tone == Tone.Bad ? "⚠ " : "").Append(Spans(item.Text)).Append('\n');
                _text.Append('\n');
                break;
            case DocumentFields fields:
                foreach (var (label, value) in fields.Fields)
                    _text.Append("- ").Append(MarkdownText.Of(label)).Append(": ").Append(Spans(value.Text)).Append('\n');
                _text.Append('\n');
                break;
            case DocumentTable table:
                AppendTable(table);
                break;
            case DocumentDetails details:
                _text.Append("<details><summary>").Append(MarkdownText.InHtml(details.Title)).Append("</summary>\n\n");
                Append(details.Pieces, pictures);
                _text.Append("</details>\n\n");
                break;
            case DocumentPlot or DocumentTree:
                var picture = pictures.Dequeue();
                if (pictureAddress is { } addressOf)
                    _text.Append("![").Append(MarkdownText.Of(picture.Title)).Append("](").Append(addressOf(picture)).Append(")\n\n");
                if (pictureAddress is not null && block is DocumentPlot { Caption: { } caption })
                    _text.Append(Spans(caption)).Append("\n\n");
                break;
        }
    }

    private void AppendTable(DocumentTable table)
    {
        if (table.Caption.Length > 0) _text.Append(Spans(table.Caption)).Append("\n\n");
        _text.Append("| ").AppendJoin(" | ", table.Columns.Select(column => MarkdownText.Of(column.Name))).Append(" |\n");
        _text.Append("| ").AppendJoin(" | ", table.Columns.Select(column => column.IsNumber ? "---:" : "---")).Append(" |\n");
        var omitted = 0;
        var size = _longest == int.MaxValue ? 0 : Encoding.UTF8.GetByteCount(_text.ToString());
        foreach (var cells in table.Rows)
        {
            var row = "| " + string.Join(" | ", cells.Select((cell, i) => Cell(table.Columns[i], cell))) + " |\n";
            size += Encoding.UTF8.GetByteCount(row);
            if (omitted > 0 || size > _longest - Reserve) omitted++;
            else _text.Append(row);
        }

        if (omitted > 0)
        {
            _text.Append('\n').Append(NumberText.Of(omitted, "row"))
                .Append(" omitted: `--format html` and `--format json` have them all.\n");
        }

        _text.Append('\n');
    }

    private static string Cell(DocumentColumn column, string cell) =>
        column.IsCode && cell.Length > 0 ? MarkdownText.Code(cell) : MarkdownText.Of(cell);

    private string Spans(string text) => string.Concat(TextSpans.Of(text).Select(span =>
        span.IsCode ? MarkdownText.Code(span.Text)
        : span.Anchor is { } anchor && _addresses.TryGetValue(anchor, out var address) ? $"[{EscapeSpan(span.Text)}](#{address})"
        : EscapeSpan(span.Text)));

    /// <summary>The anchor that Git hosts give to a heading.</summary>
    private static string AddressOf(string title) =>
        new([.. title.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ').Select(c => c == ' ' ? '-' : c)]);

    /// <summary>Escapes a span and keeps the spaces at its ends.</summary>
    private static string EscapeSpan(string span)
    {
        var inner = span.Trim(' ');
        if (inner.Length == 0) return span;
        return span[..span.IndexOf(inner[0], StringComparison.Ordinal)] + MarkdownText.Of(inner)
            + span[(span.LastIndexOf(inner[^1]) + 1)..];
    }
}
