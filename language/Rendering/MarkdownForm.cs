// The Markdown form of a passage, which alone means what the passage means in its file.

using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formulas;
using QuizKit.Language.Markdown;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Rendering;

internal static class MarkdownForm
{
    /// <summary>
    /// Writes the words as their author did or, where those alone would mean something else, block by block. Reports a passage for which
    /// neither is possible: without a comment in it, the words around it would join into other Markdown, even into HTML; its form keeps
    /// the comments.
    /// </summary>
    /// <param name="passage">The passage.</param>
    /// <param name="html">Its HTML.</param>
    /// <param name="diagnostics">What is wrong in it.</param>
    public static string Write(Passage passage, string html, DiagnosticBag diagnostics)
    {
        var slice = passage.Slice();
        var outline = Outline(passage, html);
        var isSimple = !diagnostics.HasError && SimpleMarkdown.Write(slice, passage.IsLine, passage.Cancellation) == outline;
        if (isSimple || IsSame(slice, passage, outline)) return slice;
        var written = Blocks(passage, passage.Edits);
        if (IsSame(written, passage, outline)) return written;

        // The comment that closes a claim begins where its words end.
        if (!diagnostics.HasErrorIn(new TextSpan(passage.Range.Start, passage.Range.Length + 1))) Report(passage, outline, diagnostics);
        return WithComments(passage, keptFrom: 0, isInBlocks: true);
    }

    // With all of its comments a passage means what it should, and without them it does not: finds one that makes the difference.
    private static void Report(Passage passage, string outline, DiagnosticBag diagnostics)
    {
        List<TextSpan> comments = [.. passage.Edits.Where(edit => IsComment(passage, edit)).Select(edit => edit.Span)];
        foreach (var isInBlocks in new[] { true, false })
        {
            bool IsSameWithout(int count) =>
                IsSame(WithComments(passage, count == 0 ? 0 : comments[count - 1].End, isInBlocks), passage, outline);

            if (comments.Count == 0 || !IsSameWithout(0)) continue;
            (var same, var different) = (0, comments.Count);
            while (different - same > 1)
            {
                var middle = (same + different) / 2;
                if (IsSameWithout(middle)) same = middle;
                else different = middle;
            }

            diagnostics.Report(Definitions.CommentKeepsApart, comments[same]);
            return;
        }

        var words = passage.Source.Substring(passage.Range.Start, passage.Range.Length);
        var start = words.Length - words.TrimStart().Length;
        var lineEnd = words.IndexOfAny(['\r', '\n'], start);
        var line = TextSpan.FromBounds(passage.Range.Start + start, lineEnd < 0 ? passage.Range.End : passage.Range.Start + lineEnd);
        diagnostics.Report(Definitions.WordsNotAlone, line);
    }

    private static bool IsComment(Passage passage, Edit edit) =>
        passage.Range.Contains(edit.Span)
        && string.CompareOrdinal(passage.Source, edit.Span.Start, CommentReader.Open, 0, CommentReader.Open.Length) == 0;

    // The form with the comments from a place on.
    private static string WithComments(Passage passage, int keptFrom, bool isInBlocks)
    {
        List<Edit> edits = [.. passage.Edits.Where(edit => edit.Span.Start < keptFrom || !IsComment(passage, edit))];
        return isInBlocks ? Blocks(passage, edits) : (passage with { Edits = edits }).Slice();
    }

    private static IEnumerable<MarkdownObject> NodesOf(Block block) =>
        (block is LeafBlock { Inline: { } inlines } ? inlines.Descendants() : block.Descendants()).Prepend(block);

    private static string Blocks(Passage passage, IReadOnlyList<Edit> edits) =>
        MarkdownBlocks.Write(passage.Blocks, passage.Source, passage.Range, edits, passage.Cancellation);

    // Whether Markdown by itself has an outline and, where something of the source is no longer in it, does not read as a slip.
    private static bool IsSame(string markdown, Passage passage, string outline)
    {
        if (OutlineOf(markdown, passage) != outline) return false;
        if (passage.Edits.Count == 0) return true;
        var diagnostics = new DiagnosticBag();
        ProseReader.ReadAlone(markdown, diagnostics, passage.Cancellation);
        return !diagnostics.HasError;
    }

    // Of Markdown by itself, in the place of a passage.
    private static string OutlineOf(string markdown, Passage passage)
    {
        var blocks = MarkdownParser.Parse(markdown, passage.Cancellation);
        var alone = passage with { Source = markdown, Range = new TextSpan(0, markdown.Length), Blocks = blocks, Edits = [] };
        return Outline(alone, html: null);
    }

    // The HTML without claims, and with the TeX of each formula as its only word; the HTML itself where there are none.
    private static string Outline(Passage passage, string? html)
    {
        var formulas = new Dictionary<MarkdownObject, TexNode>();
        foreach (var node in passage.Blocks.SelectMany(NodesOf))
        {
            passage.Cancellation.Look();
            if (node is MathInline inline) formulas[node] = new TexWords(inline.Content.ToString());
            else if (node is MathBlock block) formulas[node] = new TexWords(block.Lines.ToString().Trim());
        }

        if (html is not null && formulas.Count == 0 && passage.Claims.Count == 0) return html;
        return ProseHtml.Write(passage with { Formulas = formulas, Claims = [] });
    }
}
