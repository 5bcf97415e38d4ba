// Markdig, set up for the Markdown that a quiz may use.

using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

internal static class MarkdownParser
{
    private static readonly MarkdownPipeline Pipeline = MakePipeline();

    /// <summary>Parses the Markdown after the front matter; every span counts from the start of the whole text.</summary>
    public static MarkdownDocument Parse(string text, int frontMatterLength, Cancellation cancellation)
    {
        // The front matter becomes blank lines of the same length, so that no span needs shifting.
        var blanked = text.ToCharArray();
        for (var i = 0; i < frontMatterLength; i++)
        {
            if (blanked[i] is not ('\r' or '\n')) blanked[i] = ' ';
        }

        return Parse(new string(blanked), cancellation);
    }

    /// <summary>Parses Markdown without front matter.</summary>
    public static MarkdownDocument Parse(string text, Cancellation cancellation)
    {
        var document = Markdig.Markdown.Parse(text, Pipeline, MarkdownCancellation.ContextOf(cancellation));
        MarkdownLimits.Apply(document, text, cancellation);
        LinkEscapes.Apply(document, text, cancellation);

        // As GitHub reads it, a table takes its escapes of '|' away before anything else is read.
        foreach (var inline in document.Descendants<Table>().SelectMany(table => table.Descendants<LeafInline>()))
        {
            cancellation.Look();
            if (inline is CodeInline code) code.Content = code.Content.Replace("\\|", "|");
            else if (inline is FormulaInline formula) formula.Content = new StringSlice(formula.Content.ToString().Replace("\\|", "|"));
        }

        ReplaceFences(document, text, cancellation);
        return document;
    }

    // A block of code in the language "math" is a formula, as on GitHub.
    private static void ReplaceFences(MarkdownDocument document, string text, Cancellation cancellation)
    {
        List<FencedCodeBlock> fences = [.. document.Descendants<FencedCodeBlock>().Where(IsMath)];
        foreach (var fence in fences)
        {
            cancellation.Look();
            var start = text.IndexOfAny(['\r', '\n'], fence.Span.Start);
            var end = text.LastIndexOfAny(['\r', '\n'], fence.Span.End);
            var formula = new FormulaBlock(fence.Parser)
            {
                Span = fence.Span,
                Line = fence.Line,
                Column = fence.Column,
                Lines = fence.Lines,
                OpeningFencedCharCount = fence.OpeningFencedCharCount,
                ClosingFencedCharCount = fence.ClosingFencedCharCount,
                Tex = TextSpan.FromBounds(start, System.Math.Max(start, end)),
            };
            var parent = fence.Parent!;
            var index = parent.IndexOf(fence);
            parent.RemoveAt(index);
            parent.Insert(index, formula);
        }

        static bool IsMath(FencedCodeBlock fence) => fence is { Info: "math", ClosingFencedCharCount: > 0 } and not FormulaBlock;
    }

    private static MarkdownPipeline MakePipeline()
    {
        var builder = new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().Use(new MarkdownLimits());
        builder.BlockParsers.Insert(0, new FormulaBlockParser());
        builder.InlineParsers.InsertBefore<EscapeInlineParser>(new FormulaInlineParser());
        builder.InlineParsers.InsertBefore<LinkInlineParser>(new TaskMarkParser());
        builder.InlineParsers.Replace<CodeInlineParser>(new CodeSpanParser());
        builder.Use(new MarkdownCancellation());
        return builder.Build();
    }

    /// <summary>Markdig's inclusive span as a span of this project.</summary>
    public static TextSpan ToTextSpan(this SourceSpan span) =>
        span.IsEmpty ? new TextSpan(System.Math.Max(0, span.Start), 0) : TextSpan.FromBounds(span.Start, span.End + 1);
}
