// The mark of a task, [ ] or [x]: only at the start of a list item, with white space after it. Markdig takes one anywhere in an item.

using Markdig.Extensions.TaskLists;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace QuizKit.Language.Markdown;

internal sealed class TaskMarkParser : InlineParser
{
    private const int Length = 3;

    public TaskMarkParser()
    {
        OpeningCharacters = ['['];
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var isFirst = processor.Block is ParagraphBlock { Parent: ListItemBlock item } paragraph
            && item[0] == paragraph && processor.Root is { FirstChild: null };
        var mark = slice.PeekChar(1);
        if (!isFirst || mark is not (' ' or 'x' or 'X') || slice.PeekChar(2) != ']') return false;
        if (slice.PeekChar(Length) is not ('\0' or ' ' or '\t' or '\r' or '\n')) return false;

        var start = processor.GetSourcePosition(slice.Start, out var line, out var column);
        processor.Inline = new TaskList
        {
            Span = new SourceSpan(start, start + Length - 1),
            Line = line,
            Column = column,
            Checked = mark != ' ',
        };
        slice.Start += Length;
        return true;
    }
}
