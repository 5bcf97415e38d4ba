// The text of a file for the reader of formulas: the marks of block quotes inside displayed formulas are blanks there.

using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

internal static class FormulaText
{
    /// <summary>Returns the text with every character at its place.</summary>
    public static string Of(MarkdownDocument document, string text, Cancellation cancellation)
    {
        char[]? blanked = null;
        foreach (var math in document.Descendants<MathBlock>())
        {
            cancellation.Look();
            var quotes = QuoteMarks.CountAround(math);
            for (var i = math.Span.Start; quotes > 0 && i < math.Span.End; i++)
            {
                if (text[i] is not ('\n' or '\r')) continue;
                blanked ??= text.ToCharArray();
                var end = QuoteMarks.Skip(text, i + 1, quotes);
                for (var mark = i + 1; mark < end; mark++) blanked[mark] = ' ';
            }
        }

        return blanked is null ? text : new string(blanked);
    }
}
