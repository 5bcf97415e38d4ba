// An exhibit in Markdown, with its plots and trees as pictures in a folder where there is one.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QuizKit.Reports.Html;

namespace QuizKit.Reports.Markdown;

internal static class MarkdownRenderer
{
    /// <summary>Returns an exhibit.</summary>
    /// <param name="exhibit">The exhibit.</param>
    /// <param name="pictures">The address of each picture, or null where none were drawn.</param>
    public static string Of(DocumentSection exhibit, Func<DocumentPicture, string>? pictures)
    {
        var text = new StringBuilder();
        text.Append("## ").Append(MarkdownText.Of(exhibit.Title)).Append("\n\n");
        Queue<DocumentPicture> left = new(DocumentPicture.Of(exhibit));
        foreach (DocumentBlock piece in exhibit.Pieces)
        {
            string part = piece switch
            {
                DocumentHeading heading => "### " + MarkdownText.Of(heading.Text) + "\n",
                DocumentText paragraph => Spans(paragraph.Text) + "\n",
                DocumentTable table => Table(table),
                _ => Picture(left.Dequeue(), pictures),
            };
            if (part.Length > 0) text.Append(part).Append('\n');
        }

        return text.ToString();
    }

    private static string Spans(string text) =>
        string.Concat(CodeSpans.Of(text).Select(span => span.IsCode ? MarkdownText.Code(span.Text) : Keeping(span.Text)));

    /// <summary>Escapes a span, of which the spaces at its ends are part.</summary>
    private static string Keeping(string span)
    {
        string inner = span.Trim(' ');
        return inner.Length == 0 ? span : span[..span.IndexOf(inner[0], StringComparison.Ordinal)] + MarkdownText.Of(inner) + span[(span.LastIndexOf(inner[^1]) + 1)..];
    }

    private static string Table(DocumentTable table)
    {
        var text = new StringBuilder();
        text.Append(MarkdownText.Of(table.Caption)).Append("\n\n");
        text.Append("| ").AppendJoin(" | ", table.Columns.Select(column => MarkdownText.Of(column.Name))).Append(" |\n");
        text.Append("| ").AppendJoin(" | ", table.Columns.Select(column => column.IsNumber ? "---:" : "---")).Append(" |\n");
        foreach (IReadOnlyList<string> row in table.Rows) text.Append("| ").AppendJoin(" | ", row.Select(MarkdownText.Of)).Append(" |\n");
        return text.ToString();
    }

    private static string Picture(DocumentPicture picture, Func<DocumentPicture, string>? pictures) =>
        pictures is null ? "" : $"![{MarkdownText.Of(picture.Title)}]({pictures(picture)})\n";
}
