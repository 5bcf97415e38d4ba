// Where the words of parsed Markdown are: the leaves that show something, and the blocks that a range of the file touches.

using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

internal static class ProseContent
{
    private static readonly TextSpan Everything = new(0, int.MaxValue);

    /// <summary>The spans of what a node shows inside a range.</summary>
    public static IEnumerable<TextSpan> Of(MarkdownObject node, TextSpan range) => node switch
    {
        LeafBlock { Inline: { } inlines } => Of(inlines, range),
        FencedCodeBlock or ThematicBreakBlock => Shown(node, range),
        ContainerBlock container => Reaching(container, range).SelectMany(child => Of(child, range)),
        TaskList or LineBreakInline or HtmlInline => [],
        LiteralInline literal => literal.Content.IsEmptyOrWhitespace() ? [] : Shown(node, range),
        LinkInline { IsImage: true } when range.Contains(node.Span.ToTextSpan()) => Shown(node, range),
        LinkInline link when !link.Any(child => Of(child, link.Span.ToTextSpan()).Any()) => Shown(node, range),
        ContainerInline container => container.SelectMany(child => Of(child, range)),
        Inline => Shown(node, range),
        _ => [],
    };

    /// <summary>Whether a node shows something inside a range.</summary>
    public static bool Shows(MarkdownObject node, TextSpan range)
    {
        switch (node)
        {
            case LeafBlock { Inline: { } inlines }:
                return Shows(inlines, range);
            case TaskList or LineBreakInline or HtmlInline:
                return false;
            case LiteralInline literal:
                return range.Contains(literal.Span.ToTextSpan()) && !literal.Content.IsEmptyOrWhitespace();
            case LinkInline:
                return Of(node, range).Any();
            case ContainerInline container:
                for (var child = container.FirstChild; child is not null; child = child.NextSibling)
                {
                    if (Shows(child, range)) return true;
                }

                return false;
            case Inline or FencedCodeBlock or ThematicBreakBlock:
                return range.Contains(node.Span.ToTextSpan());
            default:
                return Of(node, range).Any();
        }
    }

    /// <summary>Whether a block shows something inside a range: words, or a list, an item or a quotation without words.</summary>
    public static bool IsWritten(Block block, TextSpan range) => block switch
    {
        ListBlock or ListItemBlock or QuoteBlock when !Of(block, Everything).Any() => range.Contains(block.Span.ToTextSpan()),
        _ => Shows(block, range),
    };

    /// <summary>Whether the items of a list stand apart inside a range: not where only one paragraph of it is left.</summary>
    public static bool IsLoose(ListBlock list, TextSpan range)
    {
        if (!list.IsLoose) return false;
        List<Block> items = [.. list.Where(item => IsWritten(item, range)).Take(2)];
        return items.Count > 1 || (items.Count == 1 && ((ListItemBlock)items[0]).Count(block => IsWritten(block, range)) > 1);
    }

    /// <summary>
    /// The span of the words of a paragraph, a cell or a heading, empty where it has none. Where a link reaches over the end of a row,
    /// Markdig's cell ends before it begins.
    /// </summary>
    public static TextSpan SpanOf(ContainerInline? inlines) =>
        inlines?.FirstChild is { } first
            ? TextSpan.FromBounds(first.Span.Start, Math.Max(first.Span.Start, inlines.LastChild!.Span.End + 1))
            : default;

    /// <summary>The number of the first item of an ordered list.</summary>
    public static int StartOf(ListBlock list) =>
        int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;

    /// <summary>From the first to the last of what a node shows inside a range; the node's start where it shows nothing.</summary>
    public static TextSpan ExtentOf(MarkdownObject node, TextSpan range)
    {
        if (node is LeafInline && Shows(node, range)) return node.Span.ToTextSpan();
        (var start, var end) = (int.MaxValue, 0);
        foreach (var span in Of(node, range)) (start, end) = (System.Math.Min(start, span.Start), System.Math.Max(end, span.End));
        return end == 0 ? new TextSpan(node.Span.Start, 0) : TextSpan.FromBounds(start, end);
    }

    /// <summary>The blocks that a range of the file consists of: without the list or quotation around it, if it is inside one.</summary>
    public static IReadOnlyList<Block> Excerpt(IReadOnlyList<Block> blocks, TextSpan range)
    {
        var touched = Touched(blocks, range);
        if (touched.Count != 1 || touched[0] is not ContainerBlock around) return touched;
        var isPart = around is ListItemBlock or TableRow or TableCell;
        if (!isPart && around.Span.Start >= range.Start) return touched;

        // Several items keep their list, and several rows their table.
        var isSplit = around is ListBlock or Table && Touched(around, range).Count > 1;
        return isSplit ? touched : Excerpt(around, range);
    }

    private static List<Block> Touched(IReadOnlyList<Block> blocks, TextSpan range) =>
        [.. Reaching(blocks, range).Where(block => IsWritten(block, range))];

    // Blocks side by side are in the order of the text: the first that can reach into a range is found without a look at those before it.
    private static IEnumerable<Block> Reaching(IReadOnlyList<Block> blocks, TextSpan range)
    {
        (var low, var high) = (0, blocks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (blocks[middle].Span.Start <= range.Start) low = middle;
            else high = middle - 1;
        }

        for (; low < blocks.Count && blocks[low].Span.Start < range.End; low++) yield return blocks[low];
    }

    /// <summary>The block whose words an inline node belongs to.</summary>
    public static LeafBlock? BlockOf(Inline inline)
    {
        var top = inline;
        while (top.Parent is { } parent) top = parent;
        return (top as ContainerInline)?.ParentBlock;
    }

    private static TextSpan[] Shown(MarkdownObject node, TextSpan range)
    {
        var span = node.Span.ToTextSpan();
        return range.Contains(span) ? [span] : [];
    }
}
