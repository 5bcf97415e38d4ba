// The text of a file for the reader of formulas: the marks of quotations inside displayed formulas are blanks there.

using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Syntax;

namespace QuizKit.Language.Markdown;

internal static class FormulaText
{
    /// <summary>Returns the text with every character at its place.</summary>
    public static string Of(MarkdownDocument document, string text)
    {
        char[]? blanked = null;
        foreach (var math in document.Descendants<MathBlock>().Where(math => math.Parent is not MarkdownDocument))
        {
            blanked ??= text.ToCharArray();
            var position = text.IndexOf('\n', math.Span.Start);
            for (var i = 0; i < math.Lines.Count && position >= 0; i++)
            {
                var line = math.Lines.Lines[i].Slice;

                // Where a tab was cut in two, Markdig has made a line of its own.
                if (line.Text.Length != text.Length) line = new StringSlice(text, position, position - 1);
                Blank(blanked, position, line.Start);
                position = text.IndexOf('\n', line.Start);
            }

            // The last line has the closing dollar signs.
            if (position >= 0 && math.ClosingFencedCharCount > 0)
                Blank(blanked, position, text.LastIndexOf("$$", math.Span.End, StringComparison.Ordinal));
        }

        return blanked is null ? text : new string(blanked);
    }

    private static void Blank(char[] text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] is not ('\r' or '\n')) text[i] = ' ';
        }
    }
}
