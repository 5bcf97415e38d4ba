// Code spans as CommonMark reads them: the backtick of an escape does not belong to the run of backticks after it. For Markdig, it does.

using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace QuizKit.Language.Markdown;

internal sealed class CodeSpanParser : InlineParser
{
    public CodeSpanParser()
    {
        OpeningCharacters = ['`'];
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.Text;
        var end = slice.End + 1;
        var start = slice.Start;
        if (start > 0 && text[start - 1] == '`' && !IsEscape(processor.Inline, start - 1)) return false;
        var content = RunEnd(text, start, end);
        var length = content - start;
        var close = content;
        while (true)
        {
            close = text.IndexOf('`', close, end - close);
            if (close < 0) return false;
            var closeEnd = RunEnd(text, close, end);
            if (closeEnd - close == length) break;
            close = closeEnd;
        }

        processor.Inline = new CodeInline(Content(text.Substring(content, close - content)))
        {
            Delimiter = '`',
            DelimiterCount = length,
            Span = new SourceSpan(
                processor.GetSourcePosition(start, out var line, out var column), processor.GetSourcePosition(close + length - 1)),
            Line = line,
            Column = column,
        };
        slice.Start = close + length;
        return true;
    }

    private static bool IsEscape(Inline? previous, int position) =>
        previous is LiteralInline { IsFirstCharacterEscaped: true } literal && literal.Content.Start == position;

    private static int RunEnd(string text, int start, int end)
    {
        while (start < end && text[start] == '`') start++;
        return start;
    }

    // A line end is a space; one space at each end makes room for backticks, unless there are only spaces.
    private static string Content(string raw)
    {
        var content = raw.Replace("\r\n", " ").Replace('\n', ' ').Replace('\r', ' ');
        var hasRoom = content.Length > 1 && content[0] == ' ' && content[content.Length - 1] == ' ' && content.Trim(' ').Length > 0;
        return hasRoom ? content.Substring(1, content.Length - 2) : content;
    }
}
