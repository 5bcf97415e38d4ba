// Splits text into plain spans and code spans between backticks.

namespace QuizKit.Reports;

internal static class CodeSpans
{
    /// <summary>Divides a text into its spans.</summary>
    /// <param name="text">The text; a backtick without a second one is an ordinary character.</param>
    public static IEnumerable<(string Text, bool IsCode)> Of(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var open = text.IndexOf('`', start);
            var close = open < 0 ? -1 : text.IndexOf('`', open + 1);
            if (close < 0) break;
            if (open > start) yield return (text[start..open], false);
            yield return (text[(open + 1)..close], true);
            start = close + 1;
        }

        if (start < text.Length) yield return (text[start..], false);
    }
}
