// What the page of a diagnostic says first: the tool carries the pages of docs/diagnostics.

using System.Text.RegularExpressions;

namespace QuizKit.Tool.LanguageServer;

internal static partial class DiagnosticPages
{
    /// <summary>The title and the words above the examples of a page, as Markdown without links; null where there is no page.</summary>
    public static string? SummaryOf(string id)
    {
        using var stream = typeof(DiagnosticPages).Assembly.GetManifestResourceStream($"diagnostics/{id}.md");
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        var page = reader.ReadToEnd().ReplaceLineEndings("\n");
        var end = page.IndexOf("\n## ", StringComparison.Ordinal);
        var words = (end < 0 ? page : page[..end]).Trim();
        var line = words.IndexOf('\n', StringComparison.Ordinal);
        return $"**{words[..line].TrimStart('#', ' ')}**\n\n{Link().Replace(words[line..].Trim(), "$1")}";
    }

    // The addresses start from the folder of the pages.
    [GeneratedRegex(@"\[([^\]]+)\]\((?!https?:)[^)]+\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
