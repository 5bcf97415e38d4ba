// What links and headings a Markdown page has.

using System.Text.RegularExpressions;

namespace QuizKit.Repository.Tests;

/// <summary>The links and headings of one Markdown page; what stands in code is left out.</summary>
internal sealed partial class MarkdownPage(string text)
{
    private readonly string _prose = Code().Replace(Fence().Replace(text, ""), "");

    /// <summary>The targets of the links and pictures that lead into the repository: a path, an anchor, or both.</summary>
    public IEnumerable<string> Targets => Link().Matches(_prose)
        .Select(link => link.Groups["target"].Value)
        .Where(target => !Scheme().IsMatch(target));

    /// <summary>The anchors that a Git host gives to the headings.</summary>
    public IReadOnlySet<string> Anchors => Heading().Matches(_prose)
        .Select(heading => NotInAnchor().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'))
        .ToHashSet();

    [GeneratedRegex(@"^(?<fence>`{3,}|~{3,})[^\n]*\n.*?^\k<fence>[`~]*[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    // Headings keep the words of their code for the anchor.
    [GeneratedRegex(@"(?<=^[^#\n][^\n]*)`[^`\n]+`|^`[^`\n]+`", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(?:\s+""[^""]*"")?\)|^\[[^\]]+\]:\s+(?<target>\S+)", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
