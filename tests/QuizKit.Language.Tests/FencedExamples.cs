// Takes the fenced examples out of a Markdown page, so that a test can hold the documentation to what it shows.

using System.Text.RegularExpressions;

namespace QuizKit.Language.Tests;

/// <summary>A fenced example: the words of its info string, the line of its fence from 1, and its text.</summary>
internal sealed record FencedExample(string Info, int Line, string Text)
{
    /// <summary>The value of <c>key=value</c> in the info string, or null.</summary>
    public string? this[string key]
    {
        get
        {
            var match = Regex.Match(Info, $@"(?<=\s){Regex.Escape(key)}=(\S+)");
            return match.Success ? match.Groups[1].Value : null;
        }
    }

    /// <summary>Whether the info string begins with some words.</summary>
    public bool Is(string words) => Info == words || Info.StartsWith(words + " ", StringComparison.Ordinal);
}

internal static class FencedExamples
{
    /// <summary>The folder that the project copies <c>docs/</c> to.</summary>
    public static string DocsFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Docs");

    /// <summary>A page of the documentation, with LF line ends.</summary>
    public static string ReadPage(string path) =>
        File.ReadAllText(Path.Combine(DocsFolder, path)).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Every example between fences, in order. A fence closes with at least as many backticks as it opened with.</summary>
    public static IReadOnlyList<FencedExample> In(string page)
    {
        var examples = new List<FencedExample>();
        var lines = page.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var open = Regex.Match(lines[i], "^(?<fence>`{3,})(?<info>[^`]+)$");
            if (!open.Success) continue;

            var start = i + 1;
            var close = new Regex("^" + open.Groups["fence"].Value + "`*$");
            do i++;
            while (i < lines.Length && !close.IsMatch(lines[i]));
            if (i == lines.Length) throw new InvalidDataException($"The fence in line {start} is never closed.");
            var text = string.Join('\n', lines[start..i]);
            examples.Add(new FencedExample(open.Groups["info"].Value.Trim(), start, text.Length == 0 ? "" : text + "\n"));
        }

        return examples;
    }
}
