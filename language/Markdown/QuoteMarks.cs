// The marks of block quotes at the start of a line.

using Markdig.Syntax;

namespace QuizKit.Language.Markdown;

internal static class QuoteMarks
{
    /// <summary>How many quotes a block stands in.</summary>
    public static int CountAround(Block? block)
    {
        var count = 0;
        for (; block is not null; block = block.Parent) count += block is QuoteBlock ? 1 : 0;
        return count;
    }

    /// <summary>Where the words of a line begin that continues a block in so many quotes; a mark may be missing.</summary>
    public static int Skip(string text, int lineStart, int count)
    {
        var end = lineStart;
        for (; count > 0; count--)
        {
            var mark = end;
            while (mark < text.Length && text[mark] is ' ' or '\t') mark++;
            if (mark == text.Length || text[mark] != '>') break;
            end = mark + 1;
        }

        return end;
    }
}
