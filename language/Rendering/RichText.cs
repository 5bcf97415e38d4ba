// Renders a passage in each form that is made at compile time. Every text of a model comes from here.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Syntax;

namespace QuizKit.Language.Rendering;

internal static class RichText
{
    public static RichTextModel Render(Passage passage, DiagnosticBag diagnostics)
    {
        var (plain, unicode) = ProseText.WriteBoth(passage);
        var html = ProseHtml.Write(passage);
        return new RichTextModel(MarkdownForm.Write(passage, html, diagnostics), plain, unicode, html);
    }

    // How the HTML of blocks begins; that of words in a line begins otherwise.
    private static readonly string[] BlockTags =
        ["<p>", "<ul>", "<ol", "<pre>", "<table>", "<blockquote>", "<hr", "<div"];

    /// <summary>A text as a paragraph, or several as a list.</summary>
    public static RichTextModel ListOf(IReadOnlyList<RichTextModel> texts)
    {
        if (texts.Count == 0) return RichTextModel.Empty;
        var isLoose = texts.Any(text => HasBlocks(text));
        if (texts.Count == 1) return texts[0] with { Html = Block(texts[0]) };
        var gap = isLoose ? "\n\n" : "\n";
        return new RichTextModel(
            string.Join(gap, texts.Select(text => Item("- ", text.Markdown))),
            string.Join(gap, texts.Select(text => Item("- ", text.PlainText))),
            string.Join(gap, texts.Select(text => Item("• ", text.UnicodeText))),
            "<ul>\n" + string.Concat(texts.Select(text => $"<li>{(isLoose ? Block(text) : text.Html)}</li>\n")) + "</ul>");

        static string Item(string mark, string text) => mark + text.Replace("\n", "\n  ").Replace("\n  \n", "\n\n");

        static bool HasBlocks(RichTextModel text) => Array.Exists(BlockTags, tag => text.Html.StartsWith(tag, StringComparison.Ordinal));

        static string Block(RichTextModel text) => HasBlocks(text) ? text.Html : $"<p>{text.Html}</p>";
    }
}
