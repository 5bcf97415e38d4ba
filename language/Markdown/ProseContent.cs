// Where the words of parsed Markdown are: the leaves that show something, and the blocks that a range of the file touches.

using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

internal static class ProseContent
{
    /// <summary>The spans of what a node shows inside a range.</summary>
    public static IEnumerable<TextSpan> Of(MarkdownObject node, TextSpan range) => node switch
    {
        LeafBlock { Inline: { } inlines } => Of(inlines, range),
        FencedCodeBlock or ThematicBreakBlock => Shown(node, range),
        ContainerBlock container => Reaching(container, range).SelectMany(child => Of(child, range)),
        TaskList or LineBreakInline or HtmlInline => [],
        LiteralInline literal => literal.Content.IsEmptyOrWhitespace() ? [] : Shown(node, range),
        LinkInline { IsImage: true } when range.Contains(node.Span.ToTextSpan()) => Shown(node, range),
        LinkInline { FirstChild: null } => Shown(node, range),
        DelimiterInline => Shown(node, range),
        ContainerInline container => Flatten(container).SelectMany(child => Of(child, range)),
        Inline => Shown(node, range),
        _ => [],
    };

    /// <summary>From the first to the last of what a node shows inside a range; the node's start where it shows nothing.</summary>
    public static TextSpan ExtentOf(MarkdownObject node, TextSpan range)
    {
        (var start, var end) = (int.MaxValue, 0);
        foreach (var span in Of(node, range)) (start, end) = (System.Math.Min(start, span.Start), System.Math.Max(end, span.End));
        return end == 0 ? new TextSpan(node.Span.Start, 0) : TextSpan.FromBounds(start, end);
    }

    /// <summary>The children of a node, those of a delimiter that opened nothing among them.</summary>
    public static IEnumerable<Inline> Flatten(ContainerInline inlines)
    {
        foreach (var inline in inlines)
        {
            var isBare = inline.GetType() == typeof(ContainerInline);
            if (!isBare) yield return inline;
            if (!isBare && inline is not DelimiterInline) continue;
            foreach (var child in Flatten((ContainerInline)inline)) yield return child;
        }
    }

    /// <summary>Whether a leaf lies in a range; of a delimiter, which holds what follows it, its own character.</summary>
    public static bool IsIn(Inline inline, TextSpan range) => Shown(inline, range).Length > 0;

    /// <summary>The blocks that a range of the file consists of: without the list or quotation around it, if it is inside one.</summary>
    public static IReadOnlyList<Block> Excerpt(IReadOnlyList<Block> blocks, TextSpan range)
    {
        var touched = Touched(blocks, range);
        if (touched.Count != 1 || touched[0] is not ContainerBlock around || around.Span.Start >= range.Start) return touched;

        // Several items keep their list, and several rows their table.
        var isSplit = around is ListBlock or Table && Touched(around, range).Count > 1;
        return isSplit ? touched : Excerpt(around, range);
    }

    private static List<Block> Touched(IReadOnlyList<Block> blocks, TextSpan range) =>
        [.. Reaching(blocks, range).Where(block => Of(block, range).Any())];

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

    private static TextSpan[] Shown(MarkdownObject node, TextSpan range)
    {
        var span = node is DelimiterInline delimiter ? new TextSpan(delimiter.Span.Start, 1) : node.Span.ToTextSpan();
        return range.Contains(span) ? [span] : [];
    }
}
