// The choices at the end of a prompt, also where code at the start of a line divides their list in the eyes of Markdown.

using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Markdown;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal static class ChoiceList
{
    /// <summary>The mark of a list item that is a task, or null.</summary>
    public static TaskList? TaskOf(Block item) =>
        ((item as ListItemBlock)?.FirstOrDefault() as ParagraphBlock)?.Inline?.FirstChild as TaskList;

    /// <summary>
    /// Finds the task list of a prompt and makes it the last of the blocks. Task lists below it continue it, and code between two of them
    /// belongs to the choice above the code; anything else below it is one error, at the first such block.
    /// </summary>
    /// <returns>The blocks, and the list among them or null.</returns>
    public static (IReadOnlyList<Block> Blocks, ListBlock? List) Join(IReadOnlyList<Block> blocks, DiagnosticBag diagnostics)
    {
        var first = blocks.Count;
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            if (IsTaskList(blocks[i])) first = i;
        }

        if (first >= blocks.Count - 1) return (blocks, first < blocks.Count ? (ListBlock)blocks[first] : null);
        var list = (ListBlock)blocks[first];
        var joined = blocks.Take(first + 1).ToList();
        var last = Enumerable.Range(first, blocks.Count - first).Last(i => IsTaskList(blocks[i]));
        var isInTheWay = false;
        for (var i = first + 1; i < blocks.Count; i++)
        {
            if (i <= last && IsTaskList(blocks[i]))
            {
                Move((ListBlock)blocks[i], list);
            }
            else if (i < last && blocks[i] is FencedCodeBlock)
            {
                Move(blocks[i], (ListItemBlock)list.LastChild!);
            }
            else
            {
                joined.Insert(joined.Count - 1, blocks[i]);
                if (!isInTheWay) Report(blocks[i], diagnostics);
                isInTheWay = true;
            }
        }

        return (joined, list);
    }

    private static void Report(Block block, DiagnosticBag diagnostics)
    {
        var isCode = block is FencedCodeBlock;
        diagnostics.Report(isCode ? Definitions.CodeBelowChoices : Definitions.WordsBelowChoices, FirstLineOf(block));
    }

    private static TextSpan FirstLineOf(Block block) => block is FencedCodeBlock code
        ? new TextSpan(code.Span.Start, code.OpeningFencedCharCount)
        : block.Span.ToTextSpan();

    private static bool IsTaskList(Block block) => block is ListBlock list && list.Any(item => TaskOf(item) is not null);

    private static void Move(ListBlock source, ListBlock target)
    {
        foreach (var item in source.ToList()) Move(item, target);
    }

    private static void Move(Block block, ContainerBlock target)
    {
        block.Parent!.Remove(block);
        target.Add(block);
        target.Span.End = Math.Max(target.Span.End, block.Span.End);
        target.Parent!.Span.End = Math.Max(target.Parent.Span.End, block.Span.End);
    }
}
