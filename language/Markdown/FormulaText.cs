// The text of a file for the reader of formulas: what belongs to the containers of a formula, and not to it, is blank there.

using Markdig.Extensions.Tables;
using Markdig.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

internal static class FormulaText
{
    /// <summary>Returns the text with every character at its place: the marks of quotations, and backslashes before the '|' of a table.</summary>
    public static string Of(MarkdownDocument document, string text, Cancellation cancellation)
    {
        char[]? blanked = null;
        foreach (var node in document.Descendants())
        {
            cancellation.Look();
            if (node is FormulaBlock block)
            {
                BlankQuotes(block.Span, QuoteMarks.CountAround(block));
            }
            else if (node is FormulaInline inline)
            {
                var around = ProseContent.BlockOf(inline);
                BlankQuotes(inline.Span, QuoteMarks.CountAround(around));
                if (around?.Parent is TableCell) BlankEscapes(inline.Span);
            }
        }

        return blanked is null ? text : new string(blanked);

        void BlankQuotes(SourceSpan span, int quotes)
        {
            for (var i = span.Start; quotes > 0 && i < span.End; i++)
            {
                if (text[i] is not ('\n' or '\r')) continue;
                blanked ??= text.ToCharArray();
                var end = QuoteMarks.Skip(text, i + 1, quotes);
                for (var mark = i + 1; mark < end; mark++) blanked[mark] = ' ';
            }
        }

        void BlankEscapes(SourceSpan span)
        {
            for (var i = span.Start + 1; i <= span.End; i++)
            {
                if (text[i] != '|' || text[i - 1] != '\\') continue;
                var first = i - 1;
                while (text[first - 1] == '\\') first--;
                blanked ??= text.ToCharArray();
                blanked[first] = ' ';
            }
        }
    }
}
