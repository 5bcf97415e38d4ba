// Splits text into plain spans, code spans between backticks, and links such as [words](#anchor).

using System.Text.RegularExpressions;

namespace QuizKit.Reports;

internal static partial class TextSpans
{
    /// <summary>Divides a text into its spans.</summary>
    /// <param name="text">The text; a backtick without a second one is an ordinary character, and so are other brackets.</param>
    /// <returns>The spans, each with the anchor within the document that it leads to, or null.</returns>
    public static IEnumerable<(string Text, bool IsCode, string? Anchor)> Of(string text)
    {
        var start = 0;
        foreach (Match match in Marked().Matches(text))
        {
            if (match.Index > start) yield return (text[start..match.Index], false, null);
            var isCode = match.Groups["code"].Success;
            var anchor = match.Groups["anchor"];
            yield return (match.Groups[isCode ? "code" : "words"].Value, isCode, anchor.Success ? anchor.Value : null);
            start = match.Index + match.Length;
        }

        if (start < text.Length) yield return (text[start..], false, null);
    }

    /// <summary>The text without its marks.</summary>
    public static string Plain(string text) => string.Concat(Of(text).Select(span => span.Text));

    [GeneratedRegex("`(?<code>[^`]*)`|\\[(?<words>[^\\]`]+)\\]\\(#(?<anchor>[a-z0-9-]+)\\)")]
    private static partial Regex Marked();
}
