// Puts marks into the quiz's own HTML: finds the elements that wrap a claim's words and writes its mark behind the last of them.

using System.Text;

namespace QuizKit.GpuChecks.Reports.Html;

/// <summary>A claim's mark in a text.</summary>
/// <param name="Class">The class for the elements that wrap its words.</param>
/// <param name="Markup">What stands behind the last of its words.</param>
internal sealed record ClaimMark(string Class, string Markup);

internal static class ClaimMarks
{
    private const string Attribute = " data-claim=\"";

    /// <summary>
    /// Marks the claims in a text. Each element with a <c>data-claim</c> attribute gets the class of its claim's mark; the first
    /// gets the id <c>quote-ID</c>, and the last ends with the mark.
    /// </summary>
    /// <param name="html">HTML that the quiz's compiler wrote: well-formed but for void elements, no <c>&gt;</c> in an attribute.</param>
    /// <param name="markOf">Returns the mark of a claim, or null for one that stays unmarked.</param>
    public static string Insert(string html, Func<string, ClaimMark?> markOf)
    {
        var left = CountElements(html);
        HashSet<string> begun = new(StringComparer.Ordinal);
        var open = new Stack<string?>();
        var result = new StringBuilder(html.Length * 2);
        foreach ((var text, var isTag) in Pieces(html))
        {
            if (!isTag)
            {
                result.Append(text);
            }
            else if (text[1] == '/')
            {
                var isLast = open.TryPop(out var claim) && claim is not null && --left[claim] == 0;
                var mark = isLast ? markOf(claim!) : null;

                // Behind a phrase, but within a block: there it belongs at the end of the last line, not on one of its own.
                if (mark is not null && text == "</div>") AppendToBlock(result, mark.Markup);
                result.Append(text);
                if (mark is not null && text != "</div>") result.Append(mark.Markup);
            }
            else
            {
                var claim = ClaimOf(text);
                if (!IsVoid(text)) open.Push(claim);
                result.Append(
                    claim is null || markOf(claim) is not { } mark ? text : WithMark(text, claim, mark.Class, isFirst: begun.Add(claim)));
            }
        }

        return result.ToString();
    }

    private static void AppendToBlock(StringBuilder result, string markup)
    {
        const string Paragraph = "</p>";
        var end = result.Length;
        while (end > 0 && char.IsWhiteSpace(result[end - 1])) end--;
        var endsParagraph = end >= Paragraph.Length && result.ToString(end - Paragraph.Length, Paragraph.Length) == Paragraph;
        result.Insert(endsParagraph ? end - Paragraph.Length : result.Length, markup);
    }

    private static string WithMark(string tag, string claim, string cssClass, bool isFirst)
    {
        var id = isFirst ? $" id=\"quote-{claim}\"" : "";
        return tag.Insert(tag.IndexOf(Attribute, StringComparison.Ordinal), $"{id} class=\"quote {cssClass}\"");
    }

    private static Dictionary<string, int> CountElements(string html)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((var text, var isTag) in Pieces(html))
        {
            if (isTag && text[1] != '/' && ClaimOf(text) is { } claim) counts[claim] = counts.GetValueOrDefault(claim) + 1;
        }

        return counts;
    }

    private static string? ClaimOf(string tag)
    {
        var start = tag.IndexOf(Attribute, StringComparison.Ordinal);
        if (start < 0) return null;
        start += Attribute.Length;
        return tag[start..tag.IndexOf('"', start)];
    }

    private static bool IsVoid(string tag)
    {
        var name = tag[1..].TrimEnd('>', '/').Split(' ')[0];
        return tag.EndsWith("/>", StringComparison.Ordinal) || name is "br" or "hr" or "img" or "wbr";
    }

    private static IEnumerable<(string Text, bool IsTag)> Pieces(string html)
    {
        var i = 0;
        while (i < html.Length)
        {
            var isTag = html[i] == '<';
            var end = isTag ? html.IndexOf('>', i) + 1 : html.IndexOf('<', i);
            if (end <= i) end = html.Length;
            yield return (html[i..end], isTag);
            i = end;
        }
    }
}
